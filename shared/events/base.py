"""What every event is made of."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


def wire_name(name: str) -> str:
    """`TerritoryEnrolled` -> `territory-enrolled`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


class Event(BaseModel):
    """What all events share; `territory` is the subject, `accompaniment` the territory within one call."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    source: ClassVar[str] = ""
    version: ClassVar[int] = 1

    territory: str | None = None
    accompaniment: str | None = None

    @classmethod
    def type(cls) -> str:
        """The name on the wire."""
        return wire_name(cls.__name__)
