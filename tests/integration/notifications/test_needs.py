"""The needs that no event of a workshop tells of: the MOOC, the news of a month, the end of the project, who is met."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.contracts.diagnostic import InterviewCard, StalledContact, StalledContacts
from shared.contracts.notifications import (
    AnswerMooc,
    AskForMooc,
    ConfirmPlan,
    ListComing,
    ListMoocRequests,
    ListPlans,
    PrepareNews,
    SwitchRule,
)
from shared.contracts.territories import ProspectCard, Vivier
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    CallPublished,
    ContactAdvanced,
    ContactStalled,
    DeadlineFixed,
    InterviewLogged,
    InterviewPlanned,
    PersonErased,
    ProjectEmerged,
    WorkshopScheduled,
)
from tests.integration.notifications.conftest import (
    CALL,
    OFFICER,
    PLACE,
    REFERENT,
    WORKSHOP,
    Elsewhere,
    mail,
    mails,
    paris,
    plans,
    states,
    workshop_card,
)
from tests.support.rooms import RoomAtWork

INTERVIEW = "0190a000-0000-7000-8000-0000000000b1"


# --- NOT-13: access to the MOOC


def test_the_team_is_told_of_a_request_for_the_mooc_and_answers_who_asked(work: RoomAtWork) -> None:
    asked = AskForMooc(
        email="sacha@exemple.fr", name="Sacha Modèle", structure="Café associatif", words="Par curiosité"
    )
    request = work.obey(asked).id
    assert work.obey(asked).id == request, "asking twice is asking once"
    work.tick("send_due")
    (card,) = mails(work)
    assert card.to == "Dominique Modèle <dominique@exemple.fr>"
    text = mail(work, card).text
    assert "Sacha Modèle demande l’accès au MOOC" in text
    assert "Café associatif" in text
    assert "sacha@exemple.fr" in text
    (waiting,) = work.ask(ListMoocRequests()).requests
    assert (waiting.name, waiting.email) == ("Sacha Modèle", "sacha@exemple.fr")
    work.obey(AnswerMooc(request=request))
    assert work.ask(ListMoocRequests()).requests == []


def test_a_request_that_is_none_or_one_too_many_is_refused(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput) as wrong:
        work.obey(AskForMooc(email="sacha", name="Sacha"))
    assert wrong.value.problems[0][0] == "email"
    for number in range(60):
        work.obey(AskForMooc(email=f"p{number}@exemple.fr", name="P"))
    with pytest.raises(Refused):
        work.obey(AskForMooc(email="encore@exemple.fr", name="P"))
    with pytest.raises(NotFound):
        work.obey(AnswerMooc(request="none"))


def test_nothing_is_left_of_a_request_after_a_year(work: RoomAtWork) -> None:
    work.obey(AskForMooc(email="sacha@exemple.fr", name="Sacha Modèle"))
    work.tick("send_due")
    work.clock.advance(timedelta(days=366))
    work.tick("read_answers")
    assert work.ask(ListMoocRequests()).requests == []
    assert all("sacha" not in mail(work, card).text for card in mails(work))


def test_somebody_forgotten_is_forgotten_here_too(work: RoomAtWork) -> None:
    work.obey(AskForMooc(email="dominique@exemple.fr", name="Dominique Modèle"))
    work.tick("send_due")
    work.hear(PersonErased(person=OFFICER))
    assert work.ask(ListMoocRequests()).requests == []


# --- NOT-14: the news of a month


def test_the_news_of_a_month_wait_for_a_yes_and_are_in_a_persons_words(work: RoomAtWork) -> None:
    plan = work.obey(
        PrepareNews(month="2025-05", subject="Mai dans les territoires", words="Un atelier.\n\nUn accord.")
    ).id
    for _ in range(3):
        work.tick("send_due")
        work.clock.advance(timedelta(minutes=15))
    assert mails(work) == []
    (waiting,) = work.ask(ListComing()).plans
    assert waiting.to_confirm
    assert "relisez-le" in (waiting.plan.reason or "")
    work.obey(ConfirmPlan(plan=plan))
    work.tick("send_due")
    work.tick("send_due")
    sent = mails(work)
    assert {card.to.partition(" <")[0] for card in sent} == {"Camille Exemple", "Dominique Modèle", "pilote@exemple.fr"}
    assert {card.subject for card in sent} == {"Mai dans les territoires"}
    assert "Un atelier.\n\nUn accord." in mail(work, sent[0]).text


def test_a_month_is_told_once_and_never_before_it_began(work: RoomAtWork) -> None:
    news = PrepareNews(month="2025-05", subject="Mai", words="Un atelier.")
    work.obey(news)
    with pytest.raises(Refused):
        work.obey(news)
    with pytest.raises(InvalidInput):
        work.obey(news.model_copy(update={"month": "2025-07"}))
    work.obey(SwitchRule(code="monthly-news", enabled=False))
    with pytest.raises(Refused) as off:
        work.obey(news.model_copy(update={"month": "2025-06"}))
    assert off.value.stable_code == "rule-is-off"


# --- NOT-10: the end of the European project


def test_the_end_of_the_project_is_told_ahead_and_follows_its_day(work: RoomAtWork) -> None:
    end = {"deadline": "d", "kind": "european-project-end", "title": "Coopérations 2025"}
    work.hear(DeadlineFixed.model_validate({**end, "due": "2025-12-31"}), occurred="2025-06-16")
    # 2 October and 1 December 2025 are working days, 90 and 30 days before.
    assert (plans(work)["project-end"].due[:10], plans(work)["project-end-near"].due[:10]) == (
        "2025-10-02",
        "2025-12-01",
    )
    work.hear(DeadlineFixed.model_validate({**end, "due": "2025-10-31"}), occurred="2025-06-17")
    due = {(card.state, card.due[:10]) for card in work.ask(ListPlans()).plans}
    assert due == {
        ("voided", "2025-10-02"),
        ("voided", "2025-12-01"),
        ("planned", "2025-08-01"),  # the second of August is a Saturday: backward
        ("planned", "2025-10-01"),
    }
    work.clock.instant = paris("2025-08-01T09:00")
    work.tick("send_due")
    (card,) = mails(work)
    assert (card.to, "31 octobre 2025" in card.subject) == ("Dominique Modèle <dominique@exemple.fr>", True)


def test_another_deadline_is_no_end_of_project(work: RoomAtWork) -> None:
    work.hear(DeadlineFixed(deadline="d", kind="other", title="Comité", due="2025-12-31"), occurred="2025-06-16")
    assert plans(work) == {}


# --- NOT-03: the person one is to meet


def test_who_is_to_be_met_is_told_why_when_they_are_named(work: RoomAtWork, elsewhere: Elsewhere) -> None:
    elsewhere.interviews = [
        InterviewCard.model_construct(id=INTERVIEW, structure="Café associatif", accompaniment=PLACE["accompaniment"])
    ]
    work.hear(InterviewPlanned(**PLACE, interview=INTERVIEW, on="2025-06-26", person=REFERENT))
    work.tick("send_due")
    (card,) = mails(work)
    assert card.to.startswith("Camille Exemple")
    text = mail(work, card).text
    assert "jeudi 26 juin 2025" in text
    assert "rien ne vous sera vendu" in text
    assert "dominique@exemple.fr" in text


def test_nobody_is_told_of_an_interview_that_names_nobody_or_is_over(work: RoomAtWork, elsewhere: Elsewhere) -> None:
    work.hear(InterviewPlanned(**PLACE, interview=INTERVIEW, on="2025-06-26"))
    assert "interview-planned" not in states(work)
    other = INTERVIEW[:-1] + "2"
    work.hear(InterviewPlanned(**PLACE, interview=other, on="2025-06-26", person=REFERENT))
    logged = {"structure": "s", "kind": "ess", "ess": True, "appetite": "interested", "reconstructed": False}
    work.hear(InterviewLogged.model_validate({**PLACE, "interview": other, **logged}), occurred="2025-06-16")
    assert states(work)["interview-planned"] == "voided"


# --- NOT-01, NOT-04, NOT-08, NOT-15


@pytest.mark.parametrize("occurred", ["2025-06-16", None])
def test_a_call_is_told_to_the_vivier(work: RoomAtWork, occurred: str | None) -> None:
    prospect = ProspectCard.model_construct(territory=PLACE["territory"])
    work.answers["list-prospects"] = lambda _: Vivier.model_construct(prospects=[prospect])
    work.hear(CallPublished(call=CALL, title="AMI 2025", closes="2025-10-31"), occurred=occurred)
    work.tick("send_due")
    assert {card.to.partition(" <")[0] for card in mails(work)} == {
        "Camille Exemple",
        "Dominique Modèle",
        "pilote@exemple.fr",
    }
    assert "vendredi 31 octobre 2025" in mail(work, mails(work)[0]).text


def test_a_contact_that_waits_is_told_to_the_pilot_until_it_moves(work: RoomAtWork) -> None:
    waiting = StalledContact.model_construct(contact="c1", label="Café associatif")
    work.answers["list-stalled-contacts"] = lambda _: StalledContacts.model_construct(contacts=[waiting], total=1)
    work.hear(ContactStalled(**PLACE, contact="c1", due="2025-06-13"), occurred="2025-06-16")
    work.tick("send_due")
    (card,) = mails(work)
    assert (card.to, "Café associatif" in card.subject) == ("pilote@exemple.fr", True)
    work.hear(ContactStalled(**PLACE, contact="c2", due="2025-06-13"), occurred="2025-06-16")
    work.hear(ContactAdvanced(**PLACE, contact="c2", state="met"), occurred="2025-06-16")
    work.tick("send_due")
    assert len(mails(work)) == 1


def test_a_visit_is_prepared_well_ahead(work: RoomAtWork, elsewhere: Elsewhere) -> None:
    times = {"start": "2025-09-04T09:00:00+02:00", "end": "2025-09-04T17:00:00+02:00"}
    elsewhere.workshops[WORKSHOP] = workshop_card(**times, title="Une épicerie", format="visite inspirante")
    event = WorkshopScheduled(**PLACE, workshop=WORKSHOP, title="Une épicerie", format="visite inspirante", **times)
    work.hear(event, occurred="2025-06-16")
    assert plans(work)["visit-logistics"].due[:10] == "2025-08-14"
    work.clock.instant = paris("2025-08-14T09:00")
    work.tick("send_due")
    assert any("Préparer la visite" in card.subject for card in mails(work))


def test_who_took_part_is_told_what_came_of_it(work: RoomAtWork, elsewhere: Elsewhere) -> None:
    elsewhere.organisations = [{"id": "o1", "kind": "association", "roles": []}]
    elsewhere.members = {OFFICER: "o1"}
    work.hear(ProjectEmerged(**PLACE, title="Une épicerie coopérative"), occurred="2025-06-16")
    work.tick("send_due")
    told = mails(work)
    assert len(told) == 3, "referents, and the people of networks"
    assert "Une épicerie coopérative" in mail(work, told[0]).text
