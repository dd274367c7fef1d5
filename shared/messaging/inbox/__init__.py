"""The inbox of a room: what was heard is stored first, then handled from there until it is done or parked.

The database, not the broker, keeps what is owed: a reaction that fails leaves its event pending with the error and
the next try; its effects and the mark *done* commit together, so hearing twice changes nothing.
"""

from shared.messaging.inbox.arriving import store_and_handle
from shared.messaging.inbox.handling import BATCH, Handled, ReactionHangs, RetryPolicy, TakesItsTime, handle_due
from shared.messaging.inbox.looking_after import hear_again, next_due, owed, parked, retry
from shared.messaging.inbox.storing import store

__all__ = [
    "BATCH",
    "Handled",
    "ReactionHangs",
    "RetryPolicy",
    "TakesItsTime",
    "handle_due",
    "hear_again",
    "next_due",
    "owed",
    "parked",
    "retry",
    "store",
    "store_and_handle",
]
