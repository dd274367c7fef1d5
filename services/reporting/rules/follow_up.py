"""The follow-up of the calls: one line per territory, as contract.md says to the letter."""

from __future__ import annotations

from services.reporting.rules.accompaniment import Accompaniment
from services.reporting.rules.alerts import alerts
from services.reporting.rules.deadlines import next_deadline
from services.reporting.rules.facts import order
from services.reporting.rules.presence import counts
from services.reporting.rules.programme import Call, Programme
from shared.contracts.reporting import Attendance, FollowUpCall, FollowUpLine, LastFact, MonthWithoutSlot


def follow_up(programme: Programme, call: str | None = None) -> list[FollowUpCall]:
    """A line per territory enrolled by the programme's day, call by call; of one call if given."""
    return [
        FollowUpCall(
            id=one.id,
            title=one.title,
            territories=[line(programme, one, accompaniment) for accompaniment in programme.enrolled_in(one)],
        )
        for one in programme.calls
        if call in (None, one.id)
    ]


def line(programme: Programme, call: Call, one: Accompaniment) -> FollowUpLine:
    """Where one accompaniment stands."""
    enrolled = one.enrolled
    deadline = next_deadline(one, call)
    return FollowUpLine(
        id=one.territory or one.id,
        name=one.name,
        siren=enrolled.data.get("siren") if enrolled else None,
        insee=enrolled.data.get("insee") if enrolled else None,
        stage=str(one.stage.data["stage"]) if one.stage else "prospection",
        enrolled=enrolled.occurred if enrolled else None,
        last_fact=LastFact(type=one.last.type, occurred=one.last.occurred) if one.last else None,
        next_deadline=deadline.isoformat() if deadline else None,
        interviews=len(one.interviews),
        organisations_met=len(one.structures),
        organisations_ess_interested=len(one.ess_interested),
        stakes=len(one.stakes),
        diagnostic_conclusion=str(one.conclusion.data["conclusion"]) if one.conclusion else None,
        workshops_held=len(one.held),
        attendance=_attendance(one),
        months_without_slot=_months(one),
        platforms_presented=len(one.platforms),
        choice=_choice(one),
        bilan_held=one.bilan is not None,
        alerts=[alert.sentence for alert in alerts(programme, call, one)],
    )


def sheets(one: Accompaniment) -> list[tuple[int | None, int | None]]:
    """`(expected, present)` of each workshop held for which somebody recorded who came."""
    return [counts(fact.data) for id_, fact in one.attendance.items() if id_ in one.held]


def _attendance(one: Accompaniment) -> Attendance:
    expected = [awaited for awaited, _ in sheets(one) if awaited is not None]
    present = [came for _, came in sheets(one) if came is not None]
    return Attendance(expected=sum(expected) if expected else None, present=sum(present) if present else None)


def _months(one: Accompaniment) -> list[MonthWithoutSlot]:
    facts = sorted(one.months_without_slot.values(), key=lambda fact: (fact.data["month"], order(fact)))
    return [MonthWithoutSlot(month=fact.data["month"], reason=fact.data["reason"]) for fact in facts]


def _choice(one: Accompaniment) -> str | None:
    if one.shortlist is None:
        return None
    return str(one.shortlist.choice.data["platform"]) if one.shortlist.choice else "open"
