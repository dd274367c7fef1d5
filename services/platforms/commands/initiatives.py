"""The watch list of initiatives that inspire."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.commands.registry import COMMANDS
from services.platforms.initiatives import facts_of
from services.platforms.rules.fields import Unreadable, read_field
from services.platforms.rules.words import plain
from services.platforms.tables import Initiative
from shared.contracts.base import Receipt
from shared.contracts.platforms import InitiativeFacts, ReviseInitiative, WatchInitiative
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import InitiativeWatched
from shared.french import quoted, tidy
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(WatchInitiative)
def watch_initiative(uow: UnitOfWork, command: WatchInitiative) -> Receipt:
    """Add an initiative to the watch list; tells `initiative-watched`.

    Raises `Refused` (`already-watched`) for one of the same name and place, `InvalidInput` for a link that is none.
    """
    _check_link(command.link)
    known = uow.session.execute(select(Initiative.label, Initiative.place)).all()
    if (plain(command.label), plain(command.place)) in {(plain(one.label), plain(one.place)) for one in known}:
        raise Refused(tidy(f"{quoted(command.label)} est déjà dans la veille."), code="already-watched")
    row = Initiative(id=new_id(), **_facts(command))
    uow.session.add(row)
    _tell(uow, row)
    return Receipt(id=row.id)


@COMMANDS.handles(ReviseInitiative)
def revise_initiative(uow: UnitOfWork, command: ReviseInitiative) -> Receipt:
    """Rewrite an initiative, or say why it is no longer followed; tells `initiative-watched`.

    Raises `NotFound`, `InvalidInput`, and `Refused` (`changed-meanwhile`).
    """
    _check_link(command.link)
    row = uow.session.scalar(select(Initiative).where(Initiative.id == command.initiative).with_for_update())
    if row is None:
        raise NotFound("Cette initiative n’est pas dans la veille.", code="unknown-initiative")
    if _facts(command) == facts_of(row):
        return Receipt(id=row.id, notes=["Rien n’a changé\u00a0: la veille disait déjà cela."])
    check_unchanged(command.seen, facts_of(row))
    for name, value in _facts(command).items():
        setattr(row, name, value)
    _tell(uow, row)
    return Receipt(id=row.id)


def _facts(command: InitiativeFacts) -> dict[str, str | None]:
    return {name: getattr(command, name) for name in InitiativeFacts.model_fields}


def _tell(uow: UnitOfWork, row: Initiative) -> None:
    uow.tell(
        InitiativeWatched(initiative=row.id, label=row.label, place=row.place, left=row.left),
        occurred=uow.today.isoformat(),
    )


def _check_link(link: str) -> None:
    try:
        read_field("links", link)
    except Unreadable as wrong:
        raise InvalidInput(tidy(str(wrong)), problems=[("link", tidy(str(wrong)))]) from wrong
