"""A collector of traces: a real HTTP server of this machine that reads OTLP and keeps what it was told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Step:
    """One span as it arrived; ids in hexadecimal, `parent` empty for the first of its trace."""

    trace: str
    id: str
    parent: str
    service: str
    name: str
    attributes: str


@dataclass
class Collector:
    """Where it listens, and every step it was told so far."""

    url: str = ""
    steps: list[Step] = field(default_factory=list)

    def named(self, service: str, name: str) -> list[Step]:
        """The steps of a service with this name."""
        return [step for step in self.steps if (step.service, step.name) == (service, name)]

    def keep(self, body: bytes) -> None:
        """Read a request and keep what it tells."""
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            told = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.steps += [
                    Step(
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        told["service.name"],
                        span.name,
                        f"{span.attributes} {span.events} {span.status}",
                    )
                    for span in scope.spans
                ]


@contextmanager
def a_collector() -> Iterator[Collector]:
    """A collector on a port of its own until the end of the block."""
    collector = Collector()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.keep(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        collector.url = f"http://127.0.0.1:{server.server_port}/v1/traces"
        serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        serving.start()
        yield collector
        server.shutdown()
        serving.join()
