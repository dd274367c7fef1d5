"""What is wrong with a document: every problem at once, each with its place and a French sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.errors import InvalidInput
from shared.french import NBSP

JsonPath = tuple[str | int, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (keys and list positions), what, and whether the key itself is at fault."""

    path: JsonPath
    message: str
    at_key: bool = False


class WrongSearch(InvalidInput):
    """A search that cannot be read; `found` holds every problem, in the order of reading."""

    code = "wrong-agenda-search"

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(found)
        message = f"La recherche de créneaux n’est pas lisible{NBSP}: {self.found[0].message}"
        super().__init__(message, problems=[(dotted(problem.path), problem.message) for problem in found])


class Mismatch(ValueError):
    """A value is not of the kind its field wants; the text is the mend."""


class Problems:
    """The problems found so far; reading goes on after each, so that all are told together."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def report(self, path: JsonPath, mend: str, *, at_key: bool = False) -> None:
        """Note what is wrong at a path and how to mend it."""
        self.found.append(Problem(path, f"{named(path)}{NBSP}: {mend}", at_key))

    def read(self, value: object, path: JsonPath, reader: Callable[[object], _T], otherwise: _T) -> _T:
        """Read one value, noting a mismatch and going on with a harmless stand-in."""
        try:
            return reader(value)
        except Mismatch as mismatch:
            self.report(path, str(mismatch))
            return otherwise

    def check(self) -> None:
        """Raise WrongSearch when anything was wrong."""
        if self.found:
            raise WrongSearch(self.found)


def named(path: JsonPath) -> str:
    """Name a path as a person reads it: `people[2].busy[0]`."""
    if not path:
        return "le document"
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def dotted(path: JsonPath) -> str:
    """Write a path as the problems of a refusal do: `people.2.busy.0`."""
    return ".".join(map(str, path))
