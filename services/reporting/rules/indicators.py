"""The funder's figures of a period, each with the events that justify it (contract.md, «Funder export»)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from services.reporting.rules.definitions import DEFINITIONS
from services.reporting.rules.facts import ASIDE, Fact, first_of_each, last_told_of_each, order
from services.reporting.rules.presence import counts, people_present
from services.reporting.rules.programme import Programme
from shared.contracts.reporting import Indicator, TerritoryIndicators
from shared.french import without_accents
from shared.partial_dates import parse
from shared.periods import Period

Value = int | float | None
Counted = tuple[Value, list[Fact]]


@dataclass(frozen=True)
class Scope:
    """The facts of a period by type, all territories or one; `sheets` are the attendance sheets that still count.

    `enrolments` holds, for each territory accompanied in the period, the fact by which it came in.
    """

    facts: dict[str, list[Fact]]
    sheets: list[Fact]
    enrolments: dict[str, Fact]

    def of(self, type_: str) -> list[Fact]:
        """The facts of one type, in the order of the story."""
        return self.facts.get(type_, [])


@dataclass(frozen=True)
class Counts:
    """Figures for all territories together, and for each one that has any (`(id, name)`)."""

    total: dict[str, Counted]
    territories: dict[tuple[str, str], dict[str, Counted]]


def count(programme: Programme, period: Period) -> Counts:
    """Every indicator of `period`: a fact counts when it stands in the period, on the programme's day or before."""
    inside = [fact for fact in programme.facts if period.holds(fact.on) and fact.type not in ASIDE]
    sheets = last_told_of_each((fact for fact in programme.facts if fact.type == "attendance-recorded"), "workshop")
    sheets = [fact for fact in sheets if period.holds(fact.on)]
    enrolments = _accompanied(programme, period, inside)
    own = _by_territory(inside)
    own_sheets = _by_territory(sheets)
    territories = {}
    for id_ in sorted({*enrolments, *own}, key=lambda id_: (without_accents(programme.names.get(id_, "")), id_)):
        mine = {id_: enrolments[id_]} if id_ in enrolments else {}
        counted = _counted(Scope(_by_type(own.get(id_, [])), own_sheets.get(id_, []), mine))
        if any(facts for _, facts in counted.values()):
            territories[id_, programme.names.get(id_, id_)] = counted
    return Counts(_counted(Scope(_by_type(inside), sheets, enrolments)), territories)


def indicators(counted: dict[str, Counted]) -> list[Indicator]:
    """Figures as the contract gives them, in the order of the codes."""
    return [
        Indicator(
            code=code,
            label=DEFINITIONS[code].label,
            value=value,
            unit=DEFINITIONS[code].unit,
            definition=DEFINITIONS[code].text,
            events=[fact.id for fact in facts],
        )
        for code, (value, facts) in counted.items()
    ]


def territories(counts_: Counts) -> list[TerritoryIndicators]:
    """The figures of each territory, by name."""
    return [
        TerritoryIndicators(id=id_, name=name, indicators=indicators(counted))
        for (id_, name), counted in counts_.territories.items()
    ]


def _counted(scope: Scope) -> dict[str, Counted]:
    return {code: (value, sorted(facts, key=order)) for code, rule in _RULES.items() for value, facts in [rule(scope)]}


def _accompanied(programme: Programme, period: Period, inside: list[Fact]) -> dict[str, Fact]:
    """For each territory enrolled by the end of the period and alive in it, the enrolment that says so."""
    alive = {fact.accompaniment for fact in inside}
    found: dict[str, Fact] = {}
    for one in programme.enrolled():
        enrolled = one.enrolled
        if enrolled and enrolled.territory and enrolled.on <= period.last and one.id in alive:
            known = found.get(enrolled.territory)
            found[enrolled.territory] = enrolled if known is None else min(known, enrolled, key=order)
    return found


def _by_territory(facts: list[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.territory is not None:
            found[fact.territory].append(fact)
    return found


def _by_type(facts: list[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.type].append(fact)
    return found


def _distinct(type_: str, key: str) -> Callable[[Scope], Counted]:
    """Count the distinct things that facts of one type name, each justified by its first fact."""

    def rule(scope: Scope) -> Counted:
        facts = first_of_each(scope.of(type_), key)
        return len(facts), facts

    return rule


def _territories(scope: Scope) -> Counted:
    return len(scope.enrolments), list(scope.enrolments.values())


def _organisations_ess(scope: Scope) -> Counted:
    facts = first_of_each((fact for fact in scope.of("interview-logged") if fact.data["ess"]), "structure")
    return len(facts), facts


def _bilans(scope: Scope) -> Counted:
    facts = {fact.accompaniment: fact for fact in reversed(scope.of("bilan-held"))}
    return len(facts), list(facts.values())


def _attendances(scope: Scope) -> Counted:
    stated = [(fact, present) for fact in scope.sheets if (present := counts(fact.data)[1]) is not None]
    return sum(present for _, present in stated), [fact for fact, _ in stated]


def _attendance_rate(scope: Scope) -> Counted:
    both = [(fact, *counts(fact.data)) for fact in scope.sheets]
    stated = [(fact, expected, came) for fact, expected, came in both if expected is not None and came is not None]
    awaited = sum(expected for _, expected, _ in stated)
    if not awaited:
        return None, []
    share = Decimal(100 * sum(came for _, _, came in stated)) / awaited
    return float(share.quantize(Decimal("0.1"), ROUND_HALF_UP)), [fact for fact, _, _ in stated]


def _fse_participants(scope: Scope) -> Counted:
    """People present on two days at least that are surely different ones (french-context.md 1.2).

    Two partial dates are different days only when the first one's last possible day lies before the other's first.
    """
    sessions: dict[str, list[Fact]] = defaultdict(list)
    for fact in scope.sheets:
        if fact.occurred is not None:
            for person in people_present(fact.data):
                sessions[person].append(fact)
    participants = {person: facts for person, facts in sessions.items() if _surely_two_days(facts)}
    behind = {fact.id: fact for fact in chain.from_iterable(participants.values())}
    return len(participants), list(behind.values())


def _surely_two_days(facts: list[Fact]) -> bool:
    dates = [parse(fact.occurred) for fact in facts if fact.occurred is not None]
    return max(date.earliest for date in dates) > min(date.latest for date in dates)


_RULES: dict[str, Callable[[Scope], Counted]] = {
    "territories": _territories,
    "interviews": _distinct("interview-logged", "interview"),
    "organisations_met": _distinct("interview-logged", "structure"),
    "organisations_ess": _organisations_ess,
    "workshops_held": _distinct("workshop-held", "workshop"),
    "attendances": _attendances,
    "attendance_rate": _attendance_rate,
    "visits": _distinct("visit-held", "visit"),
    "platforms_presented": _distinct("platform-presented", "platform"),
    "bilans_held": _bilans,
    "fse_participants": _fse_participants,
}

NOTHING: dict[str, Counted] = _counted(Scope({}, [], {}))
"""The figures of a territory where nothing happened in the period."""
