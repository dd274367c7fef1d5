"""Pure rules on records that may be one: how names compare, and what makes two records likely the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from shared.french import without_accents

_EMPTY_WORDS: Final = frozenset(
    (
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur"),
        *("association", "asso", "societe", "sarl", "sas", "scic", "scop", "cooperative"),
        *("communaute", "communes", "commune", "ville", "mairie"),
    )
)
"""Words that tell no organisation from another: « Association Synapse » is « Synapse »."""

ALIKE: Final = 0.86
"""How much of two names must be the same, letter by letter, to suggest that they are one (a slip of the keyboard)."""

MOST: Final = 5


@dataclass(frozen=True)
class Known:
    """A record of the directory, as far as it tells one from another; `key` and `mail` are for comparing."""

    id: str
    label: str
    numbers: frozenset[str] = frozenset()
    mail: str = ""
    organisation: str | None = None


@dataclass(frozen=True)
class Likely:
    """A record that may be the same, and why in French."""

    id: str
    label: str
    why: str


def words_of(name: str) -> tuple[str, ...]:
    """The words that tell a name from others: no case, no accents, no legal form; all of them if none is left."""
    plain = re.findall(r"[a-z0-9]+", without_accents(name))
    return tuple(word for word in plain if word not in _EMPTY_WORDS) or tuple(plain)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one for everybody: the same telling words, in whatever order."""
    return sorted(words_of(one)) == sorted(words_of(other)) != []


def likely_same(entered: Known, known: Iterable[Known]) -> list[Likely]:
    """The records that may be the one entered, the likeliest first, at most five; never the record itself."""
    found = [
        (rank, one.label, one.id, why) for one in known if one.id != entered.id for rank, why in [_why(entered, one)]
    ]
    found = sorted(one for one in found if one[0] < _NOT_THE_SAME)
    return [Likely(id_, label, why) for _, label, id_, why in found[:MOST]]


_NOT_THE_SAME: Final = 9


def _why(entered: Known, other: Known) -> tuple[int, str]:
    """How likely (0: certain) two records are one, and why."""
    if entered.numbers & other.numbers:
        return 0, "même numéro"
    if entered.mail and entered.mail == other.mail:
        return 1, "même adresse électronique"
    if not entered.label or not other.label:
        return _NOT_THE_SAME, ""
    if same_name(entered.label, other.label):
        return 2, "même nom"
    mine, theirs = words_of(entered.label), words_of(other.label)
    if _is_initials(mine, theirs) or _is_initials(theirs, mine):
        return 3, "l’un paraît être le sigle de l’autre"
    shorter, longer = sorted((set(mine), set(theirs)), key=len)
    if shorter < longer and any(len(word) > 3 for word in shorter):
        return 4, "un nom contient l’autre"
    if SequenceMatcher(None, " ".join(sorted(mine)), " ".join(sorted(theirs))).ratio() >= ALIKE:
        return 5, "nom très proche"
    return _NOT_THE_SAME, ""


def _is_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)
