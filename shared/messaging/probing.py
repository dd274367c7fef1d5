"""Whether RabbitMQ answers and lets us in, asked without starting anything."""

from __future__ import annotations

from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import KombuError

_REFUSALS = frozenset({403, 530})  # AMQP 0-9-1: access-refused, not-allowed (an unknown virtual host)


class BrokerRefused(Exception):
    """The broker answered, and does not let this user into this virtual host."""


class WrongBrokerUrl(ValueError):
    """The address of the broker is none."""


def probe(url: str, *, seconds: float = 5.0) -> None:
    """Open one connection and close it.

    Raises `OSError` when nobody answers, `BrokerRefused` when one is not let in, `WrongBrokerUrl` for no address.
    """
    try:
        with Connection(url, connect_timeout=seconds) as connection:
            connection.connect()
    except (AMQPError, KombuError) as error:
        if getattr(error, "reply_code", None) in _REFUSALS:
            raise BrokerRefused from error
        raise OSError(f"no AMQP here: {type(error).__name__}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WrongBrokerUrl from error
