"""The table of all services: the only place, with the embedded house, that knows them all."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.room import Room

NAMES = ("territories", "diagnostic", "workshops", "platforms", "notifications", "reporting", "portal")


def room(name: str) -> Room:
    """The room of a service."""
    found: Room = import_module(f"services.{name}.room").ROOM
    return found


def service_class(name: str) -> type[Any]:
    """The nameko class of a service."""
    found: type[Any] = getattr(import_module(f"services.{name}.service"), f"{name.title()}Service")
    return found
