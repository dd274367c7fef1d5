"""The moments of a territory: its facts as a line of time that can be read, long runs folded into one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.portal.event_words import EVENTS, QUIET_EVENTS
from shared.contracts.reporting import Fact
from shared.french import number, plural

FOLD_FROM = 3
"""So many facts of one kind in a row, on one date, are told in one line that opens."""

_RUNS = {
    "interview-logged": ("entretien", "entretiens"),
    "interview-planned": ("entretien prévu", "entretiens prévus"),
    "stake-named": ("enjeu nommé", "enjeux nommés"),
    "platform-shortlisted": ("plateforme mise à l’étude", "plateformes mises à l’étude"),
    "platform-presented": ("plateforme présentée", "plateformes présentées"),
    "contact-noted": ("échange", "échanges"),
    "referent-designated": ("personne désignée", "personnes désignées"),
    "need-emerged": ("besoin noté", "besoins notés"),
    "agreement-recorded": ("accord", "accords"),
    "contact-advanced": ("contact avancé", "contacts avancés"),
}


@dataclass(frozen=True)
class Moment:
    """One line: a sentence and the facts it stands for."""

    occurred: str | None
    sentence: str
    label: str
    facts: Sequence[Fact]

    @property
    def folded(self) -> bool:
        """Whether this line stands for several facts."""
        return len(self.facts) > 1

    @property
    def shown(self) -> list[Fact]:
        """The facts to show when it opens: those that came with their sentence."""
        return [fact for fact in self.facts if fact.sentence]


def moments(facts: Iterable[Fact]) -> list[Moment]:
    """The facts worth a line, in the order given; neighbours of one kind and date are told together."""
    shown = [fact for fact in facts if fact.type not in QUIET_EVENTS]
    told: list[Moment] = []
    for (type_, occurred), run in groupby(shown, key=lambda fact: (fact.type, fact.occurred)):
        told += _told(type_, occurred, list(run))
    return told


def _told(type_: str, occurred: str | None, run: list[Fact]) -> list[Moment]:
    label = EVENTS.get(type_, type_)
    if len(run) >= FOLD_FROM and type_ in _RUNS:
        return [Moment(occurred, f"{plural(len(run), *_RUNS[type_])}.", label, run)]
    if not all(fact.sentence for fact in run):
        return [Moment(occurred, f"{label}, {number(len(run))} fois.", label, run)]
    return [Moment(fact.occurred, fact.sentence, label, [fact]) for fact in run]


@dataclass(frozen=True)
class PlaceMoments:
    """What happened lately in one territory (or in none), the newest first."""

    territory: str | None
    label: str | None
    moments: list[Moment]


def by_territory(facts: Iterable[Fact]) -> list[PlaceMoments]:
    """The facts of the morning by territory, in the order in which each is first spoken of."""
    places: dict[str | None, list[Fact]] = {}
    for fact in facts:
        # Entering the register is the programme's doing, and often told of several territories at once.
        place = None if fact.type == "territory-registered" else fact.territory
        places.setdefault(place, []).append(fact)
    told = (PlaceMoments(territory, mine[0].territory_label, moments(mine)) for territory, mine in places.items())
    return [place for place in told if place.moments]
