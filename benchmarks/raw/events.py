"""The messages of the bare pipelines: as long as ours, made by hand; knows nothing of Terreau."""

import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any


def now() -> str:
    """Give the present instant as text, UTC."""
    return datetime.now(UTC).isoformat()


def event() -> dict[str, Any]:
    """Make one event with its envelope, 600 bytes and more as JSON."""
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "/diagnostic",
        "type": "interview-logged",
        "subject": "t",
        "time": now(),
        "datacontenttype": "application/json",
        "dataschema": "urn:terreau:interview-logged:1",
        "correlationid": str(uuid.uuid4()),
        "data": {
            "territory": "t",
            "accompaniment": "0198d1a2-7c31-7bd1-a1ae-000000000001",
            "interview": str(uuid.uuid4()),
            "structure": "Ferme des Grands Prés",
            "kind": "ess",
            "ess": True,
            "appetite": "interested",
        },
    }


def numbered(body: dict[str, Any], number: int) -> dict[str, Any]:
    """Give an event its number."""
    return body | {"sequence": number, "epoch": "0198d1a2-7c31-7bd1-a1ae-00000000000e"}


def text(body: dict[str, Any]) -> str:
    """Give an event as JSON."""
    return json.dumps(body, ensure_ascii=False)


def paced(events: int, per_second: float) -> "list[float]":
    """Give the instants (`time.time`) at which evenly spread events begin, from now."""
    begun = time.time()
    return [begun + number / per_second for number in range(events)]
