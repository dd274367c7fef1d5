"""Whose calendar is written to with which mail, and with which SEQUENCE."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from services.notifications.gathering import Ready
from services.notifications.rules.invitations import Meeting, Method, invitation, next_sequence
from services.notifications.tables import MailRow, Plan
from services.notifications.tables_post import CalendarEntry, Invitation
from shared.contracts.territories import Address
from shared.room import Desk
from shared.storage.unit_of_work import UnitOfWork

METHODS: dict[str, Method] = {
    "workshop-announced": "REQUEST",
    "workshop-moved": "REQUEST",
    "workshop-corrected": "REQUEST",
    "workshop-maintained": "REQUEST",
    "workshop-cancelled": "CANCEL",
    "workshop-left": "CANCEL",
    "poll-decided": "REQUEST",
}


def meeting_of(plan: Plan, ready: Ready) -> Meeting | None:
    """The meeting of a mail about a workshop; None when its hours are not known, or it is about something else."""
    facts = ready.circumstances.facts
    start, end = facts.get("start"), facts.get("end")
    workshop = facts.get("workshop") or (plan.about if plan.watch.startswith("workshop-") else None)
    if plan.watch not in METHODS or workshop is None or not start or not end:
        return None
    return Meeting(
        workshop=workshop,
        title=facts.get("title") or "Atelier",
        territory=ready.circumstances.territory,
        place=ready.circumstances.place,
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
    )


def invite(desk: Desk, uow: UnitOfWork, plan: Plan, ready: Ready, mail: MailRow, to: Address) -> None:
    """Put the invitation, or its withdrawal, into a mail; somebody never invited is sent no withdrawal."""
    meeting = meeting_of(plan, ready)
    mail.ics = mail.method = None
    if meeting is None or mail.person is None:
        return
    method = METHODS[plan.watch]
    known = uow.session.get(Invitation, (meeting.workshop, mail.person), with_for_update=True)
    if method == "CANCEL" and (known is None or known.state != "invited"):
        return
    sequence = _sequence(uow, meeting, method, known)
    if known is None:
        known = Invitation(workshop=meeting.workshop, person=mail.person)
        uow.session.add(known)
    known.state, known.sequence = ("invited" if method == "REQUEST" else "withdrawn"), sequence
    name, address = parseaddr(desk.settings.mail_from)
    mail.method = method
    mail.ics = invitation(
        meeting,
        method,
        sequence,
        organizer=(name or "Terreau", address),
        attendee=(to.name or "", (to.email or "").strip()),
        url=f"{desk.settings.public_url.rstrip('/')}/ateliers/{meeting.workshop}",
        stamp=uow.now,
    )


def _sequence(uow: UnitOfWork, meeting: Meeting, method: Method, known: Invitation | None) -> int:
    """The number of this message: one for the meeting, raised with it; a withdrawal is above all that was sent."""
    row = uow.session.get(CalendarEntry, meeting.workshop, with_for_update=True)
    if method == "CANCEL":
        return (known.sequence if known else 0) + 1
    sequence = next_sequence(None if row is None else (row.sequence, row.fingerprint), meeting.fingerprint)
    if known is not None and known.state == "withdrawn":
        sequence = max(sequence, known.sequence + 1)  # invited again after a withdrawal
    if row is None:
        row = CalendarEntry(workshop=meeting.workshop)
        uow.session.add(row)
    row.sequence, row.fingerprint = sequence, meeting.fingerprint
    uow.session.flush()
    return sequence
