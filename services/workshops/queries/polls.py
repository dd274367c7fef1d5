"""Polls as their organiser, their guests and the mails about them see them."""

from __future__ import annotations

from sqlalchemy import case, select

from services.workshops.polling import WholePoll, as_slot, behind, is_over, whole
from services.workshops.queries.registry import QUERIES
from services.workshops.rules import iso
from services.workshops.rules.polls import Standing
from services.workshops.tables import KNOWN, Poll, PollGuest, PollSlot
from shared.contracts.workshops import (
    GetOwnPoll,
    GetPoll,
    GetPollLinks,
    GuestAnswer,
    GuestCard,
    ListPolls,
    OwnPoll,
    OwnSlot,
    PollLine,
    PollLink,
    PollLinks,
    PollList,
    PollPage,
    SlotStanding,
)
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetPoll)
def get_poll(reader: Reader, query: GetPoll) -> PollPage:
    """A poll with its slots in the order of preference. Raises `NotFound`."""
    poll = whole(reader, query.id)
    row = poll.row
    decided = next((one for one in poll.slots if one.id == row.slot), None)
    return PollPage.model_validate(
        {
            "id": row.id,
            "accompaniment": row.accompaniment,
            "territory": row.territory,
            "title": row.title,
            "format": row.format,
            "circle": row.circle,
            "venue_label": row.venue_label,
            "note": row.note,
            "state": row.state,
            "deadline": iso(row.deadline),
            "over": is_over(row, reader.now),
            "decide_alone": row.decide_alone,
            "slots": _standings(poll),
            "guests": [_guest(poll, guest) for guest in poll.guests],
            "best": poll.best,
            "workshop": row.workshop,
            "decided": None if decided is None else decided.id,
            "closed_reason": row.closed_reason,
        }
    )


def _standings(poll: WholePoll) -> list[SlotStanding]:
    versions = {one.id: one.version for one in poll.slots}
    return [_slot(one, versions[one.slot.id]) for one in poll.ranked]


def _slot(one: Standing, version: int) -> SlotStanding:
    return SlotStanding(
        id=one.slot.id,
        version=version,
        start=str(iso(one.slot.start)),
        end=str(iso(one.slot.end)),
        yes=one.yes,
        if_needed=one.if_needed,
        no=one.no,
        unanswered=one.unanswered,
        good=not one.needed_no,
        lacking=list(one.lacking),
    )


def _guest(poll: WholePoll, guest: PollGuest) -> GuestCard:
    kept, counts = poll.choices.get(guest.id, {}), poll.asked(guest).answers
    return GuestCard(
        id=guest.id,
        person=guest.person,
        needed=guest.needed,
        answers=[GuestAnswer(slot=slot, answer=answer, by=kept[slot].by) for slot, answer in counts.items()],
        complete=guest not in poll.missing,
        comment=guest.comment,
        chased=iso(guest.chased_at),
        link=guest.link,
    )


@QUERIES.answers(ListPolls)
def list_polls(reader: Reader, query: ListPolls) -> PollList:
    """Polls, the open ones first. Raises `NotFound` for an unknown accompaniment."""
    accompaniment = query.accompaniment
    if accompaniment is not None:
        accompaniment = require(reader, KNOWN, accompaniment).id
    return PollList(polls=lines_of(reader, accompaniment))


def lines_of(reader: Reader, accompaniment: str | None) -> list[PollLine]:
    """The polls of an accompaniment, or of all, the open ones first."""
    chosen = select(Poll.id).order_by(case((Poll.state == "open", 0), else_=1), Poll.id.desc())
    if accompaniment is not None:
        chosen = chosen.where(Poll.accompaniment == accompaniment)
    return [_line(reader, whole(reader, one)) for one in reader.session.scalars(chosen).all()]


def _line(reader: Reader, poll: WholePoll) -> PollLine:
    row = poll.row
    return PollLine(
        id=row.id,
        accompaniment=row.accompaniment,
        title=row.title,
        state=row.state,
        deadline=str(iso(row.deadline)),
        over=is_over(row, reader.now),
        slots=len(poll.proposed),
        guests=len(poll.guests),
        missing=len(poll.missing),
        workshop=row.workshop,
    )


@QUERIES.answers(GetOwnPoll)
def get_own_poll(reader: Reader, query: GetOwnPoll) -> OwnPoll:
    """What the bearer of a link may see. Raises `NotFound`."""
    poll, guest = behind(reader, query.link)
    row, kept = poll.row, poll.choices.get(guest.id, {})
    counts = poll.asked(guest).answers

    def own(one: PollSlot) -> OwnSlot:
        changed = one.id in kept and kept[one.id].version != one.version
        return OwnSlot(
            id=one.id,
            version=one.version,
            start=str(iso(one.start_at)),
            end=str(iso(one.end_at)),
            answer=counts.get(one.id),
            changed=changed,
        )

    return OwnPoll(
        title=row.title,
        territory=require(reader, KNOWN, row.accompaniment).label,
        venue_label=row.venue_label,
        note=row.note,
        state=row.state,
        deadline=str(iso(row.deadline)),
        over=is_over(row, reader.now),
        slots=[own(one) for one in poll.slots if not one.withdrawn],
        comment=guest.comment,
        answered=bool(counts),
        decided=next((own(one) for one in poll.slots if one.id == row.slot), None),
    )


@QUERIES.answers(GetPollLinks)
def get_poll_links(reader: Reader, query: GetPollLinks) -> PollLinks:
    """The links of those to write to now. Raises `NotFound`."""
    poll = whole(reader, query.poll)
    missing = {guest.id for guest in poll.missing}
    wanted = [
        PollLink(guest=guest.id, person=guest.person, link=guest.link)
        for guest in poll.guests
        if guest.person and guest.link
        if query.guests is None or guest.id in query.guests
        if not query.missing or guest.id in missing
    ]
    decided = next((one for one in poll.slots if one.id == poll.row.slot), None)
    return PollLinks(
        title=poll.row.title,
        state=poll.row.state,
        deadline=str(iso(poll.row.deadline)),
        venue_label=poll.row.venue_label,
        note=poll.row.note,
        slots=[as_slot(one.start, one.end) for one in poll.proposed],
        decided=None if decided is None else as_slot(decided.start_at, decided.end_at),
        links=wanted,
    )
