"""RPC messages: gone when the broker restarts, which their senders outlive by asking again; no disk is waited for."""

from __future__ import annotations

from functools import cache
from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.pools import producers
from kombu.serialization import register
from nameko.amqp.publish import Publisher, UndeliverableMessage
from nameko.constants import DEFAULT_TRANSPORT_OPTIONS, NON_PERSISTENT
from nameko.rpc import Responder
from pydantic_core import from_json, to_json

# pydantic's JSON, as everywhere in the house: kombu's own calls Python for every object of an answer.
register("json", lambda value: to_json(value).decode(), from_json, "application/json", "utf-8")


class PassingPublisher(Publisher):
    """Publishes with a confirm, and without a disk."""

    def publish(self, payload: Any, **more: Any) -> None:
        """Publish a request or a reply. Raises `UndeliverableMessage` when `mandatory` and nobody is there."""
        with producers[_line(self.amqp_uri)].acquire(block=True) as producer:
            try:
                producer.publish(
                    payload,
                    delivery_mode=NON_PERSISTENT,
                    retry=self.retry,
                    retry_policy=self.retry_policy,
                    **{"serializer": self.serializer, **more},
                )
            except ChannelError as error:
                if "NO_ROUTE" in str(error):
                    raise UndeliverableMessage from error
                raise


class PassingResponder(Responder):
    """Sends replies."""

    publisher_cls = PassingPublisher


@cache
def _line(url: str) -> Connection:
    """What kombu's pool of connections is looked up by: made once, since it takes the URL apart."""
    return Connection(url, transport_options={**DEFAULT_TRANSPORT_OPTIONS, "confirm_publish": True})
