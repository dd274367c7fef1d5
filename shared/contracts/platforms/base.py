"""What the contracts of `platforms` share."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Command, Value

CaseNumber = Literal[1, 2, 3, 4, 5]


class PlatformsCommand(Command):
    """A command of this service."""

    service = "platforms"


class PlatformsFile(Value):
    """A file to hand over: its content in base64."""

    filename: str
    media_type: str
    content: str = Field(description="Le contenu, en base64.")
