"""What `reporting` tells: reports of funders."""

from __future__ import annotations

from shared.events.base import Event


class _ReportingEvent(Event):
    source = "reporting"


class ReportDue(_ReportingEvent):
    """A funder's period ended and its report is due; `occurred` is the day it falls due."""

    funder: str
    period: str
    due: str


class ReportPublished(_ReportingEvent):
    """A report was made for a funder: which figures, as of when, known when."""

    report: str
    funder: str
    period: str
    as_of: str
    known_at: str
