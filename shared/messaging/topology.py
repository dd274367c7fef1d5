"""Exchanges and queues, declared from the registry of events before anything is published.

One durable topic exchange per teller (nameko's own name, `territories.events`), one queue per listening service,
bound to the types it hears. The queue's name carries a generation: other arguments mean another name and a drain.
"""

from __future__ import annotations

from typing import Any

from kombu import Connection, Exchange, Queue, binding

from shared.events import LISTENERS, REGISTRY

GENERATION = 1
QUORUM = {"x-queue-type": "quorum"}


def exchange_name(teller: str) -> str:
    """The name of a teller's exchange (nameko's own)."""
    return f"{teller}.events"


def exchange(teller: str) -> Exchange:
    """The exchange of a teller, declared exactly as nameko declares it for `@event_handler`."""
    return Exchange(exchange_name(teller), type="topic", durable=True, delivery_mode=2)


def queue(listener: str, arguments: dict[str, Any] | None = None) -> Queue:
    """The one queue of a listening service."""
    return Queue(
        _name(listener, GENERATION),
        bindings=[
            binding(exchange(REGISTRY[type_].source), routing_key=type_) for type_ in sorted(LISTENERS[listener])
        ],
        durable=True,
        queue_arguments=arguments,
    )


def earlier_queues(listener: str) -> list[str]:
    """What the queue of a listener was called in earlier generations, the oldest first."""
    return [_name(listener, generation) for generation in range(1, GENERATION)]


def _name(listener: str, generation: int) -> str:
    return f"in-{listener}.q{generation}"


def declare(connection: Connection, *, embedded: bool) -> None:
    """Declare everything; declaring it again changes nothing."""
    arguments = None if embedded else QUORUM
    with connection.channel() as channel:
        for teller in sorted({event.source for event in REGISTRY.values()}):
            exchange(teller).bind(channel).declare()
        for listener in LISTENERS:
            queue(listener, arguments).bind(channel).declare()


def has_listeners(type_: str) -> bool:
    """Whether the registry says that somebody hears this type: it is published `mandatory` then."""
    return any(type_ in types for types in LISTENERS.values())
