"""The JSON API: what a token allows, one effect per key, problems as documents, a description that holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from services.portal.api.endpoints import READINGS
from shared.contracts.diagnostic import GetDiagnostic
from shared.contracts.platforms import GetPlatforms
from shared.contracts.territories import (
    EnrolTerritory,
    GetCall,
    ListAccompaniments,
    ListOrganisations,
    PublishCall,
    RegisterPerson,
    RegisterTerritory,
)
from tests.integration.portal.conftest import Visitor
from tests.support.house import House

NOT_IN_THE_EXAMPLE = (
    "getConflict",
    "getContours",
    "getSeason",
    "getImport",
    "getPicture",
    "getPoll",
    "getPresence",
    "getTrip",
    "getCatalogueImport",
    "getCooperation",
    "getMoffItem",
    "getThematicPortrait",
    "getSpecification",
    "makeSpecification",
)
"""They have tests of their own."""
ASKED_WITH = {
    "getFunderReport": {"period": "2025"},
    "listDeclaredHolidays": {"since": "2025-01-01"},
    "searchPlaces": {"text": "alb"},
    "suggestDuplicates": {"label": "GEIQ"},
    "listThemeAnswers": {"theme": "Mobilité"},
    "exportCatalogue": {"format": "jsonld"},
    "makeComparativeNote": {"format": "odt"},
}
NO_ONE = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def served(visitor: Visitor) -> Visitor:
    """A house with two territories in one call."""
    call = visitor.house.obey(PublishCall(title="Appel 2026")).id
    for label, insee in (("Arras", "62041"), ("Bailleul", "59043")):
        territory = visitor.house.obey(RegisterTerritory(label=label, kind="commune", insee=insee)).id
        visitor.house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01"))
    return visitor


def enrolled(house: House, label: str) -> tuple[str, str]:
    """The ids of a territory and of its accompaniment."""
    (card,) = [one for one in house.ask(ListAccompaniments()).accompaniments if one.territory_label == label]
    return card.territory, card.id


def shortlist(house: House) -> str:
    """The id of a shortlist of the example."""
    pages = [house.ask(GetPlatforms(accompaniment=one.id)) for one in house.ask(ListAccompaniments()).accompaniments]
    return next(one.id for page in pages for one in page.shortlists)


def interview(house: House, **more: Any) -> dict[str, Any]:
    """The body of an interview to log."""
    return {"accompaniment": enrolled(house, "Arras")[1], "structure": "Ressourcerie", "kind": "ess", **more}


def test_the_description_is_valid_openapi_and_needs_no_token(visitor: Visitor) -> None:
    document = visitor.get("/api/v1/openapi.json").json
    assert document is not None
    validate(document)
    assert document["openapi"] == "3.1.0"
    for path in document["paths"].values():
        for operation in path.values():
            assert {"401", "403", "422", "500", "503"} <= operation["responses"].keys()


def test_every_answer_is_what_the_description_says(reader: Visitor, example_house: House) -> None:
    document = reader.get("/api/v1/openapi.json").json
    assert document is not None
    card = example_house.ask(ListAccompaniments()).accompaniments[0]
    call = card.call
    interview = example_house.ask(GetDiagnostic(accompaniment=card.id)).interviews[0].id
    organisation = example_house.ask(ListOrganisations()).organisations[0].id
    told = {
        "getCall": call,
        "getPublicCall": call,
        "getCandidature": example_house.ask(GetCall(id=call)).candidatures[0].id,
        "getInterview": interview,
        "getOrganisation": organisation,
        "makeComparativeNote": shortlist(example_house),
    }
    for one in READINGS:
        if one.operation in NOT_IN_THE_EXAMPLE:
            continue
        target = told.get(one.operation) or (card.id if "accompaniments" in one.path else card.territory)
        path = one.path.format(id=target, slug="dokos", platform="dokos", field="purpose")
        answer = reader.api("GET", path, query_string=ASKED_WITH.get(one.operation, {}))
        assert answer.status_code == 200, (one.path, answer.text)
        schema = document["paths"][one.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer inconnu", "Basic abc"])
def test_without_a_valid_token_nothing_is_told(visitor: Visitor, header: str) -> None:
    answer = visitor.client.get("/api/v1/calls", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == "unauthorized"


def test_a_signed_in_browser_is_no_token(visitor: Visitor) -> None:
    assert visitor.enter().client.get("/api/v1/calls").status_code == 401


def test_the_same_key_has_one_effect_and_the_same_answer(served: Visitor) -> None:
    token = served.sign_in.make_token("team")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "import-2026-ligne-1"}
    answers = [
        served.client.post("/api/v1/interviews", json=interview(served.house), headers=headers) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert served.house.told("interview-logged") == 1


def test_a_workshop_is_scheduled_by_a_machine(served: Visitor) -> None:
    body = {"accompaniment": enrolled(served.house, "Arras")[1], "title": "Atelier", "occurred": "2026-05"}
    answer = served.api("POST", "/workshops", json=body, headers={"Idempotency-Key": "a"})
    assert answer.status_code == 201
    assert served.house.told("workshop-scheduled") == 1


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"headers": {}}, 400, "idempotency-key-missing"),
        ({"data": "{", "content_type": "application/json", "json": None}, 400, "malformed-json"),
        ({"data": "a=b", "content_type": "text/plain", "json": None}, 415, "unsupported-media-type"),
        ({"role": "reader"}, 403, "forbidden"),
    ],
)
def test_what_cannot_be_written_says_so_by_its_code(
    served: Visitor, more: dict[str, Any], status: int, code: str
) -> None:
    request = {"json": interview(served.house), "headers": {"Idempotency-Key": "k"}, **more}
    answer = served.api("POST", "/interviews", **{name: value for name, value in request.items() if value is not None})
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert served.house.told("interview-logged") == 0


def test_each_field_at_fault_is_named(served: Visitor) -> None:
    body = interview(served.house, occurred="2025-13", appetite="furieux", inconnu=1)
    answer = served.api("POST", "/interviews", json=body, headers={"Idempotency-Key": "k"})
    assert answer.json is not None
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json["errors"]} == {"occurred", "appetite", "inconnu"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/calls/{NO_ONE}", 404, None),
        ("GET", f"/territories/{NO_ONE}", 404, None),
        ("GET", f"/accompaniments/{NO_ONE}/diagnostic", 404, "unknown-accompaniment"),
        ("GET", "/nulle-part", 404, "not-found"),
        ("POST", "/manifesto", 405, "method-not-allowed"),
        ("GET", "/calls?ordre=x", 422, "unknown-parameter"),
        ("GET", "/follow-up?as_of=demain", 422, "invalid-input"),
        ("GET", "/funder-report", 422, "invalid-input"),
        ("GET", "/events?limit=0", 422, "invalid-input"),
    ],
)
def test_every_error_is_a_problem_document(served: Visitor, method: str, path: str, status: int, code: str) -> None:
    answer = served.api(method, path)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["detail"]
    assert code in (None, answer.json["code"])


@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud800"'])
def test_what_no_database_can_keep_is_refused_at_the_door(served: Visitor, text: str) -> None:
    body = '{"accompaniment": "x", "structure": ' + text + ', "kind": "ess"}'
    more = {"data": body, "content_type": "application/json", "headers": {"Idempotency-Key": "k"}}
    answer = served.api("POST", "/interviews", **more)
    assert answer.status_code == 422
    assert served.api("GET", "/territories/%00").status_code == 404


def test_a_token_of_one_territory_sees_that_territory_only(served: Visitor) -> None:
    mine, my_accompaniment = enrolled(served.house, "Arras")
    other, other_accompaniment = enrolled(served.house, "Bailleul")

    def ask(path: str) -> Any:
        return served.api("GET", path, territory=mine)

    assert [one["id"] for one in ask("/territories").json["territories"]] == [mine]
    assert [one["id"] for one in ask("/accompaniments").json["accompaniments"]] == [my_accompaniment]
    lines = [line for call in ask("/follow-up").json["calls"] for line in call["territories"]]
    assert [line["name"] for line in lines] == ["Arras"]
    assert {event.get("subject") for event in ask("/events").json["events"]} == {mine}
    for path in (
        f"/territories/{other}",
        "/territories/59043",
        f"/territories/{other}/facts",
        f"/accompaniments/{other_accompaniment}/workshops",
        f"/events?territory={other}",
        "/funder-report?period=2026",
    ):
        assert ask(path).status_code == 403, path
    assert ask("/territories/62041").status_code == 200


def test_a_token_of_one_territory_writes_there_only(served: Visitor) -> None:
    mine, _ = enrolled(served.house, "Arras")
    body = interview(served.house, accompaniment=enrolled(served.house, "Bailleul")[1])
    answer = served.api("POST", "/interviews", territory=mine, json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 403
    assert served.house.told("interview-logged") == 0


def test_names_go_to_those_who_write_only_and_addresses_to_nobody(served: Visitor) -> None:
    territory, _ = enrolled(served.house, "Arras")
    served.house.obey(
        RegisterPerson(name="Prénom Nom", email="elue@exemple.fr", function="Conseillère", territory=territory)
    )
    written = served.api("GET", f"/territories/{territory}", role="team").text
    assert "Prénom Nom" in written
    assert "elue@exemple.fr" not in written
    seen = served.api("GET", f"/territories/{territory}", role="reader").text
    assert "Conseillère" in seen
    assert "elue@exemple.fr" not in seen
    assert "Prénom Nom" not in seen


def test_a_token_expires(served: Visitor) -> None:
    token = served.sign_in.make_token("team", days=30)
    served.house.clock.advance(timedelta(days=30))
    assert served.client.get("/api/v1/calls", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_events_are_read_page_by_page(reader: Visitor) -> None:
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        page = reader.api("GET", "/events", query_string={"after": after, "limit": 40}).json
        assert page is not None
        seen += [event["id"] for event in page["events"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) > 80
