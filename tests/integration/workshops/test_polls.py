"""A poll from its slots to a date: each answers by their own link, the organiser sees who is missing and decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from shared.contracts.workshops import (
    AddPollSlot,
    AnswerPoll,
    AnswerPollFor,
    ChangePollSlot,
    ChasePoll,
    ClosePoll,
    College,
    DecidePoll,
    ExtendPoll,
    FindSlots,
    GetCircle,
    GetOwnPoll,
    GetPoll,
    GetPollLinks,
    GetWorkshop,
    ListPolls,
    OpenPoll,
    PollPage,
    RenewPollLink,
    RevokePollLink,
    SetCircle,
    SlotChoice,
    WithdrawPollSlot,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    PersonErased,
    PollAnswered,
    PollChased,
    PollDecided,
    PollOpened,
    PollOverdue,
    PollSlotChanged,
    WorkshopScheduled,
)
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, paris
from tests.support.rooms import RoomAtWork

SLOTS = [
    {"start": paris(f"2026-03-{day}T{hour}:00"), "end": paris(f"2026-03-{day}T{end}:00")}
    for day, hour, end in ((12, "09", "12"), (13, "14", "17"), (17, "09", "12"))
]
DEADLINE = paris("2026-02-20T18:00")

Open = Callable[..., PollPage]


@pytest.fixture
def open_poll(work: RoomAtWork) -> Open:
    def open_(**told: Any) -> PollPage:
        guests = [{"person": PERSON, "needed": True}, {"person": OTHER_PERSON}]
        words = {"accompaniment": ACCOMPANIMENT, "title": "Atelier 1", "slots": SLOTS, "guests": guests}
        given = OpenPoll.model_validate({**words, "deadline": DEADLINE, **told})
        return work.ask(GetPoll(id=work.obey(given).id))

    return open_


def by_time(work: RoomAtWork, poll: PollPage) -> list[tuple[str, int]]:
    """The slots as they are now, by time, with their version."""
    slots = work.ask(GetPoll(id=poll.id)).slots
    return [(one.id, one.version) for one in sorted(slots, key=lambda one: one.start)]


def answer(work: RoomAtWork, poll: PollPage, guest: int, said: str, comment: str = "") -> None:
    """Say y, i or n of each slot in the order of time; a dot says nothing."""
    link = work.ask(GetPoll(id=poll.id)).guests[guest].link
    assert link is not None
    work.obey(AnswerPoll(link=link, choices=choices(work, poll, said), comment=comment))


def choices(work: RoomAtWork, poll: PollPage, said: str) -> list[SlotChoice]:
    words = {"y": "yes", "i": "if-needed", "n": "no"}
    slots = zip(by_time(work, poll), said, strict=True)
    return [
        SlotChoice.model_validate({"slot": slot, "version": version, "answer": words[one]})
        for (slot, version), one in slots
        if one != "."
    ]


def test_a_poll_tells_counts_and_ids_and_no_link(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    (told,) = work.told(PollOpened)
    assert (told.data["slots"], told.data["guests"], told.data["deadline"]) == (3, 2, "2026-02-20T18:00:00+01:00")
    answer(work, poll, 0, "yin", "Pas le matin")
    (answered,) = work.told(PollAnswered)
    assert answered.data["missing"] == 1
    everything = str([envelope.as_json() for envelope in work.told()])
    for guest in poll.guests:
        assert guest.link not in everything
        assert guest.person not in everything
    assert len({guest.link for guest in poll.guests}) == 2


def test_answers_are_counted_and_what_nobody_said_stays_unsaid(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    answer(work, poll, 0, "iy.", "Plutôt l’après-midi")
    page = work.ask(GetPoll(id=poll.id))
    second = next(one for one in page.slots if one.start.startswith("2026-03-13"))
    assert (page.slots[0], second.yes, second.unanswered, second.no) == (second, 1, 1, 0)
    assert [(guest.complete, guest.comment) for guest in page.guests] == [(False, "Plutôt l’après-midi"), (False, "")]
    answer(work, poll, 0, "nyi")
    answer(work, poll, 1, "yyy")
    page = work.ask(GetPoll(id=poll.id))
    assert [one.good for one in page.slots] == [True, True, False]
    assert page.best == second.id
    (line,) = work.ask(ListPolls(accompaniment=ACCOMPANIMENT)).polls
    assert (line.missing, line.guests, line.slots, line.state) == (0, 2, 3, "open")


def test_the_bearer_of_a_link_sees_their_own_answers_only(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll(note="Au siège", venue_label="La Manufacture")
    answer(work, poll, 0, "yyn", "secret de la première")
    link = poll.guests[1].link
    assert link is not None
    own = work.ask(GetOwnPoll(link=link))
    assert (own.title, own.territory, own.note) == ("Atelier 1", "CC du Pays du Coquelicot", "Au siège")
    assert [one.answer for one in own.slots] == [None, None, None]
    assert "secret" not in own.model_dump_json()
    assert len(work.told()) == 2  # reading told nothing


def test_an_answer_taken_by_telephone_says_who_wrote_it(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    said = choices(work, poll, "yny")
    work.obey(AnswerPollFor(poll=poll.id, guest=poll.guests[1].id, choices=said, comment="Au téléphone"))
    answers = work.ask(GetPoll(id=poll.id)).guests[1].answers
    assert {one.by for one in answers} == {"api"}
    answer(work, poll, 1, "yyy")
    by = {one.slot: one.by for one in work.ask(GetPoll(id=poll.id)).guests[1].answers}
    assert sorted(by.values(), key=str) == [None, "api", "api"]  # what they confirmed was first said by telephone


def test_after_the_deadline_only_the_organiser_writes(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    work.clock.instant = DEADLINE
    with pytest.raises(Refused, match="clos depuis le vendredi 20 février") as refusal:
        answer(work, poll, 0, "yyy")
    assert refusal.value.stable_code == "poll-over"
    assert work.ask(GetPoll(id=poll.id)).guests[0].answers == []
    work.obey(AnswerPollFor(poll=poll.id, guest=poll.guests[0].id, choices=choices(work, poll, "yyy")))
    work.obey(ExtendPoll(poll=poll.id, deadline=paris("2026-02-25T18:00")))
    answer(work, poll, 1, "yyy")
    assert work.ask(GetPoll(id=poll.id)).guests[1].complete


@pytest.mark.parametrize("how", ["never was", "revoked", "renewed", "run out"])
def test_a_link_that_is_worth_nothing_gets_one_sentence(work: RoomAtWork, open_poll: Open, how: str) -> None:
    poll = open_poll()
    guest = poll.guests[0]
    link = guest.link or ""
    if how == "never was":
        link = "x" * 32
    elif how == "revoked":
        work.obey(RevokePollLink(poll=poll.id, guest=guest.id))
    elif how == "renewed":
        work.obey(RenewPollLink(poll=poll.id, guest=guest.id))
        assert work.ask(GetOwnPoll(link=work.ask(GetPoll(id=poll.id)).guests[0].link or "")).title == "Atelier 1"
    else:
        work.clock.instant = paris("2026-03-23T18:00")
    for attempt in (lambda: work.ask(GetOwnPoll(link=link)), lambda: work.obey(AnswerPoll(link=link, choices=[]))):
        with pytest.raises(NotFound, match="Ce lien ne donne accès à aucun sondage"):
            attempt()


def test_a_slot_that_moves_asks_again_those_who_had_answered_it(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    answer(work, poll, 0, "yyy")
    stale = choices(work, poll, "nnn")
    first, _ = by_time(work, poll)[0]
    start, end = paris("2026-03-12T14:00"), paris("2026-03-12T17:00")
    work.obey(ChangePollSlot(poll=poll.id, slot=first, start=start, end=end))
    (told,) = work.told(PollSlotChanged)
    assert told.data["guests"] == [poll.guests[0].id]
    own = work.ask(GetOwnPoll(link=poll.guests[0].link or ""))
    assert [(one.answer, one.changed) for one in own.slots] == [(None, True), ("yes", False), ("yes", False)]
    with pytest.raises(Refused, match="a changé pendant que vous répondiez") as refusal:
        work.obey(AnswerPoll(link=poll.guests[1].link or "", choices=stale))
    assert refusal.value.stable_code == "slot-changed"
    answer(work, poll, 1, "nny")
    assert work.ask(GetPoll(id=poll.id)).guests[1].complete


def test_a_slot_is_added_and_withdrawn_but_never_the_last(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll(slots=SLOTS[:1])
    (only, _) = by_time(work, poll)[0]
    with pytest.raises(Refused, match="dernier créneau"):
        work.obey(WithdrawPollSlot(poll=poll.id, slot=only))
    work.obey(AddPollSlot(poll=poll.id, **SLOTS[1]))
    with pytest.raises(Refused, match="déjà proposé"):
        work.obey(AddPollSlot(poll=poll.id, **SLOTS[1]))
    answer(work, poll, 0, "yn")
    work.obey(WithdrawPollSlot(poll=poll.id, slot=only))
    page = work.ask(GetPoll(id=poll.id))
    assert [(one.no, one.good) for one in page.slots] == [(1, False)]


def test_only_those_who_are_missing_are_chased_and_once_a_day(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    answer(work, poll, 0, "yyy")
    work.obey(ChasePoll(poll=poll.id))
    (told,) = work.told(PollChased)
    assert told.data["guests"] == [poll.guests[1].id]
    assert [one.guest for one in work.ask(GetPollLinks(poll=poll.id, missing=True)).links] == [poll.guests[1].id]
    with pytest.raises(Refused, match="déjà partie"):
        work.obey(ChasePoll(poll=poll.id))
    answer(work, poll, 1, "nnn")
    work.clock.instant = paris("2026-02-04T10:00")
    with pytest.raises(Refused, match="Tout le monde a répondu"):
        work.obey(ChasePoll(poll=poll.id))


def test_a_person_decides_and_the_second_one_is_told_what_was_decided(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll(venue_label="La Manufacture", circle="restricted")
    slot = by_time(work, poll)[2][0]
    workshop = work.obey(DecidePoll(poll=poll.id, slot=slot)).id
    with pytest.raises(Refused, match=r"La date est déjà fixée.*mardi 17 mars 2026"):
        work.obey(DecidePoll(poll=poll.id, slot=by_time(work, poll)[0][0]))
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.start, card.title, card.circle, card.expected) == (
        "2026-03-17T09:00:00+01:00",
        "Atelier 1",
        "restricted",
        2,
    )
    (scheduled,), (decided,) = work.told(WorkshopScheduled), work.told(PollDecided)
    assert (scheduled.data["workshop"], decided.data["workshop"], decided.data["alone"]) == (workshop, workshop, False)
    own = work.ask(GetOwnPoll(link=poll.guests[0].link or ""))
    assert own.decided is not None
    assert own.decided.start == "2026-03-17T09:00:00+01:00"
    with pytest.raises(Refused, match="déjà fixée"):
        answer(work, poll, 0, "yyy")


@pytest.mark.parametrize(("first", "second", "alone"), [("nyn", "yyy", True), ("yyn", "yyy", False)])
def test_a_poll_fixes_its_date_alone_only_where_allowed_and_strictly_best(
    work: RoomAtWork, open_poll: Open, first: str, second: str, alone: bool
) -> None:
    asked, allowed = open_poll(title="À la main"), open_poll(decide_alone=True)
    for poll in (asked, allowed):
        answer(work, poll, 0, first)
    work.tick("conclude_polls")
    assert work.told(PollDecided) == []  # one answer is missing
    for poll in (asked, allowed):
        answer(work, poll, 1, second)
    work.tick("conclude_polls")
    work.tick("conclude_polls")
    assert [told.data["poll"] for told in work.told(PollDecided)] == [allowed.id] * alone
    work.clock.instant = DEADLINE
    work.tick("conclude_polls")
    work.tick("conclude_polls")
    overdue = [told.data["poll"] for told in work.told(PollOverdue)]
    assert overdue == [asked.id] if alone else sorted(overdue) == sorted([asked.id, allowed.id])


def test_a_closed_poll_keeps_its_reason(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    work.obey(ClosePoll(poll=poll.id, reason="Les élections approchent"))
    assert work.ask(GetPoll(id=poll.id)).closed_reason == "Les élections approchent"
    with pytest.raises(Refused, match="clos sans date"):
        work.obey(DecidePoll(poll=poll.id, slot=by_time(work, poll)[0][0]))
    work.clock.instant = DEADLINE
    work.tick("conclude_polls")
    assert work.told(PollOverdue) == []


def test_nothing_of_a_wrong_poll_is_kept(work: RoomAtWork, open_poll: Open) -> None:
    with pytest.raises(InvalidInput) as refusal:
        open_poll(slots=[SLOTS[0], SLOTS[0]], guests=[{"person": "Camille"}], deadline=paris("2026-02-01T09:00"))
    assert [where for where, _ in refusal.value.problems] == ["slots", "guests.0.person"]
    assert work.ask(ListPolls()).polls == []
    with pytest.raises(NotFound):
        open_poll(accompaniment=new_id())


def test_a_foreign_slot_is_refused(work: RoomAtWork, open_poll: Open) -> None:
    poll, other = open_poll(), open_poll()
    with pytest.raises(InvalidInput, match="pas de ce sondage"):
        work.obey(AnswerPoll(link=poll.guests[0].link or "", choices=choices(work, other, "yyy")))
    assert work.ask(GetPoll(id=poll.id)).guests[0].answers == []


def test_a_forgotten_person_leaves_answers_and_no_link_or_comment(work: RoomAtWork, open_poll: Open) -> None:
    poll = open_poll()
    answer(work, poll, 0, "yyy", "Je serai à Lille")
    work.hear(PersonErased(person=PERSON))
    guest = work.ask(GetPoll(id=poll.id)).guests[0]
    assert (guest.person, guest.link, guest.comment, len(guest.answers)) == (None, None, "", 3)
    work.obey(DecidePoll(poll=poll.id, slot=by_time(work, poll)[0][0]))


def test_the_composition_asked_for_is_said_of_each_slot_until_enough_of_it_can_come(
    work: RoomAtWork, open_poll: Open
) -> None:
    guests = [{"person": PERSON, "college": "elected"}, {"person": OTHER_PERSON, "college": "residents"}]
    poll = open_poll(guests=guests, quorums={"elected": 1, "residents": 1}, slots=SLOTS[:1])
    assert poll.slots[0].lacking == ["elected", "residents"]
    choice = SlotChoice(slot=poll.slots[0].id, version=1, answer="if-needed")
    work.obey(AnswerPollFor(poll=poll.id, guest=poll.guests[0].id, choices=[choice]))
    assert work.ask(GetPoll(id=poll.id)).slots[0].lacking == ["residents"]


def test_colleges_are_one_list_of_circle_search_and_poll(work: RoomAtWork, open_poll: Open) -> None:
    work.obey(SetCircle(accompaniment=ACCOMPANIMENT, regulars=[PERSON], colleges={PERSON: "agents"}))
    open_poll(guests=[{"person": PERSON, "college": "elected"}, {"person": OTHER_PERSON, "college": "residents"}])
    circle = work.ask(GetCircle(accompaniment=ACCOMPANIMENT))
    assert circle.colleges == {PERSON: "elected", OTHER_PERSON: "residents"}
    assert circle.regulars == [PERSON]
    open_poll(guests=[{"person": OTHER_PERSON}])
    assert work.ask(GetCircle(accompaniment=ACCOMPANIMENT)) == circle
    asked = {
        "timezone": "Europe/Paris",
        "window": {"from": "2026-03-04", "to": "2026-03-04"},
        "duration_minutes": 180,
        "opening": {"weekdays": [2], "hours": [["09:00", "12:00"]]},
        "people": [{"id": PERSON}, {"id": OTHER_PERSON}],
    }
    found = {
        college: work.ask(FindSlots(request=asked, accompaniment=ACCOMPANIMENT, quorums={college: 1})).answer["slots"]
        for college in get_args(College)
    }
    assert {college for college, slots in found.items() if slots} == {"elected", "residents"}
