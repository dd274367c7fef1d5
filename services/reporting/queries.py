"""What reporting answers: the journal, the follow-up, the morning, the figures open, the funder's figures."""

from __future__ import annotations

from base64 import b64encode

from sqlalchemy import exists, select

from services.reporting import journal, memory
from services.reporting.moments import Moments, moments
from services.reporting.rules import indicators as funder
from services.reporting.rules.bilan import bilan, document
from services.reporting.rules.conflicts import open_conflicts
from services.reporting.rules.definitions import DEFINITIONS
from services.reporting.rules.due import ReportWanted, due
from services.reporting.rules.facts import ASIDE, MESSAGES, Fact
from services.reporting.rules.figures import FIGURES, facts_behind
from services.reporting.rules.follow_up import follow_up, line
from services.reporting.rules.morning import happened
from services.reporting.rules.programme import Programme, names
from services.reporting.rules.shown import all_shown
from services.reporting.rules.standing import standing
from services.reporting.rules.waiting import waiting
from services.reporting.tables import FunderPeriod, Report
from services.reporting.workbook import MEDIA_TYPE, make_follow_up_workbook
from shared.aside import aside
from shared.contracts.reporting import (
    BilanPage,
    Document,
    ExplainFigure,
    Facts,
    FigureFacts,
    FollowUp,
    FunderReport,
    GetBilan,
    GetFollowUp,
    GetFunderReport,
    GetMorning,
    JournalPage,
    ListFacts,
    MakeBilan,
    MakeFollowUpWorkbook,
    Morning,
    ReadJournal,
)
from shared.documents import MEDIA_TYPES, make
from shared.errors import InvalidInput, NotFound
from shared.french import number
from shared.periods import read_period
from shared.room import Queries
from shared.storage.unit_of_work import Reader

QUERIES = Queries()


@QUERIES.answers(ReadJournal)
def read_journal(reader: Reader, query: ReadJournal) -> JournalPage:
    """The events as they were told, in order of recording."""
    events, next_ = journal.page(
        reader.session,
        type_=query.type,
        territory=query.territory,
        since=query.since,
        after=query.after,
        limit=query.limit,
    )
    return JournalPage(events=events, next=next_)


@QUERIES.answers(ListFacts)
def list_facts(reader: Reader, query: ListFacts) -> Facts:
    """Facts in the order of where they stand; beyond `limit` the latest ones (but for `skip`) are given, in that order.

    Messages sent or planned are left out unless they are asked for by type or id.
    """
    when = moments(reader, query.as_of, query.known_at)
    story = _story(reader, query, when)
    chosen = [fact for fact in story if _asked_for(query, fact)]
    told = chosen[: len(chosen) - query.skip][-query.limit :] if query.skip < len(chosen) else []
    return Facts(facts=all_shown(told, names(story), query.said), total=len(chosen))


def _story(reader: Reader, query: ListFacts, when: Moments) -> list[Fact]:
    """The facts among which the asked ones are, whatever they need to have their days."""
    if query.accompaniment is not None:
        told = journal.of_accompaniment(reader.session, query.accompaniment)
    elif query.territory is not None:
        told = journal.of_territory(reader.session, query.territory)
    elif query.ids:
        told = journal.around(reader.session, query.ids)
    else:
        return memory.everything(reader.session, when.known_at)
    return standing(told, when.known_at)


def _asked_for(query: ListFacts, fact: Fact) -> bool:
    if query.as_of is not None and fact.on > query.as_of:
        return False
    if query.territory is not None and fact.territory != query.territory:
        return False
    if query.accompaniment is not None and fact.accompaniment != query.accompaniment:
        return False
    if query.ids:
        return fact.id in query.ids
    return fact.type in query.types if query.types else fact.type not in MESSAGES


@QUERIES.answers(GetFollowUp)
def get_follow_up(reader: Reader, query: GetFollowUp) -> FollowUp:
    """The follow-up of every call, or of one; `NotFound` when no such call was known."""
    when = moments(reader, query.as_of, query.known_at)
    return _follow_up(_programme(reader, when), when, query.call)


def _programme(reader: Reader, when: Moments) -> Programme:
    return memory.programme_of(reader.session, when)


def _follow_up(state: Programme, when: Moments, call: str | None) -> FollowUp:
    if call is not None and all(one.id != call for one in state.calls):
        raise NotFound("Cet appel est inconnu à cette date.", code="unknown-call")
    return FollowUp(as_of=when.as_of.isoformat(), known_at=when.known_at.isoformat(), calls=follow_up(state, call))


@QUERIES.answers(MakeFollowUpWorkbook)
def follow_up_workbook(reader: Reader, query: MakeFollowUpWorkbook) -> Document:
    """The follow-up as an XLSX workbook with every fact behind it; the same dates give the same bytes."""
    when = moments(reader, query.as_of, query.known_at)
    state = _programme(reader, when)
    answer = _follow_up(state, when, query.call)
    calls = {call.id for call in answer.calls}
    ours = {one.id for one in state.enrolled() if state.call_of(one).id in calls}
    behind = [fact for fact in state.facts if fact.accompaniment in ours and fact.type not in ASIDE]
    content = aside(make_follow_up_workbook, answer, all_shown(behind, state.names))
    return Document(filename=f"suivi-{answer.as_of}.xlsx", media_type=MEDIA_TYPE, content=b64encode(content).decode())


@QUERIES.answers(GetBilan)
def get_bilan(reader: Reader, query: GetBilan) -> BilanPage:
    """The bilan of an accompaniment as of a day. Raises `NotFound` when it was not enrolled by then."""
    when = moments(reader, query.as_of, query.known_at)
    state = _programme(reader, when)
    one = state.accompaniments.get(query.accompaniment)
    if one is None or one.enrolled is None:
        raise _unknown_accompaniment()
    return bilan(state, one, when.known_at.isoformat())


@QUERIES.answers(MakeBilan)
def make_bilan(reader: Reader, query: MakeBilan) -> Document:
    """The bilan as ODT, DOCX or PDF. Raises `NotFound`."""
    page = get_bilan(reader, GetBilan(accompaniment=query.accompaniment, as_of=query.as_of, known_at=query.known_at))
    content = make(document(page), query.format)
    name = f"bilan-{page.as_of}.{query.format}"
    return Document(filename=name, media_type=MEDIA_TYPES[query.format], content=b64encode(content).decode())


@QUERIES.answers(ExplainFigure)
def explain_figure(reader: Reader, query: ExplainFigure) -> FigureFacts:
    """A figure with its definition and the facts that make it, as of the same dates as the figure itself.

    Raises `NotFound` for a figure, accompaniment or indicator that does not exist, `InvalidInput` when the figure
    of a line is asked for without its accompaniment.
    """
    when = moments(reader, query.as_of, query.known_at)
    state = _programme(reader, when)
    if query.funder_period is not None:
        return _explain_indicator(state, query, query.funder_period)
    figure = FIGURES.get(query.figure)
    if figure is None:
        raise _unknown_figure(query.figure)
    if query.accompaniment is None:
        raise InvalidInput("Choisissez l’accompagnement dont ce chiffre est à ouvrir.", code="accompaniment-missing")
    one = state.accompaniments.get(query.accompaniment)
    if one is None or one.enrolled is None:
        raise _unknown_accompaniment()
    return FigureFacts(
        figure=query.figure,
        label=figure.label,
        value=figure.value(line(state, state.call_of(one), one)),
        definition=figure.definition,
        facts=all_shown(facts_behind(figure, state, one), state.names),
    )


def _explain_indicator(state: Programme, query: ExplainFigure, period: str) -> FigureFacts:
    counts = funder.count(state, read_period(period))
    counted = counts.total if query.accompaniment is None else _of_territory(state, counts, query.accompaniment)
    if query.figure not in counted:
        raise _unknown_figure(query.figure)
    value, facts = counted[query.figure]
    definition = DEFINITIONS[query.figure]
    return FigureFacts(
        figure=query.figure,
        label=definition.label,
        value=_written(value, definition.unit),
        definition=definition.text,
        facts=all_shown(facts, state.names),
    )


def _written(value: funder.Value, unit: str) -> str:
    if value is None:
        return "non renseigné"
    return number(value) + ("\u00a0%" if unit == "%" else "")


def _of_territory(state: Programme, counts: funder.Counts, accompaniment: str) -> dict[str, funder.Counted]:
    one = state.accompaniments.get(accompaniment)
    if one is None or one.enrolled is None:
        raise _unknown_accompaniment()
    return next((counted for (id_, _), counted in counts.territories.items() if id_ == one.territory), funder.NOTHING)


def _unknown_figure(figure: str) -> NotFound:
    return NotFound(f"Ce chiffre est inconnu\u00a0: {figure}.", code="unknown-figure")


def _unknown_accompaniment() -> NotFound:
    return NotFound("Cet accompagnement est inconnu à cette date.", code="unknown-accompaniment")


@QUERIES.answers(GetFunderReport)
def get_funder_report(reader: Reader, query: GetFunderReport) -> FunderReport:
    """The funder's figures of a period, in total and by territory. Raises `WrongPeriod`."""
    period = read_period(query.period)
    when = moments(reader, query.as_of, query.known_at)
    counts = funder.count(_programme(reader, when), period)
    return FunderReport(
        funder=query.funder,
        period=period.text,
        as_of=when.as_of.isoformat(),
        known_at=when.known_at.isoformat(),
        indicators=funder.indicators(counts.total),
        territories=funder.territories(counts),
    )


@QUERIES.answers(GetMorning)
def get_morning(reader: Reader, query: GetMorning) -> Morning:  # noqa: ARG001 - the morning asks nothing more
    """What happened, what is due and who waits for whom, today, over all territories."""
    state = _programme(reader, moments(reader, None, None))
    return Morning(
        today=state.day.isoformat(),
        happened=happened(state),
        due=due(state, _reports_wanted(reader)),
        waiting=waiting(state),
        lines=follow_up(state),
        conflicts=open_conflicts(state),
    )


def _reports_wanted(reader: Reader) -> list[ReportWanted]:
    made = exists().where(Report.funder == FunderPeriod.funder, Report.period == FunderPeriod.period)
    rows = reader.session.execute(select(FunderPeriod.funder, FunderPeriod.period, FunderPeriod.due_on).where(~made))
    return [ReportWanted(row.funder, row.period, row.due_on) for row in rows]
