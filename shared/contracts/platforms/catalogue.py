"""The catalogue: cards whose every field has its source and date, and stays empty where the sources are silent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.platforms.base import PlatformsCommand, PlatformsFile
from shared.partial_dates import Occurred

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class FieldSource(Value):
    """Where a field was read: the document or the person's role, its date (EDTF), a few words of it."""

    source: str = Field(min_length=1, max_length=500)
    quote: str = Field(default="", max_length=1000)
    date: Occurred | None = None


class PlatformSource(Value):
    """Where a field of a catalogue card was read, and of when that is."""

    field: str
    source: str
    quote: str = ""
    date: Occurred | None = None


class LegalBody(Value):
    """One of the bodies behind a platform: an association, a SCIC, a fonds de dotation… (PLT-06)."""

    label: str = Field(min_length=1, max_length=200)
    legal_form: str = Field(default="", max_length=200)
    role: str = Field(default="", max_length=300)


class PlatformFacts(Value):
    """What a card says (domain.md 5.1); null or empty means that the sources are silent."""

    label: str = Field(min_length=1, max_length=200)
    aliases: list[str] = []
    domains: list[str] = []
    purpose: str | None = None
    operator: str | None = None
    legal_form: str | None = None
    bodies: list[LegalBody] = []
    economic_model: str | None = None
    openness: str | None = None
    white_label: bool | None = None
    scale: str | None = None
    reach: str | None = None
    supporters: str | None = None
    links: list[str] = []
    public: bool = False
    refused: str | None = None
    sources: list[PlatformSource] = []


class DescribePlatform(PlatformsCommand, PlatformFacts):
    """Add or rewrite a whole card; what the sources do not state stays empty (domain.md 10)."""

    slug: Slug


class AddPlatform(PlatformsCommand):
    """Add a card under a name that the catalogue does not have; its fields are completed one by one afterwards."""

    label: str = Field(min_length=1, max_length=200)
    domains: list[str] = []
    purpose: str | None = None
    public: bool = False
    source: FieldSource | None = None


class RevisePlatform(PlatformsCommand):
    """Rewrite one field of a card and its sources; `seen` is the stamp of the field as its author saw it.

    `text` is the field as one types it: a line for each item of a list, `oui` or `non`; empty: the sources are silent.
    """

    slug: str
    field: str
    seen: str
    text: str = ""
    sources: list[FieldSource] = []


class PlatformCard(PlatformFacts):
    """A card of the catalogue."""

    slug: str


class Catalogue(Value):
    """All cards by name."""

    platforms: list[PlatformCard]


class ListPlatforms(Query[Catalogue]):
    """The catalogue, or what of it matches `text`."""

    service = "platforms"
    text: str = ""


class GetPlatform(Query[PlatformCard]):
    """One card."""

    service = "platforms"
    slug: str


class FieldVersion(Value):
    """What a field said from one moment on, and who wrote it (the id of an account)."""

    text: str
    sources: list[FieldSource]
    author: str | None
    recorded: str


class PlatformField(Value):
    """One field of a card as one would type it, its stamp, and what it said before (latest first)."""

    slug: str
    platform: str
    field: str
    kind: Literal["text", "long", "lines", "bodies", "links", "perhaps", "yes-no"]
    text: str
    sources: list[FieldSource]
    stamp: str
    versions: list[FieldVersion]


class GetPlatformField(Query[PlatformField]):
    """One field of a card, to rewrite it."""

    service = "platforms"
    slug: str
    field: str


class ExportCatalogue(Query[PlatformsFile]):
    """The whole catalogue as a file: CSV (semicolons, UTF-8) that can be imported again, or JSON-LD (schema.org)."""

    service = "platforms"
    format: Literal["csv", "jsonld"]
