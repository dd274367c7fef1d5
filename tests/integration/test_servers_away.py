"""Database and broker come and go: nothing accepted is lost, readiness says so, and all heals by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.clock import SystemClock
from shared.contracts.base import Command, Receipt
from shared.contracts.diagnostic import LogInterview
from shared.contracts.reporting import ReadJournal
from shared.contracts.territories import EnrolTerritory, ListCalls, PublishCall, RegisterTerritory
from shared.errors import Unavailable
from shared.ids import new_id
from shared.messaging.caller import Caller
from shared.messaging.running import line_to
from tests.support import proxy
from tests.support.stack import NAMES, Served, Stack, open_stack
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(600)  # many processes; quick alone, slow beside others

SLOW = """
CREATE FUNCTION diagnostic.be_slow() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(3); RETURN NEW; END $$;
CREATE TRIGGER be_slow BEFORE INSERT ON diagnostic.interviews
FOR EACH ROW WHEN (NEW.label = 'lente') EXECUTE FUNCTION diagnostic.be_slow()
"""


@dataclass
class Away:
    """All rooms but the portal in one process, each server behind a line that can be cut."""

    stack: Stack
    served: Served
    database: proxy.Proxy
    broker: proxy.Proxy
    accompaniment: str = ""

    @contextmanager
    def caller(self, timeout: float = 10) -> Iterator[Caller]:
        """A caller that reaches the broker past the line that is cut."""
        with line_to(self.stack.amqp, timeout=timeout) as line:
            yield Caller(line, SystemClock(), timeout=timeout)

    def obey(self, command: Command) -> list[str]:
        """The ids of what a command told."""
        return self.receipt(command).told

    def receipt(self, command: Command) -> Receipt:
        """Have a command obeyed whatever happens meanwhile, as a person does who sends the same form again."""
        order = new_id()
        while True:
            with suppress(Unavailable, OSError), self.caller() as caller:
                return caller.obey(command, order=order)

    def nothing_lost(self, told: list[str]) -> None:
        """Every event told is in the journal once, and nobody owes anything."""
        until(lambda: set(self.journal()) >= set(self.told()) and not self.owed(), seconds=90, what="all handled")
        assert sorted(self.journal()) == sorted(self.told())
        assert set(told) <= set(self.journal())

    def journal(self) -> list[str]:
        """The ids in the journal, one per line of it."""
        return [row[0] for row in self.stack.rows("SELECT id FROM reporting.journal")]

    def told(self) -> list[str]:
        """The ids of what was told."""
        return [row[0] for name in NAMES for row in self.stack.rows(f"SELECT event_id FROM {name}.outbox")]

    def owed(self) -> int:
        """How many events wait to be published or handled."""
        waiting = [f"(SELECT count(*) FROM {name}.outbox WHERE published_at IS NULL)" for name in NAMES]
        waiting += [f"(SELECT count(*) FROM {name}.inbox WHERE done_at IS NULL)" for name in NAMES if name != "portal"]
        owed: int = self.stack.one(f"SELECT {' + '.join(waiting)}")
        return owed


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    """A process that was started while the broker was away, and that serves since it is back."""
    with ExitStack() as exits:
        stack = exits.enter_context(open_stack(tmp_path_factory.mktemp("away")))
        stack.terreau("migrate")
        database, database_url = exits.enter_context(proxy.before(stack.database, 5432))
        broker, broker_url = exits.enter_context(proxy.before(stack.amqp, 5672))
        broker.cut()
        addresses = {"TERREAU_DATABASE_URL": database_url, "TERREAU_AMQP_URL": broker_url}
        served = stack.serve(*(name for name in NAMES if name != "portal"), **addresses)
        until(lambda: any(line["event"] == "waiting" for line in served.lines()), seconds=60, what="it waits")
        assert served.get("/healthz") == (200, "alive")
        assert served.get("/readyz")[0] == 503
        broker.mend()
        stack.wait_until_ready()
        made = Away(stack, served, database, broker)
        call = made.receipt(PublishCall(title="Appel", bilan_after_months=None)).id
        territory = made.receipt(RegisterTerritory(label="Lille", kind="commune", insee="59350")).id
        made.accompaniment = made.receipt(EnrolTerritory(call=call, territory=territory)).id
        until(lambda: not made.owed(), what="every room knows the accompaniment")
        yield made


def interview(away: Away, structure: str) -> LogInterview:
    return LogInterview(accompaniment=away.accompaniment, structure=structure, kind="ess", ess=True)


@contextmanager
def under_load(away: Away, count: int) -> Iterator[list[str]]:
    """Log interviews meanwhile; all of them are accepted in the end. Gives the ids of their events."""
    told: list[str] = []
    with ThreadPoolExecutor(4) as threads:
        logged = [threads.submit(away.obey, interview(away, f"Structure {n}")) for n in range(count)]
        yield told
        for one in logged:
            told.extend(one.result())


def ready(away: Away) -> Callable[[], bool]:
    return lambda: away.served.ready


def test_a_slow_query_holds_no_other_request_up(away: Away) -> None:
    away.stack.run(SLOW)
    with ThreadPoolExecutor(1) as threads, away.caller() as caller:
        slow = threads.submit(away.obey, interview(away, "lente"))
        until(
            lambda: away.stack.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"), what="sleep"
        )
        begun = time.monotonic()
        for _ in range(5):
            caller.ask(ListCalls())
            caller.ask(ReadJournal(limit=1))
        assert not slow.done()
        assert time.monotonic() - begun < 3
        assert slow.result(timeout=30)


def test_connections_to_the_broker_that_die_under_load_end_no_service_and_lose_nothing(away: Away) -> None:
    with under_load(away, 80) as told:
        for _ in range(3):
            until(ready(away), what="connected")
            away.broker.reset()
    away.nothing_lost(told)
    assert away.served.process.poll() is None


def test_connections_to_the_database_that_die_under_load_lose_nothing(away: Away) -> None:
    with under_load(away, 80) as told:
        for _ in range(3):
            until(ready(away), what="connected")
            away.database.reset()
    away.nothing_lost(told)


def test_readiness_is_red_while_the_broker_is_away_and_green_again_by_itself(away: Away) -> None:
    away.broker.cut()
    until(lambda: away.served.get("/readyz")[0] == 503, what="red")
    assert away.served.get("/healthz") == (200, "alive")
    away.broker.mend()
    until(ready(away), what="green again")
    away.nothing_lost(away.obey(interview(away, "après la panne")))


def test_readiness_is_red_while_the_database_is_away_and_green_again_by_itself(away: Away) -> None:
    away.database.cut()
    until(lambda: away.served.get("/readyz")[0] == 503, what="red")
    assert away.served.get("/healthz") == (200, "alive")
    assert away.served.get("/metrics")[0] == 200
    away.database.mend()
    until(ready(away), what="green again")
    away.nothing_lost(away.obey(interview(away, "après la panne")))


def test_a_database_that_falls_silent_turns_readiness_red_and_holds_no_probe_up(away: Away) -> None:
    away.database.hold()
    until(lambda: away.served.get("/readyz", seconds=4)[0] == 503, what="red")
    assert away.served.get("/healthz", seconds=1) == (200, "alive")
    away.database.mend()
    until(ready(away), what="green again")
    away.nothing_lost(away.obey(interview(away, "après le silence")))


def test_it_stops_in_time_while_both_servers_are_away(away: Away) -> None:
    away.database.cut()
    away.broker.cut()
    assert away.served.stop() == 0
    assert [line for line in away.served.lines() if line["level"] == "error"] == []


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """Servers with nothing on them."""
    with open_stack(tmp_path) as opened:
        yield opened


def test_settings_that_are_missing_are_all_named(stack: Stack) -> None:
    done = stack.terreau("serve", "reporting", check=False, TERREAU_AMQP_URL="", TERREAU_SECRET_KEY="")
    assert done.returncode == 2
    assert "TERREAU_AMQP_URL" in done.stderr
    assert "TERREAU_SECRET_KEY" in done.stderr
    assert "TERREAU_DATABASE_URL" not in done.stderr


def test_a_schema_that_is_not_this_version_s_is_refused_with_a_sentence(stack: Stack) -> None:
    empty = stack.terreau("serve", "portal", check=False, TERREAU_START_SECONDS="0")
    assert empty.returncode == 1
    assert last(empty.stderr).startswith("La base de «\u00a0portal\u00a0» n’est pas à jour\u00a0: lancez")
    stack.run("CREATE SCHEMA portal; CREATE TABLE portal.alembic_version (version_num text)")
    stack.run("INSERT INTO portal.alembic_version VALUES ('9999')")
    newer = stack.terreau("serve", "portal", check=False)
    assert newer.returncode == 1
    assert "version plus récente de Terreau" in last(newer.stderr)
    assert "version plus récente de Terreau" in last(stack.terreau("migrate", check=False).stderr)


def last(text: str) -> str:
    """The last line, which is the sentence for people."""
    return text.strip().splitlines()[-1]


def test_a_broker_that_stays_away_is_named(stack: Stack) -> None:
    stack.terreau("migrate")
    done = stack.terreau(
        "serve", "portal", check=False, TERREAU_START_SECONDS="0", TERREAU_AMQP_URL="amqp://guest:secret@127.0.0.1:1/"
    )
    assert (done.returncode, last(done.stderr)) == (
        1,
        "RabbitMQ ne répond pas\u00a0: vérifiez TERREAU_AMQP_URL.",
    )
    assert "secret@" not in done.stderr
