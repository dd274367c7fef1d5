"""What is due becomes mails: to the right people, once, with what is true at that moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from shared.contracts.notifications import CancelPlan, ListPlans, SendSignInLink
from shared.errors import InvalidInput, NotFound, Refused, Unavailable
from shared.events import (
    BilanDue,
    CandidatureDecided,
    InterviewPlanned,
    NotificationSent,
    NotificationVoided,
    PersonErased,
    ReportDue,
)
from shared.ids import new_id
from tests.integration.notifications.conftest import (
    CALL,
    OFFICER,
    PILOT,
    PLACE,
    REFERENT,
    TERRITORY,
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


def test_without_smtp_mails_are_kept_and_can_be_read(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.tick("send_due")
    cards = mails(work)
    assert [(card.to, card.state) for card in cards] == [
        ("Camille Exemple <camille@exemple.fr>", "kept"),
        ("pilote@exemple.fr", "kept"),
    ]
    assert (cards[0].about, cards[0].territory, cards[0].created) == (WORKSHOP, TERRITORY, "2025-06-16T10:00:00+02:00")
    first, second = (mail(work, card) for card in cards)
    for words in ("Bonjour Camille Exemple,", "La Manufacture du Coquelicot", "jeudi 3 juillet 2025"):
        assert words in first.text
        assert words in first.html
    assert "dominique@exemple.fr" in first.text
    assert second.text.startswith("Bonjour,\n")
    assert states(work) == {"workshop-announced": "sent", "workshop-reminder": "planned"}
    assert {e.data["person"] for e in work.told(NotificationSent)} == {REFERENT, PILOT}
    assert {e.occurred for e in work.told(NotificationSent)} == {"2025-06-16"}


def test_ticking_again_sends_nothing_more(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    for _ in range(3):
        work.tick("send_due")
        work.tick("deliver")
    assert len(mails(work)) == 2


def test_the_reminder_leaves_at_nine_a_week_before_and_not_earlier(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.tick("send_due")
    work.clock.instant = paris("2025-06-26T08:59")
    work.tick("send_due")
    assert len(mails(work)) == 2
    work.clock.instant = paris("2025-06-26T09:00")
    work.tick("send_due")
    assert ["Rappel" in card.subject for card in mails(work)[2:]] == [True, True]


def test_two_ticks_at_once_write_and_send_once(work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere) -> None:
    scheduled()
    both = threading.Barrier(2, timeout=20)
    failures: list[BaseException] = []

    def tick() -> None:
        try:
            both.wait()
            work.tick("send_due")
            work.tick("deliver")
        except BaseException as error:  # a thread's failure must fail the test
            failures.append(error)

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    work.tick("send_due")
    assert failures == []
    assert len(mails(work)) == 2
    assert len(work.told(NotificationSent)) == 2


def test_a_plan_claimed_by_a_tick_that_died_is_taken_up_again(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()

    class Killed(BaseException):
        pass

    def die(_: object) -> None:
        raise Killed

    known = work.answers["find-addresses"]
    work.answers["find-addresses"] = die
    with pytest.raises(Killed):
        work.tick("send_due")
    work.answers["find-addresses"] = known
    work.tick("send_due")
    assert mails(work) == []
    work.clock.advance(timedelta(minutes=6))
    work.tick("send_due")
    assert len(mails(work)) == 2


def test_addresses_are_asked_for_at_the_moment_of_writing(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere
) -> None:
    scheduled()
    assert elsewhere.asked == []
    elsewhere.add(PILOT, "diagnostic-pilot", None, "Pilote", "nouvelle-adresse@exemple.fr")
    work.tick("send_due")
    assert mails(work)[1].to == "nouvelle-adresse@exemple.fr"


def test_nobody_to_write_to_means_nobody(work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere) -> None:
    elsewhere.people.clear()
    elsewhere.add(REFERENT, "elected-referent", None, "Élue", None)
    elsewhere.add(PILOT, "diagnostic-pilot", None, "Pilote", "pas une adresse")
    scheduled()
    work.tick("send_due")
    announced = plans(work)["workshop-announced"]
    assert (announced.state, announced.reason) == ("skipped", "personne à qui écrire")
    assert mails(work) == []
    assert [e.data["reason"] for e in work.told(NotificationVoided)] == ["personne à qui écrire"]


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({"state": "cancelled"}, "l’atelier est annulé"),
        ({"state": "held"}, "l’atelier s’est tenu"),
        ({"start": "2025-07-04T09:00:00+02:00"}, "l’atelier a changé de date"),
    ],
)
def test_what_is_no_longer_true_does_not_leave_even_when_its_event_is_late(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, now: dict[str, str], reason: str
) -> None:
    scheduled()
    start = elsewhere.workshops[WORKSHOP].start
    elsewhere.workshops[WORKSHOP] = workshop_card(**{"start": start, **now})
    work.tick("send_due")
    announced = plans(work)["workshop-announced"]
    assert (announced.state, announced.reason) == ("voided", reason)
    assert mails(work) == []


def test_an_interview_logged_meanwhile_is_not_asked_for(work: RoomAtWork) -> None:
    work.hear(InterviewPlanned(**PLACE, interview=new_id(), on="2025-06-16"))
    work.clock.instant = paris("2025-06-17T09:00")
    work.tick("send_due")
    assert plans(work)["interview-to-log"].reason == "l’entretien est saisi"


def test_a_room_that_is_away_delays_and_loses_nothing(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()

    def away(_: object) -> None:
        raise Unavailable("Le service ne répond pas.")

    known = work.answers["find-addresses"]
    work.answers["find-addresses"] = away
    work.tick("send_due")
    assert states(work)["workshop-announced"] == "planned"
    work.answers["find-addresses"] = known
    work.tick("send_due")
    assert mails(work) == []
    work.clock.advance(timedelta(minutes=1))
    work.tick("send_due")
    assert len(mails(work)) == 2


def test_a_letter_that_cannot_be_written_is_tried_again_then_failed_and_holds_back_no_other(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    work.hear(BilanDue(**PLACE, due="2025-06-16"), occurred="2025-06-16")

    def broken(_: object) -> None:
        raise RuntimeError("a bug")

    work.answers["get-workshop"] = broken
    work.tick("send_due")
    assert states(work)["bilan-due"] == "sent"
    for _ in range(9):
        work.clock.advance(timedelta(hours=4))
        work.tick("send_due")
    announced = plans(work)["workshop-announced"]
    assert (announced.state, announced.reason) == ("failed", "le message n’a pas pu être écrit (RuntimeError)")


def test_what_is_two_days_late_is_missed_and_said(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.clock.instant = paris("2025-06-28T09:01")
    work.tick("send_due")
    assert states(work) == {"workshop-announced": "missed", "workshop-reminder": "missed"}
    assert mails(work) == []


def test_the_bilan_is_told_to_referents_and_officer_who_is_not_sent_to_themselves(work: RoomAtWork) -> None:
    work.hear(BilanDue(**PLACE, due="2025-06-16"), occurred="2025-06-16")
    work.tick("send_due")
    texts = {card.to: mail(work, card).text for card in mails(work)}
    assert len(texts) == 3
    assert "ou écrivez à" in texts["Camille Exemple <camille@exemple.fr>"]
    assert "ou écrivez à" not in texts["Dominique Modèle <dominique@exemple.fr>"]


def test_the_team_hears_of_reports_once_each(work: RoomAtWork) -> None:
    work.hear(ReportDue(funder="Région", period="2025-S1", due="2025-06-16"), occurred="2025-06-16")
    work.tick("send_due")
    assert [card.to for card in mails(work)] == ["Dominique Modèle <dominique@exemple.fr>"]


@pytest.mark.parametrize(("decision", "told"), [("retained", {REFERENT, PILOT, OFFICER}), ("not-retained", {OFFICER})])
def test_a_refusal_is_left_to_the_team_to_tell(work: RoomAtWork, decision: str, told: set[str]) -> None:
    event = CandidatureDecided(territory=TERRITORY, call=CALL, candidature=new_id(), decision=decision)
    work.hear(event, occurred="2025-06-16")
    work.tick("send_due")
    assert {e.data["person"] for e in work.told(NotificationSent)} == told
    assert "AMI 2024" in mail(work, mails(work)[0]).text


def test_a_plan_can_be_cancelled_while_it_is_to_come(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    plan = plans(work)["workshop-reminder"].id
    work.obey(CancelPlan(plan=plan, reason="déjà dit au téléphone"))
    assert plans(work)["workshop-reminder"].reason == "déjà dit au téléphone"
    assert [e.data["plan"] for e in work.told(NotificationVoided)] == [plan]
    with pytest.raises(Refused) as refusal:
        work.obey(CancelPlan(plan=plan, reason="x"))
    assert refusal.value.stable_code == "plan-is-over"
    with pytest.raises(NotFound):
        work.obey(CancelPlan(plan=new_id(), reason="x"))


def test_plans_are_listed_the_nearest_first(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.hear(InterviewPlanned(**PLACE, interview=new_id(), on="2025-06-20"))
    work.tick("send_due")
    assert [card.rule for card in work.ask(ListPlans()).plans] == [
        "interview-ahead",
        "interview-to-log",
        "workshop-reminder",
        "workshop-announced",
    ]
    assert [card.rule for card in work.ask(ListPlans(state="sent")).plans] == ["workshop-announced"]
    assert work.ask(ListPlans(accompaniment=new_id())).plans == []


# --- Sign-in


def sign_in(work: RoomAtWork, email: str = "camille@exemple.fr") -> str:
    return work.obey(SendSignInLink(email=email, link="https://terreau.exemple.fr/connexion/abc", minutes=15)).id


def test_a_sign_in_link_waits_for_the_tick_and_is_kept_until_it_expires(work: RoomAtWork) -> None:
    sign_in(work)
    (card,) = mails(work)
    assert (card.state, card.subject) == ("pending", "Votre lien de connexion à Terreau")
    work.tick("deliver")
    (card,) = mails(work)
    assert (card.state, card.to) == ("kept", "camille@exemple.fr")
    assert "https://terreau.exemple.fr/connexion/abc" in mail(work, card).text
    assert work.told() == []
    work.clock.advance(timedelta(minutes=15))
    work.tick("send_due")
    (card,) = mails(work)
    assert card.to == "destinataire effacé"
    kept = mail(work, card)
    assert "connexion/abc" not in kept.text + kept.html
    assert "votre lien personnel" in kept.text


def test_what_is_no_address_gets_no_link(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sign_in(work, "camille")
    assert refusal.value.problems[0][0] == "email"


# --- Erasure


def test_an_erased_person_leaves_no_name_address_or_words_but_the_trace_of_the_mail(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    work.tick("send_due")
    sign_in(work, "camille@exemple.fr")
    work.hear(PersonErased(person=REFERENT))
    theirs, other, link = mails(work)
    assert (theirs.to, theirs.state) == ("destinataire effacé", "kept")
    assert (mail(work, theirs).text, mail(work, theirs).html) == ("", "")
    assert (link.to, link.state) == ("destinataire effacé", "dropped")
    assert "Bonjour" in mail(work, other).text
    work.hear(PersonErased(person=OFFICER))
    assert mail(work, other).text == ""


def test_nobody_writes_to_somebody_forgotten_while_the_mail_was_written(work: RoomAtWork, scheduled: Scheduled) -> None:
    scheduled()
    work.hear(PersonErased(person=REFERENT))
    work.tick("send_due")
    assert [card.to for card in mails(work)] == ["pilote@exemple.fr"]
