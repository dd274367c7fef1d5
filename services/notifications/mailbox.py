"""The mailbox of the sender, by IMAP: what people, calendars and servers answer is read there and nowhere else."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 20.0
MOST = 50
"""Messages read in one go."""


class WrongImapUrl(ValueError):
    """The setting TERREAU_IMAP_URL says nothing usable; the message names what is wrong, without the password."""


@dataclass(frozen=True)
class Box:
    """Where answers are read: `security` is implicit (imaps://, the default), starttls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str


def read_url(url: str) -> Box:
    """Read `imaps://user:password@host:993/INBOX` or `imap://…?tls=starttls|none`. Raises `WrongImapUrl`."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["starttls"])[-1]
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise WrongImapUrl("TERREAU_IMAP_URL: write imaps://user:password@host:993/INBOX")
    if tls not in ("starttls", "none"):
        raise WrongImapUrl("TERREAU_IMAP_URL: tls is starttls or none")
    try:
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError as error:
        raise WrongImapUrl("TERREAU_IMAP_URL: the port is a number up to 65535") from error
    return Box(
        host=parts.hostname,
        port=port,
        security="implicit" if parts.scheme == "imaps" else tls,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.lstrip("/")) or "INBOX",
    )


@contextmanager
def opened(box: Box) -> Iterator[imaplib.IMAP4]:
    """An open folder. Raises `OSError` or `imaplib.IMAP4.error`."""
    connection = _connect(box)
    try:
        connection.login(box.user, box.password)
        status, _ = connection.select(f'"{box.folder}"')
        if status != "OK":
            raise imaplib.IMAP4.error("the folder is not there")
        yield connection
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()


def _connect(box: Box) -> imaplib.IMAP4:
    if box.security == "implicit":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    connection = imaplib.IMAP4(box.host, box.port, timeout=SECONDS)
    if box.security == "starttls":
        connection.starttls(ssl.create_default_context())
    return connection


def unseen(connection: imaplib.IMAP4) -> list[tuple[str, bytes]]:
    """The messages nobody has read, the oldest first: (uid, bytes); they stay unread until `seen` is called."""
    _, found = connection.uid("SEARCH", "UNSEEN")
    uids = (found[0] or b"").split()[:MOST] if found else []
    messages = []
    for uid in uids:
        _, parts = connection.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
        body = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if isinstance(body, bytes):
            messages.append((uid.decode(), body))
    return messages


def seen(connection: imaplib.IMAP4, uid: str) -> None:
    """Mark one message as read: what it says is kept."""
    connection.uid("STORE", uid, "+FLAGS", "(\\Seen)")
