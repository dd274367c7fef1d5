"""The clock work of notifications: what is due is written, what waits leaves, what expired is forgotten."""

from __future__ import annotations

from services.notifications.composing import compose_due
from services.notifications.delivering import deliver_pending
from services.notifications.drafting import draft_coming
from services.notifications.grouping import group_ready
from services.notifications.links import forget_links, let_links_go
from services.notifications.receiving import read_mailbox
from services.notifications.requests import forget_requests
from shared.room import Desk, Ticks

TICKS = Ticks()


@TICKS.every(10)
def send_due(desk: Desk) -> None:
    """Show what is to come, write what is due, and give it to SMTP, or keep it."""
    draft_coming(desk)
    compose_due(desk)
    group_ready(desk)
    let_links_go(desk)
    deliver_pending(desk)
    forget_links(desk)


@TICKS.every(60)
def read_answers(desk: Desk) -> None:
    """Read what calendars and servers answered; forget who asked for something a year ago."""
    read_mailbox(desk)
    forget_requests(desk)


@TICKS.every(5)
def deliver(desk: Desk) -> None:
    """Give to SMTP what waits: a person stands before the sign-in page."""
    deliver_pending(desk)
