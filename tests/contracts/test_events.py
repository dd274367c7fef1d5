"""The events are promises: names, tellers and schemas stay as others already listen to them."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from scripts.build_asyncapi import DOCUMENT, FROZEN, rendered, schemas
from shared.events import ALL, LISTENERS, REGISTRY
from shared.messaging.topology import exchange, queue

FROZEN_SCHEMAS: dict[str, Any] = json.loads(FROZEN.read_text(encoding="utf-8"))
PRESENT_SCHEMAS = schemas()

PROMISED = {
    "territory-enrolled": "territories",
    "bilan-due": "territories",
    "interview-logged": "diagnostic",
    "workshop-scheduled": "workshops",
    "platform-shortlisted": "platforms",
}


@pytest.mark.parametrize("type_", sorted(FROZEN_SCHEMAS))
def test_a_frozen_event_keeps_its_fields_and_their_meaning(type_: str) -> None:
    frozen, present = FROZEN_SCHEMAS[type_], PRESENT_SCHEMAS.get(type_)
    assert present is not None, f"{type_} is still listened to: tell the new event beside it"
    assert (present["x-source"], present["x-version"]) == (frozen["x-source"], frozen["x-version"])
    assert present.get("required", []) == frozen.get("required", []), "a new field needs a default"
    for name, field in frozen["properties"].items():
        assert present["properties"].get(name) == field, f"{type_}.{name} changed: that is another event"


def test_the_five_events_of_the_contract_come_from_their_tellers() -> None:
    assert {type_: REGISTRY[type_].source for type_ in PROMISED} == PROMISED


@pytest.mark.parametrize("room", sorted(LISTENERS))
def test_what_a_room_reacts_to_is_carried_to_it(room: str) -> None:
    reactions = importlib.import_module(f"services.{room}.room").ROOM.reactions
    assert set(reactions.functions) <= LISTENERS[room]


def test_names_are_kebab_case_facts() -> None:
    for type_ in REGISTRY:
        assert type_ == type_.lower()
        assert "_" not in type_
        last = type_.split("-")[-1]
        assert last.endswith(("ed", "due", "known", "grown", "held", "chosen", "sent", "open")), type_


def test_no_payload_names_a_person() -> None:
    forbidden = {"email", "phone", "first_name", "last_name", "person_name", "address"}
    for type_, schema in PRESENT_SCHEMAS.items():
        assert not forbidden & set(schema["properties"]), type_


def test_every_listener_hears_only_what_exists_and_reporting_hears_all() -> None:
    assert all(types <= ALL for types in LISTENERS.values())
    assert LISTENERS["reporting"] == ALL


def test_exchanges_bear_nameko_s_names_and_queues_a_generation() -> None:
    assert exchange("territories").name == "territories.events"
    assert queue("reporting").name == "in-reporting.q1"
    assert len(queue("reporting").bindings) == len(ALL)


def test_the_published_document_is_the_one_of_this_code() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == rendered(), "run python -m scripts.build_asyncapi"
