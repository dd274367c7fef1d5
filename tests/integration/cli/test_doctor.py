"""`terreau doctor`: a line for each thing Terreau stands on, and nothing is changed by looking."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.support import brokers
from tests.support.command import Terreau, free_port


def _examined(terreau: Terreau, **settings: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = terreau("doctor", "--json", **settings)
    assert done.err == ""
    found = json.loads(done.out)
    assert found["ok"] == (done.code == 0) == all(check["ok"] for check in found["checks"])
    return done.code, {check["name"]: check for check in found["checks"]}


def test_a_fresh_folder_is_in_order_and_stays_unmade(alone: Terreau) -> None:
    code, checks = _examined(alone)
    assert code == 0
    assert list(checks) == ["settings", "data-folder", "databases", "broker", "parked", "lag", "mail", "clock"]
    assert "sera créé" in checks["data-folder"]["message"]
    assert not alone.data.exists()


def test_a_line_each_for_people(alone: Terreau) -> None:
    done = alone("doctor")
    assert done.code == 0
    assert len(done.out.splitlines()) == 8
    assert all(line.startswith("en ordre  ") for line in done.out.splitlines())


def test_a_house_that_is_up_is_seen_to_answer(house: Terreau) -> None:
    code, checks = _examined(house)
    assert code == 0
    assert "y est en marche et répond" in checks["data-folder"]["message"]
    assert checks["databases"]["message"] == "7 bases à jour."
    assert checks["parked"]["message"] == "aucun événement n’est mis de côté."


def test_a_folder_that_cannot_be_used_fails(alone: Terreau) -> None:
    alone.data.write_text("x")
    code, checks = _examined(alone)
    assert (code, checks["data-folder"]["ok"]) == (1, False)
    code, checks = _examined(Terreau(alone.data / "below"))
    assert (code, "ne peut pas être créé" in checks["data-folder"]["message"]) == (1, True)


@pytest.mark.parametrize(
    ("settings", "name", "sentence"),
    [
        ({"TERREAU_AMQP_URL": "amqp://u:secret@127.0.0.1:1//"}, "settings", "TERREAU_DATABASE_URL"),
        ({"TERREAU_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"}, "databases", "personne ne répond"),
        ({"TERREAU_SMTP_URL": "smtp://u:secret@127.0.0.1:1"}, "mail", "personne ne répond à cette adresse"),
        ({"TERREAU_MAX_WORKERS": "1"}, "settings", "TERREAU_MAX_WORKERS"),
    ],
)
def test_what_is_wrong_is_named_without_its_password(
    alone: Terreau, settings: dict[str, str], name: str, sentence: str
) -> None:
    code, checks = _examined(alone, **settings)
    assert (code, checks[name]["ok"]) == (1, False)
    assert sentence in checks[name]["message"]
    assert "secret" not in json.dumps(checks)


def test_the_full_stack_is_in_order_once_it_is_migrated(alone: Terreau) -> None:
    mail = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    with brokers.vhost() as amqp, brokers.database() as database:
        settings = {
            "TERREAU_AMQP_URL": amqp,
            "TERREAU_DATABASE_URL": database,
            "TERREAU_SECRET_KEY": "x" * 32,
        }
        code, checks = _examined(alone, **settings)
        assert (code, checks["databases"]["ok"], checks["broker"]["ok"]) == (1, False, True)
        assert "terreau migrate" in checks["databases"]["message"]
        assert alone("migrate", **settings).code == 0
        mail.start()
        try:
            code, checks = _examined(alone, **settings, TERREAU_SMTP_URL=f"smtp://127.0.0.1:{mail.port}?tls=none")
        finally:
            mail.stop()
        assert (code, [name for name, check in checks.items() if not check["ok"]]) == (0, [])
    assert not alone.data.exists()


HEARD = """
    INSERT INTO reporting.inbox (event_id, source, type, received_at, attempts, next_at, parked_at)
    VALUES (%s, 'workshops', 'workshop-held', now() - %s::interval, 1, now(), CASE WHEN %s THEN now() END)
"""
TOLD = """
    INSERT INTO platforms.outbox (event_id, type, correlation, body, recorded_at)
    VALUES ('told', 'platform-chosen', 'c', '{}', now() - %s::interval)
"""


def test_what_is_late_or_put_aside_is_told_by_the_service_that_owes_it(alone: Terreau) -> None:
    with brokers.database() as database, closing(psycopg2.connect(database)) as connection:
        settings = {"TERREAU_DATABASE_URL": database, "TERREAU_AMQP_URL": "amqp://nobody@127.0.0.1:1/"}
        assert alone("migrate", **settings).code == 0

        def after(statement: str, *values: object) -> dict[str, str | bool]:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
            _, checks = _examined(alone, **settings)
            return {name: checks[name]["ok"] or checks[name]["message"] for name in ("parked", "lag")}

        assert after(HEARD, "young", "4 minutes", False) == {"parked": True, "lag": True}
        found = after(HEARD, "old", "3 hours", False)
        assert found["parked"] is True
        assert str(found["lag"]).startswith("en retard\u00a0: reporting, depuis 3 heures.")
        assert "reporting, platforms" not in str(found["lag"])
        assert "platforms, reporting" in str(after(TOLD, "2 minutes")["lag"])
        found = after(HEARD, "aside", "1 day", True)
        assert str(found["parked"]).startswith("1 événement mis de côté\u00a0: reporting (1).")
        assert "3 heures" in str(found["lag"]), "what is put aside waits for a person, it is not late"
