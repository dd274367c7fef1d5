"""A season is begun, filled, planned, pinned and put to those concerned; nothing of it is a date by itself."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import delete

from services.workshops import rules
from services.workshops.commands.polls import open_poll
from services.workshops.commands.registry import COMMANDS
from services.workshops.season_request import whole_season
from services.workshops.tables import KNOWN, SeasonPerson, SeasonRow, SeasonWorkshop
from shared.clock import PARIS
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    ApplySeason,
    BeginSeason,
    NewGuest,
    NewSlot,
    OpenPoll,
    PinSlot,
    SolveSeason,
    StopSeason,
    UnwantWorkshop,
    WantWorkshop,
)
from shared.contracts.workshops.seasons import MOST_WORKSHOPS
from shared.errors import InvalidInput, NotFound, Refused
from shared.french import plural, tidy
from shared.ids import is_id, new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork

_LONGEST = 400
_AT_WORK = ("asked", "solving")


@COMMANDS.handles(BeginSeason)
def begin(uow: UnitOfWork, command: BeginSeason) -> Receipt:
    """Begin a season. Raises `InvalidInput` for days that make no sense."""
    if command.last < command.first:
        raise rules.wrong([("last", "La saison se termine avant de commencer.")])
    if (command.last - command.first).days > _LONGEST:
        raise rules.wrong([("last", "Une saison dure un an au plus.")])
    if command.last < uow.today:
        raise rules.wrong([("last", "Cette saison est déjà passée.")])
    row = SeasonRow(id=new_id(), state="draft", **command.model_dump())
    uow.session.add(row)
    return Receipt(id=row.id)


def _season(uow: UnitOfWork, id: str) -> SeasonRow:
    row = uow.session.get(SeasonRow, id, with_for_update=True)
    if row is None:
        raise NotFound("Cette saison est inconnue.", code="unknown-season")
    return row


def _still(uow: UnitOfWork, id: str) -> SeasonRow:
    row = _season(uow, id)
    if row.state in _AT_WORK:
        raise Refused("Un plan est en train d’être cherché : arrêtez la recherche d’abord.", code="season-at-work")
    return row


def _item(uow: UnitOfWork, id: str) -> SeasonWorkshop:
    item = uow.session.get(SeasonWorkshop, id)
    if item is None:
        raise NotFound("Cet atelier n’est pas de cette saison.", code="unknown-item")
    return item


@COMMANDS.handles(WantWorkshop)
def want(uow: UnitOfWork, command: WantWorkshop) -> Receipt:
    """Add a workshop to a season. Raises `NotFound`, `Refused`, `InvalidInput`."""
    row = _still(uow, command.season)
    accompaniment = require(uow, KNOWN, command.accompaniment)
    if len(whole_season(uow, row).items) >= MOST_WORKSHOPS:
        raise Refused(f"Une saison a {MOST_WORKSHOPS} ateliers au plus.", code="season-full")
    people = {one.person: one.required for one in command.people}
    if not all(is_id(person) for person in people):
        raise rules.wrong([("people", "Une personne est désignée par son identifiant de l’annuaire.")])
    words = command.model_dump(exclude={"people", "accompaniment"})
    item = SeasonWorkshop(id=new_id(), accompaniment=accompaniment.id, pinned=False, why="", **words)
    uow.session.add(item)
    uow.session.flush()
    uow.session.add_all(
        SeasonPerson(item=item.id, person=person, required=required, away=False) for person, required in people.items()
    )
    return Receipt(id=item.id)


@COMMANDS.handles(UnwantWorkshop)
def unwant(uow: UnitOfWork, command: UnwantWorkshop) -> Receipt:
    """Take a workshop out. Raises `NotFound`, and `Refused` when it was put to people or a plan is being looked for."""
    item = _item(uow, command.item)
    _still(uow, item.season)
    if item.poll is not None:
        raise Refused("Cet atelier est déjà proposé par un sondage.", code="already-applied")
    uow.session.execute(delete(SeasonPerson).where(SeasonPerson.item == item.id))
    uow.session.delete(item)
    return Receipt(id=item.season)


@COMMANDS.handles(PinSlot)
def pin(uow: UnitOfWork, command: PinSlot) -> Receipt:
    """Hold a workshop where the plan has it, or let it go. Raises `NotFound`, `Refused`."""
    item = _item(uow, command.item)
    _still(uow, item.season)
    if command.pinned and item.start_at is None:
        raise Refused("Cet atelier n’a pas de créneau à garder.", code="no-slot")
    item.pinned = command.pinned
    return Receipt(id=item.season)


@COMMANDS.handles(SolveSeason)
def solve(uow: UnitOfWork, command: SolveSeason) -> Receipt:
    """Ask for a plan. Raises `NotFound`, and `Refused` where there is nothing to place or one is looked for already."""
    row = _still(uow, command.season)
    if not any(one.poll is None for one in whole_season(uow, row).items):
        raise Refused("Il n’y a aucun atelier à placer.", code="nothing-to-place")
    row.state, row.asked_at, row.problem = "asked", uow.now, None
    return Receipt(id=row.id)


@COMMANDS.handles(StopSeason)
def stop(uow: UnitOfWork, command: StopSeason) -> Receipt:
    """Look no longer; what was found stays. Raises `NotFound`, `Refused`."""
    row = _season(uow, command.season)
    if row.state not in _AT_WORK:
        raise Refused("Aucun plan n’est cherché en ce moment.", code="season-idle")
    row.state = "stopped"
    return Receipt(id=row.id)


@COMMANDS.handles(ApplySeason)
def apply(uow: UnitOfWork, command: ApplySeason) -> Receipt:
    """Open a poll for each workshop that has a slot and none yet: all of them, or none when one cannot be.

    Raises `NotFound`, `Refused` without anything to put to people, `InvalidInput` for a deadline that does not fit.
    """
    row = _still(uow, command.season)
    season = whole_season(uow, row)
    ready = [one for one in season.items if one.poll is None and one.start_at is not None and one.end_at is not None]
    if not ready:
        raise Refused("Le plan n’a aucun créneau à proposer.", code="nothing-to-apply")
    deadline = datetime.combine(command.deadline, time(18), PARIS)
    for item in sorted(ready, key=lambda one: str(one.start_at)):
        item.poll = _poll(uow, item, season.people[item.id], deadline)
    opened = plural(len(ready), "sondage ouvert", "sondages ouverts")
    return Receipt(id=row.id, notes=[tidy(f"{opened} : chaque personne reçoit son lien, rien n’est fixé.")])


def _poll(uow: UnitOfWork, item: SeasonWorkshop, people: list[SeasonPerson], deadline: datetime) -> str:
    slot = NewSlot.model_validate({"start": item.start_at, "end": item.end_at})
    command = OpenPoll(
        accompaniment=item.accompaniment,
        title=item.title,
        venue_label=item.venue_label,
        slots=[slot],
        guests=[NewGuest(person=one.person, needed=one.required) for one in people],
        deadline=deadline,
    )
    try:
        return open_poll(uow, command).id
    except InvalidInput as error:
        raise rules.wrong([("deadline", f"« {item.title} » : {error.message}")]) from error
