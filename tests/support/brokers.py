"""A RabbitMQ virtual host and a PostgreSQL database of one's own, so that test runs live side by side."""

import json
import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg2
from amqp.exceptions import AMQPError
from kombu import Connection
from psycopg2.sql import SQL, Composable, Identifier

AMQP_URL_VARIABLE = "TERREAU_TEST_AMQP_URL"
DATABASE_URL_VARIABLE = "TERREAU_TEST_DATABASE_URL"
MANAGEMENT_URL_VARIABLE = "TERREAU_TEST_AMQP_ADMIN_URL"
RABBITMQCTL_VARIABLE = "TERREAU_TEST_RABBITMQCTL"

_PREFIX = "terreau-test"
_DEBIAN_RABBITMQCTL = Path("/usr/lib/rabbitmq/bin/rabbitmqctl")
_FORGOTTEN_AFTER_S = 6 * 3600
_TIMEOUT_S = 60


class BrokerRefused(Exception):
    """The administration of the broker refused or was out of reach; the message names question and answer."""


def amqp_server() -> str:
    """Give the AMQP URL of the broker under test, default virtual host included."""
    return os.environ.get(AMQP_URL_VARIABLE, "amqp://guest:guest@127.0.0.1:5672/")


def database_server() -> str:
    """Give the PostgreSQL URL of a database from which others can be created."""
    return os.environ.get(DATABASE_URL_VARIABLE, "postgresql://postgres@127.0.0.1:5432/postgres")


@contextmanager
def vhost() -> Iterator[str]:
    """Make an empty virtual host, give its AMQP URL, remove it with all it holds; raises BrokerRefused."""
    name = _fresh_name()
    server = urlsplit(amqp_server())
    _create_vhost(name, unquote(server.username or "guest"))
    try:
        yield urlunsplit(server._replace(path="/" + quote(name, safe="")))
    finally:
        _delete_vhost(name)


@contextmanager
def database() -> Iterator[str]:
    """Make an empty PostgreSQL database (UTF-8), give its URL, remove it even while sessions are open."""
    name = _fresh_name()
    # template0: template1 refuses to be copied while anybody, another test run included, is connected to it.
    _on_server(SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name)))
    try:
        yield urlunsplit(urlsplit(database_server())._replace(path="/" + name))
    finally:
        _on_server(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def sweep() -> list[str]:
    """Remove what runs that were killed left behind more than six hours ago; give the names removed."""
    databases = [name for name in _databases() if _is_forgotten(name)]
    for name in databases:
        _on_server(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
    vhosts = [name for name in _vhosts() if _is_forgotten(name)]
    for name in vhosts:
        _delete_vhost(name)
    return databases + vhosts


def _fresh_name() -> str:
    return f"{_PREFIX}-{int(time.time())}-{uuid.uuid4().hex[:12]}"


def _is_forgotten(name: str) -> bool:
    prefix, _, rest = name.partition(f"{_PREFIX}-")
    born = rest.partition("-")[0]
    return not prefix and born.isdigit() and time.time() - int(born) > _FORGOTTEN_AFTER_S


def _on_server(statement: Composable) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(database_server(), connect_timeout=10)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


def _databases() -> list[str]:
    return [str(row[0]) for row in _on_server(SQL("SELECT datname FROM pg_database"))]


def _create_vhost(name: str, user: str) -> None:
    if os.environ.get(MANAGEMENT_URL_VARIABLE):
        _management("PUT", f"/api/vhosts/{quote(name, safe='')}")
        path = f"/api/permissions/{quote(name, safe='')}/{quote(user, safe='')}"
        _management("PUT", path, b'{"configure": ".*", "write": ".*", "read": ".*"}')
        return
    _rabbitmqctl("add_vhost", name)
    _rabbitmqctl("set_permissions", "-p", name, user, ".*", ".*", ".*")


def _delete_vhost(name: str) -> None:
    if os.environ.get(MANAGEMENT_URL_VARIABLE):
        _management("DELETE", f"/api/vhosts/{quote(name, safe='')}")
    else:
        _rabbitmqctl("delete_vhost", name)


def _vhosts() -> list[str]:
    if os.environ.get(MANAGEMENT_URL_VARIABLE):
        return [str(one["name"]) for one in json.loads(_management("GET", "/api/vhosts?columns=name"))]
    return _rabbitmqctl("list_vhosts", "name", "--silent").split()


def _rabbitmqctl(*words: str) -> str:
    """Ask rabbitmqctl: root may on Debian; elsewhere the environment names the command to use."""
    named = os.environ.get(RABBITMQCTL_VARIABLE)
    if named is None and os.geteuid() != 0 and _DEBIAN_RABBITMQCTL.exists():
        raise BrokerRefused("rabbitmqctl: only root or rabbitmq may ask the system's broker")
    command = [*shlex.split(named or "rabbitmqctl"), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BrokerRefused(f"{shlex.join(command)}: {error}") from error
    if done.returncode:
        raise BrokerRefused(f"{shlex.join(command)}: {done.stdout.strip()} {done.stderr.strip()}")
    return done.stdout


def _management(method: str, path: str, body: bytes = b"") -> bytes:
    """Ask the management plugin; its URL holds user and password (`http://guest:guest@127.0.0.1:15672`)."""
    server = urlsplit(os.environ[MANAGEMENT_URL_VARIABLE])
    secret = b64encode(f"{unquote(server.username or '')}:{unquote(server.password or '')}".encode()).decode()
    address = f"{server.scheme}://{server.hostname}:{server.port or 15672}{path}"
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, data=body or None, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, TimeoutError) as error:
        raise BrokerRefused(f"{method} {address}: {error}") from error


def _probe_amqp() -> None:
    # First whether anybody listens: rabbitmqctl without a broker is slow to say so, and may leave a cookie in HOME.
    with Connection(amqp_server(), connect_timeout=10) as connection:
        connection.connect()
    with vhost() as url, Connection(url, connect_timeout=10) as connection:
        connection.connect()


def _probe_database() -> None:
    with database() as url, closing(psycopg2.connect(url, connect_timeout=10)):
        pass


_TASKS = {"amqp": _probe_amqp, "database": _probe_database, "sweep": sweep}


def _main() -> None:
    """Prove that both servers let us make rooms of our own, or clean up; for scripts/ensure_services.sh."""
    if len(sys.argv) != 2 or sys.argv[1] not in _TASKS:
        raise SystemExit(f"usage: python -m tests.support.brokers {'|'.join(_TASKS)}")
    try:
        _TASKS[sys.argv[1]]()
    except (BrokerRefused, AMQPError, psycopg2.Error, OSError) as error:
        raise SystemExit(str(error).strip()) from error


if __name__ == "__main__":
    _main()
