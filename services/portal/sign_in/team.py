"""Who may sign in, as administrators decide it: opening an account, its role, closing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.portal.accounts import Role
from services.portal.tables import Account, Feed, SignedIn, SignInLink
from shared.clock import Clock
from shared.errors import InvalidInput, NotFound, Refused
from shared.ids import new_id
from shared.storage.database import Database

CLOSED = "Compte fermé"
MOST_EMAIL, MOST_LABEL = 254, 200

_ADDRESS = re.compile(r"[^@\s<>,;\"\x00]+@[^@\s<>,;\"\x00]+")


@dataclass(frozen=True)
class AccountCard:
    """An account that can be signed in with; `role` is admin, team or reader, `created` an instant in UTC."""

    id: str
    email: str
    label: str
    role: str
    created: datetime


class Team:
    """The accounts of the portal's own database."""

    def __init__(self, database: Database, clock: Clock):
        self._database = database
        self._clock = clock

    def everybody(self) -> list[AccountCard]:
        """Every open account, in the order of their names."""
        with self._database.read() as session:
            cards = [_card(row) for row in session.scalars(select(Account).where(Account.email.is_not(None)))]
        return sorted(cards, key=lambda card: (card.label.casefold(), card.email))

    def find(self, id: str) -> AccountCard:
        """One open account. Raises `NotFound`."""
        with self._database.read() as session:
            return _card(_open(session.get(Account, id)))

    def add(self, email: str, label: str, role: str) -> AccountCard:
        """Open an account; one that is open with the same name and role already is the answer, too.

        Raises `InvalidInput` with each field at fault, `Refused` when the address has another name or role.
        """
        address, label = email.strip().lower(), " ".join(label.split())
        _check(address, label, role)
        try:
            return self._add(address, label, role)
        except IntegrityError:
            # Somebody opened it in this very moment: now it is there to be looked at.
            return self._add(address, label, role)

    def _add(self, address: str, label: str, role: str) -> AccountCard:
        with self._database.write() as session:
            known = session.scalar(select(Account).where(Account.email == address))
            if known is None:
                known = Account(id=new_id(), email=address, label=label, role=role, created_at=self._clock.now())
                session.add(known)
                session.flush()
            if (known.label, known.role) != (label, role):
                raise Refused(
                    "Cette adresse a déjà un compte, sous un autre nom ou un autre rôle\u00a0: "
                    "le rôle se change à la page Comptes.",
                    code="account-exists",
                )
            return _card(known)

    def change_role(self, id: str, role: str) -> AccountCard:
        """Give an account another role, from its next page on.

        Raises `NotFound`, `InvalidInput` for no role, `Refused` for the last administrator.
        """
        chosen = _role(role)
        with self._database.write() as session:
            account = _account_for_change(session, id, stays_admin=chosen == "admin")
            account.role = chosen
            return _card(account)

    def close(self, id: str) -> AccountCard:
        """Close an account: its sessions, links and subscriptions end now, its name and address are blanked.

        Gives the account as it was. Raises `NotFound`, and `Refused` for the last administrator.
        """
        with self._database.write() as session:
            account = _account_for_change(session, id, stays_admin=False)
            card = _card(account)
            end_access(session, Account.id == id, self._clock.now())
            account.email, account.label = None, CLOSED
            return card


def end_access(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """End every session, one-time link and subscription of the accounts that `which` chooses."""
    chosen = select(Account.id).where(which).scalar_subquery()
    session.execute(delete(SignedIn).where(SignedIn.account.in_(chosen)))
    session.execute(delete(SignInLink).where(SignInLink.account.in_(chosen)))
    session.execute(update(Feed).where(Feed.account.in_(chosen), Feed.revoked_at.is_(None)).values(revoked_at=now))


def _account_for_change(session: Session, id: str, *, stays_admin: bool) -> Account:
    # The administrators are locked before one of them goes: two who close each other at once must not both succeed.
    administrators = session.scalars(
        select(Account.id)
        .where(Account.role == "admin", Account.email.is_not(None))
        .order_by(Account.id)
        .with_for_update()
    ).all()
    account = _open(session.get(Account, id, with_for_update=True))
    if not stays_admin and list(administrators) == [account.id]:
        raise Refused(
            "C’est le dernier compte d’administration\u00a0: donnez d’abord ce rôle à quelqu’un d’autre.",
            code="last-admin",
        )
    return account


def _open(account: Account | None) -> Account:
    if account is None or account.email is None:
        raise NotFound("Ce compte est inconnu, ou fermé.", code="unknown-account")
    return account


def _card(account: Account) -> AccountCard:
    return AccountCard(account.id, account.email or "", account.label, account.role, account.created_at)


def _check(address: str, label: str, role: str) -> None:
    problems = []
    if _ADDRESS.fullmatch(address) is None or len(address) > MOST_EMAIL:
        problems.append(("email", "Une adresse électronique est attendue, par exemple prenom@collectivite.fr."))
    if not label or len(label) > MOST_LABEL or "\x00" in label:
        problems.append(("label", f"Un nom est attendu, de {MOST_LABEL} caractères au plus."))
    if role not in get_args(Role):
        problems.append(("role", NO_ROLE))
    if problems:
        raise InvalidInput(problems[0][1], problems=problems)


NO_ROLE = "Choisissez un rôle\u00a0: administration, équipe du programme ou lecture seule."


def _role(role: str) -> Role:
    if role not in get_args(Role):
        raise InvalidInput(NO_ROLE, problems=[("role", NO_ROLE)])
    return cast(Role, role)
