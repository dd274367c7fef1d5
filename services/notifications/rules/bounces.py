"""Messages that come back: delivery status notifications (RFC 3464), read without trusting them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

_ADDRESS = re.compile(r"\S+@\S+")
_ID = re.compile(r"<([^@<>\s]+)@[^<>\s]*>")


@dataclass(frozen=True)
class Bounce:
    """What a server says became of one of our mails: its id, whether it failed for good, and why, without address."""

    mail: str
    failed: bool
    said: str


def is_report(message: Message) -> bool:
    """Whether a message is a delivery status notification."""
    report = str(message.get_param("report-type", "") or "").lower()
    return message.get_content_type() == "multipart/report" and report == "delivery-status"


def read_bounce(message: Message) -> Bounce | None:
    """Read a notification; None when it does not say which of our mails it speaks of, or what became of it."""
    status = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    mail = _mail_of(message)
    if status is None or mail is None:
        return None
    blocks = status.get_payload()
    fields = [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []
    for block in fields:
        action = str(block.get("Action", "")).strip().lower()
        if action in ("failed", "delayed"):
            return Bounce(mail, action == "failed", _said(block))
    return None


def _said(block: Message) -> str:
    status, why = str(block.get("Status", "")).strip(), str(block.get("Diagnostic-Code", "")).strip()
    return " ".join(_ADDRESS.sub("…", f"{status} {why.partition(';')[2] or why}").split())[:300]


def _mail_of(message: Message) -> str | None:
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            header = str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
        elif part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"^Message-ID:\s*(<[^>]+>)", str(part.get_payload()), re.IGNORECASE | re.MULTILINE)
            header = found[1] if found else ""
        else:
            continue
        named = _ID.search(str(header))
        if named:
            return named[1]
    return None
