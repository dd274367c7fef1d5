"""One mail as it will be: the letter of its rule, or the team's own words, around the facts of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.notifications.gathering import Ready
from services.notifications.rendering import Contact, Link, as_part, render
from services.notifications.rules.catalogue import Rule
from services.notifications.rules.letters import Letter, write
from services.notifications.rules.texts import fields, in_own_words, said
from services.notifications.tables import MailRow, Plan
from shared.contracts.territories import Address
from shared.french import tidy
from shared.room import Desk

ANSWERED = (
    "workshop-announced",
    "workshop-moved",
    "workshop-corrected",
    "workshop-maintained",
    "workshop-reminder",
    "visit-logistics",
    "poll-decided",
)
"""What one answers by one's own page: whoever has no account cannot open the portal."""

OUTSIDE = ("workshop-cancelled", "workshop-left", "interview-planned", "outcome-told", "monthly-news")
"""What tells people who mostly have no account, and asks nothing of them: their own page is all they can open."""


def letter_of(row: Plan, ready: Ready, rule: Rule) -> Letter:
    """The letter of a plan; what the team wrote replaces the subject and the paragraphs, never the facts.

    Words for this one message come before those of its rule, these before those delivered.
    """
    letter = in_own_words(
        write(rule.code, ready.circumstances, rule.watched), rule.subject, rule.words, ready.circumstances
    )
    values = fields(ready.circumstances)
    if row.edited_subject:
        letter = replace(letter, subject=tidy(said(row.edited_subject, values)))
    if row.edited_words:
        letter = replace(letter, paragraphs=paragraphs(said(row.edited_words, values)))
    return in_place(letter, ready.circumstances.territory)


def paragraphs(words: str) -> tuple[str, ...]:
    """What was typed, a paragraph for each run of lines."""
    parts = words.replace("\r\n", "\n").split("\n\n")
    return tuple(tidy(" ".join(part.split())) for part in parts if part.strip())


def fill(row: MailRow, plan: Plan, ready: Ready, to: Address, link: Link, rule: Rule, about_you: str = "") -> None:
    """Write a mail; its address is set by whoever makes it leave."""
    contact: Contact | None = ready.contact if ready.contact and ready.contact.person != to.person else None
    letter = letter_of(plan, ready, rule)
    if about_you and plan.watch in ANSWERED and ready.circumstances.facts.get("start"):
        link = Link("Dire si je viens", about_you)
    elif about_you and plan.watch in OUTSIDE:
        link = Link("Mes messages et mon agenda", about_you)
    bodies = render(letter, name=to.name, contact=contact, link=link, about_you=about_you)
    row.contact = contact.person if contact else None
    row.reply_to = contact.email if contact else None
    row.reply_name = (contact.name or contact.function) if contact else None
    row.to_name = to.name
    row.subject, row.text, row.html = letter.subject, bodies.text, bodies.html
    row.reminder = is_reminder(rule)
    row.content = as_part(letter, contact, link) if row.reminder else None


def is_reminder(rule: Rule) -> bool:
    """Whether a message can wait for others to the same person: news and what a poll asks cannot."""
    return rule.timing != "at-once" and rule.guests is None


def in_place(letter: Letter, territory: str) -> Letter:
    """The letter with its territory in front of the subject: « [Val d’Exemple] … » (peers.md, section 7)."""
    if not territory or territory in letter.subject:
        return letter
    return replace(letter, subject=f"[{territory}] {letter.subject}")


def links(desk: Desk, row: Plan, ready: Ready, recipients: Sequence[Address]) -> dict[str, Link]:
    """The one link of each mail: the recipient's own page where they have one, else what the message speaks of."""
    home = desk.settings.public_url.rstrip("/")
    label, path = _subject_page(row)
    found = {to.person: Link(label, home + path) for to in recipients}
    for person, path in ready.paths.items():
        found[person] = Link("Votre lien personnel", home + path)
    return found


def _subject_page(row: Plan) -> tuple[str, str]:
    """The words of the button and the page of the portal: the thing itself, not the entrance."""
    if row.watch == "call-published" and row.facts.get("call"):
        return "Lire l’appel", f"/ami/{row.facts['call']}"
    if row.watch == "mooc-asked":
        return "Voir les demandes", "/courriels/mooc"
    if row.watch == "decision":
        return "Ouvrir la candidature", f"/candidatures/{row.about}"
    if row.territory is not None:
        return "Ouvrir le territoire", f"/territoires/{row.territory}"
    return "Ouvrir Terreau", ""
