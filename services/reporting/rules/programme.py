"""The whole programme as of a day: its calls, its accompaniments folded, the names of its territories."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.reporting.rules.accompaniment import Accompaniment, fold
from services.reporting.rules.facts import Fact, order, without_retracted
from shared.french import without_accents

UNKNOWN_CALL = "Appel sans titre connu"


@dataclass(frozen=True, slots=True)
class Call:
    """A call (AMI) as it was published; both facts are None when nobody told them."""

    id: str
    published: Fact | None = None
    closed: Fact | None = None

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.published.data["title"]) if self.published else UNKNOWN_CALL

    @property
    def bilan_after_months(self) -> int | None:
        """How many months after an enrolment the bilan is due; None: never."""
        months: int | None = self.published.data.get("bilan_after_months", 12) if self.published else None
        return months


@dataclass(frozen=True)
class Programme:
    """What is known as of `day`: `facts` stand on it or before, in the order of the story.

    `coming` stand later (a workshop that has its date, a report due next month): they count in no figure.
    """

    day: date
    facts: list[Fact]
    coming: list[Fact]
    calls: list[Call]
    accompaniments: dict[str, Accompaniment]
    names: dict[str, str]
    latest_of: dict[str | None, str]

    def call(self, id_: str) -> Call:
        """A call by its id, also one of which only enrolments were heard."""
        return next((call for call in self.calls if call.id == id_), Call(id_))

    def call_of(self, one: Accompaniment) -> Call:
        """The call that an accompaniment belongs to."""
        return self.call(str(one.enrolled.data["call"])) if one.enrolled else Call("")

    def came_back(self, one: Accompaniment) -> bool:
        """Whether the same territory was enrolled again later: what goes on, goes on there (REG-08)."""
        return self.latest_of.get(one.territory) != one.id

    def enrolled_in(self, call: Call) -> list[Accompaniment]:
        """The accompaniments of a call enrolled by the day, by name."""
        return sorted((one for one in self.enrolled() if self.call_of(one).id == call.id), key=_by_name)

    def enrolled(self) -> list[Accompaniment]:
        """Every accompaniment enrolled by the day, in the order of enrolment."""
        return [one for one in self.accompaniments.values() if one.enrolled is not None]


def programme(facts: Iterable[Fact], day: date, accompaniments: dict[str, Accompaniment] | None = None) -> Programme:
    """Fold everything known (with its standing days, in the order of the story) as of `day`.

    `accompaniments`: what the fold of each comes to as of that day, in the order of their first facts, where it is
    known already.
    A call keeps its title and rules and a territory its name whatever day they stand on: they are no figures. An
    interview known to be taken back was never one, on whatever day that was said.
    """
    known = without_retracted(list(facts))
    end = bisect_right(known, day, key=lambda fact: fact.on)
    visible, coming = known[:end], known[end:]
    folded = _accompaniments(visible) if accompaniments is None else accompaniments
    latest_of = {fact.territory: fact.accompaniment or "" for fact in visible if fact.type == "territory-enrolled"}
    return Programme(day, visible, coming, _calls(known, day), folded, names(known), latest_of)


def names(facts: Iterable[Fact]) -> dict[str, str]:
    """The name of each territory that the facts name; an enrolment says it last."""
    found: dict[str, str] = {}
    for type_ in ("territory-registered", "territory-enrolled"):
        found |= {fact.territory: str(fact.data["name"]) for fact in facts if fact.type == type_ and fact.territory}
    return found


def _accompaniments(facts: Iterable[Fact]) -> dict[str, Accompaniment]:
    stories: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.accompaniment is not None:
            stories[fact.accompaniment].append(fact)
    return {id_: fold(id_, story) for id_, story in stories.items()}


def _calls(facts: list[Fact], day: date) -> list[Call]:
    """In order of publication; one that only an enrolment names comes where that enrolment stands."""
    published = {fact.data["call"]: fact for fact in reversed(facts) if fact.type == "call-published"}
    closed = {fact.data["call"]: fact for fact in facts if fact.type == "call-closed" and fact.on <= day}
    named: dict[str, Fact] = {}
    for fact in facts:
        if fact.type == "territory-enrolled" and fact.on <= day:
            named.setdefault(fact.data["call"], fact)
    visible = {id_: fact for id_, fact in published.items() if fact.on <= day or id_ in named}
    first = named | visible
    return [Call(id_, published.get(id_), closed.get(id_)) for id_ in sorted(first, key=lambda id_: order(first[id_]))]


def _by_name(one: Accompaniment) -> tuple[str, str]:
    return without_accents(one.name), one.id
