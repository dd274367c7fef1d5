"""The catalogue: cards, one field of a card, the whole as a file."""

from __future__ import annotations

import base64

from sqlalchemy import select

from services.platforms import tables
from services.platforms.cards import card_of, found, said_by, seen_of, sources_of, versions_of
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.catalogue import matching
from services.platforms.rules.export import as_csv, as_json_ld
from services.platforms.rules.fields import FIELDS, write_field
from shared.contracts.platforms import (
    Catalogue,
    ExportCatalogue,
    FieldVersion,
    GetPlatform,
    GetPlatformField,
    ListPlatforms,
    PlatformCard,
    PlatformField,
    PlatformsFile,
)
from shared.errors import NotFound
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListPlatforms)
def list_platforms(reader: Reader, query: ListPlatforms) -> Catalogue:
    """The cards by name, those in which every word of `text` is found."""
    rows = reader.session.scalars(select(tables.Platform))
    return Catalogue(platforms=matching((card_of(row) for row in rows), query.text))


@QUERIES.answers(GetPlatform)
def get_platform(reader: Reader, query: GetPlatform) -> PlatformCard:
    """One card; raises `NotFound`."""
    return card_of(found(reader, query.slug))


@QUERIES.answers(GetPlatformField)
def get_platform_field(reader: Reader, query: GetPlatformField) -> PlatformField:
    """One field, to rewrite it, with what it said before; raises `NotFound`."""
    row = found(reader, query.slug)
    field = FIELDS.get(query.field)
    if field is None:
        raise NotFound("Cette rubrique n’est pas sur la fiche.", code="unknown-field")
    said = said_by(row)
    return PlatformField(
        slug=row.slug,
        platform=row.label,
        field=field.code,
        kind=field.kind,
        text=write_field(field.code, said[field.code]),
        sources=sources_of(said, field.code),
        stamp=stamp(seen_of(said, field.code)),
        versions=_versions(reader, row.slug, field.code),
    )


def _versions(reader: Reader, slug: str, field: str) -> list[FieldVersion]:
    rows = [row for row in versions_of(reader, slug) if field in row.fields or row.state == "added"]
    return [
        FieldVersion(
            text=write_field(field, row.said[field]),
            sources=sources_of(row.said, field),
            author=row.author,
            recorded=row.recorded_at.isoformat(),
        )
        for row in reversed(rows)
    ]


@QUERIES.answers(ExportCatalogue)
def export_catalogue(reader: Reader, query: ExportCatalogue) -> PlatformsFile:
    """The catalogue as CSV, which can be imported again, or as JSON-LD."""
    cards = list_platforms(reader, ListPlatforms()).platforms
    content, media_type = (
        (as_csv(cards), "text/csv; charset=utf-8")
        if query.format == "csv"
        else (as_json_ld(cards), "application/ld+json")
    )
    return PlatformsFile(
        filename=f"plateformes.{query.format}", media_type=media_type, content=base64.b64encode(content).decode()
    )
