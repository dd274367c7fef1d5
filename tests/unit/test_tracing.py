"""What a trace takes from a message and what it tells: ids and kinds, whatever stands in the message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared import tracing
from shared.settings import Settings
from tests.support.collector import Collector, a_collector

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector() -> Iterator[Collector]:
    """This process traces into a collector of its own; what waits is told when `tracing.stop` is called."""
    with a_collector() as collector:
        tracing.start(Settings(traces_url=collector.url))
        yield collector
        tracing.stop()


def test_a_step_belongs_to_the_trace_that_its_message_bears(collector: Collector) -> None:
    with tracing.span("reporting", "reaction", carried={"traceparent": PARENT, "tracestate": "a=b"}):
        carried = tracing.carry()
    tracing.stop()
    (step,) = collector.steps
    assert (step.trace, step.parent) == (PARENT[3:35], PARENT[36:52])
    assert carried == {"traceparent": f"00-{step.trace}-{step.id}-01", "tracestate": "a=b"}


@pytest.mark.parametrize("words", [None, 5, "", "00-zz", PARENT.replace("00-", "ff-"), PARENT[:-3]])
def test_a_message_with_no_readable_trace_begins_one(collector: Collector, words: object) -> None:
    with tracing.span("reporting", "reaction", carried={"traceparent": words}):
        pass
    tracing.stop()
    (step,) = collector.steps
    assert step.parent == ""
    assert step.trace != PARENT[3:35]


def test_of_an_error_only_the_kind_is_told(collector: Collector) -> None:
    with pytest.raises(ValueError, match="Ferme"), tracing.span("reporting", "reaction"):
        raise ValueError("Ferme des Grands Prés")
    tracing.stop()
    assert "ValueError" in collector.steps[0].attributes
    assert "Ferme" not in collector.steps[0].attributes


def test_what_is_unreadable_or_untraced_is_stored_without_a_step(collector: Collector) -> None:
    stored: list[bytes] = []
    bodies = [b"\xff", b"[]", b'{"type": "call-published"}']
    tracing.around_store("reporting", stored.extend)(bodies)
    tracing.stop()
    assert stored == bodies
    assert collector.steps == []
