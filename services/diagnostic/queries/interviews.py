"""Interviews as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import select

from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.rules.standing import standing_days
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.tables import KNOWN, Grid, Interview
from shared.clock import paris_day
from shared.contracts.diagnostic import (
    Answer,
    Appetite,
    GetInterview,
    InterviewCard,
    InterviewList,
    InterviewSheet,
    ListInterviews,
    ListPlannedInterviews,
    PlannedInterviews,
    StructureKind,
)
from shared.errors import NotFound
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

SLICE = 500
"""Both databases take a limited number of values in one statement."""


class Told(NamedTuple):
    """An interview as far as counting and ordering go: without its words, so that hundreds are read in one go."""

    id: str
    told: str
    state: Literal["planned", "logged", "withdrawn"]
    structure: str
    label: str
    kind: StructureKind
    ess: bool
    appetite: Appetite
    occurred: str | None
    planned_on: date | None
    recorded_at: datetime


def told_interviews(reader: Reader, accompaniment: str) -> list[Told]:
    """The interviews of an accompaniment that stand, planned ones too, in order of telling."""
    statement = (
        select(*(getattr(Interview, name) for name in Told._fields))
        .where(Interview.accompaniment == accompaniment, Interview.state != "withdrawn")
        .order_by(Interview.told)
    )
    return [Told(*row) for row in reader.session.execute(statement)]


def in_order_of_days(interviews: Sequence[Told]) -> list[Told]:
    """By the day each stands on, the earliest first (contract.md, Partial dates); `interviews` in order of telling."""
    days = standing_days([(_day_text(one), paris_day(one.recorded_at)) for one in interviews])
    return [one for _, one in sorted(zip(days, interviews, strict=True), key=lambda pair: pair[0])]


def _day_text(one: Told) -> str | None:
    if one.state == "planned" and one.planned_on is not None:
        return one.planned_on.isoformat()
    return one.occurred


def cards(reader: Reader, ids: Sequence[str]) -> list[InterviewCard]:
    """The interviews with these ids, in this order."""
    found = {row.id: card(row) for some in _slices(ids) for row in _rows(reader, some)}
    return [found[one] for one in ids]


def _rows(reader: Reader, ids: Sequence[str]) -> Iterable[Interview]:
    return reader.session.scalars(select(Interview).where(Interview.id.in_(ids)))


def _slices(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))


@QUERIES.answers(ListInterviews)
def list_interviews(reader: Reader, query: ListInterviews) -> InterviewList:
    """A page of the interviews that took place, the latest first; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    told = [one for one in in_order_of_days(told_interviews(reader, accompaniment)) if one.state == "logged"][::-1]
    kept = [one for one in told if query.kind in (None, one.kind) and query.appetite in (None, one.appetite)]
    if query.text.strip():
        saying = _saying(reader, accompaniment, plain_name(query.text))
        kept = [one for one in kept if one.id in saying]
    page = kept[query.offset : query.offset + query.limit]
    return InterviewList(interviews=cards(reader, [one.id for one in page]), total=len(kept))


def _saying(reader: Reader, accompaniment: str, text: str) -> set[str]:
    """The interviews whose name or words hold `text`: compared without accents, which databases do differently."""
    statement = select(Interview.id, Interview.label, Interview.synthesis, Interview.answers).where(
        Interview.accompaniment == accompaniment, Interview.state == "logged"
    )
    return {
        row.id
        for row in reader.session.execute(statement)
        if text in plain_name(" ".join((row.label, row.synthesis, *(row.answers or {}).values())))
    }


@QUERIES.answers(ListPlannedInterviews)
def list_planned_interviews(reader: Reader, _query: ListPlannedInterviews) -> PlannedInterviews:
    """What is planned and not logged yet, the oldest day first."""
    rows = reader.session.scalars(
        select(Interview).where(Interview.state == "planned").order_by(Interview.planned_on, Interview.id)
    )
    return PlannedInterviews(interviews=[card(row) for row in rows])


@QUERIES.answers(GetInterview)
def get_interview(reader: Reader, query: GetInterview) -> InterviewSheet:
    """One interview, its answers under the questions of the version it followed. Raises `NotFound`."""
    row = reader.session.get(Interview, query.interview)
    if row is None or row.state == "withdrawn":
        raise NotFound("Cet entretien est inconnu.", code="unknown-interview")
    grid = reader.session.get(Grid, row.grid) if row.grid else None
    given = row.answers or {}
    return InterviewSheet(
        interview=card(row),
        grid_version=grid.version if grid else None,
        answers=[
            Answer(theme=one["theme"], question=one["text"], answer=given[one["key"]])
            for one in (grid.questions if grid else [])
            if one["key"] in given
        ],
        expertises=row.expertises or [],
        insee=row.insee,
        interviewer=row.interviewer,
    )


def card(row: Interview) -> InterviewCard:
    """An interview as pages show it; a withdrawn one is shown nowhere."""
    assert row.state != "withdrawn"  # noqa: S101 - every statement leaves them out
    return InterviewCard(
        id=row.id,
        accompaniment=row.accompaniment,
        state=row.state,
        structure=row.label,
        organisation=row.organisation,
        kind=row.kind,
        ess=row.ess,
        appetite=row.appetite,
        synthesis=row.synthesis,
        occurred=row.occurred,
        planned_on=row.planned_on.isoformat() if row.planned_on else None,
        reconstructed=row.reconstructed,
    )
