"""The API of the method's tools: a call answered and decided by machines, documents, what a token may not see."""

from __future__ import annotations

import base64
from itertools import count
from typing import Any

import pytest

from shared.contracts.diagnostic import GetMoff, GetThematicPortrait, ListThematicPortraits
from shared.contracts.territories import GetCooperation, ListAccompaniments
from tests.integration.portal.conftest import Visitor

KEYS = count()


def write(visitor: Visitor, path: str, **more: Any) -> str:
    """Send a command; the id of what it made."""
    territory = more.pop("as_territory", None)
    answer = visitor.api("POST", path, territory=territory, json=more, headers={"Idempotency-Key": f"clé {next(KEYS)}"})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return str(answer.json["id"])


def read(visitor: Visitor, path: str, **query: str) -> Any:
    """What a reading answers."""
    answer = visitor.api("GET", path, query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture
def call(visitor: Visitor) -> str:
    """A call that was drafted, rewritten and published by a machine."""
    draft = write(visitor, "/call-drafts", title="Appel 2027")
    write(visitor, "/call-drafts/edits", call=draft, title="Appel 2027", opens="2026-04-01", closes="2026-06-30")
    write(visitor, "/call-drafts/openings", call=draft)
    return draft


@pytest.fixture
def arras(visitor: Visitor) -> str:
    """A registered commune."""
    return write(visitor, "/territories", label="Arras", kind="commune", insee="62041")


@pytest.fixture
def accompaniment(visitor: Visitor, call: str, arras: str) -> str:
    """The accompaniment of the commune."""
    return write(visitor, "/accompaniments", call=call, territory=arras)


def test_a_call_goes_from_draft_to_decision_by_machine(visitor: Visitor, call: str, arras: str) -> None:
    assert [one["title"] for one in read(visitor, "/public-calls")["calls"]] == ["Appel 2027"]
    assert read(visitor, f"/public-calls/{call}")["takes"]
    candidature = write(visitor, "/candidatures", call=call, territory=arras, motives="Coopérer mieux.")
    write(visitor, "/candidatures/full-files", candidature=candidature, wished_perimeter="La commune")
    write(visitor, "/candidatures/examinations", candidature=candidature)
    write(visitor, "/candidatures/decisions", candidature=candidature, decision="retained", occurred="2026-05")
    page = read(visitor, f"/candidatures/{candidature}")
    assert (page["state"], page["territory_label"], page["decided"]) == ("retained", "Arras", "2026-05")
    write(visitor, "/calls/extensions", call=call, closes="2026-07-31", reason="Un délai trop court")
    write(visitor, "/calls/closings", call=call)
    assert not read(visitor, f"/public-calls/{call}")["takes"]


def test_the_vivier_is_kept_by_machine(visitor: Visitor, arras: str) -> None:
    write(visitor, "/prospects", territory=arras, note="Un salon", occurred="2022-04")
    write(visitor, "/exchanges", territory=arras, summary="Un premier rendez-vous", occurred="2022-04")
    (one,) = read(visitor, "/prospects")["prospects"]
    assert (one["territory_label"], one["contacts"], one["since"]) == ("Arras", 1, "2022-04")
    write(visitor, "/prospects/removals", territory=arras, reason="Elle ne souhaite plus")
    assert read(visitor, "/prospects")["prospects"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/calls", {"title": "Appel"}),
        ("/prospects", {"territory": "62041"}),
        ("/accompaniments", {"call": "x", "territory": "62041"}),
        ("/candidatures/decisions", {"candidature": "x", "decision": "retained"}),
        ("/catalogue-imports", {"rows": []}),
    ],
)
def test_a_token_of_one_territory_does_not_run_the_programme(
    visitor: Visitor, arras: str, path: str, body: dict[str, Any]
) -> None:
    answer = visitor.api("POST", path, territory=arras, json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 403
    for path in ("/prospects", "/planned-interviews", "/duplicate-organisations?label=x"):
        assert visitor.api("GET", path, territory=arras).status_code == 403


def test_a_cooperation_is_opened_by_its_own_territory_only(visitor: Visitor, arras: str) -> None:
    bailleul = write(visitor, "/territories", label="Bailleul", kind="commune", insee="59043")
    one = write(visitor, "/cooperations", territory=arras, title="Une épicerie coopérative")
    seen = visitor.house.ask(GetCooperation(id=one)).stamp
    write(visitor, "/cooperations/revisions", cooperation=one, seen=seen, title="Une épicerie")
    line = write(
        visitor, "/cooperations/budget-lines", cooperation=one, year=2026, side="charge", category="animation", cents=1
    )
    write(visitor, "/cooperations/budget-lines/withdrawals", line=line, reason="Comptée deux fois")
    assert read(visitor, f"/cooperations/{one}")["title"] == "Une épicerie"
    assert visitor.api("GET", f"/cooperations/{one}", territory=bailleul).status_code == 403


def test_items_and_portraits_open_with_what_they_said_before(visitor: Visitor, accompaniment: str) -> None:
    write(visitor, "/moff-items", accompaniment=accompaniment, category="resource", text="Une gare")
    (item,) = visitor.house.ask(GetMoff(accompaniment=accompaniment)).items
    write(
        visitor,
        "/moff-items/edits",
        accompaniment=accompaniment,
        item=item.id,
        seen=item.stamp,
        category="resource",
        text="Une gare TGV",
    )
    history = read(visitor, f"/accompaniments/{accompaniment}/moff/{item.id}")
    assert [one["text"] for one in history["versions"]] == ["Une gare TGV", "Une gare"]
    write(visitor, "/thematic-portraits", accompaniment=accompaniment, theme="Mobilité", facets={"assets": "La gare"})
    (portrait,) = visitor.house.ask(ListThematicPortraits(accompaniment=accompaniment)).portraits
    page = read(visitor, f"/accompaniments/{accompaniment}/thematic-portraits/{portrait.id}")
    assert GetThematicPortrait.answer_type().model_validate(page).versions[0].theme == "Mobilité"


def test_a_cahier_des_charges_is_a_document(visitor: Visitor, accompaniment: str) -> None:
    one = write(visitor, "/specifications", accompaniment=accompaniment, need="Réserver des salles")
    assert read(visitor, f"/specifications/{one}")["need"] == "Réserver des salles"
    file = read(visitor, f"/specifications/{one}/document", format="odt")
    assert base64.b64decode(file["content"])[:2] == b"PK"


def test_a_catalogue_workbook_is_looked_at_taken_over_and_taken_back(visitor: Visitor) -> None:
    rows = [{"row": 2, "cells": {"label": "Vélo ensemble", "domains": "réparation de vélo"}}]
    one = write(visitor, "/catalogue-imports", rows=rows, filename="fiches.xlsx")
    assert read(visitor, f"/catalogue-imports/{one}")["added"] == 1
    write(visitor, "/catalogue-imports/confirmations", import_id=one)
    assert [card["label"] for card in read(visitor, "/platforms")["platforms"]] == ["Vélo ensemble"]
    csv = base64.b64decode(read(visitor, "/catalogue", format="csv")["content"]).decode("utf-8-sig")
    assert "Vélo ensemble" in csv
    write(visitor, "/catalogue-imports/undos", import_id=one)
    assert [line["state"] for line in read(visitor, "/catalogue-imports")["imports"]] == ["undone"]


def test_a_candidature_is_read_without_the_names_behind_it(reader: Visitor) -> None:
    card = reader.house.ask(ListAccompaniments()).accompaniments[0]
    for one in read(reader, f"/calls/{card.call}")["candidatures"]:
        page = read(reader, f"/candidatures/{one['id']}")
        assert (page["contact"] or {}).get("name") is None
        assert all(opinion["name"] is None for opinion in page["opinions"])
