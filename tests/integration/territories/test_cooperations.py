"""Cooperations of a territory: placed again and again, one born of another, budgets and aids that add up."""

from __future__ import annotations

import pytest

from shared.contracts.territories import (
    AddBudgetLine,
    GetCooperation,
    ListCooperations,
    MergeOrganisations,
    NoteAid,
    NoteCooperation,
    PlaceCooperation,
    RegisterOrganisation,
    ReviseCooperation,
    WithdrawAid,
    WithdrawBudgetLine,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import AidNoted, BudgetNoted, CooperationNoted, CooperationPlaced
from shared.ids import new_id
from tests.integration.territories.told import COQUELICOT, accompaniment, coquelicot
from tests.support.rooms import RoomAtWork


def cooperation(work: RoomAtWork, title: str = "Garage solidaire", **more) -> str:
    return work.obey(NoteCooperation(territory=COQUELICOT, title=title, **more)).id


def code(work: RoomAtWork, command) -> str:
    with pytest.raises(Refused) as refused:
        work.obey(command)
    return refused.value.stable_code


def test_a_cooperation_is_placed_again_goes_back_and_begets_another(work: RoomAtWork):
    enrolled = accompaniment(work)
    first = cooperation(work, "Atelier partagé", initiators=["citizens"], starting_point="place")
    work.obey(PlaceCooperation(cooperation=first, stage="consolidation", systemic=3, market=1, occurred="2024"))
    work.obey(PlaceCooperation(cooperation=first, stage="emergence", towards="creation", modelled=0, occurred="2026"))
    child = cooperation(work, born_of=first)
    page = work.ask(GetCooperation(id=first))
    assert page.position is not None
    assert (page.position.stage_label, page.position.towards_label) == ("Émergence", "Création")
    assert [one.stage_label for one in page.earlier] == ["Consolidation"]
    assert [one.id for one in page.gave_birth] == [child]
    assert any("tiers de confiance" in one.text for one in page.needs)
    assert "Labo de l’ESS" in page.needs_source
    lines = work.ask(ListCooperations(territory=COQUELICOT)).cooperations
    assert [(one.title, one.stage_label) for one in lines] == [
        ("Atelier partagé", "Émergence"),
        ("Garage solidaire", None),
    ]
    assert {one.data["accompaniment"] for one in work.told(CooperationNoted)} == {enrolled}
    assert [one.data["stage"] for one in work.told(CooperationPlaced)] == ["consolidation", "emergence"]
    with pytest.raises(InvalidInput, match="déjà"):
        work.obey(PlaceCooperation(cooperation=first, stage="creation", towards="creation"))
    with pytest.raises(NotFound):
        work.ask(GetCooperation(id=new_id()))


def test_the_second_of_two_people_does_not_overwrite_the_first(work: RoomAtWork):
    coquelicot(work)
    id_ = cooperation(work)
    seen = work.ask(GetCooperation(id=id_)).stamp
    work.obey(ReviseCooperation(cooperation=id_, seen=seen, title="Garage", summary="D’abord."))
    assert code(work, ReviseCooperation(cooperation=id_, seen=seen, title="Garage", summary="Ensuite.")) == (
        "changed-meanwhile"
    )
    assert work.ask(GetCooperation(id=id_)).summary == "D’abord."


def test_a_budget_counts_what_costs_no_money_and_guesses_nothing(work: RoomAtWork):
    coquelicot(work)
    id_ = cooperation(work)

    def line(side: str, category: str, cents: int | None = None, **more) -> str:
        return work.obey(
            AddBudgetLine(cooperation=id_, year=2026, side=side, category=category, cents=cents, **more)
        ).id

    wrong = line("charge", "animation", 30_000_00)
    line("charge", "animation", 20_000_00)
    line("resource", "volunteering", 5_000_00, quantity="300 heures")
    line("resource", "loan", quantity="un local")
    line("resource", "public", 10_000_00)
    work.obey(WithdrawBudgetLine(line=wrong, reason="doublon"))
    assert code(work, WithdrawBudgetLine(line=wrong)) == "already-withdrawn"
    (year,) = work.ask(GetCooperation(id=id_)).budget
    assert (year.charges, year.resources, year.non_monetary, year.unvalued) == (20_000_00, 15_000_00, 5_000_00, 1)
    assert [one.withdrawn for one in year.lines if one.withdrawn] == ["doublon"]
    for side, category, cents in (
        ("charge", "volunteering", 1),
        ("resource", "animation", 1),
        ("charge", "events", None),
    ):
        with pytest.raises(InvalidInput):
            line(side, category, cents)
    assert len(work.told(BudgetNoted)) == 6


def test_aids_add_up_over_three_years_and_follow_a_merged_organisation(work: RoomAtWork):
    coquelicot(work)
    carrier = work.obey(RegisterOrganisation(label="Association Saint-Jean", kind="ess", territory=COQUELICOT)).id
    twin = work.obey(RegisterOrganisation(label="Saint-Jean", kind="ess")).id
    id_ = cooperation(work, beneficiary=carrier)

    def aid(cents: int, granted: str, organisation: str = carrier, **more):
        return work.obey(
            NoteAid(
                organisation=organisation, cooperation=id_, giver="Région", cents=cents, regime="de-minimis",
                granted=granted, **more,
            )
        )  # fmt: skip

    assert aid(200_000_00, "2025-03").notes == []
    assert aid(90_000_00, "2022-12", twin).notes == []
    assert aid(150_000_00, "2026-06", twin, expected=True).notes == []
    above = aid(120_000_00, "2026-01", expected=True)
    assert "au-delà du plafond" in above.notes[0]
    work.obey(WithdrawAid(aid=above.id, reason="refusée"))
    work.obey(MergeOrganisations(kept=carrier, merged=twin))
    page = work.ask(GetCooperation(id=id_))
    (standing,) = page.standings
    # 90 000 € of December 2022 are out of the three years that end on 2 February 2026.
    assert (standing.granted, standing.expected, standing.would_pass) == (200_000_00, 150_000_00, True)
    assert standing.ceiling == 300_000_00
    assert [one.withdrawn for one in page.aids].count("refusée") == 1
    assert len(work.told(AidNoted)) == 4
    assert code(work, WithdrawAid(aid=above.id)) == "already-withdrawn"
