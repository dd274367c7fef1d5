"""The pieces that sentences are made of: a registry by event, dates, texts cut to a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from shared.clock import PARIS
from shared.events import Event
from shared.french import slot
from shared.partial_dates import in_french, parse

E = TypeVar("E", bound=Event)
Sayer = Callable[[Any, str | None], str]
_LINE = 160
_OPENING = frozenset(
    {"Le", "La", "Les", "Un", "Une", "Des", "Du", "De", "Ce", "Cet", "Cette", "Ces", "Il", "Elle", "Ils", "Elles", "On"}
    | {"Nous", "Pour", "Par", "Avec", "Sans", "Comment", "Aucun", "Aucune", "Pas", "Peu", "Plusieurs", "Trop"}
)


class Sayings:
    """One function per event: `(event, occurred) -> sentence`, with plain spaces (they are tidied afterwards)."""

    def __init__(self) -> None:
        self.functions: dict[str, Sayer] = {}

    def of(self, event: type[E]) -> Callable[[Callable[[E, str | None], str]], Callable[[E, str | None], str]]:
        """Register the function that says `event`."""

        def register(function: Callable[[E, str | None], str]) -> Callable[[E, str | None], str]:
            self.functions[event.type()] = function
            return function

        return register


def line(text: str) -> str:
    """A free text on one line, cut at a word when it is too long, without its closing point."""
    whole = " ".join(text.split())
    if len(whole) > _LINE:
        whole = whole[:_LINE].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return whole.rstrip(".")


def because(text: str | None, before: str = " : ") -> str:
    """What follows the main words, when there is something to say; a text with stops or colons is a sentence apart."""
    if not text or not text.strip():
        return ""
    said = line(text)
    if before == " : " and re.search(r"[.?!] |[ \u00a0]:|[?!]$", said):
        return then(text)
    return before + inside(text)


def then(text: str | None) -> str:
    """A text as a sentence of its own after the main one; nothing when there is none."""
    said = line(text or "")
    return f". {said[:1].upper()}{said[1:]}" if said else ""


def inside(text: str) -> str:
    """A free text in the middle of a sentence: a capital that only began it goes, those of names stay."""
    said = line(text)
    first = said.split(" ", 1)[0]
    opens = first in _OPENING or first[:2] in ("L’", "L'", "D’", "D'", "C’", "C'", "S’", "S'")
    return said[:1].lower() + said[1:] if opens else said


def when(occurred: str) -> str:
    """EDTF text after a verb: « le jeudi 3 juillet 2025 », « en octobre 2024 »."""
    return in_french(parse(occurred), "sentence")


def exact_slot(start: str | None, end: str | None) -> str | None:
    """Two instants (ISO 8601 with offset) in Paris time: « jeudi 3 juillet 2025, de 9 h à 12 h »; None without both."""
    if start is None or end is None:
        return None
    return slot(datetime.fromisoformat(start).astimezone(PARIS), datetime.fromisoformat(end).astimezone(PARIS))
