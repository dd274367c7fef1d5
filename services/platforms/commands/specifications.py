"""Cahiers des charges, written by several people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.platforms.commands.registry import COMMANDS
from services.platforms.needs import links_of, need_words
from services.platforms.projects import project
from services.platforms.queries.cases import cases_of
from services.platforms.queries.questions import criteria_of
from services.platforms.rules.specifications import first_draft
from services.platforms.rules.words import plain
from services.platforms.specifications import latest
from services.platforms.tables import KNOWN, Specification, SpecificationVersion
from shared.contracts.base import Receipt
from shared.contracts.platforms import SpecificationFacts, StartSpecification, WriteSpecification
from shared.errors import NotFound
from shared.events import SpecificationDrafted
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(StartSpecification)
def start_specification(uow: UnitOfWork, command: StartSpecification) -> Receipt:
    """Begin a cahier des charges with what is known of the need; tells `specification-drafted`. Raises `NotFound`.

    A need of a project that has one keeps it: the receipt names it.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    need = need_words(uow, accompaniment, command.need)
    named = project(uow, accompaniment, command.project, command.cooperation)
    begun = uow.session.scalars(select(Specification).where(Specification.accompaniment == accompaniment.id))
    for one in begun:
        if (plain(one.need), plain(one.project)) == (plain(need), plain(named.words)):
            return Receipt(id=one.id, notes=["Ce cahier des charges est déjà commencé."])
    row = Specification(
        id=new_id(),
        accompaniment=accompaniment.id,
        need=need,
        project=named.words,
        cooperation=named.cooperation,
        version=0,
    )
    uow.session.add(row)
    uow.session.flush()
    draft = first_draft(
        need, links_of(uow, accompaniment.id), cases_of(uow, accompaniment.id), criteria_of(uow, accompaniment.id, [])
    )
    _write(uow, row, draft.model_dump())
    return Receipt(id=row.id)


@COMMANDS.handles(WriteSpecification)
def write_specification(uow: UnitOfWork, command: WriteSpecification) -> Receipt:
    """Rewrite a cahier des charges; tells `specification-drafted`.

    Raises `NotFound`, and `Refused` (`changed-meanwhile`) when somebody changed it since it was read.
    """
    row = uow.session.scalar(select(Specification).where(Specification.id == command.specification).with_for_update())
    if row is None:
        raise NotFound("Ce cahier des charges est inconnu.", code="unknown-specification")
    said = {name: getattr(command, name) for name in SpecificationFacts.model_fields}
    before = latest(uow, row).said
    if said == before:
        return Receipt(id=row.id, notes=["Rien n’a changé\u00a0: le cahier disait déjà cela."])
    check_unchanged(command.seen, before)
    _write(uow, row, said)
    return Receipt(id=row.id)


def _write(uow: UnitOfWork, row: Specification, said: dict[str, Any]) -> None:
    accompaniment = require(uow, KNOWN, row.accompaniment)
    row.version += 1
    uow.session.add(
        SpecificationVersion(
            specification=row.id, version=row.version, said=said, author=uow.actor, recorded_at=uow.now
        )
    )
    uow.tell(
        SpecificationDrafted(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            specification=row.id,
            need=row.need,
            project=row.project,
            cooperation=row.cooperation,
            number=row.version,
        ),
        occurred=uow.today.isoformat(),
    )
