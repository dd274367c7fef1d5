"""Portraits, verbatims, the team's reading and what came of it, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import (
    AddMoffItem,
    AddMoffItems,
    ConcludeDiagnostic,
    GetGrid,
    GetMoff,
    GetOutcome,
    GetSynthesis,
    GetThematicPortrait,
    ListThematicPortraits,
    ListThemeAnswers,
    LogInterview,
    NameStake,
    NoteVerbatim,
    PresentDiagnostic,
    RewordVerbatim,
    SynthesisPage,
    ValidateOrientation,
    WithdrawVerbatim,
    WriteGrid,
    WriteSynthesis,
    WriteThematicPortrait,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import PersonErased, SynthesisRevised, TerritoryEnrolled, ThematicPortraitRevised, VerbatimUpdated
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"
SOMEBODY = "0190c3c0-0000-7000-8000-0000000000aa"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments it has heard of."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    return work


def met(work: RoomAtWork, structure: str, kind: str, appetite: str, **more: object) -> str:
    said = {"accompaniment": HERE, "structure": structure, "kind": kind, "appetite": appetite}
    return work.obey(LogInterview.model_validate(said | more)).id


def portrait(**changes: object) -> WriteThematicPortrait:
    said = {"accompaniment": HERE, "theme": "Mobilité", "facets": {"gaps": "Pas de bus"}}
    return WriteThematicPortrait.model_validate(said | changes)


def synthesis(work: RoomAtWork) -> SynthesisPage:
    return work.ask(GetSynthesis(accompaniment=HERE))


def test_a_portrait_is_written_once_per_theme_and_keeps_its_history(work: RoomAtWork) -> None:
    interview = met(work, "Atelier bois", "ess", "interested")
    made = work.obey(portrait(interviews=[interview], sources=["Étude 2021"])).id
    with pytest.raises(InvalidInput) as refused:
        work.obey(portrait(theme="mobilite"))
    assert [where for where, _ in refused.value.problems] == ["theme"]
    (shown,) = work.ask(ListThematicPortraits(accompaniment=HERE)).portraits
    assert [ground.label for ground in shown.now.grounds] == ["Atelier bois"]
    work.obey(portrait(portrait=made, seen=shown.stamp, facets={"gaps": "Peu de bus", "assets": "Une gare"}))
    with pytest.raises(Refused) as changed:
        work.obey(portrait(portrait=made, seen=shown.stamp, facets={"risks": "Le bus s’arrête"}))
    assert changed.value.stable_code == "changed-meanwhile"
    history = work.ask(GetThematicPortrait(accompaniment=HERE, portrait=made))
    assert [one.facets.get("gaps") for one in history.versions] == ["Peu de bus", "Pas de bus"]
    assert [told.data["number"] for told in work.told(ThematicPortraitRevised)] == [1, 2]


def test_a_portrait_says_something_and_rests_on_this_territory(work: RoomAtWork) -> None:
    other = work.obey(LogInterview(accompaniment=ELSEWHERE, structure="y", kind="ess")).id
    for wrong, field in (({"facets": {"gaps": " "}}, "facets"), ({"interviews": [other]}, "interviews")):
        with pytest.raises(InvalidInput) as refused:
            work.obey(portrait(**wrong))
        assert [where for where, _ in refused.value.problems] == [field]
    with pytest.raises(NotFound):
        work.obey(portrait(portrait="nowhere"))
    assert work.told(ThematicPortraitRevised) == []


def test_of_many_first_portraits_of_a_theme_one_stands(work: RoomAtWork) -> None:
    def attempt(number: int) -> bool:
        try:
            work.obey(portrait(facets={"gaps": f"Vu par {number}"}))
        except InvalidInput:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(attempt, range(4))) == [False, False, False, True]


def test_the_synthesis_reads_by_kind_of_actor_refusal_and_distrust_included(work: RoomAtWork) -> None:
    met(work, "Usine A", "industry", "refusal", synthesis="Chacun chez soi")
    met(work, "Magasin", "shop", "distrust")
    met(work, "Usine B", "industry", "interested")
    met(work, "Usine B", "industry", "reserved")
    met(work, "Atelier bois", "ess", "interested")
    page = synthesis(work)
    assert {one.kind: one.appetites for one in page.kinds} == {
        "industry": {"reserved": 1, "refusal": 1},
        "ess": {"interested": 1},
        "shop": {"distrust": 1},
    }
    assert [one.structure for one in page.interested] == ["Atelier bois"]
    assert [(one.structure, one.appetite) for one in page.reluctant] == [
        ("Usine B", "reserved"),
        ("Magasin", "distrust"),
        ("Usine A", "refusal"),
    ]
    assert page.reluctant[2].synthesis == "Chacun chez soi"


def test_themes_bring_matrix_verbatims_answers_and_portrait_together(work: RoomAtWork) -> None:
    work.obey(WriteGrid(accompaniment=HERE, questions=[{"text": "Comment vient-on ?", "theme": "mobilité"}]))

    grid = work.ask(GetGrid(accompaniment=HERE)).current
    assert grid is not None
    answers = {grid.questions[0].key: "En voiture"}
    interview = met(work, "Atelier bois", "ess", "interested", grid=grid.id, answers=answers)
    work.obey(AddMoffItem(accompaniment=HERE, category="weakness", text="Peu de bus", theme="Mobilité", voice="shop"))
    work.obey(NoteVerbatim(accompaniment=HERE, text="Sans voiture, rien.", theme="Mobilité", interview=interview))
    made = work.obey(portrait()).id
    (theme,) = synthesis(work).themes
    assert (theme.theme, theme.portrait, theme.answers) == ("Mobilité", made, {"ess": 1})
    assert [(one.kind, one.text) for one in theme.items] == [("shop", "Peu de bus")]
    assert [(one.kind, one.structure) for one in theme.verbatims] == [("ess", "Atelier bois")]
    told = work.ask(ListThemeAnswers(accompaniment=HERE, theme="Mobilité")).answers
    assert [(one.structure, one.question, one.answer) for one in told] == [
        ("Atelier bois", "Comment vient-on ?", "En voiture")
    ]
    assert work.ask(ListThematicPortraits(accompaniment=HERE)).unwritten == []


def test_a_verbatim_gives_away_the_structure_it_names_until_it_is_reworded(work: RoomAtWork) -> None:
    interview = met(work, "Atelier bois", "ess", "interested")
    made = work.obey(NoteVerbatim(accompaniment=HERE, text="À l’atelier bois, on y croit", interview=interview)).id
    (said,) = synthesis(work).unthemed
    assert (said.kind, said.names) == ("ess", ["Atelier bois"])
    reword = RewordVerbatim(
        accompaniment=HERE, verbatim=made, seen=said.stamp, text="Ici, on y croit", interview=interview
    )
    work.obey(reword)
    assert work.obey(reword).told == []
    with pytest.raises(Refused):
        work.obey(reword.model_copy(update={"text": "Autre chose"}))
    (said,) = synthesis(work).unthemed
    assert (said.text, said.names) == ("Ici, on y croit", [])
    assert "croit" not in str([told.data for told in work.told(VerbatimUpdated)])


def test_a_verbatim_without_a_speaker_is_refused_and_one_taken_away_is_forgotten(work: RoomAtWork) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.obey(NoteVerbatim(accompaniment=HERE, text="On verra"))
    assert [where for where, _ in refused.value.problems] == ["kind"]
    made = work.obey(NoteVerbatim(accompaniment=HERE, text="On verra", kind="shop")).id
    work.obey(WithdrawVerbatim(accompaniment=HERE, verbatim=made))
    assert synthesis(work).unthemed == []
    with pytest.raises(NotFound):
        work.obey(WithdrawVerbatim(accompaniment=HERE, verbatim=made))


def test_the_words_of_somebody_forgotten_are_gone(work: RoomAtWork) -> None:
    interview = met(work, "Atelier bois", "ess", "interested", people=[SOMEBODY])
    work.obey(NoteVerbatim(accompaniment=HERE, text="Je pars en juin", interview=interview))
    work.hear(PersonErased(person=SOMEBODY))
    page = synthesis(work)
    assert (page.unthemed, page.structures) == ([], 1)


def test_the_reading_of_the_team_is_not_overwritten(work: RoomAtWork) -> None:
    work.obey(WriteSynthesis(accompaniment=HERE, reading="Des métiers voisins", means="Personne seul"))
    with pytest.raises(Refused):
        work.obey(WriteSynthesis(accompaniment=HERE, reading="Autre lecture"))
    seen = synthesis(work).written
    work.obey(WriteSynthesis(accompaniment=HERE, seen=seen.stamp, reading="Des métiers voisins", common="L’insertion"))
    after = synthesis(work).written
    assert (after.reading, after.means, after.common) == ("Des métiers voisins", "", "L’insertion")
    assert [told.data["number"] for told in work.told(SynthesisRevised)] == [1, 2]


def test_conclusions_presentations_and_orientations_all_stay(work: RoomAtWork) -> None:
    stake = work.obey(NameStake(accompaniment=HERE, title="Mobilité")).id
    foreign = work.obey(NameStake(accompaniment=ELSEWHERE, title="Emploi")).id
    work.obey(ConcludeDiagnostic(accompaniment=HERE, conclusion="too-early", plain_words="D’abord se connaître"))
    work.obey(ConcludeDiagnostic(accompaniment=HERE, conclusion="too-late"))
    work.obey(PresentDiagnostic(accompaniment=HERE, audience="Bureau communautaire", occurred="2025-04"))
    oriented = {"accompaniment": HERE, "orientation": "Autour de la Manufacture", "entry_point": "Le tiers-lieu"}
    with pytest.raises(InvalidInput) as refused:
        work.obey(ValidateOrientation.model_validate(oriented | {"stakes": [foreign]}))
    assert [where for where, _ in refused.value.problems] == ["stakes"]
    work.obey(ValidateOrientation.model_validate(oriented | {"stakes": [stake], "interests": "Cinq structures"}))
    page = work.ask(GetOutcome(accompaniment=HERE))
    assert [(one.conclusion, one.plain_words) for one in page.conclusions] == [
        ("too-late", ""),
        ("too-early", "D’abord se connaître"),
    ]
    assert [(one.audience, one.occurred) for one in page.presentations] == [("Bureau communautaire", "2025-04")]
    assert [(one.entry_point, one.stakes, one.interests) for one in page.orientations] == [
        ("Le tiers-lieu", ["Mobilité"], "Cinq structures")
    ]


def row(number: int, **changes: object) -> dict:
    return {"row": number, "category": "resource", "text": f"Élément {number}"} | changes


def test_a_list_of_items_is_taken_over_whole_or_not_at_all(work: RoomAtWork) -> None:
    met(work, "Atelier bois", "ess", "interested")
    good = [row(2), row(3, evidence="interview", structure="l'atelier Bois".removeprefix("l'"))]
    wrong = [*good, row(4, evidence="study"), row(5, evidence="interview", structure="Inconnue")]
    with pytest.raises(InvalidInput) as refused:
        work.obey(AddMoffItems.model_validate({"accompaniment": HERE, "items": wrong}))
    assert [where for where, _ in refused.value.problems] == ["rows.4.source", "rows.5.structure"]
    assert work.ask(GetMoff(accompaniment=HERE)).items == []
    command = AddMoffItems.model_validate({"accompaniment": HERE, "items": [*good, row(6, text="élément 2 !")]})
    assert len(work.obey(command).told) == 2
    assert work.obey(command).told == []
    assert [(one.now.text, one.now.voice) for one in work.ask(GetMoff(accompaniment=HERE)).items] == [
        ("Élément 2", None),
        ("Élément 3", "ess"),
    ]
