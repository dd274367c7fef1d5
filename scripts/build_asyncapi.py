"""Write `docs/asyncapi.yaml` from the registry of events; `--freeze` also freezes their schemas for the tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from shared.events import LISTENERS, REGISTRY, Event

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "asyncapi.yaml"
FROZEN = ROOT / "tests" / "contracts" / "frozen" / "events.json"


def schemas() -> dict[str, Any]:
    """The JSON schema of every event's payload, by wire name."""
    return {type_: _schema(event) for type_, event in sorted(REGISTRY.items())}


def _schema(event: type[Event]) -> dict[str, Any]:
    schema = event.model_json_schema()
    schema["description"] = " ".join((event.__doc__ or "").split())
    return {**schema, "x-version": event.version, "x-source": event.source}


def document() -> dict[str, Any]:
    """The AsyncAPI 3.0 document: a channel per teller, a message per event, who hears it in the house."""
    channels: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for type_, schema in schemas().items():
        teller = REGISTRY[type_].source
        channel = channels.setdefault(
            f"{teller}.events",
            {
                "address": f"{teller}.events",
                "description": f"Durable topic exchange of `{teller}`; the routing key is the event's type.",
                "messages": {},
                "bindings": {"amqp": {"is": "routingKey", "exchange": {"name": f"{teller}.events", "type": "topic"}}},
            },
        )
        channel["messages"][type_] = {"$ref": f"#/components/messages/{type_}"}
        messages[type_] = {
            "name": type_,
            "summary": schema["description"],
            "contentType": "application/json",
            "payload": _envelope_of(type_, schema),
            "x-heard-by": sorted(name for name, types in LISTENERS.items() if type_ in types),
        }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Terreau events",
            "version": "1",
            "description": "CloudEvents 1.0 in structured JSON. An undated event omits `occurred` (EDTF otherwise).",
        },
        "channels": channels,
        "operations": {
            f"tell-{name}": {"action": "send", "channel": {"$ref": f"#/channels/{name}"}} for name in channels
        },
        "components": {"messages": messages},
    }


def _envelope_of(type_: str, schema: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "dataschema", "correlationid", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": text,
            "source": {"const": f"/{schema['x-source']}"},
            "type": {"const": type_},
            "subject": {**text, "description": "The territory's id."},
            "time": {**text, "format": "date-time", "description": "When it was recorded (UTC)."},
            "dataschema": {"const": f"urn:terreau:{type_}:{schema['x-version']}"},
            "occurred": {**text, "description": "When it happened (EDTF)."},
            "correlationid": text,
            "causationid": text,
            "sequence": {"type": "integer"},
            "epoch": text,
            "traceparent": {**text, "description": "The trace in which it was told (CloudEvents distributed tracing)."},
            "tracestate": text,
            "data": {key: value for key, value in schema.items() if not key.startswith("x-")},
        },
    }


def rendered() -> str:
    """The document as text, the same for the same events."""
    text: str = yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)
    return "# Made by scripts/build_asyncapi.py from shared/events: do not edit.\n" + text


def main() -> None:
    """Write the document, and with `--freeze` the frozen schemas."""
    DOCUMENT.write_text(rendered(), encoding="utf-8")
    if "--freeze" in sys.argv:
        FROZEN.write_text(json.dumps(schemas(), indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
