"""A PostgreSQL cluster and a RabbitMQ node of one's own, on free ports, in temporary folders: to be broken at will.

The machine's servers belong to everybody. These live at most as long as the test that started them: they end by
their own process ids, and `timeout` ends them where the tests could not.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.support.example import free_port
from tests.support.waiting import until

BOUND_S = 6 * 3600 if os.environ.get("TERREAU_FAULTS") else 1800
STARTS_WITHIN_S = 90.0
IDLE = " +sbwt none +sbwtdcpu none +sbwtdio none"
"""A node that waits sleeps: by itself it burns processor time in the hope of work, which others here could use."""


@dataclass
class PostgresqlCluster:
    """A cluster; `url` leads to its database `postgres`."""

    folder: Path
    port: int = field(default_factory=free_port)
    _running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the superuser of this cluster."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Make the cluster, with PostgreSQL's own durable defaults."""
        self._run(
            "initdb", "--no-sync", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"
        )

    def start(self) -> None:
        """Start and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
            " -c max_connections=200"
        )
        server = _as_its_owner(_postgresql("postgres"), "-D", str(self._data), *options.split())
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen(
                ["timeout", "--signal=QUIT", str(BOUND_S), *server],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._answers, seconds=STARTS_WITHIN_S, what=f"PostgreSQL ({self.folder / 'log'})")

    def stop(self, how: str = "fast") -> None:
        """Stop: `fast` closes every session, `immediate` is a crash that the next start recovers from."""
        self._run("pg_ctl", "-D", str(self._data), "-m", how, "-w", "stop")
        assert self._running is not None
        self._running.wait(30)

    def refused_as_conflicts(self) -> int:
        """How many transactions were refused for what another one did (SQLSTATE 40001), by its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace").count("could not serialize access")

    def end(self) -> None:
        """End whatever runs and leave nothing."""
        with suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _answers(self) -> bool:
        assert self._running is not None
        assert self._running.poll() is None, (self.folder / "log").read_text()[-2000:]
        try:
            psycopg2.connect(self.url, connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _run(self, program: str, *words: str) -> None:
        command = _as_its_owner(_postgresql(program), *words)
        # Output to files: the server inherits a pipe and would hold it open for as long as it runs.
        with (self.folder / "said").open("ab") as said:
            subprocess.run(command, stdout=said, stderr=said, cwd=self.folder, timeout=STARTS_WITHIN_S, check=True)


@dataclass
class RabbitmqNode:
    """A node; its data stay in `folder` from one start to the next. `url` leads to its default virtual host."""

    folder: Path
    port: int = field(default_factory=free_port)
    _epmd: int = field(default_factory=free_port)
    _dist: int = field(default_factory=free_port)
    _group: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the guest of this node, who is welcome from the loopback."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start and wait until it speaks AMQP and has its queues."""
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\ndisk_free_limit.absolute = 50MB\n"
        )
        (self.folder / "pid").unlink(missing_ok=True)
        with (self.folder / "said").open("ab") as said:
            self._group = subprocess.Popen(
                ["timeout", "--kill-after=5", str(BOUND_S), _rabbitmq("rabbitmq-server")],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        until(self._answers, seconds=STARTS_WITHIN_S, what=f"RabbitMQ ({self.folder / 'said'})")

    def stop(self) -> None:
        """Stop in order."""
        self._signal(signal.SIGTERM)
        self._ended()

    def kill(self) -> None:
        """`kill -9`; the data stay."""
        self._signal(signal.SIGKILL)
        self._ended()

    def close_connections(self) -> None:
        """Close every client's connection by force."""
        self._ctl("close_all_connections", "a fault test")

    def alarm(self) -> None:
        """Be short of memory: whoever publishes is blocked."""
        self._ctl("set_vm_memory_high_watermark", "0")

    def end_alarm(self) -> None:
        """Have memory again."""
        self._ctl("set_vm_memory_high_watermark", "0.4")

    def end(self) -> None:
        """End whatever runs and leave nothing."""
        with suppress(OSError, ValueError):
            self.kill()
        if self._group is not None and self._group.poll() is None:
            os.killpg(self._group.pid, signal.SIGKILL)
            self._group.wait()
        subprocess.run(
            ["epmd", "-port", str(self._epmd), "-kill"], env=self._environment(), capture_output=True, check=False
        )
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: int) -> None:
        os.kill(int((self.folder / "pid").read_text()), number)

    def _ended(self) -> None:
        assert self._group is not None
        with suppress(subprocess.TimeoutExpired):
            self._group.wait(30)
        if self._group.poll() is None:
            os.killpg(self._group.pid, signal.SIGKILL)
            self._group.wait()

    def _answers(self) -> bool:
        assert self._group is not None
        assert self._group.poll() is None, (self.folder / "said").read_text()[-2000:]
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=2)) as probe:
                probe.sendall(b"AMQP\x00\x00\x09\x01")
                return bool(probe.recv(8))
        except OSError:
            return False

    def _ctl(self, *words: str) -> None:
        subprocess.run(
            [_rabbitmq("rabbitmqctl"), *words], env=self._environment(), capture_output=True, timeout=300, check=True
        )

    def _environment(self) -> dict[str, str]:
        home = str(self.folder)
        return {
            **os.environ,
            "HOME": home,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd),
            "ERL_CRASH_DUMP": "/dev/null",
            "RABBITMQ_NODENAME": f"terreau-faults-{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._dist),
            "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{home}/none.config",
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_MNESIA_BASE": f"{home}/data",
            "RABBITMQ_LOG_BASE": f"{home}/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/plugins",
            "RABBITMQ_PID_FILE": f"{home}/pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}" + IDLE,
        }


@contextmanager
def postgresql_cluster() -> Iterator[PostgresqlCluster]:
    """A running cluster, ended at the end."""
    cluster = PostgresqlCluster(_folder("postgres" if os.geteuid() == 0 else None))
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.end()


@contextmanager
def rabbitmq_node() -> Iterator[RabbitmqNode]:
    """A running node, ended at the end."""
    node = RabbitmqNode(_folder(None))
    try:
        node.start()
        yield node
    finally:
        node.end()


def terminate_sessions(url: str) -> int:
    """End every session of this database by force (`pg_terminate_backend`); gives how many."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _folder(owner: str | None) -> Path:
    # Not pytest's folder: its parents are closed to the user whom PostgreSQL runs as, and socket paths are short.
    folder = Path(tempfile.mkdtemp(prefix="terreau-"))
    if owner is not None:
        shutil.chown(folder, owner)
    return folder


def _as_its_owner(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def installed() -> bool:
    """Whether this machine has the programs of both servers; the tests' usual ones may also live elsewhere."""
    return bool(_find_postgresql("initdb") and _find_rabbitmq("rabbitmq-server"))


def _postgresql(program: str) -> str:
    found = _find_postgresql(program)
    assert found, f"{program} is not installed: the fault tests start a PostgreSQL of their own"
    return found


def _find_postgresql(program: str) -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda p: int(p.parts[4]))
    return str(versions[-1]) if versions else shutil.which(program)


def _rabbitmq(program: str) -> str:
    found = _find_rabbitmq(program)
    assert found, f"{program} is not installed: the fault tests start a RabbitMQ of their own"
    return found


def _find_rabbitmq(program: str) -> str | None:
    own = Path("/usr/lib/rabbitmq/bin") / program  # the wrappers on PATH want to be root or rabbitmq
    return str(own) if own.exists() else shutil.which(program)
