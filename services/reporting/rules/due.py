"""What is due: bilans, funders' reports, and the small things whose day has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from services.reporting.rules.accompaniment import Accompaniment, planned_day
from services.reporting.rules.deadlines import next_deadline
from services.reporting.rules.facts import Fact
from services.reporting.rules.programme import Programme
from shared.clock import paris_day
from shared.contracts.reporting import DueLine
from shared.french import de, listing, tidy
from shared.partial_dates import latest_day
from shared.periods import read_period

AHEAD = timedelta(days=183)
"""How far the morning page looks ahead; what is late stays however old it is."""


@dataclass(frozen=True, slots=True)
class ReportWanted:
    """A report that a funder wants and that was not made yet."""

    funder: str
    period: str
    due: date


def due(programme: Programme, reports: Iterable[ReportWanted]) -> list[DueLine]:
    """What is due within half a year of the programme's day, late ones first, then the nearest."""
    today = programme.day
    lines = [
        *_bilans(programme),
        *_reports(reports, today),
        *_closings(programme),
        *_to_record(programme),
        *_polls(programme),
        *_tasks(programme),
    ]
    near = [line for line in lines if date.fromisoformat(line.due) <= today + AHEAD]
    return sorted(near, key=lambda line: (not line.late, line.due, line.title))


def _bilans(programme: Programme) -> Iterable[DueLine]:
    for one in programme.enrolled():
        day = next_deadline(one, programme.call_of(one))
        if day is not None:
            title = f"Bilan de l’accompagnement {de(one.name)}"
            yield _line(title, day, programme.day, "bilan", one.id, one.territory)


def _reports(reports: Iterable[ReportWanted], today: date) -> Iterable[DueLine]:
    for report in reports:
        label = read_period(report.period).label
        yield _line(f"Rapport pour {report.funder} : {label}", report.due, today, "report")


def _closings(programme: Programme) -> Iterable[DueLine]:
    for call in programme.calls:
        closes = call.published.data.get("closes") if call.published else None
        if closes and call.closed is None and not programme.enrolled_in(call):
            yield _line(f"Clôture de l’appel « {call.title} »", latest_day(closes), programme.day, "deadline")


def _to_record(programme: Programme) -> Iterable[DueLine]:
    """Workshops and interviews whose day has passed and of which nobody said how they went."""
    for one in programme.enrolled():
        for fact in one.workshops_passed(programme.day):
            day = planned_day(fact)
            if day is not None:
                title = f"Atelier à consigner : {one.name}"
                yield _line(title, day, programme.day, "deadline", one.id, one.territory)
        for fact in one.interviews_to_log(programme.day):
            day = date.fromisoformat(fact.data["on"])
            yield _line(f"Entretien à saisir : {one.name}", day, programme.day, "deadline", one.id, one.territory)


def _polls(programme: Programme) -> Iterable[DueLine]:
    """The days until which people may answer."""
    for one in programme.enrolled():
        for poll in one.polls_open:
            if poll.deadline is not None:
                day = paris_day(datetime.fromisoformat(poll.deadline.data["deadline"]))
                title = f"Sondage « {poll.title} » : date à fixer, {one.name}"
                yield _line(title, day, programme.day, "deadline", one.id, one.territory)


def _tasks(programme: Programme) -> Iterable[DueLine]:
    """What a trip needs before it begins (WKS-32), once for all the territories that travel."""
    shared: dict[str, list[tuple[Accompaniment, Fact]]] = {}
    for one in programme.enrolled():
        for task, fact in one.tasks.items():
            shared.setdefault(task, []).append((one, fact))
    for told in shared.values():
        first, fact = told[0]
        names = listing(dict.fromkeys(one.name for one, _ in told))
        day = date.fromisoformat(fact.data["due"])
        yield _line(f"{fact.data['title']} : {names}", day, programme.day, "deadline", first.id, first.territory)


def _line(
    title: str,
    day: date,
    today: date,
    kind: Literal["bilan", "report", "deadline"],
    accompaniment: str | None = None,
    territory: str | None = None,
) -> DueLine:
    return DueLine(
        accompaniment=accompaniment,
        territory=territory,
        title=tidy(title.replace("'", "’")),
        due=day.isoformat(),
        late=day < today,
        kind=kind,
    )
