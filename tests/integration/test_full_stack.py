"""Seven services, two replicas of each, as production runs them: the figures of the one-process default, once each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from select import select
from threading import Event
from typing import Any

import psycopg2
import pytest

from shared.clock import SystemClock
from shared.contracts.diagnostic import LogInterview
from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterPerson, RegisterTerritory, SetDeadline
from shared.errors import TerreauError
from shared.events import LISTENERS, REGISTRY
from shared.ids import new_id
from shared.messaging.caller import Caller
from shared.messaging.running import line_to
from tests.support.connections import of_a_replica
from tests.support.example import follow_up, terreau
from tests.support.stack import NAMES, SECRET, Stack, open_stack
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(600)  # many processes; quick alone, slow beside others

OUTSIDER = Path(__file__).resolve().parents[1] / "support" / "outsider.py"
FIVE = {"territory-enrolled", "interview-logged", "workshop-scheduled", "platform-shortlisted", "bilan-due"}
AS_OF = "2026-06-30"
CONNECTIONS = "SELECT application_name, count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1"
PASSWORD = "a-password-that-no-log-may-show"
GROUPS = (("territories", "diagnostic", "workshops"), ("platforms", "notifications", "reporting"), ("portal",))
REPLICAS = (tuple(name for name in NAMES if name != "portal"), ("portal",))


@dataclass
class Running:
    """A stack at work on which the example was told, and what a stranger heard."""

    stack: Stack
    heard: Path
    held: dict[str, int]
    """The most connections seen at once at PostgreSQL since the start, by the name they give."""

    def settled(self) -> bool:
        """Whether every event is in the journal and nothing waits to be published or handled."""
        if self.stack.one("SELECT count(*) FROM reporting.journal") < len(self.told()):
            return False
        waiting = [f"(SELECT count(*) FROM {name}.outbox WHERE published_at IS NULL)" for name in NAMES]
        waiting += [f"(SELECT count(*) FROM {name}.inbox WHERE done_at IS NULL)" for name in NAMES]
        return self.stack.one(f"SELECT {' + '.join(waiting)}") == 0

    def told(self) -> dict[str, str]:
        """The type of every event told, by its id."""
        return dict(row for name in NAMES for row in self.stack.rows(f"SELECT event_id, type FROM {name}.outbox"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The example told on two replicas of every service, some processes serving several."""
    folder = tmp_path_factory.mktemp("stack")
    with open_stack(folder) as stack:
        stack.database = stack.database.replace("postgres@", f"postgres:{PASSWORD}@")
        stack.terreau("migrate")
        for services in (*GROUPS, *REPLICAS):
            stack.serve(*services)
        with outsider(stack.amqp, folder / "heard.jsonl") as heard, counted(stack.database) as held:
            stack.wait_until_ready()
            stack.terreau("example", "load")
            yield Running(stack, heard, held)


@contextmanager
def counted(database: str) -> Iterator[dict[str, int]]:
    """Look again and again how many connections there are; gives the most that were seen, by their names."""
    most: Counter[str] = Counter()
    ending = Event()

    def look() -> None:
        with closing(psycopg2.connect(database, application_name="the-count")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                while not ending.wait(0.1):
                    cursor.execute(CONNECTIONS)
                    most.update({name: max(0, count - most[name]) for name, count in cursor.fetchall()})

    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(look)
        try:
            yield most
        finally:
            ending.set()
    looking.result()


class outsider:  # noqa: N801  # a context manager
    """A stranger's plain nameko service; gives the file in which it keeps what it hears."""

    def __init__(self, amqp: str, heard: Path):
        self._heard = heard
        self._process = subprocess.Popen(
            [sys.executable, str(OUTSIDER), amqp, str(heard)], stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Path:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self._heard

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def without_ids(export: dict[str, Any]) -> list[Any]:
    """What a follow-up says, ids apart."""
    return [
        {**call, "id": "", "territories": [{**line, "id": ""} for line in call["territories"]]}
        for call in export["calls"]
    ]


def test_the_figures_are_those_of_the_one_process_default(running: Running, tmp_path: Path) -> None:
    terreau(tmp_path, "example", "load")
    exported = running.stack.terreau("export", "follow-up", "--as-of", AS_OF, "--format", "json").stdout
    assert without_ids(json.loads(exported)) == without_ids(follow_up(tmp_path, "--as-of", AS_OF))


def test_every_process_says_that_it_is_alive_and_ready_and_what_it_did(running: Running) -> None:
    for served in running.stack.processes:
        assert served.get("/healthz") == (200, "alive")
        assert served.get("/readyz") == (200, "ready")
        status, text = served.get("/metrics")
        assert status == 200
        for service in served.services:
            assert f'terreau_events_handled_total{{service="{service}"}}' in text
            assert f'terreau_inbox_lag_seconds{{service="{service}"}} 0.0' in text
            assert f'terreau_queue_messages{{service="{service}"}} 0.0' in text
            assert f'terreau_ready{{service="{service}"}} 1.0' in text


def test_what_the_replicas_counted_adds_up_to_what_was_told(running: Running) -> None:
    until(running.settled, what="everything handled")
    told = Counter(running.told().values())
    texts = [served.get("/metrics")[1] for served in running.stack.processes]
    for service in NAMES:
        heard = sum(told[type_] for type_ in LISTENERS.get(service, ()))
        assert summed(texts, f'terreau_events_handled_total{{service="{service}"}}') == heard, service
        own = sum(count for type_, count in told.items() if REGISTRY[type_].source == service)
        assert summed(texts, f'terreau_events_published_total{{service="{service}"}}') == own, service


def summed(scrapes: list[str], series: str) -> float:
    """A counter over all processes."""
    return sum(float(line.split()[-1]) for text in scrapes for line in text.splitlines() if line.startswith(series))


def test_a_strangers_plain_nameko_service_hears_the_five_events(running: Running) -> None:
    told = {event for event, type_ in running.told().items() if type_ in FIVE}

    def heard() -> list[str]:
        return [json.loads(line)["id"] for line in running.heard.read_text(encoding="utf-8").splitlines()]

    until(lambda: set(heard()) >= told, what="the stranger hears all")
    assert {running.told()[event] for event in heard()} == FIVE


def test_two_replicas_of_everything_do_nothing_twice(running: Running) -> None:
    until(running.settled, what="everything handled")
    journal = [row[0] for row in running.stack.rows("SELECT id FROM reporting.journal")]
    assert sorted(journal) == sorted(running.told())
    due = running.stack.rows(
        "SELECT body->'data'->>'accompaniment', count(*) FROM reporting.journal WHERE type = 'bilan-due' GROUP BY 1"
    )
    assert due
    assert {count for _, count in due} == {1}
    plans = running.stack.rows("SELECT rule, about, anchor FROM notifications.plans")
    assert len(plans) == len(set(plans))
    for name in NAMES:
        gaps = f"SELECT coalesce(max(sequence), 0) - count(sequence) FROM {name}.outbox"
        assert running.stack.one(gaps) == 0, f"{name} left a gap in its sequence"


def test_replicas_that_have_nothing_to_tell_leave_each_other_in_peace(running: Running) -> None:
    until(running.settled, what="everything handled")
    with closing(psycopg2.connect(running.stack.database)) as listening:
        listening.autocommit = True
        with listening.cursor() as cursor:
            for name in NAMES:
                cursor.execute(f"LISTEN terreau_{name}")
        assert select([listening], [], [], 2.0) == ([], [], [])


def test_a_deadline_that_ten_ticks_look_at_at_once_is_told_once(running: Running) -> None:
    with line_to(running.stack.amqp, timeout=30) as line:
        accompaniment = enrol(Caller(line, SystemClock(), timeout=30), "59350")
        due = date(2025, 1, 15)
        Caller(line, SystemClock(), timeout=30).obey(
            SetDeadline(kind="bilan", accompaniment=accompaniment, title="Bilan", due=due)
        )

    def tick(_number: int) -> None:
        with line_to(running.stack.amqp, timeout=30) as line:
            Caller(line, SystemClock(), timeout=30).call("territories", "run_duties", correlation=new_id())

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(tick, range(10)))
    until(running.settled, what="everything handled")
    told = running.stack.one(
        "SELECT count(*) FROM reporting.journal WHERE type = 'bilan-due' "
        f"AND body->'data'->>'accompaniment' = '{accompaniment}'"
    )
    assert told == 1


def enrol(caller: Caller, insee: str) -> str:
    """An accompaniment of a commune in a call of its own, known to every room."""
    call = caller.obey(PublishCall(title=f"Appel {insee}", bilan_after_months=None)).id
    territory = caller.obey(RegisterTerritory(label=f"Commune {insee}", kind="commune", insee=insee)).id
    return caller.obey(EnrolTerritory(call=call, territory=territory)).id


def test_no_service_held_more_connections_than_the_sums_of_the_deployment_allow(running: Running) -> None:
    pool = int(running.stack.environment()["TERREAU_DATABASE_CONNECTIONS"])
    replicas = Counter(name for served in running.stack.processes for name in served.services)
    allowed = Counter[str]()
    for name, count in replicas.items():
        allowed.update({kind: count * most for kind, most in of_a_replica(name, pool).items()})
    held = {name: count for name, count in running.held.items() if name.startswith("terreau-")}
    assert set(held) == set(allowed), "a connection that no sum knows, or one that nobody holds"
    assert {name: count for name, count in held.items() if count > allowed[name]} == {}


def test_replicas_that_are_stopped_under_load_lose_nothing(running: Running) -> None:
    stack = running.stack
    accompaniment = stack.one("SELECT id FROM diagnostic.accompaniments LIMIT 1")
    before = stack.one("SELECT count(*) FROM diagnostic.interviews")

    def log(number: int) -> None:
        with line_to(stack.amqp, timeout=10) as line:
            command = LogInterview(accompaniment=accompaniment, structure=f"Structure {number}", kind="ess", ess=True)
            Caller(line, SystemClock(), timeout=10).obey(command)

    leaving = stack.processes[: len(GROUPS)]
    with ThreadPoolExecutor(4) as threads:
        logged = threads.map(log, range(60))
        assert stack.stop(leaving) == [0] * len(leaving)
        list(logged)
    until(running.settled, what="everything handled")
    assert stack.one("SELECT count(*) FROM diagnostic.interviews") == before + 60
    journal = [row[0] for row in stack.rows("SELECT id FROM reporting.journal")]
    assert sorted(journal) == sorted(running.told())


def test_logs_are_json_without_secrets_or_names(running: Running) -> None:
    name, email = "Camille Exemple-Introuvable", "camille@introuvable.example"
    with line_to(running.stack.amqp, timeout=10) as line:
        caller = Caller(line, SystemClock(), timeout=10)
        caller.obey(RegisterPerson(name=name, email=email, function="élue"))
        with pytest.raises(TerreauError):
            caller.obey(RegisterPerson(name=name, email=email, function="élue", territory=name))
    private = {name, email, SECRET, PASSWORD, "guest:guest"}
    for served in running.stack.processes:
        assert all({"event", "level", "timestamp"} <= set(line) for line in served.lines())
        text = served.log.read_text(encoding="utf-8")
        assert [word for word in private if word in text] == []
        assert not any(line["level"] == "error" for line in served.lines()), text


def test_the_last_replicas_stop_in_time_too(running: Running) -> None:
    codes = running.stack.stop()
    assert codes == [0] * len(REPLICAS)
    assert {served.process.poll() for served in running.stack.processes} == {0}
