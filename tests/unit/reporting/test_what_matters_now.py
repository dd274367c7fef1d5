"""Alerts, who waits for whom, what is due, and what happened lately."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.reporting.rules.conflicts import open_conflicts
from services.reporting.rules.due import ReportWanted, due
from services.reporting.rules.follow_up import follow_up
from services.reporting.rules.morning import happened
from services.reporting.rules.waiting import waiting
from shared import events
from shared.french import de
from tests.unit.reporting.story import COQUELICOT, HELLEMMES, Story

NB = "\u00a0"
NAME = "CC du Pays du Coquelicot"
TEAM = "l’équipe du programme"


@pytest.fixture
def story() -> Story:
    told = Story()
    told.call()
    told.enrol()
    return told


def alerts(story: Story, day: str) -> list[str]:
    return follow_up(story.as_of(day))[0].territories[0].alerts


def waits(story: Story, day: str) -> list[tuple[str, str, str, str | None]]:
    return [(one.who, one.for_whom, one.what, one.since) for one in waiting(story.as_of(day))]


def scheduled(workshop: str, day: str) -> events.WorkshopScheduled:
    return events.WorkshopScheduled(
        workshop=workshop,
        title="Idées",
        format="idéation",
        start=f"{day}T09:00:00+02:00",
        end=f"{day}T12:00:00+02:00",
        **COQUELICOT,
    )


# --- alerts


def test_a_bilan_is_late_from_the_day_after_its_deadline(story: Story):
    story.tell(events.MilestoneNoted(title="Vivant", **COQUELICOT), "2025-11-30")
    assert alerts(story, "2025-11-30") == []
    assert alerts(story, "2025-12-01") == [f"Bilan en retard{NB}: il était attendu le dimanche 30 novembre 2025."]


def test_a_bilan_held_silences_what_concerns_it(story: Story):
    story.tell(events.BilanHeld(findings="modestes", **COQUELICOT), "2025-12-05")
    assert alerts(story, "2027-12-05") == []


def test_an_undated_enrolment_leaves_the_deadline_to_be_set():
    story = Story()
    story.call()
    story.enrol(None)
    sentence = f"Date d’engagement inconnue{NB}: l’échéance du bilan est à fixer."
    assert alerts(story, "2026-02-02") == [sentence]
    story.tell(events.BilanDue(due="2026-06-01", **COQUELICOT), "2026-06-01")
    assert sentence not in alerts(story, "2026-06-01")


def test_too_early_is_an_alert_only_until_an_orientation_is_validated(story: Story):
    story.tell(events.OrientationValidated(orientation="avant", **COQUELICOT), "2025-03-01")
    story.tell(events.DiagnosticConcluded(conclusion="too-early", **COQUELICOT), "2025-04-01")
    assert alerts(story, "2025-04-02") == [
        f"Diagnostic conclu «{NB}trop tôt{NB}»{NB}: aucune orientation n’est encore validée."
    ]
    story.tell(events.OrientationValidated(orientation="après", **COQUELICOT), "2025-04-01")
    assert alerts(story, "2025-04-02") == []


def test_a_silence_of_three_months_is_an_alert(story: Story):
    assert alerts(story, "2025-02-27") == []
    assert alerts(story, "2025-02-28") == []
    assert alerts(story, "2025-03-01") == ["Aucun fait depuis 3 mois."]


def test_a_silence_is_none_when_the_territory_came_back_in_another_call(story: Story):
    again = {"territory": "t-coquelicot", "accompaniment": "a-again"}
    story.tell(events.TerritoryEnrolled(call="c-2025", name="CC du Pays du Coquelicot", kind="x", **again), "2025-06")
    assert alerts(story, "2025-05-31") == ["Aucun fait depuis 6 mois."]
    assert alerts(story, "2025-08-01") == []


def test_an_open_choice_says_since_when(story: Story):
    story.tell(events.PlatformPresented(shortlist="s", platform="dokos", **COQUELICOT), "2025-01")
    assert alerts(story, "2025-02-01") == [
        "Choix d’une plateforme encore ouvert, plateformes présentées en janvier 2025."
    ]
    story.tell(events.PlatformChosen(shortlist="s", platform="dokos", **COQUELICOT), "2025-02-01")
    assert alerts(story, "2025-02-01") == []


def test_a_workshop_whose_day_has_passed_must_be_held_moved_or_cancelled(story: Story):
    story.tell(scheduled("w", "2025-01-14"), "2025-01-14")
    sentence = f"Atelier prévu le mardi 14 janvier 2025{NB}: ni tenu, ni annulé, ni déplacé."
    assert alerts(story, "2025-01-14") == []
    assert alerts(story, "2025-01-15") == [sentence]
    story.tell(events.WorkshopCancelled(workshop="w", reason="neige", **COQUELICOT), "2025-01-14")
    assert alerts(story, "2025-01-15") == []


def test_a_moved_workshop_is_awaited_on_its_new_day(story: Story):
    story.tell(scheduled("w", "2025-01-14"), "2025-01-02")
    moved = events.WorkshopMoved(workshop="w", reason="neige", planned="2025-01-20/2025-01-31", **COQUELICOT)
    story.tell(moved, "2025-01-05")
    assert alerts(story, "2025-02-01") == [
        f"Atelier prévu le vendredi 31 janvier 2025{NB}: ni tenu, ni annulé, ni déplacé."
    ]


def test_a_workshop_held_without_anybody_saying_who_came_is_an_alert(story: Story):
    for number in (1, 2):
        story.tell(events.WorkshopHeld(workshop=f"w{number}", title="A", format="f", **COQUELICOT), "2025-01-14")
    assert alerts(story, "2025-01-15") == ["Présence non renseignée pour 2 ateliers tenus."]
    story.tell(events.AttendanceRecorded(workshop="w1", present=3, **COQUELICOT), "2025-01-14")
    assert alerts(story, "2025-01-15") == ["Présence non renseignée pour 1 atelier tenu."]


def test_interviews_whose_day_has_passed_are_to_be_logged(story: Story):
    for number, day in enumerate(["2025-01-10", "2025-01-12", "2025-01-30"], 1):
        story.tell(events.InterviewPlanned(interview=f"i{number}", on=day, **COQUELICOT), "2025-01-01")
    assert alerts(story, "2025-01-15") == ["2 entretiens dont le jour est passé sont à saisir."]
    story.interview(1, "s1", "2025-01-10")
    assert alerts(story, "2025-01-15") == ["1 entretien dont le jour est passé est à saisir."]


# --- who waits for whom


def test_a_candidature_waits_for_its_answer_until_it_is_decided():
    story = Story()
    story.call()
    story.tell(events.TerritoryRegistered(name="Hellemmes", kind="commune-associee", territory="t-hellemmes"))
    story.tell(
        events.CandidatureSubmitted(call="c-2024", candidature="k", step="pre-file", territory="t-hellemmes"), "2024-09"
    )
    assert waits(story, "2026-02-02") == [("Hellemmes", TEAM, "une réponse à son pré-dossier", "2024-09")]
    story.tell(
        events.CandidatureSubmitted(call="c-2024", candidature="k", step="full", territory="t-hellemmes"), "2024-10"
    )
    assert waits(story, "2026-02-02") == [("Hellemmes", TEAM, "une réponse à sa candidature", "2024-10")]
    story.tell(
        events.CandidatureDecided(call="c-2024", candidature="k", decision="retained", territory="t-hellemmes"),
        "2024-11",
    )
    assert waits(story, "2026-02-02") == []


def test_an_enrolment_answers_a_candidature(story: Story):
    story.tell(
        events.CandidatureSubmitted(call="c-2024", candidature="k", step="full", territory="t-coquelicot"), "2024-10"
    )
    assert waits(story, "2025-01-01") == []


def test_the_team_waits_for_the_orientation_and_for_the_choice(story: Story):
    story.tell(events.DiagnosticPresented(**COQUELICOT), "2025-04")
    story.tell(events.PlatformPresented(shortlist="s", platform="dokos", **COQUELICOT))
    assert waits(story, "2025-05-01") == [(TEAM, NAME, "la validation d’une orientation", "2025-04")]
    assert waits(story, "2026-02-02")[-1] == (TEAM, NAME, "le choix d’une plateforme", None)
    story.tell(events.OrientationValidated(orientation="…", **COQUELICOT), "2026-02-01")
    assert [what for _, _, what, _ in waits(story, "2026-02-02")] == [
        "la réunion de bilan",
        "le choix d’une plateforme",
    ]


def test_the_group_waits_for_a_date_until_a_workshop_has_one_even_one_ahead(story: Story):
    story.tell(events.SlotSearchFailed(month="2025-05", reason="overload", **COQUELICOT), "2025-05")
    waited = ("le groupe de la CC du Pays du Coquelicot", TEAM, "une date pour le prochain atelier", "2025-05")
    assert waits(story, "2025-06-01") == [waited]
    story.tell(scheduled("w", "2025-07-03"), "2025-07-03")
    assert waits(story, "2025-06-01") == []


def test_a_late_bilan_and_a_late_report_are_awaited(story: Story):
    story.tell(events.ReportDue(funder="Région", period="2025-S1", due="2025-09-30"), "2025-09-30")
    assert waits(story, "2025-12-01") == [
        ("Région", TEAM, "le rapport (1er semestre 2025)", "2025-09-30"),
        (NAME, TEAM, "la réunion de bilan", "2025-11-30"),
    ]
    told = {"funder": "Région", "period": "2025-S1", "as_of": "2025-09-30", "known_at": "2025-10-01T00:00:00+00:00"}
    story.tell(events.ReportPublished(report="r", **told), "2025-10-01")
    assert [what for _, _, what, _ in waits(story, "2025-12-01")] == ["la réunion de bilan"]


# --- what is due


def test_late_ones_come_first_then_the_nearest_and_far_ones_are_left_out(story: Story):
    story.tell(scheduled("w", "2025-01-14"), "2025-01-14")
    story.tell(events.InterviewPlanned(interview="i", on="2025-02-01", **COQUELICOT), "2025-01-14")
    story.call("2025-01", "c-2025", closes="2025-09")
    reports = [ReportWanted("Région", "2025-S1", date(2025, 9, 1)), ReportWanted("Union", "2026", date(2027, 1, 31))]
    lines = due(story.as_of("2025-08-20"), reports)
    assert [(line.title, line.due, line.late, line.kind) for line in lines] == [
        (f"Atelier à consigner{NB}: {NAME}", "2025-01-14", True, "deadline"),
        (f"Entretien à saisir{NB}: {NAME}", "2025-02-01", True, "deadline"),
        (f"Rapport pour Région{NB}: 1er semestre 2025", "2025-09-01", False, "report"),
        (f"Clôture de l’appel «{NB}Appel c-2025{NB}»", "2025-09-30", False, "deadline"),
        ("Bilan de l’accompagnement de la CC du Pays du Coquelicot", "2025-11-30", False, "bilan"),
    ]


def test_a_bilan_stays_due_however_late_it_is(story: Story):
    (line,) = due(story.as_of("2029-01-01"), [])
    assert (line.due, line.late, line.territory) == ("2025-11-30", True, "t-coquelicot")


# --- what happened


def test_the_latest_facts_come_first_and_many_of_a_kind_are_one_line(story: Story):
    for number in range(30):
        story.interview(number, f"s{number}", "2025-02")
    story.tell(events.DiagnosticPresented(**COQUELICOT), "2025-04")
    said = [fact.sentence for fact in happened(story.as_of("2025-06-01"))]
    assert said[:2] == ["Le diagnostic est présenté à la collectivité.", "30 entretiens consignés."]
    assert happened(story.as_of("2025-06-01"))[0].territory_label == NAME


OLD = datetime(2026, 1, 1, tzinfo=UTC)


def february(story: Story, who: dict[str, str]) -> None:
    """A moment each day, learnt long ago."""
    for day in range(1, 29):
        story.tell(events.MilestoneNoted(title=f"Jour {day}", **who), f"2025-02-{day:02d}", recorded=OLD)


def test_a_long_story_is_cut_to_its_latest_facts():
    story = Story()
    february(story, COQUELICOT)
    said = [fact.sentence for fact in happened(story.as_of("2026-02-20"))]
    assert said == [f"Jour {day}." for day in range(28, 20, -1)]


def test_no_territory_takes_the_whole_morning_while_another_has_news():
    story = Story()
    february(story, HELLEMMES)
    story.tell(events.MilestoneNoted(title="Ailleurs", **COQUELICOT), "2025-01-05", recorded=OLD)
    said = [fact.sentence for fact in happened(story.as_of("2026-02-20"))]
    assert said == [*(f"Jour {day}." for day in range(28, 21, -1)), "Ailleurs."]


def test_what_was_just_learnt_is_there_also_when_it_is_long_past_or_still_to_come():
    story = Story()
    february(story, COQUELICOT)
    now = datetime(2026, 2, 20, 9, tzinfo=UTC)
    story.tell(events.StakeNamed(stake="s", title="Mobilité", **COQUELICOT), "2024-12", recorded=now)
    story.tell(scheduled("w", "2026-03-12"), "2026-03-12", recorded=now)
    said = [fact.sentence for fact in happened(story.as_of("2026-02-20"))]
    assert said[0].startswith("Atelier prévu le jeudi 12 mars 2026")
    assert (said[-1], len(said)) == (f"Enjeu nommé{NB}: Mobilité.", 10)


def test_a_workshop_held_is_not_told_twice_by_its_plan(story: Story):
    story.tell(scheduled("w", "2025-07-03"), "2025-07-03")
    story.tell(events.WorkshopHeld(workshop="w", title="Idées", format="f", **COQUELICOT), "2025-07-03")
    types = [fact.type for fact in happened(story.as_of("2026-02-02"))]
    assert types == ["workshop-held", "territory-enrolled", "call-published"]


def test_messages_and_deadlines_are_no_news(story: Story):
    story.tell(events.NotificationSent(plan="p", rule="r", about="a", **HELLEMMES), "2025-12-01")
    story.tell(events.BilanDue(due="2025-11-30", **COQUELICOT), "2025-11-30")
    assert {fact.type for fact in happened(story.as_of("2026-02-02"))} == {"territory-enrolled", "call-published"}


# --- the contact plan, and interviews taken back


def test_overdue_contacts_wait_for_the_team_until_something_is_said_of_them(story: Story):
    for contact, day in (("a", "2025-03-03"), ("b", "2025-02-01")):
        story.tell(events.ContactStalled(contact=contact, due=day, **COQUELICOT), "2025-03-04")
    assert waits(story, "2025-03-04") == [(NAME, TEAM, "2 contacts à relancer", "2025-02-01")]
    story.tell(events.ContactAdvanced(contact="b", state="met", **COQUELICOT), "2025-03-05")
    assert waits(story, "2025-03-05") == [(NAME, TEAM, "1 contact à relancer", "2025-03-03")]
    story.tell(events.ContactAdvanced(contact="a", state="contacted", **COQUELICOT), "2025-03-05")
    assert waits(story, "2025-03-05") == []


def test_an_interview_taken_back_counts_on_no_day_and_from_then_on(story: Story):
    for interview in ("a", "b"):
        logged = events.InterviewLogged(
            interview=interview, structure=interview, kind="ess", ess=True, appetite="interested", **COQUELICOT
        )
        story.tell(logged, "2025-02")
    story.tell(events.InterviewRetracted(interview="a", **COQUELICOT), "2025-05-05")
    line = follow_up(story.as_of("2025-03-01"))[0].territories[0]
    assert (line.interviews, line.organisations_met, line.organisations_ess_interested) == (1, 1, 1)


# --- polls


def test_a_poll_waits_for_answers_then_the_group_waits_for_a_date(story: Story):
    deadline = "2025-03-20T18:00:00+01:00"
    opened = events.PollOpened(poll="p", title="Idées", deadline=deadline, slots=3, guests=10, **COQUELICOT)
    story.tell(opened, "2025-03-01")
    title = f"«{NB}Idées{NB}»"
    group = f"le groupe {de(NAME)}"
    assert waits(story, "2025-03-02") == [(TEAM, group, f"10 réponses au sondage {title}", "2025-03-01")]
    (line,) = [one for one in due(story.as_of("2025-03-02"), []) if one.title.startswith("Sondage")]
    assert (line.due, line.late) == ("2025-03-20", False)
    story.tell(events.PollAnswered(poll="p", missing=0, **COQUELICOT), "2025-03-02")
    assert waits(story, "2025-03-03") == []
    story.tell(events.PollOverdue(poll="p", missing=0, **COQUELICOT), "2025-03-20")
    assert waits(story, "2025-03-21") == [(group, TEAM, f"la date de {title} (sondage terminé)", "2025-03-20")]
    story.tell(events.PollExtended(poll="p", deadline="2025-03-25T18:00:00+01:00", **COQUELICOT), "2025-03-21")
    assert waits(story, "2025-03-22") == []
    start, end = "2025-04-03T09:00:00+02:00", "2025-04-03T12:00:00+02:00"
    story.tell(events.PollDecided(poll="p", workshop="w", start=start, end=end, **COQUELICOT), "2025-03-22")
    assert waits(story, "2025-03-23") == []
    assert [one for one in due(story.as_of("2025-03-23"), []) if one.title.startswith("Sondage")] == []


def test_what_a_trip_of_two_territories_needs_is_due_once_and_names_both(story: Story):
    story.enrol(who=HELLEMMES)

    def lines(day: str) -> list[tuple[str, str]]:
        found = due(story.as_of(day), [])
        return [(one.title, one.due) for one in found if one.title.startswith("Réserver")]

    for place in (COQUELICOT, HELLEMMES):
        assigned = events.TaskAssigned(trip="t", task="k", title="Réserver le train", due="2025-04-01", **place)
        story.tell(assigned, "2025-03-01")
    assert lines("2025-03-02") == [(f"Réserver le train{NB}: {NAME} et Hellemmes", "2025-04-01")]
    story.tell(events.TaskFinished(trip="t", task="k", **COQUELICOT), "2025-03-03")
    assert lines("2025-03-04") == [(f"Réserver le train{NB}: Hellemmes", "2025-04-01")]


# --- conflicts of the agenda


def conflict(**more: object) -> events.AgendaConflictDetected:
    told = {"conflict": "c", "kind": "facilitator", "workshop": "w", "title": "Idées", "people": 1, **COQUELICOT}
    return events.AgendaConflictDetected.model_validate({**told, "start": "2025-07-03T09:00:00+02:00", **more})


def test_a_conflict_across_territories_names_the_other_one_and_goes_when_it_is_resolved(story: Story):
    story.enrol(who=HELLEMMES)
    story.tell(conflict(other="v", other_territory=HELLEMMES["territory"]), "2025-06-01")
    (line,) = open_conflicts(story.as_of("2025-06-02"))
    said = "1 personne anime au même moment à un atelier d’un autre territoire, Hellemmes."
    assert line.sentence.replace(NB, " ") == f"{NAME}, « Idées » : {said}"
    assert open_conflicts(story.as_of("2025-07-04")) == []
    story.tell(events.AgendaConflictResolved(conflict="c", workshop="w", **COQUELICOT), "2025-06-03")
    assert open_conflicts(story.as_of("2025-06-03")) == []


@pytest.mark.parametrize(
    ("kind", "people", "said"),
    [
        ("person", 3, "3 personnes sont attendues au même moment"),
        ("venue", 0, "le lieu est pris à ce moment"),
        ("travel", 2, "2 personnes n’ont pas le temps de faire la route"),
        ("holiday", 0, "ce jour est maintenant férié (Deuil national)"),
        ("busy", 1, "une personne attendue n’est plus libre"),
        ("busy", 0, "le territoire est pris à ce moment"),
    ],
)
def test_each_kind_of_conflict_has_its_words(story: Story, kind: str, people: int, said: str):
    story.tell(conflict(kind=kind, people=people, named="Deuil national"), "2025-06-01")
    (line,) = open_conflicts(story.as_of("2025-06-02"))
    assert line.sentence.replace(NB, " ").endswith(f": {said}.")
