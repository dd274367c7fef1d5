"""Taking over a list of MOFF items: all of them, or none when one is wrong."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.moff import add_moff_item
from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.tables import KNOWN, Interview, MoffRow, MoffVersionRow
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import AddMoffItem, AddMoffItems, NewMoffItem
from shared.errors import InvalidInput
from shared.french import plural
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AddMoffItems)
def add_moff_items(uow: UnitOfWork, command: AddMoffItems) -> Receipt:
    """Add every item that is not there yet; tells `moff-updated` for each.

    Raises `InvalidInput` with a problem for each row whose evidence is none (DIA-21); then nothing was added.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    met = _met(uow, accompaniment.id)
    problems = [problem for item in command.items for problem in _problems(item, met)]
    if problems:
        raise InvalidInput(problems[0][1], problems=problems)
    there = _there(uow, accompaniment.id)
    added = 0
    for item in command.items:
        key = (item.category, plain_name(item.text))
        if key in there:
            continue
        there.add(key)
        add_moff_item(uow, _single(accompaniment.id, item, met))
        added += 1
    known = len(command.items) - added
    notes = [f"{plural(known, 'élément était déjà là', 'éléments étaient déjà là')}."] if known else []
    return Receipt(id=accompaniment.id, notes=[f"{plural(added, 'élément ajouté', 'éléments ajoutés')}.", *notes])


def _met(uow: UnitOfWork, accompaniment: str) -> dict[str, str]:
    """The latest interview with each structure, by its plain name."""
    rows = uow.session.execute(
        select(Interview.label, Interview.id)
        .where(Interview.accompaniment == accompaniment, Interview.state == "logged")
        .order_by(Interview.told)
    )
    return {plain_name(row.label): row.id for row in rows}


def _there(uow: UnitOfWork, accompaniment: str) -> set[tuple[str, str]]:
    rows = uow.session.execute(
        select(MoffVersionRow.category, MoffVersionRow.text)
        .join(MoffRow, (MoffRow.id == MoffVersionRow.item) & (MoffRow.version == MoffVersionRow.version))
        .where(MoffRow.accompaniment == accompaniment, MoffVersionRow.withdrawn.is_(False))
    )
    return {(row.category, plain_name(row.text)) for row in rows}


def _problems(item: NewMoffItem, met: dict[str, str]) -> list[tuple[str, str]]:
    if item.evidence == "study" and not item.source:
        return [(f"rows.{item.row}.source", f"Ligne {item.row}, source\u00a0: nommez l’étude, son titre, son année.")]
    if item.evidence != "interview":
        return []
    where = f"rows.{item.row}.structure"
    if not item.structure:
        return [(where, f"Ligne {item.row}, structure\u00a0: nommez la structure de l’entretien.")]
    if plain_name(item.structure) not in met:
        return [(where, f"Ligne {item.row}, structure\u00a0: aucun entretien noté avec une structure de ce nom.")]
    return []


def _single(accompaniment: str, item: NewMoffItem, met: dict[str, str]) -> AddMoffItem:
    return AddMoffItem(
        accompaniment=accompaniment,
        category=item.category,
        text=item.text,
        theme=item.theme,
        voice=item.voice,
        evidence=item.evidence,
        interview=met.get(plain_name(item.structure)) if item.evidence == "interview" else None,
        source=item.source,
    )
