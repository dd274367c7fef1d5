"""Personal links of people without an account: only their bearer has the secret, rooms keep its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import structlog
from flask import current_app, request

from services.portal.desk import ask, office, settings, today
from services.portal.link_letters import hashed, letter
from shared.contracts.territories import GetWrittenTo
from shared.errors import TerreauError
from shared.ids import new_id

__all__ = ["hashed", "mail_link", "new_secret", "sender"]
log = structlog.get_logger()


def new_secret() -> str:
    """A secret nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def sender() -> str:
    """Who sends, against abuse: a keyed hash of the network address that changes every day and says nothing else."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{today()}\n{request.remote_addr}".encode(), hashlib.sha256).hexdigest()


def mail_link(file: str, path: str, occasion: str, answer_by: str | None = None) -> bool:
    """Mail the link of a file or of a reader to whoever is behind it; returns whether there was an address.

    A failure is noted and swallowed: the person who just wrote must not lose their page for a mail.
    """
    try:
        command = letter(ask(GetWrittenTo(file=file)), settings(), path, occasion, answer_by)
        if command is None:
            return False
        office().obey(command, order=new_id(), actor=None)
    except TerreauError as error:
        log.error("personal_link.mail_failed", code=error.stable_code, exc_info=error)
        return False
    return True
