"""Sending by SMTP: the message as it leaves, and a connection that is what the settings say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 20.0


class _Whole(EmailPolicy):
    """The usual policy, except that an address of the web or an id is never cut into encoded words."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header line; the library would encode a word that is longer than a line."""
        if name.lower() in ("list-unsubscribe", "message-id"):
            return f"{name}: {str(value).strip()}\r\n".encode()
        return super().fold_binary(name, value)


POLICY = _Whole(linesep="\r\n")

PERMANENT = 500


class WrongSmtpUrl(ValueError):
    """The setting TERREAU_SMTP_URL says nothing usable; the message names what is wrong, without the password."""


@dataclass(frozen=True)
class Server:
    """Where mails are given up: `security` is starttls (the default), implicit (smtps://) or none."""

    host: str
    port: int
    security: str
    user: str | None
    password: str


@dataclass(frozen=True)
class Outgoing:
    """One mail as it leaves; `id` makes its Message-ID, the same at every try.

    `reply_to` is the person to answer, `reply_name` their name: the mail is shown as theirs.
    """

    id: str
    to_name: str | None
    to_address: str
    reply_to: str | None
    subject: str
    text: str
    html: str
    written: datetime
    unsubscribe: str | None = None
    ics: str | None = None
    method: str | None = None
    reply_name: str | None = None


def read_url(url: str) -> Server:
    """Read `smtp://user:password@host:port?tls=starttls|none` or `smtps://…`. Raises `WrongSmtpUrl`."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise WrongSmtpUrl("TERREAU_SMTP_URL: write smtp://user:password@host:port?tls=starttls or smtps://…")
    tls = parse_qs(parts.query).get("tls", ["starttls"])[-1]
    if tls not in ("starttls", "none"):
        raise WrongSmtpUrl("TERREAU_SMTP_URL: tls is starttls or none")
    security = "implicit" if parts.scheme == "smtps" else tls
    try:
        port = parts.port or {"implicit": 465, "starttls": 587, "none": 25}[security]
    except ValueError as error:
        raise WrongSmtpUrl("TERREAU_SMTP_URL: the port is a number up to 65535") from error
    return Server(
        host=parts.hostname,
        port=port,
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
    )


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """An open connection, encrypted and signed in as the settings want; certificates are checked.

    Raises what `smtplib` and `ssl` raise (all of it `OSError`).
    """
    with _open(server) as connection:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user is not None:
            connection.login(server.user, server.password)
        yield connection


def _open(server: Server) -> smtplib.SMTP:
    if server.security == "implicit":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=SECONDS)


def message(outgoing: Outgoing, mail_from: str) -> EmailMessage:
    """The message: text and HTML side by side, an invitation where there is one, nothing fetched, no tracking (CNIL).

    `Auto-Submitted` keeps out-of-office answers away (RFC 3834). Raises `ValueError` for an address that is none.
    """
    name, sender = parseaddr(mail_from)
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = _line(outgoing.subject)
    ours = name or "Terreau"
    mail["From"] = _address(f"{outgoing.reply_name} ({ours})" if outgoing.reply_name else ours, sender)
    mail["To"] = _address(outgoing.to_name or "", outgoing.to_address)
    if outgoing.reply_to:
        mail["Reply-To"] = _address(outgoing.reply_name or "", outgoing.reply_to)
    mail["Date"] = outgoing.written
    mail["Message-ID"] = f"<{outgoing.id}@{sender.partition('@')[2] or 'localhost'}>"
    mail["Auto-Submitted"] = "auto-generated"
    if outgoing.unsubscribe:
        # RFC 8058: one click, by POST; whoever signs with DKIM must cover both lines (docs/operations.md).
        mail["List-Unsubscribe"] = f"<{outgoing.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Content-Language"] = "fr"
    mail.set_content(outgoing.text, cte="quoted-printable")
    mail.add_alternative(outgoing.html, subtype="html", cte="quoted-printable")
    if outgoing.ics and outgoing.method:
        _invite(mail, outgoing.ics, outgoing.method)
    return mail


def _invite(mail: EmailMessage, ics: str, method: str) -> None:
    """The invitation twice, in base64: the last alternative, for programs that read it, and a file for the others.

    The method of the part is that of the calendar, or Outlook refuses it (RFC 6047, 2.4).
    """
    content = ics.encode()
    mail.add_alternative(content, maintype="text", subtype="calendar", cte="base64", params={"method": method})
    part = list(mail.iter_parts())[-1]
    part.set_param("charset", "UTF-8")
    mail.add_attachment(content, maintype="application", subtype="ics", filename="invitation.ics")


def give(connection: smtplib.SMTP, mail: EmailMessage) -> str:
    """Give one message to the server and return what it answered.

    Raises what `smtplib` raises; the session can go on after a refusal.
    """
    sender = parseaddr(str(mail["From"]))[1]
    recipient = parseaddr(str(mail["To"]))[1]
    connection.ehlo_or_helo_if_needed()
    options = [] if recipient.isascii() and sender.isascii() else ["SMTPUTF8"]
    if options and not connection.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("the server takes no address with accents")
    policy = POLICY.clone(utf8=bool(options))
    try:
        code, said = connection.mail(sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        code, said = connection.rcpt(recipient)
        if code not in (250, 251):
            raise smtplib.SMTPRecipientsRefused({recipient: (code, said)})
        code, said = connection.data(mail.as_bytes(policy=policy))
        if code != 250:
            raise smtplib.SMTPDataError(code, said)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        connection.rset()
        raise
    return f"{code} {said.decode('utf-8', 'replace')}"[:300]


def _address(name: str, address: str) -> Address:
    user, at, domain = address.strip().rpartition("@")
    if not (user and at and domain):
        raise ValueError("an address has a name, an @ and a domain")
    return Address(display_name=_line(name), username=user, domain=domain)


def _line(text: str) -> str:
    return " ".join(text.split())


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refused this recipient for good, or the message cannot be said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return True
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= PERMANENT
