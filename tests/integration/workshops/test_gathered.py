"""What a group writes down together: the cube, ideas, journeys; changed by who saw it, needs raised once."""

from __future__ import annotations

from typing import Any

import pytest

from shared.contracts.workshops import AddItem, EditItem, GatheredItem, ListGathered, RaiseNeed, WithdrawItem
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import ItemGathered, NeedEmerged
from shared.ids import new_id
from tests.integration.workshops.conftest import ACCOMPANIMENT, Schedule, enrol
from tests.support.rooms import RoomAtWork


def add(work: RoomAtWork, kind: str, *, workshop: str | None = None, parent: str | None = None, **said: Any) -> str:
    asked = {"accompaniment": ACCOMPANIMENT, "workshop": workshop, "parent": parent, "body": {"kind": kind, **said}}
    return work.obey(AddItem.model_validate(asked)).id


def items(work: RoomAtWork, workshop: str | None = None) -> list[GatheredItem]:
    return work.ask(ListGathered(accompaniment=ACCOMPANIMENT, workshop=workshop)).items


def test_each_actor_says_its_four_answers_once_for_each_project(work: RoomAtWork) -> None:
    first, second = (add(work, "project", title=title) for title in ("Partager nos salles", "Une épicerie"))
    add(work, "stance", parent=first, actor="La Manufacture", expects="Des réservations simples")
    add(work, "stance", parent=second, actor="La Manufacture", brings="Un local")
    with pytest.raises(Refused) as twice:
        add(work, "stance", parent=first, actor=" la  MANUFACTURE ")
    assert twice.value.stable_code == "actor-speaks-already"
    with pytest.raises(InvalidInput):
        add(work, "stance", actor="Sans piste")
    stances = [one for one in items(work) if one.kind == "stance"]
    assert [(one.parent, one.body["actor"]) for one in stances] == [
        (first, "La Manufacture"),
        (second, "La Manufacture"),
    ]
    project = next(one for one in items(work) if one.id == first)
    work.obey(WithdrawItem(item=first, seen=project.stamp))
    assert [one.body["title"] for one in items(work) if one.kind == "project"] == ["Une épicerie"]
    assert len([one for one in items(work) if one.kind == "stance"]) == 1


def test_what_somebody_else_changed_is_not_overwritten(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    item = add(work, "note", workshop=workshop, text="Première")
    (seen,) = items(work, workshop)
    change = {"item": item, "seen": seen.stamp, "body": {"kind": "note", "text": "Autrement"}}
    work.obey(EditItem.model_validate(change))
    with pytest.raises(Refused) as changed:
        work.obey(EditItem.model_validate(change | {"body": {"kind": "note", "text": "Trop tard"}}))
    assert changed.value.stable_code == "changed-meanwhile"
    (now,) = items(work, workshop)
    assert (now.body["text"], now.version) == ("Autrement", 2)
    assert [one.data["kind"] for one in work.told(ItemGathered)] == ["note", "note"]


def test_a_need_is_raised_once_and_bears_the_date_of_its_session(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule()
    idea = add(work, "idea", workshop=workshop, text="Une objethèque", meets_need=True, fits_place=True)
    assert items(work)[0].body["feasible"] is None
    work.obey(RaiseNeed(item=idea, title="Réserver les espaces"))
    (need,) = work.told(NeedEmerged)
    assert (need.data["title"], need.data["workshop"], need.occurred) == (
        "Réserver les espaces",
        workshop,
        "2025-07-03",
    )
    with pytest.raises(Refused):
        work.obey(RaiseNeed(item=idea, title="Encore"))


def test_a_journey_hangs_on_its_persona_and_nothing_crosses_accompaniments(work: RoomAtWork) -> None:
    persona = add(work, "persona", label="Une voisine")
    for moment in ("before", "during", "after"):
        add(work, "step", parent=persona, moment=moment, title="Étape", positives="Un accueil", negatives="Un papier")
    assert [one.body["moment"] for one in items(work) if one.kind == "step"] == ["before", "during", "after"]
    other = new_id()
    enrol(work, other, new_id(), "Ailleurs")
    step = {"kind": "step", "moment": "after", "title": "x"}
    with pytest.raises(InvalidInput):
        work.obey(AddItem.model_validate({"accompaniment": other, "parent": persona, "body": step}))
    with pytest.raises(NotFound):
        work.obey(WithdrawItem(item=new_id(), seen="x"))
