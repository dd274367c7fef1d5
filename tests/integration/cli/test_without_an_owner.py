"""Commands on a folder that nobody owns yet, or that cannot be owned: they become the owner, or say why not."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support.command import Terreau
from tests.support.waiting import until


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder is somebody's who does not answer: as while an owner starts."""
    folder.mkdir(parents=True, exist_ok=True)
    # the address is one that a dead owner left behind
    (folder / "owner.lock").write_text(json.dumps({"port": 1, "secret": "x", "pid": 1}))
    handle = os.open(folder / "owner.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def test_a_command_becomes_the_owner_and_keeps_its_log_from_stdout(alone: Terreau) -> None:
    done = alone("token", "create", "--role", "reader", "--days", "1", "--json", TERREAU_LOG_LEVEL="info")
    assert done.code == 0, done.err
    made = json.loads(done.out)
    assert (made["role"], made["territory"], made["days"]) == ("reader", None, 1)
    assert made["token"].startswith("terreau_")
    for file in alone.data.iterdir():
        assert made["token"].encode() not in file.read_bytes()


def test_a_wrong_token_is_not_made(alone: Terreau) -> None:
    done = alone("token", "create", "--role", "team", "--days", "0")
    assert (done.code, done.out) == (2, "")
    assert not alone.data.exists()


def test_a_data_folder_that_is_a_file_is_refused(alone: Terreau) -> None:
    alone.data.write_text("x")
    done = alone("events", "list")
    assert (done.code, done.out) == (1, "")
    assert "ne peut pas être écrit (un fichier porte ce nom)" in done.err
    assert alone.data.read_text() == "x"


def test_a_folder_that_cannot_be_made_is_refused() -> None:
    done = Terreau(Path("/proc/terreau"))("events", "list")
    assert done.code == 1
    assert "ne peut pas être écrit" in done.err
    assert "Traceback" not in done.err


def test_data_of_a_newer_version_is_left_alone(alone: Terreau) -> None:
    assert alone("migrate").out == "Les bases de données sont à jour.\n"
    with closing(sqlite3.connect(alone.data / "territories.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = alone("events", "list")
    assert (done.code, done.out) == (1, "")
    assert "viennent d’une version plus récente de Terreau" in done.err
    examined = alone("doctor")
    assert examined.code == 1
    assert "plus récente que ce Terreau\u00a0: territories" in examined.out


def test_a_file_that_is_no_database_is_one_sentence_and_the_trace_is_kept(alone: Terreau) -> None:
    alone.data.mkdir()
    (alone.data / "territories.sqlite3").write_text("not a database, but long enough to be looked at" * 40)
    done = alone("events", "list")
    assert (done.code, done.out) == (1, "")
    assert "Une base de données ne répond pas comme attendu" in done.err
    assert "Traceback" not in done.err
    assert "Traceback" in (alone.data / "terreau.log").read_text(encoding="utf-8")
    assert "illisible\u00a0: territories" in alone("doctor").out


def test_a_folder_whose_owner_ends_without_answering_is_taken_over(alone: Terreau) -> None:
    with _held(alone.data):
        process = alone.start("events", "list", "--json")
        until(lambda: (Path(f"/proc/{process.pid}/fd")).exists(), what="the command")
        assert process.poll() is None
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, b"", b"")


def test_a_terminal_sees_that_a_long_command_is_alive(alone: Terreau) -> None:
    ours, theirs = os.openpty()
    with _held(alone.data):
        process = alone.start("events", "list", stderr=theirs)
        os.close(theirs)
        assert "Terreau travaille" in _read_until(ours, "s)")  # the test's own time limit ends what never comes
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, b"")
    assert _read_until(ours, "\x1b[K").endswith("\r\x1b[K")
    os.close(ours)


def _read_until(terminal: int, sign: str) -> str:
    told = ""
    while sign not in told:
        told += os.read(terminal, 1024).decode()
    return told


def test_ctrl_c_ends_a_command_that_waits_without_a_trace(alone: Terreau) -> None:
    with _held(alone.data):
        process = alone.start("events", "list")
        until(lambda: _waits_for_owner(process.pid, alone.data), seconds=30, what="waiting for the owner")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (1, b"")
    assert err == b"\nInterrompu.\n"


def _waits_for_owner(pid: int, folder: Path) -> bool:
    # the command has reached the lock once it has eventlet's poll open and has looked at the folder: it sleeps then
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    wakes = Path(f"/proc/{pid}/syscall")
    return state == "S" and wakes.exists() and "eventpoll" in _open_files(pid)


def _open_files(pid: int) -> str:
    folder = Path(f"/proc/{pid}/fd")
    return " ".join(str(link.readlink()) for link in folder.iterdir() if link.is_symlink())


@pytest.mark.parametrize(
    ("given", "missing", "word"),
    [
        ("TERREAU_DATABASE_URL", "TERREAU_AMQP_URL", "up"),
        ("TERREAU_AMQP_URL", "TERREAU_DATABASE_URL", "migrate"),
    ],
)
def test_settings_half_set_name_what_is_given_and_what_is_missing(
    alone: Terreau, given: str, missing: str, word: str
) -> None:
    done = alone(word, **{given: "x://y"})
    assert done.code == 2
    assert f"{given} est donné, {missing} manque" in done.err
    assert not alone.data.exists()


def test_the_full_stack_names_everything_it_misses(alone: Terreau) -> None:
    done = alone("serve", "portal", TERREAU_DATABASE_URL="x://y")
    assert done.code == 2
    assert "TERREAU_AMQP_URL, TERREAU_SECRET_KEY" in done.err


def test_each_wrong_setting_is_named_with_what_it_should_be(alone: Terreau) -> None:
    done = alone("events", "list", TERREAU_PORT="65536", TERREAU_MAX_WORKERS="beaucoup")
    assert (done.code, done.err) == (
        2,
        "TERREAU_PORT: la valeur doit être au plus 65535.\nTERREAU_MAX_WORKERS: un nombre entier est attendu.\n",
    )
    secret = alone("events", "list", TERREAU_DATABASE_URL_FILE="/nowhere/secret")
    assert (secret.code, "/nowhere/secret (il n’existe pas)" in secret.err) == (2, True)


def test_servers_that_are_away_are_named_in_one_sentence(alone: Terreau) -> None:
    away = {
        "TERREAU_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x",
        "TERREAU_AMQP_URL": "amqp://guest:guest@127.0.0.1:1//",
    }
    done = alone("events", "list", **away)
    assert done.code == 1
    assert done.err == "RabbitMQ ne répond pas (personne ne répond à cette adresse)\u00a0: voyez TERREAU_AMQP_URL.\n"
    migrated = alone("migrate", **away)
    assert migrated.code == 1
    assert migrated.err.startswith("Une base de données ne répond pas comme attendu (OperationalError)")


def test_a_port_in_use_is_named_with_another_one(house: Terreau, alone: Terreau) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = alone("up", "--port", str(port))
    assert done.code == 1
    assert f"Le port {port} est déjà pris" in done.err
    assert not alone.data.exists()
    second = house("up", "--port", "0")
    assert (second.code, "Terreau est déjà en marche" in second.err) == (1, True)
