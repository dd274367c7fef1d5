"""How the catalogue is searched, and in which order it is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import count

from services.platforms.rules.fields import FIELDS, write_field
from services.platforms.rules.words import plain
from shared.contracts.platforms import PlatformCard


def matching(cards: Iterable[PlatformCard], text: str) -> list[PlatformCard]:
    """The cards in which every word of `text` is found, by name; all of them for an empty text."""
    words = plain(text).split()
    found = [card for card in cards if all(word in _searched(card) for word in words)]
    return sorted(found, key=by_name)


def by_name(card: PlatformCard) -> tuple[str, str]:
    """The order in which cards are shown: alphabetical, which says nothing of their worth (PLT-07)."""
    return plain(card.label), card.slug


def _searched(card: PlatformCard) -> str:
    said = (write_field(field, getattr(card, field)) for field in FIELDS if field not in ("public", "white_label"))
    return plain(" ".join((card.slug, *said)))


def same_name(name: str, known: Iterable[tuple[str, Iterable[str]]]) -> str | None:
    """The name of the card that is called `name`, or has it among its other names; None where there is none."""
    wanted = plain(name)
    return next((label for label, aliases in known if wanted in {plain(label), *map(plain, aliases)}), None)


def slug_of(name: str, taken: Collection[str]) -> str:
    """A slug for a new card: its name in small letters, with a number when another card has it."""
    slug = plain(name).replace(" ", "-")
    base = (slug if slug.isascii() and slug else "plateforme")[:70].strip("-")
    return next(one for one in _numbered(base) if one not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))
