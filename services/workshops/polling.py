"""A poll with all that hangs on it, as commands and queries read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services.workshops.rules import iso
from services.workshops.rules.polls import LINK_LIVES, Asked, Proposed, Standing, is_complete, standings, strictly_best
from services.workshops.tables import Poll, PollChoice, PollGuest, PollQuorum, PollSlot
from shared.contracts.workshops import College, NewSlot
from shared.errors import NotFound
from shared.storage.unit_of_work import Reader

Choices = dict[str, dict[str, PollChoice]]
"""By guest and by slot, whatever version of the slot was answered."""


@dataclass(frozen=True)
class WholePoll:
    """A poll, its slots (the withdrawn ones too), its guests, and what they said."""

    row: Poll
    slots: Sequence[PollSlot]
    guests: Sequence[PollGuest]
    choices: Choices
    quorums: dict[College, int]

    @property
    def proposed(self) -> list[Proposed]:
        """The slots that are proposed now."""
        return [Proposed(one.id, one.start_at, one.end_at) for one in self.slots if not one.withdrawn]

    def asked(self, guest: PollGuest) -> Asked:
        """A guest with what they said of the slots as they are proposed now."""
        said = self.choices.get(guest.id, {})
        counts = {
            one.id: said[one.id].answer
            for one in self.slots
            if not one.withdrawn and one.id in said and said[one.id].version == one.version
        }
        return Asked(guest.id, guest.needed, counts, guest.college)

    @property
    def everybody(self) -> list[Asked]:
        """Every guest, in the order asked."""
        return [self.asked(guest) for guest in self.guests]

    @property
    def missing(self) -> list[PollGuest]:
        """Those who have not said something of every slot."""
        return [guest for guest in self.guests if not is_complete(self.asked(guest), self.proposed)]

    @property
    def ranked(self) -> list[Standing]:
        """The slots in the order of preference."""
        return standings(self.proposed, self.everybody, self.quorums)

    @property
    def best(self) -> str | None:
        """The slot that is strictly better than every other one, if there is one."""
        found = strictly_best(self.ranked)
        return None if found is None else found.slot.id

    def slot(self, id: str) -> PollSlot:
        """A slot proposed now. Raises `NotFound`."""
        found = next((one for one in self.slots if one.id == id and not one.withdrawn), None)
        if found is None:
            raise NotFound("Ce créneau n’est pas proposé dans ce sondage.", code="unknown-slot")
        return found

    def guest(self, id: str) -> PollGuest:
        """A guest by the id within the poll. Raises `NotFound`."""
        found = next((one for one in self.guests if one.id == id), None)
        if found is None:
            raise NotFound("Cette personne n’est pas invitée à ce sondage.", code="unknown-guest")
        return found


def whole(reader: Reader, id: str, *, lock: bool = False) -> WholePoll:
    """A poll by its id; with `lock` two decisions about it come one after the other. Raises `NotFound`."""
    chosen = select(Poll).where(Poll.id == id)
    row = reader.session.scalar(chosen.with_for_update() if lock else chosen)
    if row is None:
        raise NotFound("Ce sondage est inconnu.", code="unknown-poll")
    of_poll = select(PollSlot).where(PollSlot.poll == id).order_by(PollSlot.start_at, PollSlot.id)
    guests = select(PollGuest).where(PollGuest.poll == id).order_by(PollGuest.id)
    asked = select(PollQuorum).where(PollQuorum.poll == id).order_by(PollQuorum.college)
    quorums = {one.college: one.least for one in reader.session.scalars(asked)}
    slots, people = reader.session.scalars(of_poll).all(), reader.session.scalars(guests).all()
    return WholePoll(row, slots, people, said(reader, id), quorums)


def said(reader: Reader, poll: str) -> Choices:
    """What was said in a poll."""
    found: Choices = defaultdict(dict)
    chosen = select(PollChoice).join(PollGuest, PollGuest.id == PollChoice.guest).where(PollGuest.poll == poll)
    for choice in reader.session.scalars(chosen):
        found[choice.guest][choice.slot] = choice
    return found


def behind(reader: Reader, link: str, *, lock: bool = False) -> tuple[WholePoll, PollGuest]:
    """The poll and the guest behind a personal link.

    Raises `NotFound`, with one sentence whether the link never was, was revoked or has run out: it tells nobody more.
    """
    guest = reader.session.scalar(select(PollGuest).where(PollGuest.link == link))
    if guest is None:
        raise _no_link()
    poll = whole(reader, guest.poll, lock=lock)
    if reader.now > poll.row.deadline + LINK_LIVES:
        raise _no_link()
    return poll, poll.guest(guest.id)


def _no_link() -> NotFound:
    return NotFound(
        "Ce lien ne donne accès à aucun sondage\u00a0: il a pu être remplacé, retiré, ou avoir expiré. Reprenez le "
        "lien du dernier message reçu, ou répondez à ce message.",
        code="unknown-link",
    )


def is_over(row: Poll, now: datetime) -> bool:
    """Whether nobody may answer any more."""
    return row.state != "open" or now >= row.deadline


def as_slot(start: datetime, end: datetime) -> NewSlot:
    """Instants as the contracts say them, in Paris."""
    return NewSlot(start=datetime.fromisoformat(str(iso(start))), end=datetime.fromisoformat(str(iso(end))))
