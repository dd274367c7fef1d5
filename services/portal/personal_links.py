"""Personal links of people without an account: only their bearer has the secret, rooms keep its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import structlog
from flask import current_app, request

from services.portal.desk import ask, office, settings, today
from shared.contracts.notifications import SendPersonalLink
from shared.contracts.territories import GetWrittenTo, WrittenTo
from shared.errors import TerreauError
from shared.french import long_day
from shared.ids import new_id
from shared.settings import Settings

log = structlog.get_logger()


def new_secret() -> str:
    """A secret nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What a room keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sender() -> str:
    """Who sends, against abuse: a keyed hash of the network address that changes every day and says nothing else."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{today()}\n{request.remote_addr}".encode(), hashlib.sha256).hexdigest()


def letter(to: WrittenTo, settings: Settings, path: str, occasion: str) -> SendPersonalLink | None:
    """The order to mail a link, `None` where there is no address."""
    if not to.email:
        return None
    return SendPersonalLink.model_validate(
        {
            "email": to.email,
            "link": f"{settings.public_url.rstrip('/')}{path}",
            "occasion": occasion,
            "call": to.call_title,
            "until": long_day(to.until) if to.until else None,
        }
    )


def mail_link(file: str, path: str, occasion: str) -> bool:
    """Mail the link of a file or of a reader to whoever is behind it; returns whether there was an address.

    A failure is noted and swallowed: the person who just wrote must not lose their page for a mail.
    """
    try:
        command = letter(ask(GetWrittenTo(file=file)), settings(), path, occasion)
        if command is None:
            return False
        office().obey(command, order=new_id(), actor=None)
    except TerreauError as error:
        log.error("personal_link.mail_failed", code=error.stable_code, exc_info=error)
        return False
    return True
