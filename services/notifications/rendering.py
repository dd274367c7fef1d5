"""A letter as the two bodies of a mail: plain text and HTML, from the same words, with nothing fetched from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.rules.letters import FUNDING, SIGNATURE, Letter
from shared.french import NBSP, tidy

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Link:
    """The one link of a mail, shown as it is: where it leads can be read before it is opened."""

    label: str
    url: str


@dataclass(frozen=True)
class Bodies:
    """What a mail says, twice."""

    text: str
    html: str


@dataclass(frozen=True)
class Contact:
    """Whom to call or answer."""

    person: str
    name: str | None
    function: str
    email: str
    phone: str = ""


def render(
    letter: Letter,
    *,
    name: str | None,
    contact: Contact | None = None,
    link: Link | None = None,
    about_you: str = "",
) -> Bodies:
    """The bodies of a letter to somebody; `name` None greets without one, `about_you` is the address of their page."""
    words = {
        "letter": letter,
        "greeting": f"Bonjour {name}," if name else "Bonjour,",
        "contact": _contact(contact),
        "link": link,
        "about_you": about_you,
        "why_title": tidy("Pourquoi ai-je reçu ce message ?"),
        "signature": tidy(SIGNATURE),
        "funding": FUNDING,
        "nbsp": NBSP,
    }
    return Bodies(
        text=_ENVIRONMENT.get_template("mail.txt").render(words),
        html=_ENVIRONMENT.get_template("mail.html").render(words),
    )


def as_part(letter: Letter, contact: Contact | None, link: Link) -> dict[str, Any]:
    """A letter as it is kept to be put together with others."""
    return {
        "letter": asdict(letter),
        "contact": _contact(contact),
        "link": asdict(link),
    }


def without_link(part: dict[str, Any] | None) -> Bodies:
    """What a mail with a secret link says (`as_part`), the link left out; nothing once its words were forgotten."""
    if not part:
        return Bodies("", "")
    return render(Letter(**part["letter"]), name=None, link=Link(part["link"]["label"], ""))


def render_digest(parts: Sequence[dict[str, Any]], *, subject: str, name: str | None, about_you: str = "") -> Bodies:
    """Several letters to one person as one mail, a heading for each."""
    words = {
        "subject": subject,
        "greeting": f"Bonjour {name}," if name else "Bonjour,",
        "parts": parts,
        "about_you": about_you,
        "why_title": tidy("Pourquoi ai-je reçu ce message ?"),
        "signature": tidy(SIGNATURE),
        "funding": FUNDING,
        "nbsp": NBSP,
    }
    return Bodies(
        text=_ENVIRONMENT.get_template("digest.txt").render(words),
        html=_ENVIRONMENT.get_template("digest.html").render(words),
    )


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return tidy("Une question ? Répondez à ce message.")
    who = f"{contact.name}, {contact.function}" if contact.name else contact.function
    said = f"Une question ? Répondez à ce message ou écrivez à {who} : {contact.email}"
    return tidy(f"{said}, ou appelez le {contact.phone}" if contact.phone else said)
