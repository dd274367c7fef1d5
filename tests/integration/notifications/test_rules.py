"""Rules are data: made, changed, copied, switched; they speak of what is to come only, to those who hold a role."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pydantic import SecretStr

from shared.contracts.diagnostic import InterviewCard
from shared.contracts.notifications import (
    CloneRule,
    ConfirmPlan,
    FinishTask,
    ListComing,
    ListPlans,
    ListRules,
    ListTasks,
    PlanCard,
    PreviewRule,
    RuleCard,
    RuleWords,
    SaveRule,
    SwitchRule,
)
from shared.errors import InvalidInput, NotFound
from shared.events import InterviewPlanned, ReportDue, ReportPublished, StageEntered, WorkshopCancelled
from shared.ids import new_id
from shared.settings import Settings
from tests.integration.notifications.conftest import (
    OFFICER,
    PLACE,
    REFERENT,
    WORKSHOP,
    Elsewhere,
    Scheduled,
    mail,
    mails,
    paris,
    plans,
    states,
    workshop_card,
)
from tests.support.rooms import RoomAtWork

MINE = RuleWords(
    watch="workshop-reminder",
    title="Deux jours avant",
    timing="before",
    days=2,
    at="14:30",
    roles=["programme-officer"],
    subject="[{territoire}] {titre}",
    words="Pensez aux clés de {lieu}.",
)


def rules(work: RoomAtWork) -> dict[str, RuleCard]:
    return {card.code: card for card in work.ask(ListRules()).rules}


def of_rule(work: RoomAtWork, code: str) -> PlanCard | None:
    return plans(work).get(code)


def test_there_is_a_rule_for_every_need_that_events_tell_of(work: RoomAtWork) -> None:
    known = work.ask(ListRules())
    needs = {watch.need for watch in known.watches}
    assert {f"NOT-{number:02}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15)} <= needs
    assert "networks-invited" in {card.code for card in known.rules}  # NOT-07
    assert {watch.code for watch in known.watches} == {card.rule.watch for card in known.rules}


def test_a_rule_of_the_team_finds_the_days_already_known_and_writes_in_its_own_words(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    code = work.obey(SaveRule(rule=MINE)).id
    made = of_rule(work, code)
    assert made is not None
    assert (made.state, made.due) == ("planned", "2025-07-01T14:30:00+02:00")
    work.clock.instant = paris("2025-07-01T14:30")
    work.tick("send_due")
    (only,) = [card for card in mails(work) if "clés" in mail(work, card).text]
    assert only.subject == "[CC du Pays du Coquelicot] Idéation"
    assert "Pensez aux clés de La Manufacture du Coquelicot." in mail(work, only).text
    assert only.to == "Dominique Modèle <dominique@exemple.fr>"


def test_anchors_older_than_the_rule_never_make_it_speak(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.clock.instant = paris("2025-07-02T10:00")
    # Its moment was yesterday: nothing is made up for.
    code = work.obey(SaveRule(rule=MINE)).id
    assert of_rule(work, code) is None
    after = MINE.model_copy(update={"watch": "bilan-due", "timing": "after", "days": 0, "subject": "", "words": ""})
    other = work.obey(SaveRule(rule=after)).id
    work.hear(ReportDue(funder="Région", period="2024", due="2025-07-01"), occurred="2025-07-01")
    assert of_rule(work, other) is None


def test_a_copy_is_switched_off(work: RoomAtWork, scheduled: Scheduled) -> None:
    copy = work.obey(CloneRule(code="workshop-reminder")).id
    assert (rules(work)[copy].enabled, rules(work)[copy].rule.title) == (False, "Rappel d’un atelier (copie)")
    scheduled()
    assert of_rule(work, copy) is None
    work.obey(SwitchRule(code=copy, enabled=True))
    known = of_rule(work, copy)
    assert known is not None
    assert known.state == "planned"


def test_what_a_rule_switched_off_had_planned_does_not_leave(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.obey(SwitchRule(code="workshop-reminder", enabled=False))
    reminder = plans(work)["workshop-reminder"]
    assert (reminder.state, reminder.reason) == ("voided", "la règle est désactivée")
    work.obey(SwitchRule(code="workshop-reminder", enabled=True))
    assert states(work)["workshop-reminder"] == "planned"
    with pytest.raises(NotFound):
        work.obey(SwitchRule(code="r-unknown", enabled=True))


def test_a_rule_changed_counts_again_what_it_had_planned(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    earlier = rules(work)["workshop-reminder"].rule.model_copy(update={"days": 10, "at": "11:00"})
    work.obey(SaveRule(code="workshop-reminder", rule=earlier))
    assert plans(work)["workshop-reminder"].due == "2025-06-23T11:00:00+02:00"
    assert rules(work)["workshop-reminder"].changed
    passed = earlier.model_copy(update={"days": 60})
    work.obey(SaveRule(code="workshop-reminder", rule=passed))
    reminder = plans(work)["workshop-reminder"]
    assert (reminder.state, reminder.reason) == ("skipped", "la règle a changé : son moment est passé")


def test_no_role_means_nobody(work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere) -> None:
    nobody = rules(work)["workshop-announced"].rule.model_copy(update={"roles": []})
    work.obey(SaveRule(code="workshop-announced", rule=nobody))
    scheduled()
    work.tick("send_due")
    assert mails(work) == []
    assert plans(work)["workshop-announced"].reason == "personne à qui écrire"
    assert all(query.roles for query in elsewhere.asked if query.accompaniment)


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ({"words": "Bonjour,\n\nRendez-vous à {leiu}."}, "words", "Ligne 3\u00a0: le champ {leiu} n’existe pas\u202f;"),
        ({"words": "Une accolade { seule"}, "words", "Ligne 1\u00a0: une accolade est seule"),
        ({"words": "Un\n<b>gras"}, "words", "Ligne 2\u00a0: un texte ne contient pas de balise"),
        ({"subject": "{inconnu}"}, "subject", "le champ {inconnu} n’existe pas"),
        ({"timing": "at-once"}, "timing", "combien de jours"),
        ({"watch": "nothing"}, "watch", "surveille"),
        ({"roles": ["maire"]}, "roles", "inconnus"),
        ({"repeat_days": 3}, "repeat_days", "se répète"),
        ({"watch": "poll-chase", "timing": "at-once"}, "watch", "sondage"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_with_its_line(
    work: RoomAtWork, change: dict[str, object], where: str, said: str
) -> None:
    wrong = MINE.model_copy(update=change)
    for asked in (lambda: work.obey(SaveRule(rule=wrong)), lambda: work.ask(PreviewRule(rule=wrong))):
        with pytest.raises(InvalidInput) as refusal:
            asked()
        assert next((place, said in sentence) for place, sentence in refusal.value.problems) == (where, True)
    assert len(rules(work)) == len(work.ask(ListRules()).rules)


def test_a_preview_is_written_with_real_facts_where_there_are_some(work: RoomAtWork, scheduled: Scheduled) -> None:
    sample = work.ask(PreviewRule(rule=MINE))
    assert (sample.about, sample.ahead) == ("", 0)
    assert sample.subject == "[Val d’Exemple] Coopérer ensemble"
    scheduled()
    work.tick("send_due")
    real = work.ask(PreviewRule(rule=MINE))
    assert (real.about, real.ahead, real.accompaniments) == ("Idéation", 1, [PLACE["accompaniment"]])
    assert "Pensez aux clés de La Manufacture du Coquelicot." in real.text


def test_every_rule_delivered_can_be_previewed_and_saved_as_it_is(work: RoomAtWork) -> None:
    for card in work.ask(ListRules()).rules:
        assert work.ask(PreviewRule(code=card.code, rule=card.rule)).text
        work.obey(SaveRule(code=card.code, rule=card.rule, enabled=card.enabled))
    assert {code: card.rule for code, card in rules(work).items()} == {
        card.code: card.rule for card in work.ask(ListRules()).rules
    }


def test_a_rule_that_would_reach_more_people_than_ever_asks_first(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere
) -> None:
    for number in range(11):
        person = f"0190a000-0000-7000-8000-0000000001{number:02}"
        elsewhere.add(person, "elected-referent", f"Élue {number}", "Élue", f"elue{number}@exemple.fr")
    scheduled()
    work.tick("send_due")
    assert mails(work) == []
    (waiting,) = [one for one in work.ask(ListComing()).plans if one.plan.rule == "workshop-announced"]
    assert waiting.to_confirm
    assert "13 personnes" in (waiting.plan.reason or "")
    work.obey(ConfirmPlan(plan=waiting.plan.id))
    work.tick("send_due")
    assert len(mails(work)) == 13
    assert rules(work)["workshop-announced"].most == 13


# --- Rounds and tasks


def test_two_reminders_at_most_then_a_task_for_a_person(work: RoomAtWork) -> None:
    work.hear(ReportDue(funder="Région", period="2025-S1", due="2025-06-16"), occurred="2025-06-16")
    work.tick("send_due")
    assert len(mails(work)) == 1
    work.clock.instant = paris("2025-06-23T09:00")
    work.tick("send_due")
    assert len(mails(work)) == 2
    for days in (3, 7, 10):
        work.clock.advance(timedelta(days=days))
        work.tick("send_due")
    assert len(mails(work)) == 2
    (task,) = work.ask(ListTasks()).tasks
    assert task.title == "Rapport à remettre\u00a0: Région, période 2025-S1"
    work.obey(FinishTask(task=task.id))
    assert work.ask(ListTasks()).tasks == []


def test_what_was_done_needs_no_second_reminder_and_no_task(work: RoomAtWork) -> None:
    work.hear(ReportDue(funder="Région", period="2025-S1", due="2025-06-16"), occurred="2025-06-16")
    work.tick("send_due")
    published = ReportPublished(
        report="r", funder="Région", period="2025-S1", as_of="2025-06-30", known_at="2025-06-30T10:00:00+02:00"
    )
    work.hear(published)
    work.clock.advance(timedelta(days=20))
    work.tick("send_due")
    assert len(mails(work)) == 1
    assert work.ask(ListTasks()).tasks == []


# --- Never too much


def interviews(work: RoomAtWork, elsewhere: Elsewhere, *days: str) -> None:
    for day in days:
        interview = new_id()
        elsewhere.interviews.append(_interview(interview, f"Structure du {day}"))
        work.hear(InterviewPlanned(**PLACE, interview=interview, on=day))


def _interview(id: str, structure: str) -> InterviewCard:
    return InterviewCard.model_construct(id=id, structure=structure, accompaniment=PLACE["accompaniment"])


def test_several_reminders_to_one_person_at_once_are_one_mail(work: RoomAtWork, elsewhere: Elsewhere) -> None:
    work.obey(SwitchRule(code="interview-ahead", enabled=False))
    interviews(work, elsewhere, "2025-06-16", "2025-06-16")
    work.clock.instant = paris("2025-06-17T09:00")
    work.tick("send_due")
    cards = mails(work)
    whole = [card for card in cards if card.state == "kept" and card.about is None]
    assert [card.subject for card in whole] == ["[CC du Pays du Coquelicot] 2 rappels"]
    text = mail(work, whole[0]).text
    assert text.count("Entretien à saisir") == 2
    assert text.count("Bonjour") == 1
    assert "Pourquoi ai-je reçu ce message" in text
    assert re.search(rf"/courrier/[\w-]+/{whole[0].id}", text)
    # Each goes on by itself: the next round of both is planned.
    assert sorted(plan.state for plan in plans_of(work, "interview-to-log")) == ["planned"] * 2 + ["sent"] * 2


def test_a_reminder_waits_when_one_has_just_left_and_presses_when_it_must(
    work: RoomAtWork, elsewhere: Elsewhere
) -> None:
    work.obey(SwitchRule(code="interview-ahead", enabled=False))
    interviews(work, elsewhere, "2025-06-16")
    work.clock.instant = paris("2025-06-17T09:00")
    work.tick("send_due")
    interviews(work, elsewhere, "2025-06-17")
    work.clock.instant = paris("2025-06-18T09:00")
    work.tick("send_due")
    assert [card.state for card in mails(work)] == ["kept", "pending"]
    work.clock.instant = paris("2025-06-19T09:00")
    work.tick("send_due")
    assert [card.state for card in mails(work)] == ["kept", "kept"]


def test_a_part_that_lost_its_object_takes_the_whole_mail_apart(
    work: RoomAtWork, elsewhere: Elsewhere, scheduled: Scheduled
) -> None:
    officer = rules(work)["workshop-reminder"].rule.model_copy(update={"roles": ["programme-officer"], "days": 1})
    work.obey(SaveRule(code="workshop-reminder", rule=officer))
    work.obey(SwitchRule(code="interview-ahead", enabled=False))
    scheduled()
    work.tick("send_due")
    before = len(mails(work))
    interviews(work, elsewhere, "2025-07-01")
    # Both are due on Wednesday 2 July at nine; the server is away.
    work.settings = Settings(smtp_url=SecretStr("smtp://127.0.0.1:9?tls=none"), mail_undo_minutes=0)
    work.clock.instant = paris("2025-07-02T09:00")
    work.tick("send_due")
    assert [card.state for card in mails(work)[before:]].count("grouped") == 2
    work.hear(WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), occurred="2025-07-02")
    elsewhere.workshops[WORKSHOP] = workshop_card(state="cancelled", start="2025-07-03T09:00:00+02:00")
    work.settings = Settings(mail_undo_minutes=0)
    work.clock.advance(timedelta(minutes=2))
    work.tick("send_due")
    left = [card for card in mails(work)[before:] if card.state == "kept"]
    assert ["Entretien" in card.subject for card in left if card.to.startswith("Dominique")] == [True]


def test_a_stage_that_lasts_is_told_to_its_companions_and_another_one_ends_that(work: RoomAtWork) -> None:
    work.hear(StageEntered(**PLACE, stage="diagnostic"), occurred="2025-06-16")
    overrun = plans(work)["stage-overrun"]
    assert overrun.due == "2025-09-16T09:00:00+02:00"
    work.hear(StageEntered(**PLACE, stage="rencontres"), occurred="2025-07-01")
    due = {plan.due[:10]: plan.state for plan in plans_of(work, "stage-overrun")}
    assert due == {"2025-09-16": "voided", "2025-09-01": "planned"}


def plans_of(work: RoomAtWork, rule: str) -> list[PlanCard]:
    return [card for card in work.ask(ListPlans()).plans if card.rule == rule]


def test_the_roles_are_read_when_the_mail_is_written(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere
) -> None:
    mine = work.obey(SaveRule(rule=MINE.model_copy(update={"roles": ["elected-referent", "team"]}))).id
    scheduled()
    del elsewhere.people[REFERENT]
    work.clock.instant = paris("2025-07-01T14:30")
    work.tick("send_due")
    assert of_rule(work, mine) is not None
    assert [card.to for card in mails(work) if "clés" in mail(work, card).text] == [
        "Dominique Modèle <dominique@exemple.fr>"
    ]
    assert OFFICER in elsewhere.people
