"""The rows of a contact plan as its three views show them: filtered, searched, cut into pages, put by commune."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.portal.words import CONTACT_COUNTS, CONTACT_STATES
from shared.contracts.diagnostic import ContactCard, NewContact
from shared.contracts.territories import DrawnPlace
from shared.french import plural, quoted, tidy, without_accents

PAGE = 50
STALLED = "a-relancer"
UNSAID = "non-precisee"


@dataclass(frozen=True)
class Choice:
    """What to show of the rows."""

    state: str = ""
    text: str = ""
    page: int = 1
    commune: str = ""
    """An INSEE code, or `UNSAID` for the actors whose commune nobody said."""


@dataclass(frozen=True)
class Shown:
    """The rows of one page, how many there are, and how many rows each filter would give (code, label, number)."""

    rows: Sequence[ContactCard]
    total: int
    pages: int
    page: int
    filters: Sequence[tuple[str, str, int]]


def shown(contacts: Sequence[ContactCard], choice: Choice) -> Shown:
    """The page chosen: what waits comes first, then what has a day, then the rest by name."""
    contacts = of_commune(contacts, choice.commune)
    counts: Counter[str] = Counter(card.state for card in contacts)
    filters = [("", "Tous", len(contacts)), (STALLED, "À relancer", sum(card.stalled is not None for card in contacts))]
    filters += [(code, label, counts[code]) for code, label in CONTACT_STATES.items() if counts[code]]
    rows = sorted((card for card in contacts if _wanted(card, choice)), key=_urgency)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(choice.page, 1), pages)
    return Shown(rows[(page - 1) * PAGE : page * PAGE], len(rows), pages, page, filters)


def of_commune(contacts: Sequence[ContactCard], commune: str) -> Sequence[ContactCard]:
    """The actors of a commune, all of them where none was chosen."""
    return [card for card in contacts if (card.insee or UNSAID) == commune] if commune else contacts


def _wanted(card: ContactCard, choice: Choice) -> bool:
    if choice.state == STALLED and card.stalled is None:
        return False
    if choice.state and choice.state not in (STALLED, card.state):
        return False
    return not choice.text or plain(choice.text) in plain(f"{card.label} {card.next_step} {card.note}")


def _urgency(card: ContactCard) -> tuple[bool, str, str]:
    return card.stalled is None, card.due or card.planned or "9", plain(card.label)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text for comparing: no accents, no signs."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))


# --- communes


@dataclass(frozen=True)
class Place:
    """A commune, or what lies outside (`insee` empty: not said), with the actors there."""

    insee: str
    label: str
    inside: bool
    contacts: Sequence[ContactCard]

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many of its actors are in each state, the states in their order."""
        return states_of(self.contacts, CONTACT_STATES)

    @property
    def said(self) -> str:
        """« 3 acteurs : 2 rencontrés, 1 à contacter »."""
        return said_of(len(self.contacts), self.states)


def states_of(contacts: Iterable[ContactCard], states: Iterable[str]) -> list[tuple[str, int]]:
    """How many of the actors are in each state, in the order of `states`, those without any left out."""
    counts = Counter(str(card.state) for card in contacts)
    return [(state, counts[state]) for state in states if counts[state]]


def said_of(number: int, states: Iterable[tuple[str, int]]) -> str:
    """A number of actors and how many are in which state, in words."""
    told = ", ".join(plural(count, *CONTACT_COUNTS[state]) for state, count in states)
    return tidy(f"{plural(number, 'acteur')} : {told}")


def by_commune(contacts: Sequence[ContactCard], communes: Sequence[DrawnPlace]) -> list[Place]:
    """The communes where there are actors, those of the perimeter first, then outside (DIA-17), then not said."""
    known = {one.code: one for one in communes}
    places = [
        Place(code, known[code].label if code in known else code, code in known and known[code].inside, cards)
        for code, cards in at_communes(contacts).items()
    ]
    unsaid = [Place("", "Commune non précisée", False, cards) for cards in [of_commune(contacts, UNSAID)] if cards]
    return [*sorted(places, key=lambda place: (not place.inside, *_most(place))), *unsaid]


def at_communes(contacts: Sequence[ContactCard]) -> dict[str, list[ContactCard]]:
    """The actors by the INSEE code of their commune, those without one left out."""
    found: dict[str, list[ContactCard]] = {}
    for card in contacts:
        if card.insee:
            found.setdefault(card.insee, []).append(card)
    return found


def _most(place: Place) -> tuple[int, str]:
    return -len(place.contacts), plain(place.label)


def without_actor(contacts: Sequence[ContactCard], communes: Sequence[DrawnPlace]) -> list[DrawnPlace]:
    """The communes of the perimeter in which nobody is on the plan yet."""
    there = {card.insee for card in contacts}
    return sorted((one for one in communes if one.inside and one.code not in there), key=lambda one: plain(one.label))


# --- typing many at once


class UnknownCommune(ValueError):
    """A commune that is none of the perimeter's; carries the French sentence with its line."""


def typed_contacts(lines: Sequence[str], communes: Sequence[DrawnPlace]) -> list[NewContact]:
    """An actor a line, «nom» or «nom ; commune»; the commune by its name in the perimeter or by its INSEE code.

    Raises `UnknownCommune`, and pydantic's `ValidationError` for a name that is too long.
    """
    codes: Mapping[str, str] = {plain(re.sub(r" \(.*", "", one.label)): one.code for one in communes}
    made = []
    for number, line in enumerate(lines, 1):
        label, _, commune = (text.strip() for text in line.partition(";"))
        code = codes.get(plain(commune)) or (commune.upper() if re.fullmatch(r"\d[\dABab]\d{3}", commune) else None)
        if commune and code is None:
            raise UnknownCommune(
                tidy(
                    f"Ligne {number} : {quoted(commune)} n’est pas une commune du périmètre ; écrivez son nom entier, "
                    "ou le code INSEE d’une commune d’ailleurs."
                )
            )
        if label:
            made.append(NewContact(label=label, insee=code))
    return made
