"""What people want to receive: subjects they do not, everything they do not, and the link by which they say so."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.tables_post import Correspondent
from shared.storage.unit_of_work import UnitOfWork

TOPICS = {
    "workshops": "Les ateliers : annonces, rappels, changements",
    "polls": "Les sondages pour trouver une date",
    "work": "Ce qui est à faire : entretiens, bilans, rapports",
    "news": "Les appels et les nouvelles des territoires",
}

_OF_WATCH = {
    "call-published": "news",
    "outcome-told": "news",
    "monthly-news": "news",
    "decision": "news",
    "visit-logistics": "workshops",
}

REFUSES = "ne souhaite plus recevoir ces messages"


def topic_of(watch: str) -> str:
    """The subject under which a person finds what a rule watches."""
    if watch.startswith(("workshop-", "networks-")):
        return "workshops"
    if watch.startswith(("poll-", "busy-")):
        return "polls"
    return _OF_WATCH.get(watch, "work")


def refuses(session: Session, person: str, watch: str) -> bool:
    """Whether a person does not want such a message."""
    row = session.get(Correspondent, person)
    return row is not None and (row.silent or topic_of(watch) in row.muted)


def token_of(uow: UnitOfWork, person: str) -> str:
    """The secret of a person's links, made with their first mail."""
    row = uow.session.get(Correspondent, person)
    if row is None:
        row = Correspondent(person=person, token=secrets.token_urlsafe(24), muted=[], silent=False)
        uow.session.add(row)
        uow.session.flush()
    if row.token is None:
        row.token = secrets.token_urlsafe(24)
    return row.token


def behind(session: Session, token: str) -> Correspondent | None:
    """Who has this link."""
    return session.scalar(select(Correspondent).where(Correspondent.token == token))
