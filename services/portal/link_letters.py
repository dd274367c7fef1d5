"""The order to mail a personal link: what pages and the clock work of the portal both send."""

from __future__ import annotations

import hashlib

from shared.contracts.notifications import SendPersonalLink
from shared.contracts.territories import WrittenTo
from shared.french import long_day
from shared.settings import Settings


def hashed(secret: str) -> str:
    """What a room keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


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
