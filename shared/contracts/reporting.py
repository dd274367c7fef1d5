"""What one may ask of `reporting`: the journal, the follow-up, the morning, the funder's figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.base import Command, Query, Value


class _Command(Command):
    service = "reporting"


class SetFunderPeriod(_Command):
    """A period that a funder wants a report for, and when it is due."""

    funder: str = Field(min_length=1)
    period: str = Field(min_length=4)
    due: date


class PublishReport(_Command):
    """Say that a report was made: with which dates; the figures can be made again to the byte."""

    funder: str
    period: str
    as_of: date
    known_at: datetime


class Fact(Value):
    """An event of the journal as a page shows it; `sentence` is French and holds no personal data."""

    id: str
    type: str
    territory: str | None
    accompaniment: str | None
    occurred: str | None
    stands_on: str
    recorded: str
    sentence: str
    data: dict[str, Any]
    territory_label: str | None = None


class Facts(Value):
    """Facts in the order asked for."""

    facts: list[Fact]
    total: int


class ListFacts(Query[Facts]):
    """Facts of a territory or an accompaniment (in the order of where they stand), or those with given ids.

    `skip` leaves out so many of the latest ones. Of neighbours of one type and date only the first `said` come with
    their sentence and data: a page that folds them needs no more (null: all of them).
    """

    service = "reporting"
    territory: str | None = None
    accompaniment: str | None = None
    types: list[str] = []
    ids: list[str] = []
    as_of: date | None = None
    known_at: datetime | None = None
    limit: int = Field(default=200, ge=1, le=2000)
    skip: int = Field(default=0, ge=0)
    said: int | None = Field(default=None, ge=1)


class JournalPage(Value):
    """CloudEvents in order of recording, and where to go on (null: the end)."""

    events: list[dict[str, Any]]
    next: int | None


class ReadJournal(Query[JournalPage]):
    """The journal as it was told."""

    service = "reporting"
    type: str | None = None
    territory: str | None = None
    since: date | None = None
    after: int = 0
    limit: int = Field(default=500, ge=1, le=2000)


class MonthWithoutSlot(Value):
    """A month in which no common slot was found."""

    month: str
    reason: str


class LastFact(Value):
    """The latest thing that happened."""

    type: str
    occurred: str | None


class Attendance(Value):
    """Expected and present over the workshops held; null where nobody said."""

    expected: int | None
    present: int | None


class FollowUpLine(Value):
    """One territory in the follow-up of a call (contract.md)."""

    id: str
    name: str
    siren: str | None
    insee: str | None
    stage: str
    enrolled: str | None
    last_fact: LastFact | None
    next_deadline: str | None
    interviews: int
    organisations_met: int
    organisations_ess_interested: int
    stakes: int
    diagnostic_conclusion: str | None
    workshops_held: int
    attendance: Attendance
    months_without_slot: list[MonthWithoutSlot]
    platforms_presented: int
    choice: str | None
    bilan_held: bool
    alerts: list[str]


class FollowUpCall(Value):
    """One call in the follow-up."""

    id: str
    title: str
    territories: list[FollowUpLine]


class FollowUp(Value):
    """The follow-up as of a day, as known at an instant (contract.md)."""

    as_of: str
    known_at: str
    calls: list[FollowUpCall]


class GetFollowUp(Query[FollowUp]):
    """The follow-up; `as_of` defaults to today, `known_at` to now."""

    service = "reporting"
    as_of: date | None = None
    known_at: datetime | None = None
    call: str | None = None


class FigureFacts(Value):
    """The facts behind one figure of the follow-up."""

    figure: str
    label: str
    value: str
    definition: str
    facts: list[Fact]


class ExplainFigure(Query[FigureFacts]):
    """Open a figure: `figure` is a field of `FollowUpLine`, or an indicator code with `funder_period`."""

    service = "reporting"
    figure: str
    accompaniment: str | None = None
    as_of: date | None = None
    known_at: datetime | None = None
    funder_period: str | None = None


class Document(Value):
    """A file: its name, its media type, its bytes in base64."""

    filename: str
    media_type: str
    content: str


class MakeFollowUpWorkbook(Query[Document]):
    """The follow-up as a workbook."""

    service = "reporting"
    as_of: date | None = None
    known_at: datetime | None = None
    call: str | None = None


class BilanFigure(Value):
    """A figure of a bilan, written out, with the events that justify it."""

    code: str
    label: str
    value: str
    definition: str
    events: list[str]


class BilanMoment(Value):
    """A fact of a bilan; `cause` is the kind of reason in French, `external` says that it was nobody's doing (U49)."""

    event: str
    type: str
    occurred: str | None
    sentence: str
    cause: str | None = None
    external: bool = False


class BilanPage(Value):
    """The bilan of an accompaniment (domain.md 7.1), as of a day, as known at an instant."""

    territory: str
    name: str
    call: str
    as_of: str
    known_at: str
    enrolled: str | None
    stage: str
    held: bool
    held_on: str | None
    findings: str
    open_questions: list[str]
    figures: list[BilanFigure]
    hindrances: list[BilanMoment]
    needs: list[BilanMoment]
    agreements: list[BilanMoment]
    visits: list[BilanMoment]
    projects: list[BilanMoment]
    story: list[BilanMoment]


class GetBilan(Query[BilanPage]):
    """The bilan of an accompaniment; `as_of` defaults to today, `known_at` to now."""

    service = "reporting"
    accompaniment: str
    as_of: date | None = None
    known_at: datetime | None = None


class MakeBilan(Query[Document]):
    """The same as a document to complete and to hand round."""

    service = "reporting"
    accompaniment: str
    format: Literal["odt", "docx", "pdf"]
    as_of: date | None = None
    known_at: datetime | None = None


class Indicator(Value):
    """A counted figure with the events that justify it."""

    code: str
    label: str
    value: int | float | None
    unit: str
    definition: str
    events: list[str]


class TerritoryIndicators(Value):
    """The figures of one territory."""

    id: str
    name: str
    indicators: list[Indicator]


class FunderReport(Value):
    """The funder's figures (contract.md)."""

    funder: str | None
    period: str
    as_of: str
    known_at: str
    indicators: list[Indicator]
    territories: list[TerritoryIndicators]


class GetFunderReport(Query[FunderReport]):
    """The figures of a period (`2025`, `2025-S1`, `2025-T3`, `2025-03`, or two ISO days with a slash)."""

    service = "reporting"
    period: str
    funder: str | None = None
    as_of: date | None = None
    known_at: datetime | None = None


class Waiting(Value):
    """Somebody waits for somebody: in French, with a link target.

    `who` and `for_whom` are singular, so that « … attend … » fits; `since` is EDTF text.
    """

    accompaniment: str | None
    territory: str | None
    who: str
    for_whom: str
    what: str
    since: str | None


class DueLine(Value):
    """Something due; `late` when its day has passed."""

    accompaniment: str | None
    territory: str | None
    title: str
    due: str
    late: bool
    kind: Literal["bilan", "report", "deadline"]


class ConflictLine(Value):
    """A conflict of the agenda that holds: a French sentence without a name, and the workshop that came later."""

    conflict: str
    kind: str
    workshop: str
    accompaniment: str | None
    territory: str | None
    start: str
    sentence: str


class Morning(Value):
    """What the programme team wants to know in the morning."""

    today: str
    happened: list[Fact]
    due: list[DueLine]
    waiting: list[Waiting]
    lines: list[FollowUpCall]
    conflicts: list[ConflictLine] = []


class GetMorning(Query[Morning]):
    """The morning page over all territories."""

    service = "reporting"
