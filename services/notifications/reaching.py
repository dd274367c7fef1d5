"""How far a rule reaches: one that would write to more people than it ever did asks first."""

from __future__ import annotations

from datetime import timedelta

from services.notifications.tables_rules import Reach
from shared.french import plural
from shared.storage.unit_of_work import UnitOfWork

ASKS_ABOVE = 10
"""A handful of people is nothing to ask about, even the first time."""

TO_CONFIRM = "à confirmer"
ASKS_AGAIN = timedelta(minutes=10)


ALWAYS_ASKS = ("monthly-news",)
"""What nobody has asked for leaves only once a person has read it (NOT-14)."""


def asks_first(uow: UnitOfWork, rule: str, people: int, watch: str = "") -> bool:
    """Whether somebody must say yes before a rule writes to so many people at once."""
    if watch in ALWAYS_ASKS:
        return True
    known = uow.session.get(Reach, rule)
    return people > max(ASKS_ABOVE, known.most if known else 0)


def to_confirm(people: int, watch: str = "") -> str:
    """Why a message waits."""
    if watch in ALWAYS_ASKS:
        return f"{TO_CONFIRM} : relisez-le, il ira à {plural(people, 'personne')}"
    return f"{TO_CONFIRM} : il s’adresse à {plural(people, 'personne')}, plus que cette règle n’en a jamais touché"


def reached(uow: UnitOfWork, rule: str, people: int) -> None:
    """Remember the most people that a rule wrote to at once."""
    known = uow.session.get(Reach, rule, with_for_update=True)
    if known is None:
        uow.session.add(Reach(rule=rule, most=people))
    else:
        known.most = max(known.most, people)
