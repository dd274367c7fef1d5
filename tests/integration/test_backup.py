"""A backup is one moment of everything, and comes back the same in either world."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.cli.archive import writing
from services.cli.rooms import room
from services.embedded.owner import Ownership
from shared.clock import SystemClock
from shared.contracts.diagnostic import LogInterview
from shared.messaging import inbox
from shared.messaging.caller import Caller
from shared.messaging.running import line_to
from shared.storage.database import Database, sqlite_url
from shared.storage.migrating import head, make_as_of
from shared.storage.portable import read, tables_as_they_are
from shared.storage.snapshots import one_moment
from tests.support.example import terreau
from tests.support.stack import NAMES, Stack, open_stack
from tests.support.waiting import until

pytestmark = pytest.mark.timeout(600)  # many processes; quick alone, slow beside others

AS_OF = "2026-06-30"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def exported(run: Run, known_at: str) -> str:
    """The follow-up, to the byte."""
    return run("export", "follow-up", "--as-of", AS_OF, "--known-at", known_at, "--format", "json").stdout


def at(folder: Path) -> Run:
    """The command on a data folder."""
    return lambda *words, **more: terreau(folder, *words, **more)


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of a room, what a service fills by itself apart; in no database's own order."""
    with one_moment({database.room: database}) as opened:
        at_ = opened[database.room]
        return {
            table.name: sorted(read(at_.connection, table, at_.options), key=json.dumps)
            for table in room(database.room).metadata.sorted_tables
            if table.name not in {"ledger", "cursors"}
        }


def content(where: Callable[[str], str]) -> dict[str, Any]:
    """Every row of every room."""
    found = {}
    for name in NAMES:
        database = Database(name, where(name), pool_size=2)
        found[name] = rows(database)
        database.close()
    return found


def epochs(folder: Path) -> set[str]:
    """The epochs of the ledgers of a data folder."""
    found = set()
    for name in NAMES:
        with closing(sqlite3.connect(folder / f"{name}.sqlite3")) as connection:
            found |= {row[0] for row in connection.execute("SELECT epoch FROM ledger")}
    return found


@dataclass
class Journeys:
    """The example in a folder, from there on PostgreSQL where services run on it, from there in a folder again."""

    first: Path
    stack: Stack
    second: Path
    file: Path
    known_at: str


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journeys]:
    """Embedded → PostgreSQL → embedded."""
    folder = tmp_path_factory.mktemp("backup")
    first, second = folder / "first", folder / "second"
    terreau(first, "example", "load")
    _hear_what_is_no_event(first)
    known_at = datetime.now(UTC).isoformat()
    terreau(first, "backup", str(folder / "first.zip"))
    with open_stack(folder) as stack:
        stack.terreau("restore", str(folder / "first.zip"))
        stack.serve("territories", "diagnostic", "reporting")
        stack.wait_until_ready()
        stack.terreau("backup", str(folder / "second.zip"))
        terreau(second, "restore", str(folder / "second.zip"))
        yield Journeys(first, stack, second, folder / "second.zip", known_at)


def _hear_what_is_no_event(folder: Path) -> None:
    database = Database("reporting", sqlite_url(folder, "reporting"))
    inbox.store(room("reporting"), database, SystemClock(), [b"\xff no event"])
    database.close()


def test_figures_and_journal_are_the_same_to_the_byte_in_both_worlds(journeys: Journeys) -> None:
    there = exported(at(journeys.first), journeys.known_at)
    assert len(json.loads(there)["calls"]) == 2
    assert exported(journeys.stack.terreau, journeys.known_at) == there
    assert exported(at(journeys.second), journeys.known_at) == there
    journal = terreau(journeys.first, "events", "list", "--json").stdout
    assert len(journal.splitlines()) > 100
    assert journeys.stack.terreau("events", "list", "--json").stdout == journal
    assert terreau(journeys.second, "events", "list", "--json").stdout == journal


def test_every_row_comes_back_as_it_was(journeys: Journeys) -> None:
    there = content(lambda name: sqlite_url(journeys.first, name))
    assert [row["raw"] for row in there["reporting"]["inbox"] if row["raw"]] == ["/yBubyBldmVudA=="]
    assert content(lambda _name: journeys.stack.database) == there
    assert content(lambda name: sqlite_url(journeys.second, name)) == there


def test_a_restore_starts_a_new_epoch_of_every_ledger(journeys: Journeys) -> None:
    assert epochs(journeys.first)
    assert epochs(journeys.first).isdisjoint(epochs(journeys.second))


def test_the_next_start_of_a_restored_folder_does_not_tell_the_example_into_it(journeys: Journeys) -> None:
    assert (journeys.second / "example.told").exists()


def test_what_is_new_after_a_restore_goes_on_counting(journeys: Journeys) -> None:
    stack = journeys.stack
    accompaniment = stack.one("SELECT id FROM diagnostic.accompaniments LIMIT 1")
    last = stack.one("SELECT max(sequence) FROM diagnostic.outbox")
    with line_to(stack.amqp, timeout=10) as line:
        command = LogInterview(accompaniment=accompaniment, structure="Structure", kind="ess")
        (told,) = Caller(line, SystemClock()).obey(command).told
    until(lambda: stack.rows(f"SELECT 1 FROM reporting.journal WHERE id = '{told}'"), what="the journal has it")
    assert stack.one(f"SELECT sequence FROM diagnostic.outbox WHERE event_id = '{told}'") == last + 1


def test_a_backup_made_while_work_goes_on_is_one_moment(journeys: Journeys, tmp_path: Path) -> None:
    stack = journeys.stack
    accompaniment = stack.one("SELECT id FROM diagnostic.accompaniments LIMIT 1")
    done: list[int] = []

    def log(number: int) -> None:
        with line_to(stack.amqp, timeout=10) as line:
            command = LogInterview(accompaniment=accompaniment, structure=f"Structure {number}", kind="ess")
            Caller(line, SystemClock()).obey(command)
            done.append(number)

    with ThreadPoolExecutor(3) as threads:
        for number in range(300):
            threads.submit(log, number)
        until(lambda: len(done) > 10, what="work")
        stack.terreau("backup", str(tmp_path / "live.zip"))
        threads.shutdown(cancel_futures=True)
    terreau(tmp_path / "live", "restore", str(tmp_path / "live.zip"))
    there = content(lambda name: sqlite_url(tmp_path / "live", name))
    told = {row["event_id"] for name in NAMES for row in there[name]["outbox"]}
    heard = {row["event_id"] for row in there["reporting"]["inbox"] if row["raw"] is None}
    assert heard <= told, "something was heard that nobody had told yet"
    journal = {row["id"] for row in there["reporting"]["journal"]}
    assert journal == {row["event_id"] for row in there["reporting"]["inbox"] if row["done_at"]}
    logged = [row for row in there["diagnostic"]["outbox"] if row["type"] == "interview-logged"]
    assert len(there["diagnostic"]["interviews"]) == len(logged) > 31 + 10


def refused(folder: Path, file: Path) -> tuple[int, str]:
    """How a restore into a folder ends."""
    done = terreau(folder, "restore", str(file), check=False)
    return done.returncode, done.stderr.strip()


def test_a_place_where_something_is_refuses_a_restore_and_changes_nothing(journeys: Journeys) -> None:
    before = content(lambda name: sqlite_url(journeys.first, name))
    code, sentence = refused(journeys.first, journeys.file)
    assert (code, sentence.startswith("L’endroit n’est pas vide")) == (2, True)
    assert content(lambda name: sqlite_url(journeys.first, name)) == before
    done = journeys.stack.terreau("restore", str(journeys.file), check=False)
    assert (done.returncode, done.stderr.startswith("L’endroit n’est pas vide")) == (2, True)


def rewritten(file: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A backup with some members changed."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


@pytest.mark.parametrize(("revision", "age"), [("9999", "plus récente"), ("0000", "plus ancienne")])
def test_a_backup_of_another_version_is_refused(journeys: Journeys, tmp_path: Path, revision: str, age: str) -> None:
    def change(name: str, old: bytes) -> bytes:
        if name != "manifest.json":
            return old
        manifest = json.loads(old)
        manifest["rooms"]["workshops"]["revision"] = revision
        return json.dumps(manifest).encode()

    code, sentence = refused(tmp_path / "new", rewritten(journeys.file, tmp_path / "other.zip", change))
    assert code == 2
    assert sentence.startswith(f"Cette sauvegarde vient d’une version {age} de Terreau")


@pytest.fixture(scope="module")
def early(journeys: Journeys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup as the first version made it: every room on its first revision."""
    folder = tmp_path_factory.mktemp("early")
    databases = {name: Database(name, sqlite_url(folder, name)) for name in NAMES}
    terreau(folder, "restore", str(journeys.file))
    for name, database in databases.items():
        make_as_of(room(name), database, "0001")
    with writing(folder / "early.zip") as archive, one_moment(databases) as opened:
        for name, at_ in opened.items():
            for table in tables_as_they_are(at_.connection, room(name).metadata, None):
                archive.add(name, table.name, read(at_.connection, table, at_.options))
        archive.finish(SystemClock().now(), dict.fromkeys(NAMES, "0001"))
    for database in databases.values():
        database.close()
    return folder / "early.zip"


def test_a_backup_of_the_first_version_is_brought_up_to_date_in_either_world(
    journeys: Journeys, early: Path, tmp_path: Path
) -> None:
    assert any(head(room(name).migrations) != "0001" for name in NAMES)
    terreau(tmp_path / "folder", "restore", str(early))
    looked = json.loads(terreau(tmp_path / "folder", "doctor", "--json", check=False).stdout)
    checks = {one["name"]: one["ok"] for one in looked["checks"]}
    assert [name for name, ok in checks.items() if not ok] == ["parked"]  # what was no event
    assert "databases" in checks
    assert exported(at(tmp_path / "folder"), journeys.known_at) == exported(at(journeys.first), journeys.known_at)
    with open_stack(tmp_path) as stack:
        stack.terreau("restore", str(early))
        stack.terreau("backup", str(tmp_path / "again.zip"))
    terreau(tmp_path / "again", "restore", str(tmp_path / "again.zip"))
    assert content(lambda name: sqlite_url(tmp_path / "again", name)) == content(
        lambda name: sqlite_url(tmp_path / "folder", name)
    )


def test_a_damaged_early_backup_leaves_an_empty_place_of_this_version(
    journeys: Journeys, early: Path, tmp_path: Path
) -> None:
    damaged = rewritten(early, tmp_path / "mad.zip", lambda n, o: b"[]\n" if n == "territories/calls.jsonl" else o)
    code, sentence = refused(tmp_path / "place", damaged)
    assert (code, "n’est pas une sauvegarde de Terreau" in sentence) == (2, True), sentence
    terreau(tmp_path / "place", "restore", str(journeys.file))


def test_a_place_of_a_newer_version_is_refused(journeys: Journeys, tmp_path: Path) -> None:
    terreau(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "platforms.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    code, sentence = refused(tmp_path, journeys.file)
    assert code == 1
    assert "version plus récente de Terreau" in sentence


def test_a_damaged_file_is_refused_and_the_place_stays_empty(journeys: Journeys, tmp_path: Path) -> None:
    def without_a_line(name: str, old: bytes) -> bytes:
        return b"".join(old.splitlines(keepends=True)[:-1]) if name == "reporting/journal.jsonl" else old

    wrong = [
        rewritten(journeys.file, tmp_path / "short.zip", without_a_line),
        rewritten(journeys.file, tmp_path / "mad.zip", lambda n, o: b"[]\n" if n == "territories/calls.jsonl" else o),
        tmp_path / "cut.zip",
    ]
    wrong[2].write_bytes(journeys.file.read_bytes()[:5000])
    for file in wrong:
        code, sentence = refused(tmp_path / "place", file)
        assert (code, "n’est pas une sauvegarde de Terreau" in sentence) == (2, True), f"{file.name}: {sentence}"
    terreau(tmp_path / "place", "restore", str(journeys.file))


def test_a_folder_in_use_refuses_a_restore_and_one_without_anything_a_backup(
    journeys: Journeys, tmp_path: Path
) -> None:
    owner = Ownership(tmp_path / "used")
    assert owner.take()
    assert "Terreau est en marche" in refused(tmp_path / "used", journeys.file)[1]
    owner.release()
    done = terreau(tmp_path / "nothing", "backup", str(tmp_path / "b.zip"), check=False)
    assert (done.returncode, done.stderr.startswith("Il n’y a rien à sauvegarder")) == (2, True)
    assert not (tmp_path / "b.zip").exists()


def test_the_manifest_names_every_room_with_its_revision(journeys: Journeys) -> None:
    with zipfile.ZipFile(journeys.file) as file:
        manifest = json.loads(file.read("manifest.json"))
    assert {name: one["revision"] for name, one in manifest["rooms"].items()} == {
        name: head(room(name).migrations) for name in NAMES
    }
    assert journeys.file.stat().st_mode & 0o077 == 0


def test_in_a_folder_a_backup_is_named_after_its_hour_and_only_the_last_ones_of_these_are_kept(
    journeys: Journeys, tmp_path: Path
) -> None:
    others = ["terreau-2025-01-01-021500.zip", "terreau-2025-01-02-021500.zip", "notes.zip", "terreau-avant.zip"]
    for name in others:
        (tmp_path / name).touch()
    said = terreau(journeys.first, "backup", "--keep", "2", str(tmp_path)).stdout
    (made,) = {path.name for path in tmp_path.iterdir()} - set(others)
    assert made in said
    assert zipfile.is_zipfile(tmp_path / made)
    assert {path.name for path in tmp_path.iterdir()} == {made, *others[1:]}
    assert others[0] in said
    refused_ = terreau(journeys.first, "backup", "--keep", "2", str(tmp_path / "one.zip"), check=False)
    assert (refused_.returncode, "--keep demande un dossier" in refused_.stderr) == (2, True)
