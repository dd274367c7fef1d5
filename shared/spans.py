"""OpenTelemetry as the house uses it: spans for each service of the process, sent to a collector by OTLP over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_NAMESPACE, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

SEND_EVERY_MS = 1000
SEND_SECONDS = 5
LAST_WORDS_S = 2.0
KEPT = 8192
"""Spans that may wait for the collector; more are dropped, since telling must never hold up the work."""

KINDS = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}
_WORDS = TraceContextTextMapPropagator()

Attributes = Mapping[str, str | int | None]


class Spans:
    """The spans of this process: one way out for all its services, each under its own name."""

    def __init__(self, url: str, share: float):
        self._sampler = ParentBased(TraceIdRatioBased(share))
        self._out = BatchSpanProcessor(
            OTLPSpanExporter(url, timeout=SEND_SECONDS), max_queue_size=KEPT, schedule_delay_millis=SEND_EVERY_MS
        )
        self._tracers: dict[str, Tracer] = {}

    @contextmanager
    def span(
        self, service: str, name: str, kind: str, carried: Mapping[str, Any] | None, attributes: Attributes
    ) -> Iterator[None]:
        """A step from here to the end of the block.

        Of an exception only the kind is kept: what it says may quote what somebody wrote.
        """
        tracer = self._tracer(service)
        with tracer.start_as_current_span(
            name,
            context=_context(carried),
            kind=KINDS[kind],
            attributes=_attributes(attributes),
            record_exception=False,
            set_status_on_exception=False,
        ) as it:
            try:
                yield
            except BaseException as error:
                it.set_attribute("error.type", type(error).__name__)
                it.set_status(StatusCode.ERROR)
                raise

    def passed(
        self, service: str, name: str, kind: str, carried: Mapping[str, Any], attributes: Attributes, begun: int
    ) -> None:
        """A step that began at `begun` (nanoseconds since 1970) and ends now."""
        self._tracer(service).start_span(
            name,
            context=_context(carried),
            kind=KINDS[kind],
            attributes=_attributes(attributes),
            start_time=begun,
        ).end()

    def carry(self) -> dict[str, str]:
        """The context of the step that one is in, as W3C Trace Context writes it."""
        words: dict[str, str] = {}
        _WORDS.inject(words)
        return words

    def note(self, attributes: Attributes) -> None:
        """Add to the step that one is in."""
        trace.get_current_span().set_attributes(_attributes(attributes))

    def close(self) -> None:
        """Send what waits, if the collector takes it in time: a process must not be kept from ending."""
        sending = threading.Thread(target=self._shut_down, daemon=True)
        sending.start()
        sending.join(LAST_WORDS_S)

    def _shut_down(self) -> None:
        self._out.shutdown()  # type: ignore[no-untyped-call]

    def _tracer(self, service: str) -> Tracer:
        if service not in self._tracers:
            resource = Resource({SERVICE_NAME: service, SERVICE_NAMESPACE: "terreau"})
            provider = TracerProvider(sampler=self._sampler, resource=resource, shutdown_on_exit=False)
            provider.add_span_processor(self._out)
            self._tracers[service] = provider.get_tracer("terreau")
        return self._tracers[service]


def _context(carried: Mapping[str, Any] | None) -> Context | None:
    """The context that a message bears; None (the step around) when it bears none that can be read."""
    if not carried or not isinstance(carried.get("traceparent"), str):
        return None
    words = {name: carried[name] for name in ("traceparent", "tracestate") if isinstance(carried.get(name), str)}
    return _WORDS.extract(words)


def _attributes(given: Attributes) -> dict[str, str | int]:
    return {name: value for name, value in given.items() if value is not None}
