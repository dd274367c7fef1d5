"""One trace from the form to the projection, in one process and over several; nothing is loaded where it is off."""

from __future__ import annotations

import http.cookiejar
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from shared.clock import SystemClock
from shared.messaging.caller import Caller
from shared.messaging.running import line_to
from tests.support.collector import Collector, Step, a_collector
from tests.support.command import Terreau, free_port
from tests.support.stack import open_stack
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(240)

TITLE = "Un appel dont le titre ne regarde aucun collecteur"
STEPS = (
    ("portal", "POST /appels/nouveau"),
    ("portal", "rpc territories.publish-call"),
    ("territories", "obey publish-call"),
    ("territories", "command publish-call"),
    ("territories", "publish call-published"),
    ("reporting", "inbox call-published"),
    ("reporting", "reaction call-published"),
)


@contextmanager
def embedded(folder: Path, url: str) -> Iterator[str]:
    """`terreau up`; gives a sign-in link."""
    process = Terreau(folder, {"TERREAU_TRACES_URL": url}).start("up", "--no-example", "--port", str(free_port()))
    try:
        assert process.stdout is not None
        yield next(line for raw in process.stdout if "/connexion/" in (line := raw.decode())).split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def full_stack(folder: Path, url: str) -> Iterator[str]:
    """Three processes on RabbitMQ and PostgreSQL; gives a sign-in link."""
    with open_stack(folder) as stack:
        stack.overrides["TERREAU_TRACES_URL"] = url
        stack.terreau("migrate")
        portal, *_ = [stack.serve(name) for name in ("portal", "territories", "reporting")]
        stack.wait_until_ready()
        with line_to(stack.amqp, timeout=10) as line:
            token = Caller(line, SystemClock()).call("portal", "first_link")
        yield f"http://127.0.0.1:{portal.port}/connexion/{token}"


def send_form(link: str) -> str:
    """Sign in and publish a call, as a browser does; gives the token that signed in."""
    base, _, token = link.partition("/connexion/")
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def send(path: str, **fields: str) -> None:
        page = visitor.open(base + path, timeout=20).read().decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        visitor.open(base + path, urlencode(hidden | fields).encode(), timeout=20).close()

    send(f"/connexion/{token}")
    send("/appels/nouveau", title=TITLE)
    return token


@pytest.mark.parametrize("world", [embedded, full_stack])
def test_one_trace_leads_from_the_form_to_the_projection(world: type, tmp_path: Path) -> None:
    with a_collector() as collector:
        with world(tmp_path, collector.url) as link:
            token = send_form(link)
            until(lambda: all(collector.named(*step) for step in STEPS), what=f"the steps {STEPS}")
        steps = [collector.named(*step)[-1] for step in STEPS]
        assert len({step.trace for step in steps}) == 1
        assert_each_follows_from_the_one_before(collector, steps)
        told = "".join(step.name + step.attributes for step in collector.steps)
        assert TITLE not in told
        assert token not in told


def assert_each_follows_from_the_one_before(collector: Collector, steps: list[Step]) -> None:
    """Everything after the command was caused by it: the event bears the place where it was told."""
    form, rpc, obey, command, *later = steps
    assert [form.parent, rpc.parent, obey.parent, command.parent] == ["", form.id, rpc.id, obey.id]
    assert {step.parent for step in later} == {command.id}


def test_without_a_collector_opentelemetry_is_not_even_imported() -> None:
    script = (
        "import sys; import services.cli.serve, services.cli.serving, services.portal.app\n"
        "from services.cli.rooms import NAMES, service_class\n"
        "from shared import tracing; from shared.settings import Settings\n"
        "[service_class(name) for name in NAMES]; tracing.start(Settings()); assert not tracing.on()\n"
        "assert tracing.carry() == {}; print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
