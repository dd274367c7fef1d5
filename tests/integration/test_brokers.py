"""Rooms of one's own on RabbitMQ and PostgreSQL: apart from each other, and gone afterwards."""

import time
from contextlib import closing

import psycopg2
import pytest
from kombu import Connection
from kombu.exceptions import KombuError
from psycopg2.sql import SQL, Identifier

from tests.support import brokers


def publish(url: str, text: str) -> None:
    with Connection(url) as connection, closing(connection.SimpleQueue("letters")) as queue:
        queue.put(text)


def count(url: str) -> int:
    with Connection(url) as connection, closing(connection.SimpleQueue("letters")) as queue:
        return queue.qsize()


def execute(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_virtual_hosts_do_not_see_each_other() -> None:
    with brokers.vhost() as one, brokers.vhost() as other:
        publish(one, "for one")
        assert (count(one), count(other)) == (1, 0)


def test_a_virtual_host_is_gone_with_the_connections_to_it() -> None:
    with brokers.vhost() as url:
        left_open = Connection(url)
        left_open.connect()
        assert url.rpartition("/")[2] in brokers._vhosts()
    assert url.rpartition("/")[2] not in brokers._vhosts()
    with pytest.raises((KombuError, OSError)), left_open:
        left_open.SimpleQueue("letters").put("too late")


def test_two_databases_do_not_see_each_other() -> None:
    with brokers.database() as one, brokers.database() as other:
        execute(one, "CREATE TABLE letters (id int)")
        execute(other, "CREATE TABLE letters (id int)")


def test_a_database_is_gone_with_the_sessions_in_it() -> None:
    with brokers.database() as url:
        left_open = psycopg2.connect(url)
    with closing(left_open), pytest.raises(psycopg2.OperationalError), left_open.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert url.rpartition("/")[2] not in brokers._databases()


def test_what_a_killed_run_left_is_swept_and_what_is_in_use_stays() -> None:
    hours_ago = f"terreau-test-{int(time.time()) - 7 * 3600}-0123456789ab"
    brokers._on_server(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(hours_ago)))
    brokers._create_vhost(hours_ago, "guest")
    with brokers.vhost() as url, brokers.database() as database:
        assert brokers.sweep().count(hours_ago) == 2
        assert hours_ago not in brokers._databases() + brokers._vhosts()
        assert url.rpartition("/")[2] in brokers._vhosts()
        assert database.rpartition("/")[2] in brokers._databases()


def test_a_broker_that_is_not_there_is_said_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(brokers.MANAGEMENT_URL_VARIABLE, "http://guest:guest@127.0.0.1:9")
    with pytest.raises(brokers.BrokerRefused, match=r"PUT http://127\.0\.0\.1:9/api/vhosts"), brokers.vhost():
        pass


def test_a_rabbitmqctl_that_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(brokers.MANAGEMENT_URL_VARIABLE, raising=False)
    monkeypatch.setenv(brokers.RABBITMQCTL_VARIABLE, "env 'A B=c' /nowhere/rabbitmqctl")
    with pytest.raises(brokers.BrokerRefused, match="/nowhere/rabbitmqctl add_vhost"), brokers.vhost():
        pass
