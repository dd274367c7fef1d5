"""The cahier des charges of case 4: functions, constraints and values, written by several people (domain.md 5.3)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import PlatformsCommand, PlatformsFile

DocumentFormat = Literal["odt", "docx", "pdf"]


class SpecificationFacts(Value):
    """What a cahier des charges holds; a line for each item."""

    functions: list[str] = []
    constraints: list[str] = []
    principles: list[str] = []
    sourcing: str = Field(default="", max_length=8000)


class StartSpecification(PlatformsCommand):
    """Begin the cahier des charges of a need: what the room knows of it is proposed as a first draft.

    Functions come from what people say platforms should answer, constraints from the limits they saw and from where
    the need stands, values from the criteria that the territory holds to be eliminatory.
    """

    accompaniment: str
    need: str = Field(min_length=1)
    project: str = Field(default="", max_length=300)
    cooperation: str | None = None


class WriteSpecification(PlatformsCommand, SpecificationFacts):
    """Rewrite a cahier des charges; `seen` is the stamp of what its author saw."""

    specification: str
    seen: str


class SpecificationCard(SpecificationFacts):
    """A cahier des charges as it is now."""

    id: str
    accompaniment: str
    need: str
    project: str
    cooperation: str | None = None
    stamp: str
    changed: str


class GetSpecification(Query[SpecificationCard]):
    """One cahier des charges."""

    service = "platforms"
    specification: str


class MakeSpecification(Query[PlatformsFile]):
    """A cahier des charges as a document to edit and to send."""

    service = "platforms"
    specification: str
    format: DocumentFormat


class MakeComparativeNote(Query[PlatformsFile]):
    """The comparative note of a shortlist as a document (PLT-08)."""

    service = "platforms"
    shortlist: str
    format: DocumentFormat
