"""What calendars and mail servers send back, as they do."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from shared.ids import new_id


def calendar_reply(
    workshop: str,
    attendee: str,
    said: str,
    *,
    sequence: int = 0,
    organizer: bool = True,
    method: str = "REPLY",
    stamp: str = "20260303T080000Z",
    comment: str = "",
) -> str:
    """The iCalendar text of an answer; Outlook.com leaves the organizer out."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Some calendar//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{workshop}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{sequence}",
        "DTSTART:20260319T130000Z",
        "DTEND:20260319T160000Z",
        f"ATTENDEE;PARTSTAT={said};CN=Camille:mailto:{attendee}",
        *(["ORGANIZER:mailto:terreau@apes.exemple.fr"] if organizer else []),
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def reply_mail(ics: str, sender: str, *, method: str = "REPLY", id: str | None = None) -> bytes:
    """A mail with such an answer."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "terreau@apes.exemple.fr", "Accepté"
    mail["Message-ID"] = f"<{id or new_id()}@exemple.fr>"
    mail.set_content("Oui.")
    mail.add_alternative(ics.encode(), maintype="text", subtype="calendar", params={"method": method})
    return mail.as_bytes()


def bounce(mail: str, recipient: str, *, action: str = "failed", id: str | None = None) -> Message:
    """A delivery status notification (RFC 3464) about one of our mails."""
    text = f"""\
From: MAILER-DAEMON@mx.exemple.fr
To: terreau@apes.exemple.fr
Subject: Undelivered Mail Returned to Sender
Message-ID: <{id or new_id()}@mx.exemple.fr>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.exemple.fr

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: user unknown

--b
Content-Type: message/rfc822

From: terreau@apes.exemple.fr
To: {recipient}
Subject: Un atelier
Message-ID: <{mail}@apes.exemple.fr>

Bonjour
--b--
"""
    return message_from_bytes(text.encode(), policy=default)
