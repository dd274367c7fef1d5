"""Who wrote something, by the name of their account: other rooms know only its id."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app
from sqlalchemy import select

from services.portal.accounts import SignIn
from services.portal.tables import Account

UNKNOWN = "Auteur non connu"


def authors(ids: Iterable[str | None]) -> dict[str | None, str]:
    """The name to show for each id: what the account is called, a sentence for a machine or nobody."""
    wanted = {one for one in ids if one}
    sign_in: SignIn = current_app.extensions["terreau.sign_in"]
    with sign_in.database.read() as session:
        known = session.execute(select(Account.id, Account.label).where(Account.id.in_(wanted))).all()
    names: dict[str | None, str] = dict.fromkeys(wanted, "Par l’API") | {None: UNKNOWN}
    return names | {row.id: row.label for row in known}
