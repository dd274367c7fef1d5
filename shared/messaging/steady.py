"""nameko's RPC consumers, made to outlive a broker that goes away: what they cannot say is never worth a process.

Stock nameko ends its container when an ack or a reply meets a dead socket, waits up to half a minute between two
tries to reconnect, and logs bodies it cannot read (`QueueConsumer`, `RpcConsumer`, nameko 2.14.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import eventlet
import structlog
from nameko.constants import AMQP_URI_CONFIG_KEY
from nameko.extensions import ProviderCollector
from nameko.messaging import QueueConsumer
from nameko.rpc import ReplyListener, Rpc, RpcConsumer, get_rpc_exchange

from shared.messaging.embedded_transport import URL
from shared.messaging.impatience import impatience, parting
from shared.messaging.passing import PassingResponder

log = structlog.get_logger()

FIRST_RETRY = 0.2
LONGEST_RETRY = 2.0
SAFETY_LOOK = 5.0


class SteadyQueueConsumer(QueueConsumer):
    """Reconnects within two seconds of the broker's return, and never dies of an ack."""

    def __init__(self) -> None:
        super().__init__()
        self.connected = False
        self._interrupt: Callable[[], None] | None = None

    def ack_message(self, message: Any) -> None:
        """Ack if the connection still lives; otherwise the broker has taken the message back already."""
        self._settle(super().ack_message, message)

    def requeue_message(self, message: Any) -> None:
        """Give the message back, if the connection still lives."""
        self._settle(super().requeue_message, message)

    def _settle(self, how: Callable[[Any], None], message: Any) -> None:
        try:
            how(message)
        except Exception as error:  # whatever a dying socket raises: the broker delivers again, ids make it harmless
            log.info("rpc.not_acked", error=type(error).__name__)

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        """A connection, however long the broker takes to come back."""
        with parting(self.create_connection()) as connection:
            connection.ensure_connection(
                self.on_connection_error,
                interval_start=FIRST_RETRY,
                interval_step=FIRST_RETRY,
                interval_max=LONGEST_RETRY,
            )
            self._setting_up = impatience()
            try:
                yield connection
            finally:
                self._setting_up.cancel()

    def consume(self, *arguments: Any, **options: Any) -> Iterator[None]:
        """Consume; where a wait can be interrupted nothing needs to be looked at every second."""
        if self.amqp_uri == URL:
            options.setdefault("safety_interval", SAFETY_LOOK)
        consumed: Iterator[None] = super().consume(*arguments, **options)
        return consumed

    @contextmanager
    def consumer_context(self, **options: Any) -> Iterator[Any]:
        """Consuming; `connected` says so."""
        try:
            with super().consumer_context(**options) as opened:
                self._setting_up.cancel()
                self.connected = True
                self._interrupt = getattr(opened[0].transport, "interrupt", None)
                yield opened
        finally:
            self.connected, self._interrupt = False, None

    def unregister_provider(self, provider: Any) -> None:
        """Stop consuming for a provider; nameko would wait for the broker to come back first."""
        if self.connected:
            eventlet.spawn(self._look_up)  # once this thread waits for its turn
            super().unregister_provider(provider)
        else:
            self._consumers.pop(provider, None)
            ProviderCollector.unregister_provider(self, provider)

    def on_iteration(self) -> None:
        """Let providers leave; after the last of them nothing more is waited for."""
        super().on_iteration()
        if self.should_stop:
            self._look_up()

    def _look_up(self) -> None:
        """Look now who wants to leave: the consumer waits a second for a message, and a command waits for its end."""
        if self._interrupt is not None:
            self._interrupt()

    def stop(self) -> None:
        """Stop once every provider has left."""
        if not self.connected and self._gt is not None:
            self.wait_for_providers()
            self._gt.kill()
        else:
            super().stop()

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        """The broker is away."""
        log.warning("rpc.disconnected", error=type(exc).__name__, retry_in=interval)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Drop a body that nobody can read; nobody waits for its answer. (kombu would log the body.)"""
        log.error("rpc.unreadable", error=type(exc).__name__, size=len(message.body or b""))
        self.ack_message(message)


class SteadyRpcConsumer(RpcConsumer):
    """Answers while it can; a reply that cannot leave is asked for again under the same order id."""

    queue_consumer = SteadyQueueConsumer()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Send the reply, then ack; a request without a return address is acked and forgotten."""
        try:
            config = self.container.config
            responder = PassingResponder(config[AMQP_URI_CONFIG_KEY], get_rpc_exchange(config), None, message)
            answered: tuple[Any, Any] = responder.send_response(result, exc_info)
            self.queue_consumer.ack_message(message)
        except Exception as error:  # the broker is away, or the request was none
            log.warning("rpc.not_answered", error=type(error).__name__)
            self.queue_consumer.ack_message(message)
            return result, exc_info
        return answered


class SteadyReplyListener(ReplyListener):
    """Hears replies over the same connection."""

    queue_consumer = SteadyQueueConsumer()


class SteadyRpc(Rpc):
    """A method that other processes may call."""

    rpc_consumer = SteadyRpcConsumer()


rpc = SteadyRpc.decorator
