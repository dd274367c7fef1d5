"""Finds places by what people type: names with or without accents, beginnings of words, codes, postcodes."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest

from services.territories.reference.places import Commune, Epci, Place, searchable
from shared.french import without_accents

_SMALL_WORDS = frozenset(("d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
_KINDS = frozenset(("cc", "ca", "cu", "communaute", "communes", "agglomeration", "urbaine"))
_SAINTS = {"st": "saint", "ste": "sainte"}
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    name: str
    core: str
    exact: frozenset[str]
    tokens: frozenset[str]
    population: int


def search(text: str, limit: int = 10) -> list[Place]:
    """The `limit` places that best answer `text`, best first; nothing for an empty text.

    Every word of `text` begins a word of the place or one of its codes (INSEE, former INSEE, SIREN, postcode).
    Exact names, codes and acronyms (MEL) come first, then names that begin with `text`, then the others; among
    equals the more populated. Communes outside the region are not searched.
    """
    words = _words(text[:_LONGEST])
    if all(re.fullmatch("[0-9]+", word) for word in words):
        words = ["".join(words)] if words else []
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    if not telling:
        return []
    found = set.intersection(*(_beginning(word) for word in telling))
    query, core = " ".join(words), _core(words)
    entries = (_entries()[number] for number in found)
    best = nsmallest(limit, entries, key=lambda entry: _order(entry, query, core))
    return [entry.place for entry in best]


def _order(entry: _Entry, query: str, core: str) -> tuple[int, int, str, str]:
    if query in entry.exact or entry.core == core:
        rank = 0
    elif entry.name.startswith(query) or (core and entry.core.startswith(core)):
        rank = 1
    else:
        rank = 2
    return rank, -entry.population, entry.name, _code(entry.place)


def _code(place: Place) -> str:
    return place.siren if isinstance(place, Epci) else place.insee


def _words(text: str) -> list[str]:
    return [_SAINTS.get(word, word) for word in re.findall("[a-z0-9]+", without_accents(text))]


def _core(words: list[str]) -> str:
    """The name without its kind and leading articles: « Pays du Coquelicot » of « CC du Pays du Coquelicot »."""
    start = 0
    while start < len(words) and (words[start] in _KINDS or words[start] in _SMALL_WORDS):
        start += 1
    return " ".join(words[start:])


def _beginning(word: str) -> set[int]:
    tokens, numbers = _index()
    start = bisect_left(tokens, word)
    end = bisect_left(tokens, word + "\uffff", start)
    return {number for place in numbers[start:end] for number in place}


@cache
def _index() -> tuple[list[str], list[list[int]]]:
    owners: dict[str, list[int]] = {}
    for number, entry in enumerate(_entries()):
        for token in entry.tokens:
            owners.setdefault(token, []).append(number)
    tokens = sorted(owners)
    return tokens, [owners[token] for token in tokens]


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(_entry(place) for place in searchable())


def _entry(place: Place) -> _Entry:
    words = _words(place.name)
    name, core = " ".join(words), _core(words) or " ".join(words)
    if isinstance(place, Commune):
        exact = frozenset((name, place.insee, place.siren or place.insee))
        codes = (place.insee, place.siren or place.insee, *place.postcodes, *place.former_codes)
        tokens = frozenset((*words, *codes))
        return _Entry(place, name, core, exact, tokens, place.population_totale or 0)
    long_words = _words(place.long_name)
    acronym = "".join(word[0] for word in long_words if word not in _SMALL_WORDS)
    exact = frozenset((name, " ".join(long_words), place.siren, acronym))
    tokens = frozenset((*words, *long_words, acronym, place.siren))
    return _Entry(place, name, core, exact, tokens, place.population_totale)
