"""A plain nameko service of somebody else hears the five events on RabbitMQ, as the contract promises."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from amqp.exceptions import NotFound
from kombu import Connection

from shared.envelope import seal
from shared.events import (
    BilanDue,
    Event,
    InterviewLogged,
    PlatformShortlisted,
    TerritoryEnrolled,
    WorkshopScheduled,
)
from shared.ids import new_id
from shared.messaging.publisher import ConfirmingPublisher, NotConfirmed, Outgoing
from shared.messaging.service import declare_topology
from shared.messaging.topology import exchange, exchange_name
from tests.support import brokers
from tests.support.example import ROOT
from tests.support.waiting import until

OUTSIDER = Path(__file__).resolve().parents[2] / "support" / "outsider.py"

EVENTS: list[tuple[Event, str | None]] = [
    (TerritoryEnrolled(territory="t", accompaniment="a", call="c", name="T", kind="commune"), "2024-11"),
    (InterviewLogged(interview="i", structure="s", kind="ess", ess=True, appetite="interested"), "2024-11/2025-04"),
    (WorkshopScheduled(workshop="w", title="Atelier", format="atelier"), None),
    (PlatformShortlisted(shortlist="l", platform="p", approach="libre"), "2026-01/2026-03"),
    (BilanDue(due="2025-11-30"), "2025-11-30"),
]


@pytest.fixture
def broker() -> Iterator[str]:
    """A virtual host of our own."""
    with brokers.vhost() as url:
        yield url


def sealed(event: Event, occurred: str | None) -> dict[str, Any]:
    """An event as the relay publishes it."""
    now = datetime(2026, 2, 2, tzinfo=UTC)
    return seal(event, id=new_id(), now=now, occurred=occurred, correlation=new_id(), causation=None).as_json()


def leaving(event: dict[str, Any]) -> Outgoing:
    """What the relay makes of it."""
    return Outgoing(1, event["id"], exchange_name(event["source"].lstrip("/")), event["type"], json.dumps(event))


def test_a_plain_nameko_service_hears_the_five_events_whole(broker: str, tmp_path: Path) -> None:
    declare_topology(broker, embedded=False)
    heard = tmp_path / "heard.jsonl"
    process = subprocess.Popen([sys.executable, str(OUTSIDER), broker, str(heard)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        told = [sealed(event, occurred) for event, occurred in EVENTS]
        publisher = ConfirmingPublisher(broker)
        publisher.publish([leaving(event) for event in told])
        publisher.close()
        until(lambda: heard.exists() and len(heard.read_text().splitlines()) == len(told), what="five events heard")
        bodies = [json.loads(line) for line in heard.read_text().splitlines()]
        assert sorted(bodies, key=lambda body: body["id"]) == sorted(told, key=lambda body: body["id"])
        assert [body["type"] for body in bodies if "occurred" not in body] == ["workshop-scheduled"]
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_the_service_that_the_operations_page_shows_hears_what_it_says(broker: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "newsletter.py").write_text(shown, encoding="utf-8")
    declare_topology(broker, embedded=False)
    command = [sys.executable, "-W", "ignore", "newsletter.py", broker]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        until(lambda: _bound(broker, "evt-territories-territory-enrolled--newsletter.greet"), what="it listens")
        told = sealed(*EVENTS[0])
        publisher = ConfirmingPublisher(broker)
        publisher.publish([leaving(told)])
        publisher.close()
        assert process.stdout is not None
        heard = json.loads(process.stdout.readline())
        assert heard == {"id": told["id"], "since": "2024-11", "who": "T"}
    finally:
        process.kill()
        process.communicate()


def _bound(broker: str, queue: str) -> bool:
    with Connection(broker) as connection, connection.channel() as channel, suppress(NotFound):
        return bool(channel.queue_declare(queue, passive=True).consumer_count)
    return False


def test_an_event_with_listeners_that_reaches_no_queue_is_not_taken_for_published(broker: str) -> None:
    with Connection(broker) as connection, connection.channel() as channel:
        exchange("territories").bind(channel).declare()
    publisher = ConfirmingPublisher(broker)
    with pytest.raises(NotConfirmed, match="reached no queue"):
        publisher.publish([leaving(sealed(*EVENTS[0]))])
    publisher.close()
