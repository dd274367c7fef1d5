"""Calls and candidatures: opened, answered in two steps, decided once, closed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.contracts.territories import (
    CloseCall,
    CompleteCandidature,
    DecideCandidature,
    EnrolTerritory,
    GetCall,
    ListCalls,
    PublishCall,
    SubmitPreFile,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import CallClosed, CallPublished, CandidatureDecided, CandidatureSubmitted
from shared.ids import new_id
from tests.integration.territories.told import call, coquelicot, hellemmes
from tests.support.rooms import RoomAtWork


def pre_file(work: RoomAtWork, call_id: str, territory: str, occurred: str | None = "2024-10") -> str:
    command = SubmitPreFile(call=call_id, territory=territory, motives="Un tiers-lieu à ancrer", occurred=occurred)
    return work.obey(command).id


def test_a_published_call_is_told_with_its_places_and_partial_dates(work: RoomAtWork):
    ami = call(
        work, "Expérimentation de plateformes", opens="2024-09", closes="2024-10-31", places=2, occurred="2024-09"
    )
    (told,) = work.told(CallPublished)
    assert told.data["call"] == ami
    assert (told.data["opens"], told.data["closes"], told.data["places"]) == ("2024-09", "2024-10-31", 2)
    assert told.data["bilan_after_months"] == 12
    assert told.occurred == "2024-09"


def test_a_call_shows_whether_it_takes_files_today(work: RoomAtWork):
    call(work, closes="2026-02-02")
    assert work.ask(ListCalls()).calls[0].state == "open"
    work.clock.instant = datetime(2026, 2, 2, 23, 30, tzinfo=UTC)  # half past midnight in Paris, the day after
    assert work.ask(ListCalls()).calls[0].state == "closed"


def test_calls_are_listed_the_newest_first_whatever_the_order_of_telling(work: RoomAtWork):
    call(work, "AMI 2024", opens="2024-09")
    call(work, "Parcours 2022", opens="2022")
    call(work, "AMI à venir")
    assert [card.title for card in work.ask(ListCalls()).calls] == ["AMI à venir", "AMI 2024", "Parcours 2022"]


def test_a_candidature_goes_from_pre_file_to_full_file_to_one_decision(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    candidature = pre_file(work, ami, territory)
    states = [work.ask(GetCall(id=ami)).candidatures[0].state]
    full = CompleteCandidature(candidature=candidature, existing_actions=["covoiturage"], occurred="2024-10-25")
    work.obey(full)
    states.append(work.ask(GetCall(id=ami)).candidatures[0].state)
    work.obey(DecideCandidature(candidature=candidature, decision="retained", occurred="2024-11-21/2024-11-30"))
    card = work.ask(GetCall(id=ami)).candidatures[0]

    assert [*states, card.state] == ["draft", "submitted", "retained"]
    assert (card.submitted, card.decided) == ("2024-10-25", "2024-11-21/2024-11-30")
    steps = work.told(CandidatureSubmitted)
    assert [(one.data["step"], one.occurred, one.subject) for one in steps] == [
        ("pre-file", "2024-10", territory),
        ("full", "2024-10-25", territory),
    ]
    (decided,) = work.told(CandidatureDecided)
    assert (decided.data["decision"], decided.occurred) == ("retained", "2024-11-21/2024-11-30")


def test_a_candidature_is_decided_once(work: RoomAtWork):
    candidature = pre_file(work, call(work), coquelicot(work))
    work.obey(DecideCandidature(candidature=candidature, decision="not-retained", occurred="2024-11-28"))
    with pytest.raises(Refused) as refused:
        work.obey(DecideCandidature(candidature=candidature, decision="retained"))
    assert refused.value.stable_code == "already-decided"
    assert (
        refused.value.message
        == "Cette candidature a déjà reçu sa réponse le jeudi 28 novembre 2024\u00a0: non retenue."
    )
    with pytest.raises(Refused, match="a déjà reçu sa réponse"):
        work.obey(CompleteCandidature(candidature=candidature))
    assert len(work.told(CandidatureDecided)) == 1


def test_a_full_file_arrives_once(work: RoomAtWork):
    candidature = pre_file(work, call(work), coquelicot(work))
    work.obey(CompleteCandidature(candidature=candidature, occurred="2024-10-25"))
    with pytest.raises(Refused, match="est déjà arrivé le vendredi 25 octobre 2024"):
        work.obey(CompleteCandidature(candidature=candidature))


@pytest.mark.parametrize("arrived", ["2024-11-01", "2024-11", "2025", None])
def test_a_pre_file_after_the_closing_day_is_refused_with_the_date(work: RoomAtWork, arrived: str | None):
    ami, territory = call(work, closes="2024-10-31"), coquelicot(work)
    with pytest.raises(Refused) as refused:
        pre_file(work, ami, territory, arrived)
    assert refused.value.stable_code == "call-closed"
    assert "terminée le jeudi 31 octobre 2024\u00a0:" in refused.value.message
    assert work.told(CandidatureSubmitted) == []


@pytest.mark.parametrize("arrived", ["2024-10-31", "2024-10", "2024"])
def test_a_pre_file_that_may_have_been_in_time_is_taken(work: RoomAtWork, arrived: str):
    pre_file(work, call(work, closes="2024-10-31"), coquelicot(work), arrived)
    assert len(work.told(CandidatureSubmitted)) == 1


def test_a_pre_file_after_somebody_closed_the_call_is_refused_with_the_date(work: RoomAtWork):
    ami, territory = call(work, closes="2026-12-31"), coquelicot(work)
    work.obey(CloseCall(call=ami))
    with pytest.raises(Refused, match="terminée le lundi 2 février 2026"):
        pre_file(work, ami, territory, None)
    assert work.ask(GetCall(id=ami)).call.state == "closed"


def test_a_pre_file_before_the_opening_is_refused_with_the_date(work: RoomAtWork):
    ami, territory = call(work, opens="2024-09-15"), coquelicot(work)
    with pytest.raises(Refused, match="ouvre le dimanche 15 septembre 2024"):
        pre_file(work, ami, territory, "2024-09-14")


def test_a_territory_answers_a_call_once(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    pre_file(work, ami, territory)
    with pytest.raises(Refused, match="CC du Pays du Coquelicot a déjà répondu à l’appel «\u00a0AMI 2024\u00a0»"):
        pre_file(work, ami, territory)
    pre_file(work, ami, hellemmes(work))
    assert work.ask(GetCall(id=ami)).call.candidatures == 2


def test_a_call_is_closed_once(work: RoomAtWork):
    ami = call(work)
    work.obey(CloseCall(call=ami, occurred="2024-10"))
    with pytest.raises(Refused, match="a déjà été clos en octobre 2024"):
        work.obey(CloseCall(call=ami))
    assert [one.occurred for one in work.told(CallClosed)] == ["2024-10"]


def test_only_a_retained_candidature_of_that_territory_and_call_leads_to_an_enrolment(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    candidature = pre_file(work, ami, territory)
    with pytest.raises(Refused, match="La candidature de la CC du Pays du Coquelicot attend encore sa réponse"):
        work.obey(EnrolTerritory(call=ami, territory=territory, candidature=candidature))
    work.obey(DecideCandidature(candidature=candidature, decision="retained"))
    with pytest.raises(InvalidInput, match="n’est pas celle d’Hellemmes à l’appel"):
        work.obey(EnrolTerritory(call=ami, territory=hellemmes(work), candidature=candidature))
    work.obey(EnrolTerritory(call=ami, territory=territory, candidature=candidature))
    assert work.ask(GetCall(id=ami)).call.enrolled == 1


def test_a_candidature_that_was_not_retained_leads_to_no_enrolment(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    candidature = pre_file(work, ami, territory)
    work.obey(DecideCandidature(candidature=candidature, decision="no-follow-up"))
    with pytest.raises(Refused, match="n’a pas été retenue"):
        work.obey(EnrolTerritory(call=ami, territory=territory, candidature=candidature))
    assert work.ask(GetCall(id=ami)).call.enrolled == 0


def test_a_call_that_ends_before_it_begins_or_names_no_departement_is_refused(work: RoomAtWork):
    with pytest.raises(InvalidInput, match="se terminerait avant de commencer"):
        call(work, opens="2024-11", closes="2024-10")
    with pytest.raises(InvalidInput, match="«\u00a0Nord\u00a0» n’est pas un numéro de département"):
        call(work, departements=["59", "Nord"])
    assert work.ask(ListCalls()).calls == []


@pytest.mark.parametrize(
    "command",
    [
        lambda unknown_id: CloseCall(call=unknown_id),
        lambda unknown_id: SubmitPreFile(call=unknown_id, territory=unknown_id, motives="…"),
        lambda unknown_id: CompleteCandidature(candidature=unknown_id),
        lambda unknown_id: DecideCandidature(candidature=unknown_id, decision="retained"),
        lambda unknown_id: EnrolTerritory(call=unknown_id, territory=unknown_id),
    ],
)
def test_an_unknown_id_is_named(work: RoomAtWork, command):
    unknown_id = new_id()
    with pytest.raises(NotFound) as unknown:
        work.obey(command(unknown_id))
    assert unknown_id in unknown.value.message
    assert work.told() == []


def test_the_same_order_twice_opens_one_call(work: RoomAtWork):
    order = new_id()
    first = work.obey(PublishCall(title="AMI"), order=order)
    assert work.obey(PublishCall(title="AMI"), order=order) == first
    assert len(work.ask(ListCalls()).calls) == 1
