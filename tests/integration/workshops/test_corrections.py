"""What is put right about a workshop, who is invited since, and what one person has in their agenda."""

from __future__ import annotations

from datetime import date

import pytest

from shared.contracts.workshops import (
    CancelWorkshop,
    CorrectWorkshop,
    DecidePoll,
    GetPersonalAgenda,
    GetPoll,
    GetWorkshop,
    ListInvited,
    MaintainWorkshop,
    MoveWorkshop,
    OpenPoll,
    PlanTrip,
    SetInvited,
    SetTask,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import InvitationsChanged, WorkshopCorrected
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule, paris
from tests.support.rooms import RoomAtWork


def test_another_place_is_a_revision_and_a_typo_is_none(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(venue_label="Salle des fetes")
    work.obey(MaintainWorkshop(workshop=workshop, reason="rythme"))
    work.obey(CorrectWorkshop(workshop=workshop, title="Idéation", venue_label="La Halle"))
    work.obey(CorrectWorkshop(workshop=workshop, title="Idéation !", venue_label="La Halle"))
    work.obey(CorrectWorkshop(workshop=workshop, title="Idéation !", venue_label="la  halle"))
    assert [one.data["place"] for one in work.told(WorkshopCorrected)] == [True, False, False]
    card = work.ask(GetWorkshop(id=workshop))
    assert (card.title, card.venue_label, card.revision) == ("Idéation !", "la halle", 1)
    assert card.corrections[0].endswith("lieu\u00a0: Salle des fetes devient La Halle")
    assert card.corrections[1].startswith("Titre\u00a0:")
    assert (card.maintained, card.moves) == ("rythme", [])
    work.obey(
        MoveWorkshop(workshop=workshop, start=paris("2025-07-04T09:00"), end=paris("2025-07-04T12:00"), reason="x")
    )
    assert work.ask(GetWorkshop(id=workshop)).revision == 2


def test_what_makes_no_correction_is_refused(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(venue_label="La Halle")
    with pytest.raises(Refused) as same:
        work.obey(CorrectWorkshop(workshop=workshop, title="Atelier 1", venue_label="La Halle"))
    assert same.value.stable_code == "nothing-changed"
    with pytest.raises(InvalidInput):
        work.obey(CorrectWorkshop(workshop=workshop, title="Atelier 1", venue="La Halle"))
    with pytest.raises(NotFound):
        work.obey(CorrectWorkshop(workshop="none", title="x"))
    work.obey(CancelWorkshop(workshop=workshop, reason="budget"))
    with pytest.raises(Refused):
        work.obey(CorrectWorkshop(workshop=workshop, title="Trop tard"))


def test_who_was_added_and_taken_out_is_told_once(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(invited=[PERSON])
    for _ in range(2):
        work.obey(SetInvited(workshop=workshop, people=[OTHER_PERSON]))
    (told,) = work.told(InvitationsChanged)
    assert (told.data["added"], told.data["removed"]) == ([OTHER_PERSON], [PERSON])


def test_whom_the_poll_told_the_date_is_named_apart(work: RoomAtWork) -> None:
    slot = {"start": paris("2026-04-28T09:00"), "end": paris("2026-04-28T12:00")}
    poll = work.obey(
        OpenPoll.model_validate(
            {
                "accompaniment": ACCOMPANIMENT,
                "title": "Idéation",
                "slots": [slot],
                "guests": [{"person": PERSON}],
                "deadline": paris("2026-04-10T18:00"),
            }
        )
    ).id
    owed = work.ask(GetPersonalAgenda(person=PERSON)).polls
    assert [(one.poll, one.deadline) for one in owed] == [(poll, "2026-04-10T18:00:00+02:00")]
    workshop = work.obey(DecidePoll(poll=poll, slot=work.ask(GetPoll(id=poll)).slots[0].id)).id
    found = work.ask(ListInvited(workshop=workshop))
    assert (found.invited, found.asked, found.circle) == ([PERSON], [PERSON], "full")
    mine = work.ask(GetPersonalAgenda(person=PERSON))
    assert ([one.id for one in mine.sessions], mine.polls) == ([workshop], [])


def test_a_personal_agenda_holds_what_one_is_invited_to_leads_and_owes(work: RoomAtWork, schedule: Schedule) -> None:
    invited, leading = schedule(invited=[PERSON]), schedule(facilitators=[PERSON])
    schedule(invited=[OTHER_PERSON])
    days = {"first": date(2026, 5, 5), "last": date(2026, 5, 6)}
    trip = work.obey(
        PlanTrip.model_validate(
            {"accompaniment": ACCOMPANIMENT, "title": "Visite", "destination": "Lens", "intention": "Voir", **days}
        )
    ).id
    task = {"trip": trip, "kind": "transport", "title": "Réserver le car", "owner": PERSON, "due": date(2026, 4, 20)}
    work.obey(SetTask.model_validate(task))
    mine = work.ask(GetPersonalAgenda(person=PERSON))
    assert {one.id for one in mine.sessions} == {invited, leading}
    assert [(one.title, one.about, one.due) for one in mine.tasks] == [("Réserver le car", "Visite", "2026-04-20")]
    assert work.ask(GetPersonalAgenda(person="nobody")).sessions == []
