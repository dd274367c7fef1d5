"""Owning a data folder: its databases brought up to date and the house running in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from services.cli.rooms import NAMES, room, service_class
from services.embedded.house import House, at_home
from services.embedded.owner import Ownership
from shared.messaging.service import open_database
from shared.settings import Settings
from shared.storage.migrating import upgrade


@contextmanager
def house_of(
    settings: Settings, ownership: Ownership, *, serve_pages: bool, ready: Callable[[], bool] | None = None
) -> Iterator[House]:
    """The house of a data folder that this process owns."""
    services = [service_class(name) for name in NAMES]
    keys: dict[str, Any] = {"TERREAU_PAGES": serve_pages, "TERREAU_READY": ready}
    with at_home(services, settings, ownership, lambda: migrate(settings), **keys) as house:
        yield house


def migrate(settings: Settings, names: tuple[str, ...] = NAMES) -> None:
    """Bring the schemas of these services up to date. Raises `NewerDatabase`."""
    for name in names:
        database = open_database(name, settings)
        try:
            upgrade(room(name), database)
        finally:
            database.close()
