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
    words = {**_frame(name, about_you), "letter": letter, "contact": _contact(contact), "link": link}
    return _written("mail", words)


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
    return _written("digest", {**_frame(name, about_you), "subject": subject, "parts": parts})


def _frame(name: str | None, about_you: str) -> dict[str, Any]:
    """What stands around every mail: whom it greets, who signs and pays, and where to ask why."""
    return {
        "greeting": f"Bonjour {name}," if name else "Bonjour,",
        "about_you": about_you,
        "why_title": tidy("Pourquoi ai-je reçu ce message ?"),
        "signature": tidy(SIGNATURE),
        "funding": FUNDING,
        "nbsp": NBSP,
    }


def _written(template: str, words: dict[str, Any]) -> Bodies:
    return Bodies(
        text=_ENVIRONMENT.get_template(f"{template}.txt").render(words),
        html=_ENVIRONMENT.get_template(f"{template}.html").render(words),
    )


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return tidy("Une question ? Répondez à ce message.")
    who = f"{contact.name}, {contact.function}" if contact.name else contact.function
    said = f"Une question ? Répondez à ce message ou écrivez à {who} : {contact.email}"
    return tidy(f"{said}, ou appelez le {contact.phone}" if contact.phone else said)
