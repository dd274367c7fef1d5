"""A candidature without an account: a draft behind a link, sent in two steps, corrected, read by others."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from services.territories.tables import CandidatureFile, Person
from shared.contracts.territories import (
    AddProspect,
    AnswerCorrection,
    Answers,
    AskCorrection,
    CloseCall,
    DecideCandidature,
    DiscardFile,
    DraftCall,
    EnrolTerritory,
    ErasePerson,
    ExtendCall,
    FilePage,
    GetCall,
    GetCandidature,
    GetFile,
    GetPublicCall,
    GetReading,
    GetTerritory,
    GetWrittenTo,
    GiveOpinion,
    InviteReader,
    ListProspects,
    ListPublicCalls,
    NoteContact,
    OnCriterion,
    OpenCall,
    RecoverLink,
    RemoveProspect,
    RenewLink,
    ReviseCall,
    RevokeLink,
    SaveFile,
    SendFile,
    StartFile,
    TakeUpCandidature,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    CallPublished,
    CandidatureSubmitted,
    CorrectionAnswered,
    CorrectionAsked,
    OpinionDelivered,
    PersonErased,
    ProspectAdded,
    ReviewOpened,
    TerritoryRegistered,
)
from tests.integration.territories.told import COQUELICOT, HELLEMMES, LILLE, call, coquelicot
from tests.support.rooms import RoomAtWork

PRE_FILE = Answers(place=COQUELICOT, motives="Un tiers-lieu à ancrer")
FULL = PRE_FILE.model_copy(
    update={"wished_perimeter": "Les 65 communes", "pilot_function": "Agent de développement", "axes": ["mobilité"]}
)


def link(name: str = "one") -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def begin(work: RoomAtWork, ami: str, name: str = "one", **more: Any) -> str:
    said = {"name": "Camille Exemple", "email": f"{name}@exemple.fr", "function": "Agente de développement", **more}
    return work.obey(StartFile(call=ami, link=link(name), **said)).id


def page(work: RoomAtWork, name: str = "one") -> FilePage:
    return work.ask(GetFile(link=link(name)))


def send(work: RoomAtWork, answers: Answers, name: str = "one") -> str:
    return work.obey(SendFile(link=link(name), version=page(work, name).version, answers=answers)).id


def candidate(work: RoomAtWork, ami: str, name: str = "one", answers: Answers = FULL) -> str:
    """Both steps sent."""
    begin(work, ami, name)
    send(work, answers, name)
    return send(work, answers, name)


def open_call(work: RoomAtWork, **more: Any) -> str:
    return call(work, **{"opens": "2026-01-05", "closes": "2026-03-31", **more})


# --- calls from draft to published


def test_a_call_is_written_revised_and_published_and_a_draft_is_nobody_s_business(work: RoomAtWork):
    ami = work.obey(DraftCall(title="Brouillon", criteria=["Volonté de coopérer"])).id
    with pytest.raises(NotFound):
        work.ask(GetPublicCall(id=ami))
    assert work.ask(ListPublicCalls()).calls == []
    with pytest.raises(Refused, match="est encore un brouillon"):
        begin(work, ami)
    words = {"title": "AMI 2026", "epci": [COQUELICOT], "criteria": ["Volonté de coopérer", "Lien aux enjeux sociaux"]}
    work.obey(ReviseCall(call=ami, accompanists=["Copteria", "Tilt"], closes="2026-03", **words))
    assert work.told(CallPublished) == []
    work.obey(OpenCall(call=ami))
    shown = work.ask(GetPublicCall(id=ami)).call
    assert (shown.title, shown.state, shown.accompanists) == ("AMI 2026", "open", ["Copteria", "Tilt"])
    assert shown.criteria == ["Volonté de coopérer", "Lien aux enjeux sociaux"]
    assert shown.epci_labels == ["CC du Pays du Coquelicot"]
    assert [one.occurred for one in work.told(CallPublished)] == ["2026-02-02"]
    with pytest.raises(Refused, match="son texte ne change plus"):
        work.obey(ReviseCall(call=ami, title="Autre"))


def test_a_call_is_given_more_time_and_never_less(work: RoomAtWork):
    ami = open_call(work)
    with pytest.raises(InvalidInput, match="plus tôt que celle qui a été annoncée"):
        work.obey(ExtendCall(call=ami, closes="2026-03-01"))
    work.obey(ExtendCall(call=ami, closes="2026-04-30"))
    assert work.ask(GetPublicCall(id=ami)).call.closes == "2026-04-30"


# --- drafts


def test_a_draft_is_saved_empty_taken_up_again_and_read_with_its_link_only(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    work.obey(SaveFile(link=link(), version=0, answers=Answers(label="coquelicot")))
    shown = page(work)
    assert (shown.state, shown.next, shown.version) == ("unsent", "pre-file", 1)
    assert [place.code for place in shown.places] == [COQUELICOT]
    with pytest.raises(NotFound, match="Ce lien personnel n’ouvre rien"):
        page(work, "another")
    assert work.ask(GetCall(id=ami)).candidatures == []
    assert [one.territory_label for one in work.ask(GetCall(id=ami)).drafts] == ["coquelicot"]
    assert work.told(CandidatureSubmitted) == []


def test_two_who_save_one_draft_lose_nothing(work: RoomAtWork):
    begin(work, open_call(work))
    work.obey(SaveFile(link=link(), version=0, answers=PRE_FILE))
    with pytest.raises(Refused) as refused:
        work.obey(SaveFile(link=link(), version=0, answers=Answers(motives="Autre chose")))
    assert refused.value.stable_code == "file-changed"
    assert page(work).answers.motives == "Un tiers-lieu à ancrer"


def test_a_candidature_goes_through_both_steps_and_registers_its_territory(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    with pytest.raises(InvalidInput) as incomplete:
        send(work, Answers(place=COQUELICOT))
    assert [where for where, _ in incomplete.value.problems] == ["motives"]
    candidature = send(work, PRE_FILE)
    assert (page(work).state, page(work).next) == ("draft", "full")
    with pytest.raises(InvalidInput):
        send(work, PRE_FILE)
    assert send(work, FULL) == candidature
    assert (page(work).state, page(work).next) == ("submitted", "none")
    (registered,) = work.told(TerritoryRegistered)
    assert registered.data["siren"] == COQUELICOT
    assert [(one.data["step"], one.occurred) for one in work.told(CandidatureSubmitted)] == [
        ("pre-file", "2026-02-02"),
        ("full", "2026-02-02"),
    ]
    shown = work.ask(GetCandidature(id=candidature))
    assert (shown.territory_label, shown.answers.axes) == ("Communauté de communes du Pays du Coquelicot", ["mobilité"])
    assert [one.step for one in shown.submissions] == ["pre-file", "full"]
    people = work.ask(GetTerritory(id=COQUELICOT)).people
    assert [one.email for one in people] == ["one@exemple.fr"]


def test_a_candidature_after_the_end_is_refused_and_its_draft_stays(work: RoomAtWork):
    begin(work, open_call(work))
    work.clock.instant = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    work.obey(SaveFile(link=link(), version=0, answers=PRE_FILE))
    with pytest.raises(Refused) as late:
        send(work, PRE_FILE)
    assert late.value.stable_code == "call-closed"
    assert "terminée le mardi 31 mars 2026" in late.value.message
    assert page(work).answers.motives == "Un tiers-lieu à ancrer"
    assert work.told(CandidatureSubmitted) == []


def test_nobody_begins_in_a_closed_call_and_a_call_closed_by_hand_takes_nothing(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    work.obey(CloseCall(call=ami))
    with pytest.raises(Refused, match="Cet appel est clos"):
        begin(work, ami, "two")
    with pytest.raises(Refused, match="terminée"):
        send(work, PRE_FILE)


def test_territories_answer_together_and_each_may_be_enrolled(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    together = FULL.model_copy(update={"place": HELLEMMES, "partners": ["59355", "Saint"]})
    with pytest.raises(InvalidInput, match="«\u00a0Saint\u00a0» peut désigner plusieurs territoires"):
        send(work, together)
    together = together.model_copy(update={"partners": ["59355", LILLE]})
    send(work, together)
    candidature = send(work, together)
    (card,) = work.ask(GetCall(id=ami)).candidatures
    assert (card.territory_label, card.partners) == ("Hellemmes-Lille", ["Lomme", "Lille"])
    work.obey(DecideCandidature(candidature=candidature, decision="retained", occurred="2026-02"))
    partners = work.ask(GetCandidature(id=candidature)).partners
    for territory in (card.territory, partners[0][0]):
        work.obey(EnrolTerritory(call=ami, territory=territory, candidature=candidature))
    with pytest.raises(InvalidInput, match="n’est pas celle"):
        work.obey(EnrolTerritory(call=ami, territory=coquelicot(work), candidature=candidature))


def test_a_place_out_of_the_reference_is_a_candidate_too(work: RoomAtWork):
    begin(work, open_call(work))
    answers = FULL.model_copy(update={"place": "elsewhere", "label": "Pays de Thiérache"})
    candidature = send(work, answers)
    assert work.ask(GetCandidature(id=candidature)).territory_label == "Pays de Thiérache"


# --- abuse, links, forgetting


def test_a_network_and_an_address_begin_a_few_drafts_only(work: RoomAtWork):
    ami = open_call(work)
    for number in range(10):
        begin(work, ami, f"n{number}", sender=link("network"))
    with pytest.raises(Refused, match="réessayez dans une heure"):
        begin(work, ami, "n11", sender=link("network"))
    for number in range(3):
        begin(work, ami, f"m{number}", email="meme@exemple.fr")
    with pytest.raises(Refused, match="Plusieurs brouillons"):
        begin(work, ami, "m4", email="MEME@exemple.fr")
    again = [card.again for card in work.ask(GetCall(id=ami)).drafts]
    assert again == [False] * 10 + [True] * 3
    work.clock.instant = datetime(2026, 2, 3, 10, 0, tzinfo=UTC)
    work.tick("forget_old_drafts")
    with work.database.read() as session:
        assert set(session.scalars(select(CandidatureFile.sender))) == {None}


def test_a_link_is_replaced_ended_and_grows_old(work: RoomAtWork):
    file = begin(work, open_call(work))
    work.obey(RenewLink(file=file, link=link("new")))
    with pytest.raises(NotFound):
        page(work)
    assert page(work, "new").id == file
    work.clock.instant = datetime(2026, 9, 1, tzinfo=UTC)
    with pytest.raises(NotFound):
        page(work, "new")
    work.obey(RenewLink(file=file, link=link("newer")))
    work.obey(RevokeLink(id=file))
    with pytest.raises(NotFound):
        page(work, "newer")


def test_a_link_on_its_way_opens_beside_the_one_before_until_it_is_used(work: RoomAtWork):
    file = begin(work, open_call(work))
    work.obey(RenewLink(file=file, link=link("next"), beside=True))
    assert page(work).id == page(work, "next").id == file
    work.obey(SaveFile(link=link(), version=0, answers=PRE_FILE))
    assert page(work, "next").version == 1  # written by the one before: both still open
    with pytest.raises(Refused):
        work.obey(SaveFile(link=link("next"), version=0, answers=PRE_FILE))
    assert page(work).id == file  # what was refused used nothing
    work.obey(SaveFile(link=link("next"), version=1, answers=FULL))
    with pytest.raises(NotFound):
        page(work)
    assert page(work, "next").version == 2


def test_a_second_link_on_its_way_takes_the_place_of_the_first(work: RoomAtWork):
    file = begin(work, open_call(work))
    for name in ("first", "second", "second"):
        work.obey(RenewLink(file=file, link=link(name), beside=True))
    with pytest.raises(NotFound):
        page(work, "first")
    assert page(work).id == page(work, "second").id == file


def test_ending_or_finding_a_link_again_ends_the_one_on_its_way_too(work: RoomAtWork):
    ami = open_call(work)
    file = begin(work, ami)
    work.obey(RenewLink(file=file, link=link("next"), beside=True))
    work.obey(RecoverLink(call=ami, email="one@exemple.fr", link=link("found")))
    for ended in ("one", "next"):
        with pytest.raises(NotFound):
            page(work, ended)
    work.obey(RenewLink(file=file, link=link("again"), beside=True))
    work.obey(RevokeLink(id=file))
    for ended in ("found", "again"):
        with pytest.raises(NotFound):
            page(work, ended)
    # The team writes to them all the same: the new link opens, the one that was ended does not.
    work.obey(RenewLink(file=file, link=link("last"), beside=True))
    with pytest.raises(NotFound):
        page(work, "found")
    assert page(work, "last").id == file


def test_a_link_on_its_way_grows_old_too(work: RoomAtWork):
    file = begin(work, open_call(work))
    work.clock.instant = datetime(2026, 7, 1, tzinfo=UTC)
    work.obey(RenewLink(file=file, link=link("next"), beside=True))
    work.clock.instant = datetime(2026, 9, 1, tzinfo=UTC)
    with pytest.raises(NotFound):
        page(work)
    assert page(work, "next").id == file
    work.clock.instant = datetime(2027, 1, 5, tzinfo=UTC)
    with pytest.raises(NotFound):
        page(work, "next")


def test_a_lost_link_is_found_again_by_its_address_and_no_other(work: RoomAtWork):
    ami = open_call(work)
    file = begin(work, ami)
    assert work.obey(RecoverLink(call=ami, email="inconnue@exemple.fr", link=link("x"))).id == ""
    assert work.obey(RecoverLink(call=ami, email="ONE@exemple.fr", link=link("y"))).id == file
    assert page(work, "y").id == file
    assert work.ask(GetWrittenTo(file=file)).email == "one@exemple.fr"


def test_a_draft_thrown_away_leaves_no_name(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    work.obey(DiscardFile(link=link()))
    with pytest.raises(NotFound):
        page(work)
    with work.database.read() as session:
        assert list(session.execute(select(Person.name, Person.email))) == [(None, None)]
    assert len(work.told(PersonErased)) == 1
    begin(work, ami, "two")
    send(work, PRE_FILE, "two")
    with pytest.raises(Refused, match="ne s’efface pas d’ici"):
        work.obey(DiscardFile(link=link("two")))


def test_unsent_drafts_go_three_months_after_their_call_and_candidatures_stay(work: RoomAtWork):
    ami = open_call(work)
    begin(work, ami)
    begin(work, ami, "sent")
    send(work, PRE_FILE, "sent")
    work.clock.instant = datetime(2026, 6, 29, 12, 0, tzinfo=UTC)
    work.tick("forget_old_drafts")
    assert len(work.ask(GetCall(id=ami)).drafts) == 1
    work.clock.instant = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
    work.tick("forget_old_drafts")
    shown = work.ask(GetCall(id=ami))
    assert (shown.drafts, len(shown.candidatures)) == ([], 1)
    assert page(work, "sent").name == "Camille Exemple"


def test_whoever_is_forgotten_can_open_their_link_no_more_and_the_candidature_stays(work: RoomAtWork):
    candidature = candidate(work, open_call(work))
    contact = work.ask(GetCandidature(id=candidature)).contact
    assert contact is not None
    work.obey(ErasePerson(person=contact.person))
    with pytest.raises(NotFound):
        page(work)
    after = work.ask(GetCandidature(id=candidature)).contact
    assert after is not None
    assert (after.name, after.function, after.revoked) == (None, "Agente de développement", True)


# --- the last call


def test_the_last_call_is_due_once_from_a_week_before_the_end(work: RoomAtWork):
    ami = open_call(work)
    file = begin(work, ami)
    due = [work.ask(GetCall(id=ami)).drafts[0].due]
    work.clock.instant = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
    due.append(work.ask(GetCall(id=ami)).drafts[0].due)
    work.obey(RenewLink(file=file, link=link("last"), called=True))
    card = work.ask(GetCall(id=ami)).drafts[0]
    assert [*due, card.due] == [False, True, False]
    assert (card.last_called, work.ask(GetCall(id=ami)).last_call_from) == ("2026-03-26", "2026-03-24")


# --- instruction


def test_a_correction_is_asked_answered_and_both_are_kept(work: RoomAtWork):
    ami = open_call(work)
    candidature = candidate(work, ami)
    work.obey(TakeUpCandidature(candidature=candidature, occurred="2026-02"))
    with pytest.raises(Refused, match="ne se modifie que si l’équipe le demande"):
        work.obey(SaveFile(link=link(), version=page(work).version, answers=FULL))
    work.obey(AskCorrection(candidature=candidature, asked="Précisez le périmètre.", until="2026-04-15"))
    with pytest.raises(Refused, match="attend déjà sa réponse"):
        work.obey(AskCorrection(candidature=candidature, asked="Encore ?"))
    work.clock.instant = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)  # the call has ended: the team asked for it
    shown = page(work)
    assert (shown.next, shown.corrections[0].asked) == ("correction", "Précisez le périmètre.")
    corrected = FULL.model_copy(update={"wished_perimeter": "Tout le bassin de vie"})
    command = {"link": link(), "version": shown.version, "answers": corrected}
    work.obey(AnswerCorrection(**command, answer="Le périmètre comprend Bray."))
    after = work.ask(GetCandidature(id=candidature))
    assert (after.state, after.answers.wished_perimeter) == ("in-review", "Tout le bassin de vie")
    assert [(one.step, one.answers.wished_perimeter) for one in after.submissions] == [
        ("pre-file", "Les 65 communes"),
        ("full", "Les 65 communes"),
        ("correction", "Tout le bassin de vie"),
    ]
    assert after.corrections[0].answer == "Le périmètre comprend Bray."
    assert len(work.told(CorrectionAsked)) == len(work.told(CorrectionAnswered)) == len(work.told(ReviewOpened)) == 1
    with pytest.raises(Refused):
        work.obey(AnswerCorrection(link=link(), version=page(work).version, answers=FULL, answer="Encore"))


def test_a_pre_file_alone_is_answered_but_not_taken_up(work: RoomAtWork):
    begin(work, open_call(work))
    candidature = send(work, PRE_FILE)
    with pytest.raises(Refused, match="Le dossier complet n’est pas arrivé"):
        work.obey(TakeUpCandidature(candidature=candidature))
    work.obey(DecideCandidature(candidature=candidature, decision="no-follow-up", occurred="2026-02"))
    assert "classée sans suite" in page(work).why


def test_readers_give_their_opinions_each_in_their_own_name_until_the_decision(work: RoomAtWork):
    ami = open_call(work, criteria=["Volonté de coopérer"])
    candidature = candidate(work, ami)
    for name in ("reader", "other"):
        work.obey(InviteReader(candidature=candidature, link=link(name), name=name, function="Élue d’ailleurs"))
    reading = work.ask(GetReading(link=link("reader")))
    assert (reading.name, reading.answers.motives, reading.open) == ("reader", "Un tiers-lieu à ancrer", True)
    said = [OnCriterion(criterion="Volonté de coopérer", text="Réelle")]
    work.obey(GiveOpinion(link=link("reader"), version=0, text="À rencontrer", on_criteria=said))
    with pytest.raises(Refused, match="modifié entre-temps"):
        work.obey(GiveOpinion(link=link("reader"), version=0, text="Autre"))
    work.obey(GiveOpinion(link=link("reader"), version=1, text="À rencontrer vite", on_criteria=said))
    opinions = {one.name: one.text for one in work.ask(GetCandidature(id=candidature)).opinions}
    assert opinions == {"reader": "À rencontrer vite", "other": ""}
    assert len(work.told(OpinionDelivered)) == 1
    with pytest.raises(InvalidInput, match="n’est pas un critère"):
        work.obey(
            GiveOpinion(link=link("other"), version=0, text="…", on_criteria=[OnCriterion(criterion="Note", text="5")])
        )
    work.obey(DecideCandidature(candidature=candidature, decision="retained"))
    with pytest.raises(Refused, match="a déjà reçu sa réponse"):
        work.obey(GiveOpinion(link=link("other"), version=0, text="Trop tard"))


# --- the vivier


def test_the_vivier_remembers_exchanges_that_precede_a_call_by_years(work: RoomAtWork):
    territory = coquelicot(work)
    work.obey(NoteContact(territory=territory, summary="Première présentation", origin="APES", occurred="2022-04"))
    work.obey(NoteContact(territory=territory, summary="Reprise du dialogue", origin="APES", occurred="2024-05"))
    work.obey(AddProspect(territory=territory, note="Projet communautaire", occurred="2022-04"))
    with pytest.raises(Refused, match="est déjà dans le vivier"):
        work.obey(AddProspect(territory=territory))
    ami = open_call(work)
    work.obey(AddProspect(territory=territory, call=ami, occurred="2026-01"))
    with pytest.raises(Refused, match="a déjà été informé"):
        work.obey(AddProspect(territory=territory, call=ami))
    (card,) = work.ask(ListProspects()).prospects
    assert (card.first_contact, card.last_contact, card.contacts) == ("2022-04", "2024-05", 2)
    assert card.told == ["AMI 2024"]
    assert [one.data["call"] for one in work.told(ProspectAdded)] == [None, ami]
    candidate(work, ami)
    assert work.ask(GetCall(id=ami)).prospects[0].candidature == "submitted"
    work.obey(RemoveProspect(territory=territory, reason="engagé"))
    assert work.ask(ListProspects()).prospects == []
    assert len(work.ask(GetCall(id=ami)).prospects) == 1
