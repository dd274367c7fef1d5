"""The cards as they are kept: read, written with their versions, and the stamp of each field."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select

from services.platforms.rules.fields import FIELDS, write_field
from services.platforms.tables import Platform, PlatformVersion
from shared.contracts.platforms import FieldSource, PlatformCard, PlatformSource
from shared.errors import NotFound
from shared.events import PlatformDescribed
from shared.ids import new_id
from shared.storage.unit_of_work import Reader, UnitOfWork

SAID = (*FIELDS, "sources")


def card_of(row: Platform) -> PlatformCard:
    """A card as others read it."""
    return PlatformCard.model_validate({"slug": row.slug} | said_by(row))


def said_by(row: Platform) -> dict[str, Any]:
    """Everything that a card says, as JSON values."""
    said = {name: getattr(row, name) for name in SAID}
    said["sources"] = [PlatformSource.model_validate(one).model_dump() for one in row.sources]
    return said


def sources_of(said: dict[str, Any], field: str) -> list[FieldSource]:
    """The sources of one field of a card."""
    return [
        FieldSource(source=one["source"], quote=one.get("quote", ""), date=one.get("date"))
        for one in said["sources"]
        if one["field"] == field
    ]


def seen_of(said: dict[str, Any], field: str) -> dict[str, Any]:
    """The values behind the stamp of one field: what it says and where that was read."""
    return {
        "text": write_field(field, said[field]),
        "sources": [one.model_dump() for one in sources_of(said, field)],
    }


def held(uow: UnitOfWork, slug: str) -> Platform:
    """A card, held for this transaction. Raises `NotFound`."""
    row = uow.session.scalar(select(Platform).where(Platform.slug == slug).with_for_update())
    if row is None:
        raise unknown_platform()
    return row


def found(reader: Reader, slug: str) -> Platform:
    """A card. Raises `NotFound`."""
    row = reader.session.get(Platform, slug)
    if row is None:
        raise unknown_platform()
    return row


def unknown_platform() -> NotFound:
    """The refusal of a slug that no card has."""
    return NotFound("Cette plateforme n’est pas dans le catalogue.", code="unknown-platform")


def versions_of(reader: Reader, slug: str) -> list[PlatformVersion]:
    """Every version of a card, the oldest first."""
    table = PlatformVersion
    return list(reader.session.scalars(select(table).where(table.platform == slug).order_by(table.id)))


def write(uow: UnitOfWork, slug: str, said: dict[str, Any], import_id: str | None = None) -> list[str]:
    """Write what a card says now, keep the version, tell `platform-described`; returns the fields that changed.

    A card that says this already is left alone: no version, no event.
    """
    row = uow.session.scalar(select(Platform).where(Platform.slug == slug).with_for_update())
    if row is None:
        row = Platform(slug=slug, **said)
        uow.session.add(row)
        fields = [name for name in FIELDS if said[name] not in (None, False, [])]
        _keep(uow, row, "added", fields, import_id)
        return fields
    before = said_by(row)
    fields = [name for name in FIELDS if seen_of(before, name) != seen_of(said, name)]
    if not fields:
        return []
    _remember_first(uow, row)
    for name in SAID:
        setattr(row, name, said[name])
    _keep(uow, row, "corrected", fields, import_id)
    return fields


def withdraw(uow: UnitOfWork, row: Platform) -> None:
    """Take a card out of the catalogue that nothing speaks of; its versions stay."""
    _keep(uow, row, "withdrawn", [], None)
    uow.session.delete(row)


def _remember_first(uow: UnitOfWork, row: Platform) -> None:
    """Keep a card as it stood before versions were kept, so that its first change can be taken back."""
    if not versions_of(uow, row.slug):
        uow.session.add(_version(uow, row, "added", [], None, None))
        uow.session.flush()


def _keep(
    uow: UnitOfWork,
    row: Platform,
    state: Literal["added", "corrected", "withdrawn"],
    fields: list[str],
    import_id: str | None,
) -> None:
    uow.session.add(_version(uow, row, state, fields, uow.actor, import_id))
    uow.session.flush()
    uow.tell(
        PlatformDescribed(platform=row.slug, label=row.label, state=state, fields=fields),
        occurred=uow.today.isoformat(),
    )


def _version(
    uow: UnitOfWork,
    row: Platform,
    state: Literal["added", "corrected", "withdrawn"],
    fields: list[str],
    author: str | None,
    import_id: str | None,
) -> PlatformVersion:
    return PlatformVersion(
        id=new_id(),
        platform=row.slug,
        state=state,
        said=said_by(row),
        fields=fields,
        author=author,
        import_id=import_id,
        recorded_at=uow.now,
    )
