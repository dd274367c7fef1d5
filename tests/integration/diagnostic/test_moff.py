"""The MOFF matrix on both databases: several people write at once and nobody's words are lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from services.diagnostic.room import ROOM
from shared.contracts.diagnostic import (
    AddMoffItem,
    EditMoffItem,
    GetMoff,
    GetMoffItem,
    LogInterview,
    MoffItem,
    PlanInterview,
    WithdrawMoffItem,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import MoffUpdated, TerritoryEnrolled
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments it has heard of."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    return work


def item(**changes: object) -> AddMoffItem:
    said = {"accompaniment": HERE, "category": "resource", "text": "Une gare"}
    return AddMoffItem.model_validate(said | changes)


def edit(id: str, seen: str, text: str = "Une gare ouverte le samedi", **changes: object) -> EditMoffItem:
    said = {"accompaniment": HERE, "item": id, "seen": seen, "category": "resource", "text": text}
    return EditMoffItem.model_validate(said | changes)


def seen(work: RoomAtWork, id: str) -> str:
    """The stamp of an item as it is now."""
    return work.ask(GetMoffItem(accompaniment=HERE, item=id)).stamp


def standing(work: RoomAtWork) -> list[MoffItem]:
    return work.ask(GetMoff(accompaniment=HERE)).items


def test_an_item_keeps_its_category_its_words_and_its_ground(work: RoomAtWork) -> None:
    met = work.obey(LogInterview(accompaniment=HERE, structure="Atelier bois", kind="ess")).id
    work.obey(item(theme="Mobilité", evidence="study", source="État des lieux 2021"))
    work.obey(item(category="risk", text="Le bus s’arrête", evidence="interview", interview=met))
    first, second = standing(work)
    assert (first.now.category, first.now.theme, first.now.source, first.now.voice) == (
        "resource",
        "Mobilité",
        "État des lieux 2021",
        None,
    )
    assert (second.now.structure, second.now.voice) == ("Atelier bois", "ess")
    assert [told.data["change"] for told in work.told(MoffUpdated)] == ["added", "added"]
    assert "Une gare" not in str([told.data for told in work.told(MoffUpdated)])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": "study"}, "source"),
        ({"evidence": "interview"}, "interview"),
        ({"evidence": "interview", "interview": "nowhere"}, "interview"),
    ],
)
def test_evidence_that_is_none_is_refused_beside_its_field(work: RoomAtWork, changes: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.obey(item(**changes))
    assert [where for where, _ in refused.value.problems] == [field]
    assert (standing(work), work.told(MoffUpdated)) == ([], [])


def test_an_interview_planned_or_of_another_territory_proves_nothing(work: RoomAtWork) -> None:
    planned = work.obey(PlanInterview(accompaniment=HERE, structure="x", on=date(2026, 3, 2))).id
    other = work.obey(LogInterview(accompaniment=ELSEWHERE, structure="y", kind="ess")).id
    for named in (planned, other):
        with pytest.raises(InvalidInput):
            work.obey(item(evidence="interview", interview=named))


def test_the_second_of_two_edits_sees_the_first_and_loses_nothing(work: RoomAtWork) -> None:
    made = work.obey(item()).id
    both = seen(work, made)
    work.obey(edit(made, both, "Une gare et un parc à vélos"))
    with pytest.raises(Refused) as refused:
        work.obey(edit(made, both, "Une gare peu desservie", category="weakness"))
    assert refused.value.stable_code == "changed-meanwhile"
    assert [one.now.text for one in standing(work)] == ["Une gare et un parc à vélos"]
    work.obey(edit(made, seen(work, made), "Une gare peu desservie", category="weakness"))
    history = work.ask(GetMoffItem(accompaniment=HERE, item=made))
    assert [(one.version, one.text) for one in history.versions] == [
        (3, "Une gare peu desservie"),
        (2, "Une gare et un parc à vélos"),
        (1, "Une gare"),
    ]


def test_the_same_words_again_change_nothing_even_late(work: RoomAtWork) -> None:
    made = work.obey(item()).id
    before = seen(work, made)
    work.obey(edit(made, before))
    assert work.obey(edit(made, before)).told == []
    assert standing(work)[0].now.version == 2


def test_a_withdrawn_item_stays_in_the_history_and_may_come_back(work: RoomAtWork) -> None:
    made = work.obey(item()).id
    before = seen(work, made)
    withdraw = WithdrawMoffItem(accompaniment=HERE, item=made, seen=before, reason="Doublon")
    work.obey(withdraw)
    assert work.obey(withdraw).told == []
    page = work.ask(GetMoff(accompaniment=HERE))
    assert (page.items, [(one.now.text, one.now.reason) for one in page.withdrawn]) == ([], [("Une gare", "Doublon")])
    with pytest.raises(Refused):
        work.obey(edit(made, before))
    work.obey(edit(made, seen(work, made), "Une gare"))
    assert [one.now.text for one in standing(work)] == ["Une gare"]
    assert [told.data["change"] for told in work.told(MoffUpdated)] == ["added", "withdrawn", "edited"]


def test_an_item_of_another_territory_is_not_found(work: RoomAtWork) -> None:
    made = work.obey(item(accompaniment=ELSEWHERE)).id
    for command in (edit(made, "x"), WithdrawMoffItem(accompaniment=HERE, item=made, seen="x")):
        with pytest.raises(NotFound):
            work.obey(command)
    with pytest.raises(NotFound):
        work.ask(GetMoffItem(accompaniment=HERE, item=made))


def test_many_people_write_at_once_and_every_item_is_there(work: RoomAtWork) -> None:
    texts = [f"Élément {number}" for number in range(24)]
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda text: work.obey(item(text=text)), texts))
    assert sorted(one.now.text for one in standing(work)) == sorted(texts)


def test_of_many_edits_at_once_one_passes_and_the_others_are_told(work: RoomAtWork) -> None:
    made = work.obey(item()).id
    before = seen(work, made)

    def attempt(number: int) -> bool:
        try:
            work.obey(edit(made, before, f"Version de {number}"))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        assert sorted(people.map(attempt, range(6))) == [False] * 5 + [True]
    assert len(work.ask(GetMoffItem(accompaniment=HERE, item=made)).versions) == 2


def test_readings_put_the_kinds_of_actors_side_by_side(work: RoomAtWork) -> None:
    for kind, category in (("ess", "weakness"), ("shop", "weakness"), ("public", "resource")):
        work.obey(item(theme="Mobilité", voice=kind, category=category, text=f"Vu par {kind}"))
    work.obey(item(theme="Culture", voice="ess"))
    page = work.ask(GetMoff(accompaniment=HERE))
    (reading,) = page.readings
    assert (reading.theme, reading.convergences, reading.contradiction) == ("Mobilité", ["weakness"], True)
    assert page.themes == ["Culture", "Mobilité"]
