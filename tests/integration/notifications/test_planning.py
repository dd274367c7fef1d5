"""What is heard makes plans, moves them, and voids them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.events import (
    BilanDue,
    BilanHeld,
    CallPublished,
    CandidatureDecided,
    ChoiceLeftOpen,
    Event,
    InterviewLogged,
    InterviewPlanned,
    NotificationPlanned,
    NotificationVoided,
    PlatformChosen,
    ReportDue,
    ReportPublished,
    SlotSearchFailed,
    WorkshopCancelled,
    WorkshopHeld,
    WorkshopMaintained,
    WorkshopMoved,
    WorkshopScheduled,
)
from shared.ids import new_id
from tests.integration.notifications.conftest import (
    ACCOMPANIMENT,
    CALL,
    PLACE,
    WORKSHOP,
    Scheduled,
    paris,
    plans,
    states,
)
from tests.support.rooms import RoomAtWork


def moved(work: RoomAtWork, start: str) -> None:
    first = paris(start)
    event = WorkshopMoved(
        **PLACE,
        workshop=WORKSHOP,
        reason="salle fermée",
        start=first.isoformat(),
        end=(first + timedelta(hours=3)).isoformat(),
        planned=start[:10],
    )
    work.hear(event, occurred="2025-06-16")


def test_a_workshop_ahead_is_announced_at_once_and_reminded_of_a_week_before(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    found = plans(work)
    assert found["workshop-announced"].due == "2025-06-16T10:00:00+02:00"
    assert found["workshop-reminder"].due == "2025-06-26T09:00:00+02:00"
    assert found["workshop-reminder"].title == "Rappel d’un atelier\u00a0: Idéation"
    assert (
        found["workshop-reminder"].recipients
        == "élu·e référent·e, pilote du diagnostic, personnes invitées à l’atelier ou qui l’animent"
    )
    told = work.told(NotificationPlanned)
    assert [(e.data["rule"], e.data["due"], e.data["about"]) for e in told] == [
        ("workshop-announced", "2025-06-16", WORKSHOP),
        ("workshop-reminder", "2025-06-26", WORKSHOP),
    ]
    assert {(e.subject, e.data["accompaniment"]) for e in told} == {(PLACE["territory"], ACCOMPANIMENT)}


def test_a_partial_date_is_no_announcement(work: RoomAtWork) -> None:
    event = WorkshopScheduled(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier", planned="2025-11")
    work.hear(event, occurred="2025-06-16")
    assert plans(work) == {}


def test_hearing_the_same_event_again_changes_nothing(work: RoomAtWork) -> None:
    start = paris("2025-07-03T09:00").isoformat()
    event = WorkshopScheduled(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier", start=start, end=start)
    first = work.hear(event, occurred="2025-07-03")
    before = len(work.told())
    work.hear(event, occurred="2025-07-03", id=first.id)
    assert (len(plans(work)), len(work.told())) == (2, before)


def test_a_moved_workshop_voids_the_old_reminder_and_makes_the_new_one(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.tick("send_due")
    moved(work, "2025-07-10T14:00")
    reminders = [(e.type, e.data["plan"]) for e in work.told() if e.data.get("rule") == "workshop-reminder"]
    assert [type_ for type_, _ in reminders] == [
        "notification-planned",
        "notification-voided",
        "notification-planned",
    ]
    assert reminders[0][1] == reminders[1][1] != reminders[2][1]
    assert states(work)["workshop-moved"] == "planned"
    assert plans(work)["workshop-reminder"].due == "2025-07-03T09:00:00+02:00"


def test_a_workshop_that_moves_back_is_reminded_of_on_its_first_date(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    moved(work, "2025-07-10T14:00")
    moved(work, "2025-07-03T09:00")
    alive = [card for card in plans_of(work, "workshop-reminder") if card.state == "planned"]
    assert [card.due for card in alive] == ["2025-06-26T09:00:00+02:00"]
    assert len(plans_of(work, "workshop-reminder")) == 2


def plans_of(work: RoomAtWork, rule: str) -> list:
    from shared.contracts.notifications import ListPlans

    return [card for card in work.ask(ListPlans()).plans if card.rule == rule]


def test_a_date_that_moved_before_anybody_heard_of_it_is_simply_announced(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    moved(work, "2025-07-10T14:00")
    assert "workshop-moved" not in states(work)
    assert sorted(card.state for card in plans_of(work, "workshop-announced")) == ["planned", "voided"]


def test_an_earlier_event_heard_late_does_not_bring_the_old_date_back(work: RoomAtWork, scheduled: Scheduled) -> None:
    early = new_id()
    scheduled()
    moved(work, "2025-07-10T14:00")
    start = paris("2025-07-01T09:00").isoformat()
    event = WorkshopScheduled(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier", start=start, end=start)
    work.hear(event, occurred="2025-07-01", id=early)
    assert [card.due for card in plans_of(work, "workshop-reminder") if card.state == "planned"] == [
        "2025-07-03T09:00:00+02:00"
    ]


@pytest.mark.parametrize(
    ("event", "news"),
    [
        (WorkshopHeld(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier"), None),
        (WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), "workshop-cancelled"),
    ],
)
def test_a_workshop_held_or_cancelled_voids_what_is_left(
    work: RoomAtWork, scheduled: Scheduled, event: Event, news: str | None
) -> None:
    scheduled()
    work.hear(event, occurred="2025-07-03")
    found = states(work)
    assert found.pop("workshop-cancelled", None) == ("planned" if news else None)
    assert found == {"workshop-announced": "voided", "workshop-reminder": "voided"}
    assert len(work.told(NotificationVoided)) == 2
    assert all(e.data["reason"] for e in work.told(NotificationVoided))


@pytest.mark.parametrize(("planned", "state"), [("2025-11", "planned"), ("2025-05", "skipped"), (None, "skipped")])
def test_a_partial_date_still_ahead_is_worth_cancelling(work: RoomAtWork, planned: str | None, state: str) -> None:
    event = WorkshopScheduled(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier", planned=planned)
    work.hear(event, occurred="2025-06-16")
    work.hear(WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), occurred="2025-06-16")
    assert states(work) == {"workshop-cancelled": state}


def test_a_date_kept_in_spite_of_withdrawals_is_told(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.hear(WorkshopMaintained(**PLACE, workshop=WORKSHOP, reason="rythme", withdrawals=3), occurred="2025-07-03")
    assert states(work)["workshop-maintained"] == "planned"


def test_an_interview_is_asked_for_the_day_after_until_it_is_logged(work: RoomAtWork) -> None:
    interview = new_id()
    work.hear(InterviewPlanned(**PLACE, interview=interview, on="2025-06-20"))
    assert plans(work)["interview-to-log"].due == "2025-06-23T09:00:00+02:00"
    work.hear(InterviewLogged(**PLACE, interview=interview, structure="x", kind="ess", ess=True, appetite="interested"))
    assert states(work) == {"interview-ahead": "voided", "interview-to-log": "voided"}


def test_an_interview_logged_before_its_plan_was_heard_is_not_asked_for(work: RoomAtWork) -> None:
    interview, early = new_id(), new_id()
    work.hear(InterviewLogged(**PLACE, interview=interview, structure="x", kind="ess", ess=True, appetite="refusal"))
    work.hear(InterviewPlanned(**PLACE, interview=interview, on="2025-06-20"), id=early)
    work.hear(InterviewPlanned(**PLACE, interview=interview, on="2025-06-21"))
    assert plans(work) == {}


def test_the_bilan_and_the_report_are_told_on_their_day_until_they_are_done(work: RoomAtWork) -> None:
    work.hear(BilanDue(**PLACE, due="2025-06-16"), occurred="2025-06-16")
    work.hear(ReportDue(funder="Région", period="2025-S1", due="2025-06-20"), occurred="2025-06-20")
    found = plans(work)
    assert found["bilan-due"].due == "2025-06-16T09:00:00+02:00"
    assert found["report-due"].due == "2025-06-20T09:00:00+02:00"
    assert found["report-due"].title == "Rapport à remettre\u00a0: Région, période 2025-S1"
    work.hear(BilanHeld(**PLACE, findings="bien"), occurred="2025-06-16")
    report = ReportPublished(report=new_id(), funder="Région", period="2025-S1", as_of="2025-06-30", known_at="x")
    work.hear(report, occurred="2025-06-18")
    assert states(work) == {"bilan-due": "voided", "report-due": "voided"}


def test_a_bilan_held_early_is_never_asked_for(work: RoomAtWork) -> None:
    work.hear(BilanHeld(**PLACE, findings="bien"), occurred="2025-06")
    work.hear(BilanDue(**PLACE, due="2025-06-20"), occurred="2025-06-20")
    assert plans(work) == {}


def test_a_choice_left_open_is_asked_about_after_three_months_unless_it_was_made(work: RoomAtWork) -> None:
    work.hear(ChoiceLeftOpen(**PLACE, shortlist="s1"), occurred="2025-06-16")
    assert plans(work)["choice-to-follow"].due == "2025-09-15T09:00:00+02:00"
    work.hear(PlatformChosen(**PLACE, shortlist="s1", platform="dokos"), occurred="2025-06")
    assert states(work) == {"choice-to-follow": "voided", "outcome-told": "planned"}


def test_a_choice_is_asked_about_on_the_day_that_somebody_named(work: RoomAtWork) -> None:
    work.hear(ChoiceLeftOpen(**PLACE, shortlist="s1", ask_again="2025-10-01"), occurred="2025-06-16")
    assert plans(work)["choice-to-follow"].due == "2025-10-01T09:00:00+02:00"
    work.hear(ChoiceLeftOpen(**PLACE, shortlist="s2", ask_again="2025-10-01"))
    assert states(work) == {"choice-to-follow": "planned"}, "undated, yet the day to ask is known"


def test_a_month_without_slot_and_a_decision_are_news(work: RoomAtWork) -> None:
    work.hear(SlotSearchFailed(**PLACE, month="2025-06", reason="overload"), occurred="2025-06")
    decided = CandidatureDecided(territory=PLACE["territory"], call=CALL, candidature=new_id(), decision="retained")
    work.hear(decided, occurred="2025-06-16")
    assert states(work) == {"slot-not-found": "planned", "decision": "planned"}
    assert plans(work)["slot-not-found"].title == "Aucun créneau trouvé\u00a0: juin 2025"


PAST = [
    (CandidatureDecided(territory="t", call=CALL, candidature="c", decision="retained"), "2024-11-21/2024-11-30"),
    (CandidatureDecided(territory="t", call=CALL, candidature="c", decision="retained"), None),
    (CallPublished(call=CALL, title="AMI 2024", closes="2024-12"), None),
    (CallPublished(call=CALL, title="AMI 2024"), None),
    (SlotSearchFailed(**PLACE, month="2025-05", reason="public-holidays"), "2025-05"),
    (InterviewPlanned(**PLACE, interview="i", on="2025-06-13"), None),
    (BilanDue(**PLACE, due="2025-06-01"), "2025-06-01"),
    (ReportDue(funder="Région", period="2024", due="2025-01-31"), "2025-01-31"),
    (ChoiceLeftOpen(**PLACE, shortlist="s1"), "2025-01/2025-03"),
    (ChoiceLeftOpen(**PLACE, shortlist="s1"), None),
    (WorkshopMaintained(**PLACE, workshop=WORKSHOP, reason="rythme"), "2024-11"),
    (WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), None),
]


@pytest.mark.parametrize(("event", "occurred"), PAST, ids=lambda value: getattr(value, "type", lambda: value)())
def test_telling_the_past_plans_nothing_and_tells_nothing(work: RoomAtWork, event: Event, occurred: str | None) -> None:
    work.hear(event, occurred=occurred)
    whys = {(card.state, card.reason) for card in plans(work).values()}
    assert whys
    assert whys <= {("skipped", "fait passé"), ("skipped", "fait sans date")}
    work.tick("send_due")
    assert work.told() == []


def test_a_workshop_told_afterwards_leaves_no_mail_whatever_is_told_of_it(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled("2025-06-03T09:00", "2025-06-03T12:00")
    moved(work, "2025-06-10T09:00")
    work.hear(WorkshopHeld(**PLACE, workshop=WORKSHOP, title="Idéation", format="atelier"), occurred="2025-06-10")
    assert set(states(work).values()) == {"skipped"}
    assert work.told() == []
