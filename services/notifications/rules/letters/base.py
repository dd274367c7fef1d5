"""What letters are made of, and the words that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from shared.clock import PARIS
from shared.french import de, hours, long_day, moment, slot, tidy
from shared.partial_dates import in_french, parse

Facts = Mapping[str, str | None]
Lines = tuple[tuple[str, str], ...]

SIGNATURE = "L’équipe du programme « Plateformes de l’économie solidaire »"
FUNDING = "Programme cofinancé par l’Union européenne."

REASONS = {
    "public-holidays": "jours fériés",
    "school-holidays": "vacances scolaires",
    "back-to-school": "rentrée",
    "overload": "agendas surchargés",
    "people-busy": "personnes indispensables prises",
    "external": "cause extérieure",
    "other": "autre raison",
}
DECISIONS = {
    "retained": "est retenue",
    "not-retained": "n’est pas retenue",
    "no-follow-up": "est classée sans suite",
}


@dataclass(frozen=True)
class Letter:
    """The words of a mail: subject, first sentence, lines to read at a glance, what to do, why one receives it."""

    subject: str
    opening: str
    lines: Lines
    paragraphs: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Circumstances:
    """What a letter is made of: the territory's name, the facts of the plan, the place when it is known.

    `structure` is whom an interview was planned with, `call` the title of a call; `slots`, `deadline` and `note` are
    those of a poll.
    """

    territory: str
    facts: Facts
    place: str = ""
    structure: str = ""
    call: str = ""
    slots: tuple[str, ...] = ()
    deadline: str = ""
    note: str = ""


def when_text(facts: Facts, prefix: str = "") -> str:
    """The date of a workshop as people read it; `prefix` chooses an earlier one (« before_ »)."""
    start, end = facts.get(f"{prefix}start"), facts.get(f"{prefix}end")
    if start and end:
        return slot(paris(start), paris(end))
    occurred = facts.get(f"{prefix}occurred")
    return in_french(parse(occurred)) if occurred else "date à fixer"


def when_lines(facts: Facts) -> Lines:
    """Day and hours as lines of a letter."""
    start, end = facts.get("start"), facts.get("end")
    if not start or not end:
        return (("Date", when_text(facts)),)
    first, last = paris(start), paris(end)
    if first.date() != last.date():
        return (("Date", slot(first, last)),)
    return (("Date", long_day(first)), ("Horaires", hours(first, last)))


def paris(text: str) -> datetime:
    """An ISO instant in Paris."""
    return datetime.fromisoformat(text).astimezone(PARIS)


def title_of(facts: Facts) -> str:
    """The title in quotation marks, or words in its place."""
    title = facts.get("title")
    return f"« {title} »" if title else "de l’accompagnement"


def short_date(facts: Facts) -> str:
    """The date in few words, for a subject."""
    start = facts.get("start")
    return moment(paris(start)) if start else when_text(facts)


def workshop_lines(about: Circumstances) -> Lines:
    """What a letter about a workshop says at a glance."""
    return (
        ("Territoire", about.territory),
        ("Atelier", about.facts.get("title") or ""),
        *when_lines(about.facts),
        ("Lieu", about.place or "à préciser"),
        ("Plan", plan_of(about.place, about.territory)),
    )


def plan_of(place: str, territory: str) -> str:
    """The address of a map of a place, empty when it is not known; it bears no trace of who opens it."""
    if not place.strip():
        return ""
    return "https://www.openstreetmap.org/search?" + urlencode({"query": f"{place}, {territory}".strip(", ")})


def participants(about: Circumstances) -> str:
    """Why those who are expected at a workshop receive a letter."""
    return (
        "Vous recevez ce message parce que vous êtes attendu·e à cet atelier, ou figurez parmi les référents de "
        f"l’accompagnement {de(about.territory)}. Pour ne plus en recevoir, répondez simplement à ce message."
    )


def referents(about: Circumstances) -> str:
    """Why the referents receive a letter."""
    return (
        "Vous recevez ce message parce que vous figurez parmi les référents de l’accompagnement "
        f"{de(about.territory)}. Pour ne plus en recevoir, répondez simplement à ce message."
    )


def officer(about: Circumstances) -> str:
    """Why the programme officer receives a letter."""
    return (
        "Vous recevez ce message parce que vous suivez l’accompagnement "
        f"{de(about.territory)} pour le programme. Pour ne plus en recevoir, répondez simplement à ce message."
    )


def is_address(value: str) -> bool:
    """Whether a line is an address of the web, which is shown as a link and never touched."""
    return value.startswith("https://")


def tidied(letter: Letter) -> Letter:
    """A letter with the spaces and apostrophes of French typography, without its empty lines."""
    return Letter(
        subject=_typeset(letter.subject),
        opening=_typeset(letter.opening),
        lines=tuple((_typeset(label), _typeset(value)) for label, value in letter.lines if value),
        paragraphs=tuple(_typeset(paragraph) for paragraph in letter.paragraphs),
        why=_typeset(letter.why),
    )


def _typeset(text: str) -> str:
    return text if is_address(text) else tidy(text).replace("'", "’")
