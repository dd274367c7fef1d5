"""Writing thematic portraits: each writing is kept, two people at one portrait lose nothing."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.known import require_alone
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.synthesis_stamps import PORTRAIT, portrait_seen
from services.diagnostic.tables import Interview, Observation, ThematicRow, ThematicVersionRow
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import WriteThematicPortrait
from shared.errors import InvalidInput, NotFound
from shared.events import ThematicPortraitRevised
from shared.french import quoted, tidy
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import Accompaniment
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(WriteThematicPortrait)
def write_thematic_portrait(uow: UnitOfWork, command: WriteThematicPortrait) -> Receipt:
    """Write the portrait of a theme (3.5); tells `thematic-portrait-revised`.

    Raises `InvalidInput` for a theme that has a portrait already, for a portrait that says nothing and for grounds of
    another accompaniment; `NotFound`; `Refused` (`changed-meanwhile`). The same words again change nothing.
    """
    accompaniment = require_alone(uow, command.accompaniment)
    said = _said(uow, accompaniment, command)
    row = _find(uow, accompaniment, command.portrait)
    _check_theme_is_free(uow, accompaniment, command.theme, row)
    if row is None:
        row = ThematicRow(id=new_id(), accompaniment=accompaniment.id, plain_theme="", version=0)
        uow.session.add(row)
    else:
        last = uow.session.get_one(ThematicVersionRow, (row.id, row.version))
        if all(getattr(last, name) == said[name] for name in PORTRAIT):
            return Receipt(id=row.id, notes=["Rien n’a changé\u00a0: le portrait disait déjà cela."])
        check_unchanged(command.seen, portrait_seen(last))
    row.version += 1
    row.plain_theme = plain_name(command.theme)
    uow.session.flush()
    uow.session.add(
        ThematicVersionRow(portrait=row.id, version=row.version, **said, author=uow.actor, recorded_at=uow.now)
    )
    uow.tell(
        ThematicPortraitRevised(
            territory=accompaniment.territory, accompaniment=accompaniment.id, portrait=row.id, number=row.version
        )
    )
    return Receipt(id=row.id)


def _find(uow: UnitOfWork, accompaniment: Accompaniment, id: str | None) -> ThematicRow | None:
    if id is None:
        return None
    row = uow.session.scalar(
        select(ThematicRow).where(ThematicRow.id == id, ThematicRow.accompaniment == accompaniment.id).with_for_update()
    )
    if row is None:
        raise NotFound("Ce portrait thématique est inconnu pour ce territoire.", code="unknown-portrait")
    return row


def _check_theme_is_free(uow: UnitOfWork, accompaniment: Accompaniment, theme: str, row: ThematicRow | None) -> None:
    other = uow.session.scalar(
        select(ThematicRow.id).where(
            ThematicRow.accompaniment == accompaniment.id, ThematicRow.plain_theme == plain_name(theme)
        )
    )
    if other is not None and (row is None or other != row.id):
        raise _wrong("theme", tidy(f"Le thème {quoted(theme)} a déjà son portrait\u00a0: complétez celui-là."))


def _said(uow: UnitOfWork, accompaniment: Accompaniment, command: WriteThematicPortrait) -> dict[str, object]:
    """What this writing says; checks that it says something and that its grounds are of this accompaniment."""
    facets = {facet: text for facet, text in command.facets.items() if text}
    if not facets:
        raise _wrong("facets", "Écrivez au moins une facette\u00a0: un atout, un manque, un enjeu…")
    for name, table, asked in (
        ("interviews", Interview, command.interviews),
        ("observations", Observation, command.observations),
    ):
        known = uow.session.scalars(
            select(table.id).where(table.id.in_(asked), table.accompaniment == accompaniment.id)
        ).all()
        if set(asked) - set(known):
            raise _wrong(name, "L’une des sources choisies n’est pas de ce territoire.")
    return {
        "theme": command.theme,
        "facets": facets,
        "sources": [source for source in command.sources if source],
        "interviews": sorted(set(command.interviews)),
        "observations": sorted(set(command.observations)),
    }


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, problems=[(field, sentence)])
