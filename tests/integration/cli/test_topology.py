"""`terreau topology`: a broker where another version left its queues is named, made ready, and loses nothing."""

from __future__ import annotations

from kombu import Connection

from shared.messaging import topology
from tests.support import brokers
from tests.support.command import Terreau

NB = "\u00a0"


def test_a_queue_of_another_version_is_named_and_replaced(alone: Terreau) -> None:
    with brokers.vhost() as amqp, brokers.database() as database:
        settings = {"TERREAU_AMQP_URL": amqp, "TERREAU_DATABASE_URL": database, "TERREAU_SECRET_KEY": "x" * 32}
        assert alone("migrate", **settings).code == 0
        with Connection(amqp) as connection, connection.channel() as channel:
            name = topology.queue("reporting").name
            other = topology.QUORUM | {"x-delivery-limit": 7}
            channel.queue_declare(name, durable=True, arguments=other, auto_delete=False)
            refused = alone("serve", "reporting", **settings, TERREAU_HEALTH_PORT="0")
            assert refused.code == 2
            assert f"«{NB}{name}{NB}»" in refused.err
            assert f"«{NB}terreau topology{NB}»" in refused.err
            assert "Traceback" not in refused.err
            channel.basic_consume(name, callback=lambda _message: None)
            assert f"écoute encore la file «{NB}{name}{NB}»" in alone("topology", **settings).err
        assert alone("topology", **settings).out.splitlines() == [
            f"{name}{NB}: 0 message mis à l’abri, file supprimée.",
            "RabbitMQ est prêt.",
        ]
        assert alone("topology", **settings).out == "RabbitMQ est prêt.\n"


def test_a_broker_that_is_away_is_one_sentence(alone: Terreau) -> None:
    done = alone("topology", TERREAU_AMQP_URL="amqp://guest:secret@127.0.0.1:9/")
    assert done.code != 0
    assert "RabbitMQ ne répond pas" in done.err
    assert "secret" not in done.err
