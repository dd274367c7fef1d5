"""What the house tells of itself (messages, reports), in French."""

from __future__ import annotations

from services.reporting.rules.sentences.pieces import Sayings, line, when
from shared import events
from shared.periods import read_period

SAYINGS = Sayings()
_DAY = len("2025-07-03")


@SAYINGS.of(events.NotificationPlanned)
def _planned(event: events.NotificationPlanned, _occurred: str | None) -> str:
    return f"Message prévu {when(event.due[:_DAY])}"


@SAYINGS.of(events.NotificationSent)
def _sent(_event: events.NotificationSent, _occurred: str | None) -> str:
    return "Message envoyé"


@SAYINGS.of(events.NotificationVoided)
def _voided(_event: events.NotificationVoided, _occurred: str | None) -> str:
    return "Message devenu sans objet : il ne partira pas"


@SAYINGS.of(events.ReportDue)
def _due(event: events.ReportDue, _occurred: str | None) -> str:
    return f"Rapport attendu {when(event.due)} : {line(event.funder)}, {read_period(event.period).label}"


@SAYINGS.of(events.ReportPublished)
def _published(event: events.ReportPublished, _occurred: str | None) -> str:
    label = read_period(event.period).label
    return f"Rapport produit : {line(event.funder)}, {label}, état arrêté {_until(event.as_of)}"


def _until(day: str) -> str:
    return f"au {when(day).removeprefix('le ')}"
