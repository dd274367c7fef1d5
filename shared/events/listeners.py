"""Every event by its wire name, and which service hears which."""

from __future__ import annotations

from types import ModuleType

from shared.events import diagnostic, notifications, platforms, reporting, territories, workshops
from shared.events.base import Event

_TELLERS = (territories, diagnostic, workshops, platforms, notifications, reporting)


def _told_by(teller: ModuleType) -> list[type[Event]]:
    found = [one for one in vars(teller).values() if isinstance(one, type) and issubclass(one, Event)]
    return [one for one in found if one.source and not one.__name__.startswith("_")]


REGISTRY: dict[str, type[Event]] = {event.type(): event for teller in _TELLERS for event in _told_by(teller)}

ALL = frozenset(REGISTRY)

LISTENERS: dict[str, frozenset[str]] = {
    "territories": frozenset(),
    "diagnostic": frozenset({"territory-enrolled", "person-erased"}),
    "workshops": frozenset({"territory-enrolled", "person-erased", "report-published"}),
    "platforms": frozenset({"territory-enrolled", "cooperation-noted", "need-emerged", "person-erased"}),
    "notifications": frozenset(
        {
            "territory-enrolled",
            "candidature-decided",
            "referent-designated",
            "designation-ended",
            "call-published",
            "stage-entered",
            "contact-stalled",
            "contact-advanced",
            "project-emerged",
            "interview-planned",
            "interview-logged",
            "slot-search-failed",
            "workshop-scheduled",
            "workshop-moved",
            "workshop-corrected",
            "invitations-changed",
            "workshop-maintained",
            "workshop-cancelled",
            "workshop-held",
            "busy-times-asked",
            "poll-opened",
            "poll-slot-changed",
            "poll-extended",
            "poll-chased",
            "poll-overdue",
            "poll-decided",
            "poll-closed",
            "choice-left-open",
            "platform-chosen",
            "deadline-fixed",
            "bilan-due",
            "bilan-held",
            "report-due",
            "report-published",
            "person-erased",
        }
    ),
    "reporting": ALL,
    "portal": frozenset({"person-erased", "moff-updated", "item-gathered"}),
}
"""Who hears what: the queue of each listening service is bound from this table before anything is published."""


def tellers(listener: str) -> list[str]:
    """The services whose events `listener` hears, in a stable order."""
    return sorted({REGISTRY[type_].source for type_ in LISTENERS[listener]})
