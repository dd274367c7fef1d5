"""Signing in: accounts, one-time links by e-mail, sessions and API tokens, of which only hashes are stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from services.portal.tables import Account, Key, SignedIn, SignInLink, Token
from shared.clock import Clock
from shared.ids import new_id
from shared.storage.database import Database

Role = Literal["admin", "team", "reader"]
ROLES: tuple[Role, ...] = ("admin", "team", "reader")

LINK_LIFETIME = timedelta(minutes=30)
FIRST_LINK_LIFETIME = timedelta(hours=24)
SESSION_LIFETIME = timedelta(days=14)
LINKS_PER_HOUR = 5
"""More than this for one account in an hour is somebody else filling a mailbox: no further link is made."""

ADMINISTRATOR_EMAIL = "administration@localhost"


@dataclass(frozen=True)
class Who:
    """The account behind a request."""

    id: str
    label: str
    role: str

    @property
    def may_write(self) -> bool:
        """Whether this account may change anything."""
        return self.role in ("admin", "team")


@dataclass(frozen=True)
class Bearer:
    """What an API token allows: a role, over every territory (`None`) or over one."""

    id: str
    role: str
    territory: str | None

    @property
    def may_write(self) -> bool:
        """Whether this token may change anything."""
        return self.role in ("admin", "team")


class SignIn:
    """The sign-in desk over the portal's own database."""

    def __init__(self, database: Database, clock: Clock):
        self.database = database
        self._clock = clock

    # --- accounts

    def open_account(self, email: str, label: str, role: Role, person: str | None = None) -> str:
        """The id of the account with this address, made if there is none; role and label are brought up to date."""
        address = _normal(email)
        with self.database.write() as session:
            account = session.scalar(select(Account).where(Account.email == address))
            if account is None:
                account = Account(id=new_id(), email=address, created_at=self._clock.now())
                session.add(account)
            account.label, account.role, account.person = label, role, person or account.person
            return account.id

    def first_link(self) -> str:
        """A one-time token for the administrator, valid for 24 hours: printed when the house is started."""
        account = self.open_account(ADMINISTRATOR_EMAIL, "Administration", "admin")
        with self.database.write() as session:
            return _new_link(session, account, self._clock.now(), FIRST_LINK_LIFETIME)

    # --- one-time links

    def link_for(
        self, email: str, lifetime: timedelta = LINK_LIFETIME, limit: int | None = LINKS_PER_HOUR
    ) -> str | None:
        """A one-time token for the account with this address; `None` when there is none or it asked too often."""
        now = self._clock.now()
        with self.database.write() as session:
            account = session.scalar(select(Account.id).where(Account.email == _normal(email)))
            if account is None or (limit is not None and _links_since(session, account, now) >= limit):
                return None
            return _new_link(session, account, now, lifetime)

    def is_open(self, token: str) -> bool:
        """Whether this one-time token could still be used; looking does not use it."""
        with self.database.read() as session:
            link = session.get(SignInLink, hashed(token))
            return link is not None and link.used_at is None and link.expires_at > self._clock.now()

    def enter(self, token: str) -> str | None:
        """Use a one-time token: the secret of a new session, or `None` when it is unknown, used or too old."""
        now = self._clock.now()
        with self.database.write() as session:
            # One statement decides who was first: two clicks at once open one session.
            account = session.scalar(
                update(SignInLink)
                .where(SignInLink.hash == hashed(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now)
                .values(used_at=now)
                .returning(SignInLink.account)
            )
            if account is None:
                return None
            session.execute(delete(SignedIn).where(SignedIn.expires_at <= now))
            secret = secrets.token_urlsafe(32)
            session.add(
                SignedIn(hash=hashed(secret), account=account, created_at=now, expires_at=now + SESSION_LIFETIME)
            )
            return secret

    # --- sessions

    def who(self, secret: str) -> Who | None:
        """The account signed in with this session secret, or `None`."""
        with self.database.read() as session:
            row = session.execute(
                select(Account.id, Account.label, Account.role)
                .join(SignedIn, SignedIn.account == Account.id)
                .where(SignedIn.hash == hashed(secret), SignedIn.expires_at > self._clock.now())
                # A session opened in the very moment in which its account was closed opens nothing.
                .where(Account.email.is_not(None))
            ).first()
        return None if row is None else Who(row.id, row.label, row.role)

    def leave(self, secret: str) -> None:
        """End a session."""
        with self.database.write() as session:
            session.execute(delete(SignedIn).where(SignedIn.hash == hashed(secret)))

    # --- API tokens

    def make_token(self, role: Role, territory: str | None = None, days: int = 90) -> str:
        """A bearer token for the JSON API, readable this once; valid for `days` days."""
        now = self._clock.now()
        token = f"terreau_{secrets.token_urlsafe(32)}"
        with self.database.write() as session:
            session.add(
                Token(
                    id=new_id(),
                    hash=hashed(token),
                    role=role,
                    territory=territory,
                    created_at=now,
                    expires_at=now + timedelta(days=days),
                )
            )
        return token

    def bearer(self, token: str) -> Bearer | None:
        """What this bearer token allows, or `None` when it is unknown or too old."""
        with self.database.read() as session:
            row = session.execute(
                select(Token.id, Token.role, Token.territory).where(
                    Token.hash == hashed(token), Token.expires_at > self._clock.now()
                )
            ).first()
        return None if row is None else Bearer(row.id, row.role, row.territory)

    # --- the key that signs forms

    def signing_key(self) -> str:
        """A key of this database, made at the first call: forms outlive a restart without any setting."""
        with self.database.read() as session:
            key = session.get(Key, "forms")
            if key is not None:
                return key.value
        with self.database.write() as session:
            key = session.get(Key, "forms")
            if key is None:
                key = Key(name="forms", value=secrets.token_hex(32))
                session.add(key)
            return key.value


def _new_link(session: Session, account: str, now: datetime, lifetime: timedelta) -> str:
    token = secrets.token_urlsafe(32)
    session.add(SignInLink(hash=hashed(token), account=account, created_at=now, expires_at=now + lifetime))
    return token


def _links_since(session: Session, account: str, now: datetime) -> int:
    recent = select(func.count()).where(SignInLink.account == account, SignInLink.created_at > now - timedelta(hours=1))
    return session.scalar(recent) or 0


def _normal(email: str) -> str:
    return email.strip().lower()


def hashed(secret: str) -> str:
    """What is stored of a secret."""
    # The secrets have 256 random bits: a plain hash is enough, there is nothing to guess slowly.
    return hashlib.sha256(secret.encode()).hexdigest()
