"""The life of one workshop as mailboxes see it: what arrives by SMTP, what two parsers read, what IMAP answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import vobject
from icalendar import Calendar
from pydantic import SecretStr

from shared.clock import PARIS
from shared.contracts.notifications import InvitationCard, ListInvitations, SwitchRule
from shared.events import (
    DesignationEnded,
    InvitationsChanged,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopMaintained,
    WorkshopMoved,
)
from shared.settings import Settings
from tests.integration.notifications.conftest import (
    PILOT,
    PLACE,
    REFERENT,
    WORKSHOP,
    Elsewhere,
    Scheduled,
    paris,
    workshop_card,
)
from tests.integration.notifications.test_smtp import Letterbox, OpenServer, letterbox, open_server, use
from tests.support.imap import Mailbox, mailbox
from tests.support.postcards import calendar_reply, reply_mail
from tests.support.rooms import RoomAtWork

__all__ = ["letterbox", "open_server"]

CAMILLE, PILOTE = "camille@exemple.fr", "pilote@exemple.fr"


@dataclass
class Diary:
    """A person's calendar: it applies what it is sent as RFC 5546 says, read by two parsers that must agree."""

    sequence: int = -1
    start: datetime | None = None
    place: str = ""
    method: str = ""
    entries: set[str] = field(default_factory=set)

    def take(self, text: str) -> None:
        """Apply an invitation or a withdrawal; one that is older than what is known would be left aside."""
        (one,) = Calendar.from_ical(text).walk("VEVENT")
        other = vobject.readOne(text)
        assert one["dtstart"].dt == other.vevent.dtstart.value
        assert str(one["sequence"]) == other.vevent.sequence.value
        assert str(one["uid"]) == other.vevent.uid.value
        assert int(one["sequence"]) >= self.sequence
        self.sequence, self.method = int(one["sequence"]), str(other.method.value)
        self.start, self.place = one["dtstart"].dt.astimezone(PARIS), str(one["location"])
        if self.method == "CANCEL":
            self.entries.discard(str(one["uid"]))
        else:
            self.entries.add(str(one["uid"]))


@dataclass
class Post:
    """Everybody's letterbox and diary."""

    letterbox: Letterbox
    diaries: dict[str, Diary] = field(default_factory=lambda: {CAMILLE: Diary(), PILOTE: Diary()})
    _read: int = 0

    def arrive(self) -> dict[str, Diary]:
        """What is new goes into the diaries; gives those that were written to."""
        written = {}
        new = zip(self.letterbox.recipients[self._read :], self.letterbox.received[self._read :], strict=True)
        for to, message in new:
            for part in message.walk():
                if part.get_content_type() == "text/calendar":
                    content = part.get_payload(decode=True)
                    assert isinstance(content, bytes)
                    self.diaries[to].take(content.decode())
                    written[to] = self.diaries[to]
        self._read = len(self.letterbox.received)
        return written


@pytest.fixture(scope="module")
def inbox() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def post(work: RoomAtWork, open_server: OpenServer, letterbox: Letterbox, inbox: Mailbox) -> Post:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    work.settings = Settings(**{**work.settings.model_dump(), "imap_url": SecretStr(inbox.url)})
    return Post(letterbox)


def at(work: RoomAtWork, elsewhere: Elsewhere, start: str, end: str, **more: object) -> dict[str, str]:
    """The workshop stands at these hours of Paris from now on."""
    times = {"start": paris(start).isoformat(), "end": paris(end).isoformat()}
    elsewhere.workshops[WORKSHOP] = workshop_card(**times, **more)
    return times


def move(work: RoomAtWork, elsewhere: Elsewhere, start: str, end: str) -> None:
    times = at(work, elsewhere, start, end)
    work.hear(WorkshopMoved(**PLACE, workshop=WORKSHOP, reason="salle", planned=start[:10], **times), start[:10])
    work.tick("send_due")


def replies(work: RoomAtWork) -> dict[str, InvitationCard]:
    return {card.person: card for card in work.ask(ListInvitations(workshop=WORKSHOP)).invitations}


def test_from_the_invitation_to_the_cancellation_over_a_change_of_the_clock(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, post: Post, inbox: Mailbox
) -> None:
    scheduled("2025-10-23T09:00", "2025-10-23T12:00")
    work.tick("send_due")
    invited = post.arrive()
    assert set(invited) == {CAMILLE, PILOTE}
    assert {(one.sequence, one.method) for one in invited.values()} == {(0, "REQUEST")}
    assert {one.start for one in invited.values()} == {paris("2025-10-23T09:00")}

    # Camille accepts from her calendar; the mailbox is read, once.
    inbox.put(reply_mail(calendar_reply(WORKSHOP, CAMILLE, "ACCEPTED", stamp="20250617T080000Z"), CAMILLE))
    for _ in range(2):
        work.tick("read_answers")
        assert replies(work)[REFERENT].reply == "accepted"
    assert inbox.unread() == 0

    # Moved beyond the change of the clock, and back: nine stays nine, each change is an increase.
    move(work, elsewhere, "2025-10-28T09:00", "2025-10-28T12:00")
    assert {(one.sequence, one.start) for one in post.arrive().values()} == {(1, paris("2025-10-28T09:00"))}
    move(work, elsewhere, "2025-10-24T14:00", "2025-10-24T17:00")
    assert {(one.sequence, one.start) for one in post.arrive().values()} == {(2, paris("2025-10-24T14:00"))}
    assert replies(work)[REFERENT].stale

    # The place is corrected: it leaves at once, an increase too.
    times = at(work, elsewhere, "2025-10-24T14:00", "2025-10-24T17:00", venue_label="La Halle")
    work.hear(WorkshopCorrected(**PLACE, workshop=WORKSHOP, title="Idéation", place=True), "2025-10-24")
    work.tick("send_due")
    assert {(one.sequence, one.place) for one in post.arrive().values()} == {(3, "La Halle")}

    # The title is corrected: a typo is no change of the meeting, and waits for the next mail.
    elsewhere.workshops[WORKSHOP] = workshop_card(**times, title="Idéation !", venue_label="La Halle")
    work.hear(WorkshopCorrected(**PLACE, workshop=WORKSHOP, title="Idéation !"), "2025-10-24")
    work.tick("send_due")
    assert post.arrive() == {}
    work.hear(WorkshopMaintained(**PLACE, workshop=WORKSHOP, reason="envie"), "2025-10-24")
    work.tick("send_due")
    assert {one.sequence for one in post.arrive().values()} == {3}

    # The pilot is removed: their calendar, and theirs only.
    elsewhere.add(PILOT, "former", None, "Ancien pilote", PILOTE)
    work.hear(DesignationEnded(**PLACE, person=PILOT, role="diagnostic-pilot"))
    work.tick("send_due")
    removed = post.arrive()
    assert {to: (one.method, one.sequence, one.entries) for to, one in removed.items()} == {
        PILOTE: ("CANCEL", 4, set())
    }

    # Cancelled: who is still invited, and nobody else.
    at(work, elsewhere, "2025-10-24T14:00", "2025-10-24T17:00", state="cancelled", venue_label="La Halle")
    work.hear(WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), "2025-10-24")
    work.tick("send_due")
    ended = post.arrive()
    assert {to: (one.method, one.sequence, one.entries) for to, one in ended.items()} == {CAMILLE: ("CANCEL", 4, set())}
    assert all(not diary.entries for diary in post.diaries.values())


GUEST, LEADER = "0190a000-0000-7000-8000-0000000000a1", "0190a000-0000-7000-8000-0000000000a2"


def test_those_invited_by_name_are_written_to_and_who_is_taken_out_is_told_by_their_calendar(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, post: Post
) -> None:
    for person, address in ((GUEST, "sacha@exemple.fr"), (LEADER, "morgan@exemple.fr")):
        elsewhere.add(person, "member", None, "Habitante", address)
        post.diaries[address] = Diary()
    elsewhere.leading = [LEADER]
    scheduled()
    work.tick("send_due")
    assert set(post.arrive()) == {CAMILLE, PILOTE, "morgan@exemple.fr"}

    # Invited since: they alone hear of it.
    elsewhere.invited = [GUEST]
    work.hear(InvitationsChanged(**PLACE, workshop=WORKSHOP, added=[GUEST], removed=[]), "2025-06-16")
    work.tick("send_due")
    assert {to: one.method for to, one in post.arrive().items()} == {"sacha@exemple.fr": "REQUEST"}

    # Taken out again, as is the pilot by name, who stays concerned by their role.
    elsewhere.invited = []
    work.hear(InvitationsChanged(**PLACE, workshop=WORKSHOP, added=[], removed=[GUEST, PILOT]), "2025-06-16")
    work.tick("send_due")
    removed = post.arrive()
    assert {to: (one.method, one.sequence) for to, one in removed.items()} == {"sacha@exemple.fr": ("CANCEL", 1)}
    assert post.diaries["sacha@exemple.fr"].entries == set()


def test_whom_the_poll_tells_the_date_is_not_told_it_twice(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, post: Post
) -> None:
    elsewhere.add(GUEST, "member", None, "Habitante", "sacha@exemple.fr")
    elsewhere.invited = elsewhere.polled = [GUEST]
    scheduled()
    work.tick("send_due")
    assert set(post.arrive()) == {CAMILLE, PILOTE}


@pytest.mark.parametrize(("circle", "invited"), [("full", {"reseau@exemple.fr"}), ("restricted", set())])
def test_associations_and_networks_are_invited_unless_the_group_is_restricted(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, post: Post, circle: str, invited: set[str]
) -> None:
    elsewhere.add(GUEST, "", None, "Animatrice d’un réseau", "reseau@exemple.fr")
    elsewhere.add(LEADER, "", None, "Commerçante", "boutique@exemple.fr")
    elsewhere.organisations = [
        {"id": "o1", "kind": "association", "roles": []},
        {"id": "o2", "kind": "entreprise", "roles": []},
    ]
    elsewhere.members = {GUEST: "o1", LEADER: "o2"}
    elsewhere.circle = circle
    post.diaries["reseau@exemple.fr"] = Diary()
    work.obey(SwitchRule(code="networks-invited", enabled=True))
    scheduled()
    work.tick("send_due")
    assert set(post.letterbox.recipients) == {CAMILLE, PILOTE} | invited


def test_a_mailbox_that_is_away_loses_nothing(
    work: RoomAtWork, scheduled: Scheduled, post: Post, inbox: Mailbox
) -> None:
    scheduled()
    work.tick("send_due")
    inbox.put(reply_mail(calendar_reply(WORKSHOP, CAMILLE, "DECLINED", stamp="20250617T080000Z"), CAMILLE))
    known = work.settings
    for url in ("imap://demouser:wrong@127.0.0.1:1/INBOX?tls=none", "http://nowhere"):
        work.settings = Settings(**{**known.model_dump(), "imap_url": SecretStr(url)})
        work.tick("read_answers")
    assert replies(work)[REFERENT].reply is None
    work.settings = known
    work.tick("read_answers")
    assert replies(work)[REFERENT].reply == "declined"
