"""Names inside texts: whether somebody or something is named where nobody should be. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.french import without_accents

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_PARTICLES = frozenset({"les", "des", "del", "van", "der", "den", "von", "dos", "saint", "sainte"})
"""Parts of names that name nobody by themselves."""


_WHAT_IT_IS = frozenset(
    {
        "association", "assoc", "asso", "entreprise", "societe", "cooperative", "collectif", "groupement", "esat",
        "scic", "scop", "sarl", "sas", "eurl", "gie", "la", "le", "les", "l", "de", "du", "des", "d",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """Where a name stands in a text (`text[start:end]`); not `whole`: only a part of somebody's name."""

    start: int
    end: int
    whole: bool


@dataclass(frozen=True)
class _Word:
    plain: str
    start: int
    end: int
    capital: bool


class People:
    """The names of people, ready to be looked for in many texts."""

    def __init__(self, names: Iterable[str]):
        self._whole: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._parts: set[str] = set()
        for name in names:
            words = tuple(word.plain for word in _words(name))
            if len(words) > 1:
                self._whole[words[0]].add(words)
                # «Dupont Marie» is the same person as «Marie Dupont».
                self._whole[words[-1]].add((words[-1], *words[:-1]))
            self._parts.update(word for word in words if len(word) >= _SHORTEST and word not in _PARTICLES)

    def named_in(self, text: str) -> list[Named]:
        """Every place where somebody is named: by the whole name, or by a part of it with a capital letter."""
        words = list(_words(text))
        found: list[Named] = []
        at = 0
        while at < len(words):
            length = self._longest(words, at)
            if length:
                found.append(Named(words[at].start, words[at + length - 1].end, whole=True))
                at += length
                continue
            if words[at].capital and words[at].plain in self._parts:
                found.append(Named(words[at].start, words[at].end, whole=False))
            at += 1
        return found

    def _longest(self, words: list[_Word], at: int) -> int:
        lengths = (
            len(name)
            for name in self._whole.get(words[at].plain, ())
            if tuple(word.plain for word in words[at : at + len(name)]) == name
        )
        return max(lengths, default=0)


def structures_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that stand in `text` as whole words; case, accents, blanks and signs do not count.

    «Association ISPT» is found in «l’ISPT» too: the words for what a structure is are no part of its name. A name
    shorter than three letters names nothing by itself.
    """
    said = f" {_plain(text)} "
    return sorted({name for name in names if len(core := _core(name)) >= _SHORTEST and f" {core} " in said})


def _core(name: str) -> str:
    """The words that make a structure this one and no other."""
    words = _plain(name).split()
    first = next((at for at, word in enumerate(words) if word not in _WHAT_IT_IS), 0)
    return " ".join(words[first:])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        yield _Word(without_accents(match[0]), match.start(), match.end(), match[0][0].isupper())
