"""What was seen in the field besides interviews (DIA-15)."""

from __future__ import annotations

from pydantic import Base64Bytes, Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import DiagnosticCommand, ObservationKind
from shared.partial_dates import Occurred


class NewPicture(Value):
    """A picture as it comes from a camera (base64); what it says of place, time and device is not kept."""

    content: Base64Bytes
    caption: str = Field(default="", max_length=200)


class NoteObservation(DiagnosticCommand):
    """Note a visit, an informal meeting, pictures, a rapport d'étonnement; `people` are ids of the directory."""

    accompaniment: str
    kind: ObservationKind
    title: str = Field(min_length=1, max_length=200)
    text: str = ""
    occurred: Occurred | None = None
    interview: str | None = None
    people: list[str] = []
    pictures: list[NewPicture] = Field(default=[], max_length=6)


class RemovePicture(DiagnosticCommand):
    """Take a picture away for good; that there was one stays."""

    accompaniment: str
    picture: str


class PictureCard(Value):
    """A picture of an observation; `gone` when its content was removed."""

    id: str
    caption: str
    width: int
    height: int
    gone: bool


class ObservationCard(Value):
    """An observation with its pictures."""

    id: str
    kind: ObservationKind
    title: str
    text: str
    occurred: str | None
    interview: str | None
    pictures: list[PictureCard]


class Observations(Value):
    """The observations of an accompaniment, the latest told first."""

    observations: list[ObservationCard]


class ListObservations(Query[Observations]):
    """What was seen in one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class PictureFile(Value):
    """A JPEG without metadata, of an observation of `accompaniment`."""

    accompaniment: str
    content: Base64Bytes


class GetPicture(Query[PictureFile]):
    """One picture, or its thumbnail. Raises `NotFound` when it was removed."""

    service = "diagnostic"
    picture: str
    thumbnail: bool = False
