"""Opening a poll, and what its organiser does with it until there is a date."""

from __future__ import annotations

import secrets

from services.workshops import rules
from services.workshops.commands.framing import remember_colleges
from services.workshops.commands.registry import COMMANDS
from services.workshops.commands.scheduling import schedule_workshop
from services.workshops.polling import WholePoll, whole
from services.workshops.rules.polls import CHASE_REST, deadline_problems, new_poll_problems, said, slot_problems
from services.workshops.tables import KNOWN, Poll, PollGuest, PollQuorum, PollSlot
from shared.clock import PARIS
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    AddPollSlot,
    ChangePollSlot,
    ChasePoll,
    ClosePoll,
    DecidePoll,
    ExtendPoll,
    NewGuest,
    NewSlot,
    OpenPoll,
    RenewPollLink,
    RevokePollLink,
    ScheduleWorkshop,
    WithdrawPollSlot,
)
from shared.errors import Refused
from shared.events import PollChased, PollClosed, PollDecided, PollExtended, PollOpened, PollSlotChanged
from shared.french import moment, tidy
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(OpenPoll)
def open_poll(uow: UnitOfWork, command: OpenPoll) -> Receipt:
    """Ask people about slots, each by a link of their own.

    Raises `NotFound` for an unknown accompaniment, `InvalidInput` naming each slot, guest or deadline at fault.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    problems = new_poll_problems(command.slots, command.guests, command.deadline, uow.now)
    if problems:
        raise rules.wrong(problems)
    words = command.model_dump(exclude={"slots", "guests", "quorums"})
    row = Poll(id=new_id(), territory=accompaniment.territory, state="open", **words)
    uow.session.add(row)
    uow.session.flush()
    uow.session.add_all(_new_slot(row, one) for one in command.slots)
    uow.session.add_all(_new_guest(row, one) for one in command.guests)
    remember_colleges(uow, accompaniment.id, {one.person: one.college for one in command.guests if one.college})
    wanted = {college: least for college, least in command.quorums.items() if least > 0}
    uow.session.add_all(PollQuorum(poll=row.id, college=college, least=least) for college, least in wanted.items())
    uow.tell(
        PollOpened(
            **_place(row),
            title=row.title,
            deadline=str(rules.iso(row.deadline)),
            slots=len(command.slots),
            guests=len(command.guests),
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=row.id)


def _new_guest(poll: Poll, one: NewGuest) -> PollGuest:
    who = {"person": one.person, "needed": one.needed, "college": one.college}
    return PollGuest(id=new_id(), poll=poll.id, link=_new_link(), comment="", **who)


def _new_slot(poll: Poll, one: NewSlot) -> PollSlot:
    return PollSlot(id=new_id(), poll=poll.id, version=1, start_at=one.start, end_at=one.end, withdrawn=False)


def _new_link() -> str:
    return secrets.token_urlsafe(24)


def _place(row: Poll) -> dict[str, str]:
    return {"territory": row.territory, "accompaniment": row.accompaniment, "poll": row.id}


def still_open(uow: UnitOfWork, id: str) -> WholePoll:
    """A poll about which one may still decide, locked. Raises `NotFound`, or `Refused` when it has ended."""
    poll = whole(uow, id, lock=True)
    if poll.row.state == "decided":
        slot = next(one for one in poll.slots if one.id == poll.row.slot)
        sentence = f"La date est déjà fixée : {said(slot.start_at, slot.end_at)}."
        raise Refused(tidy(sentence), code="poll-decided")
    if poll.row.state == "closed":
        raise Refused("Ce sondage a été clos sans date.", code="poll-closed")
    return poll


@COMMANDS.handles(ChangePollSlot)
def change_slot(uow: UnitOfWork, command: ChangePollSlot) -> Receipt:
    """Move a slot; those who had said something of it are told. Raises `NotFound`, `Refused`, `InvalidInput`."""
    poll = still_open(uow, command.poll)
    slot = poll.slot(command.slot)
    _check_slot(uow, poll, command.start, command.end)
    told = [guest.id for guest in poll.guests if slot.id in poll.asked(guest).answers]
    slot.start_at, slot.end_at, slot.version = command.start, command.end, slot.version + 1
    uow.tell(PollSlotChanged(**_place(poll.row), slot=slot.id, guests=told), occurred=uow.today.isoformat())
    return Receipt(id=slot.id)


@COMMANDS.handles(AddPollSlot)
def add_slot(uow: UnitOfWork, command: AddPollSlot) -> Receipt:
    """Propose one more slot. Raises `NotFound`, `Refused`, `InvalidInput`."""
    poll = still_open(uow, command.poll)
    _check_slot(uow, poll, command.start, command.end)
    slot = _new_slot(poll.row, NewSlot(start=command.start, end=command.end))
    uow.session.add(slot)
    return Receipt(id=slot.id, notes=["Les personnes invitées verront ce créneau en ouvrant leur lien."])


def _check_slot(uow: UnitOfWork, poll: WholePoll, start: object, end: object) -> None:
    one = NewSlot.model_validate({"start": start, "end": end})
    problems = slot_problems(one, uow.now, "start") or deadline_problems(poll.row.deadline, [one.start], uow.now)
    if problems:
        raise rules.wrong([("start", sentence) for _, sentence in problems])
    if any((other.start, other.end) == (one.start, one.end) for other in poll.proposed):
        raise Refused("Ce créneau est déjà proposé.", code="same-slot")


@COMMANDS.handles(WithdrawPollSlot)
def withdraw_slot(uow: UnitOfWork, command: WithdrawPollSlot) -> Receipt:
    """Propose a slot no longer. Raises `NotFound`, and `Refused` for the last one left."""
    poll = still_open(uow, command.poll)
    slot = poll.slot(command.slot)
    if len(poll.proposed) == 1:
        raise Refused("C’est le dernier créneau proposé : ajoutez-en un autre, ou closez le sondage.", code="last-slot")
    slot.withdrawn = True
    return Receipt(id=slot.id)


@COMMANDS.handles(ExtendPoll)
def extend(uow: UnitOfWork, command: ExtendPoll) -> Receipt:
    """Give another deadline, earlier or later. Raises `NotFound`, `Refused`, `InvalidInput`."""
    poll = still_open(uow, command.poll)
    problems = deadline_problems(command.deadline, [one.start for one in poll.proposed], uow.now)
    if problems:
        raise rules.wrong(problems)
    poll.row.deadline, poll.row.overdue = command.deadline, None
    uow.tell(
        PollExtended(**_place(poll.row), deadline=str(rules.iso(command.deadline))), occurred=uow.today.isoformat()
    )
    return Receipt(id=poll.row.id)


@COMMANDS.handles(ChasePoll)
def chase(uow: UnitOfWork, command: ChasePoll) -> Receipt:
    """Remind those who have not answered, at most once a day. Raises `NotFound`, `Refused`."""
    poll = still_open(uow, command.poll)
    if uow.now >= poll.row.deadline:
        raise Refused("La date limite est passée : prolongez le sondage avant de relancer.", code="poll-over")
    missing = [guest for guest in poll.missing if guest.link and guest.person]
    if not missing:
        raise Refused("Tout le monde a répondu : il n’y a personne à relancer.", code="nobody-missing")
    if poll.row.chased_at is not None and uow.now < poll.row.chased_at + CHASE_REST:
        at = moment(poll.row.chased_at.astimezone(PARIS))
        raise Refused(tidy(f"Une relance est déjà partie le {at} : attendez demain."), code="chased-already")
    poll.row.chased_at = uow.now
    for guest in missing:
        guest.chased_at = uow.now
    uow.tell(PollChased(**_place(poll.row), guests=[guest.id for guest in missing]), occurred=uow.today.isoformat())
    return Receipt(id=poll.row.id)


@COMMANDS.handles(RenewPollLink)
def renew_link(uow: UnitOfWork, command: RenewPollLink) -> Receipt:
    """Give a guest a new link; the earlier one is worth nothing from now on. Raises `NotFound`, `Refused`."""
    guest = still_open(uow, command.poll).guest(command.guest)
    guest.link = _new_link()
    return Receipt(id=guest.id)


@COMMANDS.handles(RevokePollLink)
def revoke_link(uow: UnitOfWork, command: RevokePollLink) -> Receipt:
    """Take a guest's link away. Raises `NotFound`, `Refused`."""
    guest = still_open(uow, command.poll).guest(command.guest)
    guest.link = None
    return Receipt(id=guest.id)


@COMMANDS.handles(DecidePoll)
def decide(uow: UnitOfWork, command: DecidePoll) -> Receipt:
    """Give the workshop the date of a slot; of two organisers the second is told what the first decided.

    Raises `NotFound`, and `Refused` when the poll has ended.
    """
    poll = still_open(uow, command.poll)
    return fix(uow, poll, poll.slot(command.slot), alone=False)


def fix(uow: UnitOfWork, poll: WholePoll, slot: PollSlot, *, alone: bool) -> Receipt:
    """Schedule the workshop at a slot and end the poll. Raises `InvalidInput` for a slot that has passed."""
    problems = slot_problems(NewSlot(start=slot.start_at, end=slot.end_at), uow.now, "slot")
    if problems:
        raise rules.wrong(problems)
    row = poll.row
    workshop = schedule_workshop(
        uow,
        ScheduleWorkshop(
            accompaniment=row.accompaniment,
            title=row.title,
            format=row.format,
            circle="restricted" if row.circle == "restricted" else "full",
            start=slot.start_at,
            end=slot.end_at,
            venue_label=row.venue_label,
            expected=len(poll.guests),
            invited=[guest.person for guest in poll.guests if guest.person],
        ),
    )
    uow.session.flush()
    row.state, row.slot, row.workshop = "decided", slot.id, workshop.id
    start, end = str(rules.iso(slot.start_at)), str(rules.iso(slot.end_at))
    uow.tell(
        PollDecided(**_place(row), workshop=workshop.id, start=start, end=end, alone=alone),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=workshop.id)


@COMMANDS.handles(ClosePoll)
def close(uow: UnitOfWork, command: ClosePoll) -> Receipt:
    """End a poll without a date. Raises `NotFound`, `Refused`."""
    poll = still_open(uow, command.poll)
    poll.row.state, poll.row.closed_reason = "closed", command.reason
    uow.tell(PollClosed(**_place(poll.row), reason=command.reason), occurred=uow.today.isoformat())
    return Receipt(id=poll.row.id)
