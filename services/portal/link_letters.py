"""The order to mail a personal link: what pages and the clock work of the portal both send."""

from __future__ import annotations

import hashlib
from typing import Any

from shared.contracts.notifications import SendPersonalLink
from shared.contracts.territories import WrittenTo
from shared.french import long_day
from shared.partial_dates import in_french, parse
from shared.settings import Settings

WAITS = ("last-call", "correction", "reading")
"""What the team or the clock sends: it waits, and can be stopped. The others were asked for a moment ago."""


def hashed(secret: str) -> str:
    """What a room keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def letter(
    to: WrittenTo, settings: Settings, path: str, occasion: str, answer_by: str | None = None
) -> SendPersonalLink | None:
    """The order to mail a link, `None` where there is no address; the secret is the last step of `path`.

    The end of the call matters to who has not sent; a correction is awaited by a day of its own (`answer_by`, EDTF).
    """
    if not to.email:
        return None
    until = long_day(to.until) if to.until else None
    if occasion in ("correction", "reading"):
        until = in_french(parse(answer_by)) if answer_by else None
    return SendPersonalLink.model_validate(
        {
            "email": to.email,
            "link": f"{settings.public_url.rstrip('/')}{path}",
            "occasion": occasion,
            "call": to.call_title,
            "until": until,
            "contact": to.contact,
            "on_its_way": _way(to, settings, path, occasion) if occasion in WAITS else None,
        }
    )


def _way(to: WrittenTo, settings: Settings, path: str, occasion: str) -> dict[str, Any]:
    return {
        "about": to.file,
        "key": hashed(path.rpartition("/")[2]),
        "person": to.person,
        "call": to.call,
        # Only a last call is of no use after the end: a correction can be answered, an opinion given.
        "last_day": to.until if occasion == "last-call" else None,
        "minutes": settings.mail_undo_minutes,
    }
