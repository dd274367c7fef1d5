"""The run-book for parked events (docs/operations.md), followed on a house at work in which one really is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from services.embedded.gateway import GatewayLine
from services.embedded.owner import find_owner
from services.workshops.room import ROOM as WORKSHOPS
from shared.clock import SystemClock
from shared.contracts.territories import RegisterTerritory
from shared.messaging import inbox
from shared.messaging.caller import Caller
from shared.storage.database import Database, sqlite_url
from tests.support.command import Terreau, house_up
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(400)

NB = "\u00a0"
REFUSE = "CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no room left'); END"
LAST_TRY = """
    UPDATE inbox SET attempts = 7, next_at = received_at WHERE attempts BETWEEN 1 AND 6 AND parked_at IS NULL
"""
"""As if the seven tries of a minute were behind it."""


@pytest.fixture(scope="module")
def terreau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terreau]:
    with house_up(tmp_path_factory.mktemp("run-book") / "var") as found:
        yield found


def reporting(terreau: Terreau, sql: str) -> list[Any]:
    with closing(sqlite3.connect(terreau.data / "reporting.sqlite3", timeout=30)) as connection, connection:
        return connection.execute(sql).fetchall()


def told(terreau: Terreau) -> None:
    """Have the house tell an event, as a form of the portal would."""
    address = find_owner(terreau.data)
    assert address is not None
    command = RegisterTerritory(label="Commune", kind="commune", insee="59350")
    Caller(GatewayLine(address), SystemClock(), timeout=60).obey(command)


def park(terreau: Terreau) -> str:
    """Have a trigger of somebody's own refuse what reporting writes, until its event is parked; the event's id."""
    reporting(terreau, REFUSE)
    told(terreau)

    def parked() -> bool:
        reporting(terreau, LAST_TRY)
        return bool(reporting(terreau, "SELECT 1 FROM inbox WHERE parked_at IS NOT NULL"))

    until(parked, seconds=60, what="the event is parked")
    ((event,),) = reporting(terreau, "SELECT event_id FROM inbox WHERE parked_at IS NOT NULL")
    return str(event)


def doctor(terreau: Terreau) -> tuple[int, str]:
    done = terreau("doctor", "--json")
    checks = {check["name"]: check["message"] for check in json.loads(done.out)["checks"]}
    return done.code, checks["parked"]


def test_the_run_book_from_what_is_parked_to_nothing_left(terreau: Terreau) -> None:
    event = park(terreau)

    listed = terreau("events", "parked")
    assert (listed.code, listed.err) == (0, "")
    (line,) = listed.out.splitlines()
    assert line.startswith(f"{event}  territory-registered  mis de côté par reporting le ")
    assert line.endswith(f" après 8 essais{NB}: IntegrityError")
    (item,) = map(json.loads, terreau("events", "parked", "--json").out.splitlines())
    assert (item["id"], item["room"], item["source"]) == (event, "reporting", "territories")
    code, sentence = doctor(terreau)
    assert (code, "reporting (1)" in sentence, "terreau events parked" in sentence) == (1, True, True)

    other = terreau("events", "retry", "01a203d1-7fde-701b-9b40-b185864f528d")
    assert other.code != 0
    assert "Aucun événement mis de côté ne porte l’identifiant" in other.err
    assert terreau("events", "retry", event, "--all").code != 0
    assert event in terreau("events", "parked").out

    reporting(terreau, "DROP TRIGGER refuse")
    retried = terreau("events", "retry", event)
    assert (retried.code, retried.out) == (0, "1 événement réessayé, 0 encore de côté.\n")
    assert reporting(terreau, f"SELECT count(*) FROM journal WHERE id = '{event}'") == [(1,)]
    assert terreau("events", "parked").out == "Aucun événement n’est mis de côté.\n"
    assert doctor(terreau)[0] == 0


def test_what_is_no_event_stays_and_a_retry_of_all_says_so(terreau: Terreau) -> None:
    database = Database("workshops", sqlite_url(terreau.data, "workshops"))
    try:
        inbox.store(WORKSHOPS, database, SystemClock(), [b"not even JSON"])
    finally:
        database.close()
    line = terreau("events", "parked").out
    assert line.startswith("raw-")
    assert f"après 0 essai{NB}: Ce message n’est pas un événement lisible." in line
    retried = terreau("events", "retry", "--all")
    assert (retried.code, retried.out) == (0, "0 événement réessayé, 1 encore de côté.\n")
    assert terreau("events", "parked").out == line
