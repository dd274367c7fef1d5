"""What will leave stands there to be read first: who, when, in which words; it can be put off, changed, stopped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.contracts.notifications import (
    CancelLetter,
    CancelPlan,
    ComingPlan,
    EditPlan,
    GetMail,
    ListComing,
    PostponePlan,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import DesignationEnded, PersonErased, ReferentDesignated, WorkshopMoved
from shared.settings import Settings
from tests.integration.notifications.conftest import (
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


@pytest.fixture
def held(work: RoomAtWork, scheduled: Scheduled) -> RoomAtWork:
    """A workshop told at ten, with ten minutes to undo; its drafts are written."""
    work.settings = Settings(mail_undo_minutes=10)
    scheduled()
    work.tick("send_due")
    return work


def coming(work: RoomAtWork, **wanted: object) -> dict[str, ComingPlan]:
    return {one.plan.rule: one for one in work.ask(ListComing.model_validate(wanted)).plans}


def people(one: ComingPlan) -> set[str]:
    return {letter.person for letter in one.letters if letter.state == "draft"}


def later(work: RoomAtWork, **step: float) -> None:
    work.clock.advance(timedelta(**step))
    work.tick("send_due")


def test_nothing_leaves_that_was_not_there_to_be_read_for_ten_minutes(held: RoomAtWork) -> None:
    announced = coming(held)["workshop-announced"]
    assert announced.undo_until == announced.leaves == "2025-06-16T10:10:00+02:00"
    assert people(announced) == {REFERENT, PILOT}
    later(held, minutes=9)
    assert mails(held) == []
    later(held, minutes=1)
    assert [card.state for card in mails(held)] == ["kept", "kept"]
    assert "workshop-announced" not in coming(held)


def test_the_draft_reads_as_the_mail_will(held: RoomAtWork) -> None:
    announced = coming(held)["workshop-announced"]
    drafts = {letter.person: held.ask(GetMail(id=letter.mail)) for letter in announced.letters}
    assert "Bonjour Camille Exemple," in drafts[REFERENT].text
    assert "La Manufacture du Coquelicot" in drafts[REFERENT].html
    assert (drafts[REFERENT].card.state, drafts[REFERENT].card.to) == ("draft", "Camille Exemple")
    later(held, minutes=10)
    assert {mail(held, card).text for card in mails(held)} == {draft.text for draft in drafts.values()}


def test_within_ten_minutes_everything_can_be_taken_back(held: RoomAtWork) -> None:
    held.obey(CancelPlan(plan=coming(held)["workshop-announced"].plan.id, reason="mauvaise date"))
    later(held, minutes=11)
    assert mails(held) == []
    assert states(held)["workshop-announced"] == "cancelled"


def test_one_person_can_be_taken_out_and_the_others_are_written_to(held: RoomAtWork) -> None:
    (letter,) = [one for one in coming(held)["workshop-announced"].letters if one.person == PILOT]
    held.obey(CancelLetter(mail=letter.mail, reason="en congé"))
    shown = {one.person: (one.state, one.reason) for one in coming(held)["workshop-announced"].letters}
    assert shown[PILOT] == ("cancelled", "en congé")
    held.clock.advance(timedelta(hours=7))  # the drafts are written again in between
    held.tick("send_due")
    later(held, minutes=11)
    assert [card.to for card in mails(held)] == ["Camille Exemple <camille@exemple.fr>"]
    with pytest.raises(Refused):
        held.obey(CancelLetter(mail=letter.mail, reason="trop tard"))
    with pytest.raises(NotFound):
        held.obey(CancelLetter(mail="0190a000-0000-7000-8000-0000000000ff", reason="inconnu"))


def test_when_everybody_was_taken_out_the_message_is_cancelled(held: RoomAtWork) -> None:
    for letter in coming(held)["workshop-announced"].letters:
        held.obey(CancelLetter(mail=letter.mail, reason="au téléphone"))
    later(held, minutes=11)
    assert states(held)["workshop-announced"] == "cancelled"


def test_the_teams_own_words_stand_around_the_facts(held: RoomAtWork) -> None:
    plan = coming(held)["workshop-announced"].plan.id
    held.obey(EditPlan(plan=plan, subject="Venez nombreux !", words="Un café vous attend.\n\nÀ bientôt."))
    held.tick("send_due")
    shown = coming(held)["workshop-announced"]
    assert (shown.edited, shown.subject) == (True, "[CC du Pays du Coquelicot] Venez nombreux\u202f!")
    held.obey(EditPlan(plan=plan, subject=shown.subject or "", words=shown.words or ""))  # sent back unchanged
    later(held, minutes=10)
    first = mail(held, mails(held)[0])
    assert first.card.subject == shown.subject
    for words in ("Un café vous attend.", "À bientôt.", "jeudi 3 juillet 2025", "La Manufacture du Coquelicot"):
        assert words in first.text
    with pytest.raises(Refused):
        held.obey(EditPlan(plan=plan, subject="trop tard"))


def test_emptied_words_are_those_of_the_rule_again(held: RoomAtWork) -> None:
    plan = coming(held)["workshop-announced"].plan.id
    before = coming(held)["workshop-announced"].subject
    held.obey(EditPlan(plan=plan, subject="Autre chose"))
    held.tick("send_due")
    held.obey(EditPlan(plan=plan))
    held.tick("send_due")
    shown = coming(held)["workshop-announced"]
    assert (shown.edited, shown.subject) == (False, before)


def test_a_message_put_off_leaves_at_nine_on_a_working_day(held: RoomAtWork) -> None:
    plan = coming(held)["workshop-announced"].plan.id
    assert held.obey(PostponePlan(plan=plan, on=date(2025, 6, 18))).notes == []
    receipt = held.obey(PostponePlan(plan=plan, on=date(2025, 6, 21)))
    assert receipt.notes == ["Jour non ouvré\u00a0: l’envoi est prévu le lundi 23 juin 2025."]
    assert coming(held)["workshop-announced"].leaves == "2025-06-23T09:00:00+02:00"
    later(held, days=4)
    assert mails(held) == []
    held.clock.instant = paris("2025-06-23T09:00")
    held.tick("send_due")
    assert len(mails(held)) == 2


@pytest.mark.parametrize(("day", "why"), [("2025-06-16", "à venir"), ("2025-07-03", "aura commencé")])
def test_a_day_out_of_place_is_refused(held: RoomAtWork, day: str, why: str) -> None:
    plan = coming(held)["workshop-announced"].plan.id
    with pytest.raises(InvalidInput) as refusal:
        # nine o'clock of the workshop's own day is its very beginning
        held.obey(PostponePlan(plan=plan, on=date.fromisoformat(day)))
    assert why in refusal.value.message


def test_a_moved_workshop_takes_its_drafts_along(held: RoomAtWork, elsewhere: Elsewhere) -> None:
    moved = {"start": "2025-07-10T09:00:00+02:00", "end": "2025-07-10T12:00:00+02:00"}
    elsewhere.workshops[WORKSHOP] = workshop_card(**moved)
    event = WorkshopMoved(**PLACE, workshop=WORKSHOP, reason="salle", planned="2025-07-10", **moved)
    held.hear(event, occurred="2025-06-16")
    held.tick("send_due")
    (only,) = [one for one in coming(held, days=60).values() if one.plan.rule == "workshop-announced"]
    assert "jeudi 10 juillet 2025" in held.ask(GetMail(id=only.letters[0].mail)).text
    later(held, minutes=10)
    assert len(mails(held)) == 2


def test_who_has_the_role_at_the_moment_of_sending_is_written_to_and_was_shown_first(
    held: RoomAtWork, elsewhere: Elsewhere
) -> None:
    new = "0190a000-0000-7000-8000-00000000000d"
    elsewhere.add(new, "elected-referent", "Alix Nouveau", "Élu", "alix@exemple.fr")
    later(held, minutes=10)
    # The draft did not name Alix: it is shown first.
    assert mails(held) == []
    assert people(coming(held)["workshop-announced"]) == {REFERENT, PILOT}
    held.tick("send_due")
    assert new in people(coming(held)["workshop-announced"])
    later(held, minutes=10)
    assert len(mails(held)) == 3


def test_a_role_given_or_ended_shows_in_the_drafts(held: RoomAtWork, elsewhere: Elsewhere) -> None:
    new = "0190a000-0000-7000-8000-00000000000d"
    elsewhere.add(new, "elected-referent", "Alix Nouveau", "Élu", "alix@exemple.fr")
    held.hear(ReferentDesignated(**PLACE, person=new, role="elected-referent"))
    held.tick("send_due")
    assert new in people(coming(held)["workshop-announced"])
    del elsewhere.people[REFERENT]
    held.hear(DesignationEnded(**PLACE, person=REFERENT, role="elected-referent"))
    held.tick("send_due")
    assert people(coming(held)["workshop-announced"]) == {PILOT, new}


def test_nobody_to_write_to_is_said_before_it_is_due(held: RoomAtWork, elsewhere: Elsewhere) -> None:
    elsewhere.people.clear()
    held.hear(DesignationEnded(**PLACE, person=REFERENT, role="elected-referent"))
    held.tick("send_due")
    shown = coming(held)["workshop-announced"]
    assert (shown.letters, shown.plan.reason) == ([], "personne à qui écrire")
    assert states(held)["workshop-announced"] == "planned"


def test_the_list_is_narrowed_to_a_territory_or_a_person(held: RoomAtWork) -> None:
    assert set(coming(held, territory=TERRITORY)) == {"workshop-announced", "workshop-reminder"}
    assert coming(held, territory=OFFICER) == {}
    assert set(coming(held, person=PILOT)) == {"workshop-announced", "workshop-reminder"}
    assert coming(held, person=OFFICER) == {}
    assert set(coming(held, days=5)) == {"workshop-announced"}


def test_an_erased_person_is_in_no_draft(held: RoomAtWork) -> None:
    held.hear(PersonErased(person=REFERENT))
    assert people(coming(held)["workshop-announced"]) == {PILOT}
    held.tick("send_due")
    later(held, minutes=11)
    assert [card.to for card in mails(held)] == ["pilote@exemple.fr"]


def test_a_house_that_was_away_too_long_says_what_was_missed(held: RoomAtWork) -> None:
    later(held, days=3)
    missed = plans(held)["workshop-announced"]
    assert (missed.state, missed.reason) == ("missed", "l’heure de l’envoi est passée de plus de deux jours")
    assert mails(held) == []


def test_words_for_one_message_are_checked_line_by_line_and_their_fields_filled(
    work: RoomAtWork, scheduled: Scheduled
) -> None:
    scheduled()
    work.tick("send_due")
    (reminder,) = work.ask(ListComing()).plans
    for words, said in (("Bonjour\n\n{leiu}", "Ligne 3"), ("<b>gras", "Ligne 1")):
        with pytest.raises(InvalidInput) as wrong:
            work.obey(EditPlan(plan=reminder.plan.id, subject="x", words=words))
        assert wrong.value.problems[0][1].startswith(said)
    work.obey(EditPlan(plan=reminder.plan.id, subject="Les clés de {lieu}", words="Rendez-vous à {lieu}."))
    work.tick("send_due")
    (again,) = work.ask(ListComing()).plans
    assert "Les clés de La Manufacture du Coquelicot" in (again.subject or "")
    assert again.words == "Rendez-vous à La Manufacture du Coquelicot."
