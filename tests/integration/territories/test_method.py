"""The method page of a territory: sheets that two people fill, roles held together, two warnings, the manifesto."""

from __future__ import annotations

import pytest

from shared.contracts.territories import (
    DesignateReferent,
    EndDesignation,
    EndRole,
    EnrolTerritory,
    FillSheet,
    GetManifesto,
    GetMethod,
    GetTerritory,
    LiftTiming,
    MethodSheetCard,
    SignManifesto,
    TakeRoles,
    WarnTiming,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import DesignationEnded, ManifestoSigned, RoleAssumed, RoleEnded, TimingLifted, TimingWarned
from shared.ids import new_id
from tests.integration.territories.told import COQUELICOT, accompaniment, call, coquelicot, hellemmes, person
from tests.support.rooms import RoomAtWork


def card(work: RoomAtWork, where: str, sheet: str = "timing") -> MethodSheetCard:
    return next(one for one in work.ask(GetMethod(id=where)).sheets if one.sheet == sheet)


def fill(work: RoomAtWork, where: str, seen: str, **answers: str) -> None:
    said = {key.replace("_", "-"): text for key, text in answers.items()}
    work.obey(FillSheet(territory=where, sheet="timing", seen=seen, answers=said))


def code(work: RoomAtWork, command) -> str:
    with pytest.raises(Refused) as refused:
        work.obey(command)
    return refused.value.stable_code


def test_a_sheet_is_filled_again_and_two_people_lose_nothing(work: RoomAtWork):
    enrolled = accompaniment(work)
    seen = card(work, enrolled).stamp
    fill(work, enrolled, seen, road_map="yes", elections="Mars 2026")
    with pytest.raises(Refused) as refused:
        fill(work, enrolled, seen, road_map="no")
    assert refused.value.stable_code == "changed-meanwhile"
    fill(work, enrolled, card(work, enrolled).stamp, road_map="yes", demonstrator="yes", elections="Mars 2026")
    page = work.ask(GetMethod(id=COQUELICOT))
    assert page.criteria_met == 2
    sheet = page.sheets[0]
    assert (sheet.answered, sheet.asked, sheet.fillings) == (3, 9, 2)
    with pytest.raises(InvalidInput):
        fill(work, enrolled, sheet.stamp, road_map="peut-être")


def test_each_wave_has_its_own_sheets(work: RoomAtWork):
    enrolled = accompaniment(work)
    fill(work, enrolled, card(work, enrolled).stamp, elections="Mars 2026")
    again = work.obey(EnrolTerritory(call=call(work, "AMI 2027"), territory=COQUELICOT, occurred="2027")).id
    assert card(work, again).answered == 0
    assert card(work, enrolled).answered == 1
    assert work.ask(GetMethod(id=COQUELICOT)).accompaniment == again


def test_roles_are_held_together_ended_one_by_one_and_taken_again(work: RoomAtWork):
    coquelicot(work)
    work.obey(
        TakeRoles(territory=COQUELICOT, roles=["buyer", "facilitator"], devices=["solidarity-orders"], occurred="2025")
    )
    page = work.ask(GetMethod(id=COQUELICOT))
    assert [one.role for one in page.offers if one.held] == ["facilitator", "buyer"]
    buyer = next(one for one in page.roles if one.role == "buyer")
    assert buyer.devices == ["Commandes publiques solidaires (épiceries, circuits courts, économie circulaire)"]
    assert code(work, TakeRoles(territory=COQUELICOT, roles=["ambassador", "buyer"])) == "already-held"
    assert len(work.told(RoleAssumed)) == 2
    work.obey(EndRole(held=buyer.id, reason="fin du marché", occurred="2026"))
    assert code(work, EndRole(held=buyer.id)) == "already-ended"
    work.obey(TakeRoles(territory=COQUELICOT, roles=["buyer"]))
    assert [one.ended for one in work.ask(GetMethod(id=COQUELICOT)).roles if one.role == "buyer"] == [True, False]
    assert work.told(RoleEnded)[0].data["reason"] == "fin du marché"
    with pytest.raises(InvalidInput, match="acheteuse"):
        work.obey(TakeRoles(territory=COQUELICOT, roles=["patron"], devices=["solidarity-orders"]))


def test_too_early_and_too_late_are_two_warnings_with_reasons_of_their_own(work: RoomAtWork):
    coquelicot(work)
    early = work.obey(WarnTiming(territory=COQUELICOT, warning="too-early", reasons=["waiting", "Peu d’acteurs"])).id
    work.obey(WarnTiming(territory=COQUELICOT, warning="too-late", reasons=["settled"]))
    assert code(work, WarnTiming(territory=COQUELICOT, warning="too-early", reasons=["doubt"])) == "already-warned"
    by_id = {one.id: one for one in work.ask(GetMethod(id=COQUELICOT)).warnings}
    assert by_id[early].reasons == ["Les acteurs attendent que « d’autres s’y mettent d’abord »", "Peu d’acteurs"]
    work.obey(LiftTiming(warned=early, reason="Un collectif est né", occurred="2026-01"))
    assert code(work, LiftTiming(warned=early)) == "already-lifted"
    standing = [one.warning for one in work.ask(GetMethod(id=COQUELICOT)).warnings if not one.lifted]
    assert standing == ["too-late"]
    assert [len(work.told(event)) for event in (TimingWarned, TimingLifted)] == [2, 1]
    with pytest.raises(NotFound):
        work.obey(LiftTiming(warned=new_id()))


def test_the_manifesto_is_signed_in_a_call_or_outside_any(work: RoomAtWork):
    town, enrolled = hellemmes(work), accompaniment(work)
    work.obey(SignManifesto(territory=town, commitments=[2, 1], signatory="le maire", occurred="2025-06"))
    assert code(work, SignManifesto(territory=town, commitments=[1])) == "already-signed"
    work.obey(SignManifesto(territory=town))
    work.obey(SignManifesto(territory=enrolled))
    manifesto = work.ask(GetManifesto())
    assert len(manifesto.commitments) == 6
    assert [(one.territory_label, one.commitments) for one in manifesto.signatures[1:]] == [
        ("Hellemmes", [1, 2, 3, 4, 5, 6]),
        ("Hellemmes", [1, 2]),
    ]
    assert [one.data["accompaniment"] for one in work.told(ManifestoSigned)] == [None, None, enrolled]


def test_who_carries_the_accompaniment_in_which_office_and_until_when(work: RoomAtWork):
    enrolled = accompaniment(work)
    assert len(work.ask(GetMethod(id=enrolled)).missing) == 2
    first, second = person(work, "Élue"), person(work, "Adjoint")
    for who in (first, second):
        command = DesignateReferent(
            accompaniment=enrolled, person=who, role="elected-referent", title="Déléguée à l’ESS"
        )
        work.obey(command)
    page = work.ask(GetMethod(id=enrolled))
    assert [(one.person, one.title, one.ended) for one in page.referents] == [
        (first, "Déléguée à l’ESS", True),
        (second, "Déléguée à l’ESS", False),
    ]
    assert page.missing == ["La personne qui pilote le diagnostic n’est pas désignée : qui tient le fil et mobilise ?"]
    work.obey(EndDesignation(designation=page.referents[1].designation, occurred="2026-01"))
    assert len(work.ask(GetMethod(id=enrolled)).missing) == 2
    assert [one for one in work.ask(GetTerritory(id=enrolled)).people if one.role] == []
    assert work.told(DesignationEnded)[0].data["role"] == "elected-referent"
    assert code(work, EndDesignation(designation=page.referents[1].designation)) == "already-ended"
    # The office is free again, also for whoever held it.
    work.obey(DesignateReferent(accompaniment=enrolled, person=second, role="diagnostic-pilot"))
