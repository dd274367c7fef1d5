"""Subscriptions to the agenda: addresses that calendar programs read, made and revoked by an account or a person."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from services.portal.accounts import hashed
from services.portal.tables import Account, Feed
from shared.clock import Clock
from shared.errors import NotFound, Refused
from shared.ids import new_id
from shared.storage.database import Database

MOST = 20
"""Subscriptions of one account at once: nobody has more calendars, and a list stays one that can be read."""


@dataclass(frozen=True)
class Subscription:
    """A subscription; `territory` is an id, `None` for all territories; `created` is an instant in UTC.

    `person` is set for one of a person's own, by their id in the directory.
    """

    id: str
    territory: str | None
    created: datetime
    person: str | None = None


@dataclass(frozen=True)
class _Whose:
    """An account, or a person of the directory."""

    account: str | None = None
    person: str | None = None


class Subscriptions:
    """The subscriptions in the portal's own database; their tokens are stored as hashes only."""

    def __init__(self, database: Database, clock: Clock, key: str):
        self._database = database
        self._clock = clock
        self._key = key.encode()

    def of(self, account: str) -> list[Subscription]:
        """What this account may revoke, the oldest first."""
        chosen = select(Feed).where(Feed.account == account, Feed.revoked_at.is_(None)).order_by(Feed.id)
        with self._database.read() as session:
            return [_subscription(row) for row in session.scalars(chosen)]

    def make(self, account: str, order: str, territory: str | None) -> str:
        """The token of a new subscription; the same order (the form's id) gives the same token, and one subscription.

        Raises `Refused` when it was revoked since, or when the account has too many.
        """
        # The token follows from the order and a key that stays here, so that a form sent twice can be answered twice
        # although only a hash is kept.
        return self._made(f"feed\n{account}\n{order}\n{territory or ''}", _Whose(account=account), territory)

    def of_person(self, person: str) -> list[Subscription]:
        """What this person may revoke, the oldest first."""
        chosen = select(Feed).where(Feed.person == person, Feed.revoked_at.is_(None)).order_by(Feed.id)
        with self._database.read() as session:
            return [_subscription(row) for row in session.scalars(chosen)]

    def make_for_person(self, person: str, order: str) -> str:
        """The token of a person's own subscription; the same form gives the same. Raises `Refused` as `make` does."""
        return self._made(f"own feed\n{person}\n{order}", _Whose(person=person), None)

    def revoke_of_person(self, person: str, id: str) -> None:
        """End a subscription of this person. Raises `NotFound`."""
        self._end(id, _Whose(person=person))

    def _made(self, said: str, whose: _Whose, territory: str | None) -> str:
        digest = hmac.digest(self._key, said.encode(), hashlib.sha256)
        token = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        try:
            self._keep(whose, hashed(token), territory)
        except IntegrityError:  # the same form arrived twice in one moment
            self._keep(whose, hashed(token), territory)
        return token

    def _keep(self, whose: _Whose, hash: str, territory: str | None) -> None:
        with self._database.write() as session:
            known = session.scalar(select(Feed).where(Feed.hash == hash))
            if known is not None and known.revoked_at is not None:
                raise Refused("Ce lien a été révoqué\u00a0: créez-en un autre.", code="feed-revoked")
            if known is not None:
                return
            active = select(Feed.id).where(
                Feed.account == whose.account if whose.account else Feed.person == whose.person,
                Feed.revoked_at.is_(None),
            )
            if len(session.scalars(active).all()) >= MOST:
                raise Refused(
                    f"Vous avez déjà {MOST} liens d’abonnement\u00a0: révoquez ceux qui ne servent plus.",
                    code="too-many-feeds",
                )
            now = self._clock.now()
            session.add(
                Feed(
                    id=new_id(),
                    hash=hash,
                    account=whose.account,
                    person=whose.person,
                    territory=territory,
                    created_at=now,
                )
            )

    def revoke(self, account: str, id: str) -> None:
        """End a subscription of this account; ending it twice is ending it once. Raises `NotFound`."""
        self._end(id, _Whose(account=account))

    def _end(self, id: str, whose: _Whose) -> None:
        with self._database.write() as session:
            row = session.get(Feed, id)
            if row is None or (row.account, row.person) != (whose.account, whose.person):
                raise NotFound("Ce lien d’abonnement est inconnu.", code="unknown-feed")
            ended = update(Feed).where(Feed.id == id, Feed.revoked_at.is_(None))
            session.execute(ended.values(revoked_at=self._clock.now()))

    def find(self, token: str) -> Subscription | None:
        """The subscription behind a token, `None` when it is unknown, revoked, or its account is closed."""
        with self._database.read() as session:
            row = session.scalar(
                select(Feed)
                .outerjoin(Account, Account.id == Feed.account)
                .where(Feed.hash == hashed(token), Feed.revoked_at.is_(None))
                .where(or_(Feed.person.is_not(None), Account.email.is_not(None)))
            )
            return None if row is None else _subscription(row)


def _subscription(row: Feed) -> Subscription:
    return Subscription(row.id, row.territory, row.created_at, row.person)
