"""The MOFF matrix as it stands, and how each item came to say what it says."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from services.diagnostic.moff_stamps import seen_of
from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.moff import Said, read_themes
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.tables import KNOWN, Interview, MoffRow, MoffVersionRow
from shared.contracts.diagnostic import GetMoff, GetMoffItem, MoffHistory, MoffItem, MoffPage, MoffVersion
from shared.errors import NotFound
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

_FIRST = aliased(MoffVersionRow)


@QUERIES.answers(GetMoff)
def get_moff(reader: Reader, query: GetMoff) -> MoffPage:
    """The matrix of one accompaniment; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    rows = reader.session.execute(
        _versions(_FIRST.author)
        .where(MoffRow.accompaniment == accompaniment, MoffVersionRow.version == MoffRow.version)
        .join(_FIRST, (_FIRST.item == MoffRow.id) & (_FIRST.version == 1))
        .order_by(MoffRow.id)
    )
    items = [
        MoffItem(id=row[0].item, first_author=row[2], stamp=stamp(seen_of(row[0])), now=_version(row[0], row[1]))
        for row in rows
    ]
    standing = [item for item in items if not item.now.withdrawn]
    return MoffPage(
        accompaniment=accompaniment,
        items=standing,
        withdrawn=[item for item in items if item.now.withdrawn],
        readings=read_themes(
            Said(item.now.theme, item.now.category, item.now.voice) for item in standing if item.now.voice
        ),
        themes=_themes(standing),
    )


@QUERIES.answers(GetMoffItem)
def get_moff_item(reader: Reader, query: GetMoffItem) -> MoffHistory:
    """One item with its history. Raises `NotFound`."""
    rows = reader.session.execute(
        _versions()
        .where(MoffRow.id == query.item, MoffRow.accompaniment == query.accompaniment)
        .order_by(MoffVersionRow.version.desc())
    ).all()
    if not rows:
        raise NotFound("Cet élément est inconnu dans la matrice de ce territoire.", code="unknown-moff-item")
    versions = [_version(row[0], row[1]) for row in rows]
    return MoffHistory(id=query.item, stamp=stamp(seen_of(rows[0][0])), versions=versions)


def _versions(*more: Any) -> Select[Any]:
    return (
        select(MoffVersionRow, Interview.label, *more)
        .select_from(MoffRow)
        .join(MoffVersionRow, MoffVersionRow.item == MoffRow.id)
        .outerjoin(Interview, Interview.id == MoffVersionRow.interview)
    )


def _version(row: MoffVersionRow, structure: str | None) -> MoffVersion:
    return MoffVersion(
        version=row.version,
        category=row.category,
        text=row.text,
        theme=row.theme,
        voice=row.voice,
        evidence=row.evidence,
        interview=row.interview,
        structure=structure,
        source=row.source,
        withdrawn=row.withdrawn,
        reason=row.reason,
        author=row.author,
        at=row.recorded_at.isoformat(),
    )


def _themes(items: list[MoffItem]) -> list[str]:
    """The themes in use, each once, by name."""
    found: dict[str, str] = {}
    for item in items:
        if item.now.theme:
            found.setdefault(plain_name(item.now.theme), item.now.theme)
    return [found[plain] for plain in sorted(found)]
