"""Mails: sending beside a bare loop to the same server, and planning beside reading what was planned from."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import insert, select

from benchmarks.raw.mails import messages_a_second
from services.notifications.delivering import deliver_pending
from services.notifications.room import ROOM
from services.notifications.tables import MailRow
from services.notifications.tables_rules import Anchor
from shared.contracts.notifications import RuleWords, SaveRule
from shared.ids import new_id
from shared.settings import Settings
from shared.storage.database import sqlite_url
from tests.support.rooms import RoomAtWork, at_work

MAILS = 3000
PLANS = 100_000
NOW = datetime(2026, 4, 14, 7, 0, tzinfo=UTC)
TEXT = "Bonjour,\n\nUn atelier est prévu pour l’accompagnement du Val d’Exemple.\n" * 10


def measure() -> list[dict[str, Any]]:
    """Send, then plan."""
    with tempfile.TemporaryDirectory() as folder, at_work(ROOM, sqlite_url(Path(folder), ROOM.name)) as room:
        room.clock.instant = NOW
        return [sending(room), planning(room)]


def sending(room: RoomAtWork) -> dict[str, Any]:
    """Mails that leave and are settled one by one, beside the loop that remembers nothing."""
    with room.database.write() as session:
        session.execute(insert(MailRow), [_mail(number) for number in range(MAILS)])
    with server() as port:
        raw = messages_a_second(port, MAILS, TEXT.encode())
        room.settings = Settings(
            smtp_url=SecretStr(f"smtp://127.0.0.1:{port}?tls=none"),
            mail_from="t@apes.exemple.fr",
            mail_per_minute=100_000,
        )
        began = time.perf_counter()
        deliver_pending(room)
        ours = MAILS / (time.perf_counter() - began)
    return {
        "name": "mails sent and settled, beside a bare smtplib loop to the same server",
        "unit": "mails/min",
        "ours": ours * 60,
        "raw": raw * 60,
        "ratio": ours / raw,
    }


def planning(room: RoomAtWork) -> dict[str, Any]:
    """A rule that is saved plans every day still ahead; the raw side reads the rows of these days."""
    with room.database.write() as session:
        session.execute(insert(Anchor), [_anchor(number) for number in range(PLANS)])
    began = time.perf_counter()
    with room.database.read() as session:
        assert len(session.execute(select(Anchor.__table__)).all()) == PLANS
    raw = time.perf_counter() - began
    rule = RuleWords(watch="bilan-due", title="Banc", timing="after", days=1, roles=["programme-officer"])
    began = time.perf_counter()
    room.obey(SaveRule(rule=rule))
    ours = time.perf_counter() - began
    return {
        "name": "100,000 plans made, beside reading the rows they are made of",
        "unit": "plans/s",
        "ours": PLANS / ours,
        "raw": PLANS / raw,
        "ratio": raw / ours,
    }


def _mail(number: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "rule": "bench",
        "to_address": f"p{number}@exemple.fr",
        "subject": "Un atelier",
        "text": TEXT,
        "html": f"<p>{TEXT}</p>",
        "state": "pending",
        "attempts": 0,
        "next_at": NOW,
        "created_at": NOW,
        "reminder": False,
    }


def _anchor(number: int) -> dict[str, Any]:
    return {
        "watch": "bilan-due",
        "about": f"a{number}",
        "anchor": "2026-06-01",
        "title": "",
        "day": date(2026, 6, 1) + timedelta(days=number % 300),
        "territory": new_id(),
        "accompaniment": new_id(),
        "facts": {"due": "2026-06-01"},
    }


@contextmanager
def server() -> Iterator[int]:
    """An SMTP server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.raw.mail_server", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
