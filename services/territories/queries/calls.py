"""Calls, their candidatures and the accompaniments that came of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.places import epci_names, place_of
from services.territories.queries.prospects import prospect_cards
from services.territories.queries.registry import QUERIES
from services.territories.rules import DECISIONS, STAGES, Reception
from services.territories.rules.candidatures import (
    Standing,
    call_state,
    next_step,
)
from services.territories.rules.last_calls import last_call_due, last_call_from, stopped
from services.territories.tables import (
    Accompaniment,
    Call,
    Candidature,
    CandidatureFile,
    CandidaturePartner,
    Person,
    Territory,
)
from shared.clock import paris_day
from shared.contracts.territories import (
    AccompanimentCard,
    AccompanimentList,
    Answers,
    CallCard,
    CallList,
    CallPage,
    CandidatureCard,
    DraftCard,
    GetCall,
    GetPublicCall,
    ListAccompaniments,
    ListCalls,
    ListPublicCalls,
    PublicCall,
    PublicCalls,
)
from shared.errors import NotFound
from shared.french import tidy, without_accents
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListCalls)
def list_calls(reader: Reader, query: ListCalls) -> CallList:  # noqa: ARG001  # every query function has this shape
    """Every call, the newest first: by opening day, else by the day it was published or entered."""
    calls = sorted(reader.session.scalars(select(Call)), key=_age, reverse=True)
    candidatures = _count(reader.session, Candidature)
    enrolled = _count(reader.session, Accompaniment)
    return CallList(calls=[_card(call, reader.today, candidatures[call.id], enrolled[call.id]) for call in calls])


@QUERIES.answers(ListPublicCalls)
def list_public_calls(reader: Reader, query: ListPublicCalls) -> PublicCalls:  # noqa: ARG001  # the shape of all queries
    """The published calls, the newest first, without a word on who answered."""
    calls = sorted(reader.session.scalars(select(Call).where(Call.state != "draft")), key=_age, reverse=True)
    return PublicCalls(calls=[_card(call, reader.today, 0, 0) for call in calls])


@QUERIES.answers(GetPublicCall)
def get_public_call(reader: Reader, query: GetPublicCall) -> PublicCall:
    """One published call; raises `NotFound` (`unknown-call`) for a draft, as for no call at all."""
    call = finding.call(reader.session, query.id)
    if call.state == "draft":
        raise NotFound(tidy("Aucun appel publié ne se trouve à cette adresse."), code="unknown-call")
    reception = Reception(call.opens, call.closes, call.closed_on)
    step, why = next_step(Standing(reception, call.full_until, None), reader.today)
    return PublicCall(call=_card(call, reader.today, 0, 0), takes=step == "pre-file", why_closed=why)


@QUERIES.answers(GetCall)
def get_call(reader: Reader, query: GetCall) -> CallPage:
    """One call with its candidatures in the order of arrival; raises `NotFound` (`unknown-call`)."""
    call = finding.call(reader.session, query.id)
    statement = (
        select(Candidature, Territory.label)
        .join(Territory, Territory.id == Candidature.territory)
        .where(Candidature.call == call.id)
        .order_by(Candidature.id)
    )
    partners = _partners(reader.session, call.id)
    candidatures = [_candidature(row, label, partners[row.id]) for row, label in reader.session.execute(statement)]
    enrolled = _count(reader.session, Accompaniment)[call.id]
    reception = Reception(call.opens, call.closes, call.closed_on)
    first = last_call_from(reception, call.last_call_days)
    nobody = stopped(call.last_call_stopped, reception, call.last_call_days)
    return CallPage(
        call=_card(call, reader.today, len(candidatures), enrolled),
        candidatures=candidatures,
        drafts=draft_cards(reader.session, call, reader.today),
        prospects=prospect_cards(reader.session, call.id),
        last_call_from=first.isoformat() if first else None,
        last_call_stopped=nobody.why if nobody else None,
    )


def call_card(session: Session, call: Call, today: date) -> CallCard:
    """The card of one call."""
    return _card(call, today, _count(session, Candidature)[call.id], _count(session, Accompaniment)[call.id])


def draft_cards(session: Session, call: Call, today: date) -> list[DraftCard]:
    """The drafts of a call that were not sent, the oldest first; which of them are to be called a last time."""
    chosen = (
        select(CandidatureFile, Person)
        .join(Person, Person.id == CandidatureFile.person)
        .where(CandidatureFile.call == call.id, CandidatureFile.candidature.is_(None))
        .order_by(CandidatureFile.id)
    )
    rows = list(session.execute(chosen))
    addresses = Counter(_address(person) for _, person in rows)
    return [_draft(call, file, person, today, again=addresses[_address(person)] > 1) for file, person in rows]


def _address(person: Person) -> str:
    return (person.email or person.id).lower()


def _draft(call: Call, file: CandidatureFile, person: Person, today: date, *, again: bool) -> DraftCard:
    reception = Reception(call.opens, call.closes, call.closed_on)
    called = paris_day(file.last_called_at) if file.last_called_at else None
    nobody = stopped(file.last_call_stopped, reception, call.last_call_days)
    due = last_call_due(reception, call.last_call_days, today, called=called)
    return DraftCard(
        id=file.id,
        territory_label=draft_label(file),
        function=person.function,
        created=paris_day(file.created_at).isoformat(),
        updated=paris_day(file.updated_at).isoformat(),
        last_called=called.isoformat() if called else None,
        due=due and file.revoked_at is None and nobody is None,
        reachable=person.email is not None and file.revoked_at is None,
        again=again,
        stopped=nobody.why if nobody else None,
    )


def draft_label(file: CandidatureFile) -> str:
    """The territory of a draft, as far as somebody has said it."""
    answers = Answers.model_validate(file.answers)
    place = place_of(answers.place)
    return place.label if place else answers.label


def _partners(session: Session, call: str) -> defaultdict[str, list[str]]:
    statement = (
        select(CandidaturePartner.candidature, Territory.label)
        .join(Territory, Territory.id == CandidaturePartner.territory)
        .join(Candidature, Candidature.id == CandidaturePartner.candidature)
        .where(Candidature.call == call)
        .order_by(CandidaturePartner.id)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for candidature, label in session.execute(statement):
        found[candidature].append(label)
    return found


@QUERIES.answers(ListAccompaniments)
def list_accompaniments(reader: Reader, query: ListAccompaniments) -> AccompanimentList:
    """Accompaniments, newest call first, then by name; raises `NotFound` for an unknown call."""
    if query.call is not None:
        finding.call(reader.session, query.call)
    rows = [row for row in _accompaniments(reader.session) if query.call in (None, row[1].id)]
    rows.sort(key=lambda row: (without_accents(row[2].label), row[0].id))
    rows.sort(key=lambda row: _age(row[1]), reverse=True)
    return AccompanimentList(accompaniments=[_accompaniment(*row) for row in rows])


def accompaniment_cards(session: Session, ids: Iterable[str]) -> list[AccompanimentCard]:
    """The cards of some accompaniments in the order of enrolment."""
    wanted = set(ids)
    return [_accompaniment(*row) for row in _accompaniments(session) if row[0].id in wanted]


def _accompaniments(session: Session) -> list[Row[Accompaniment, Call, Territory]]:
    statement = (
        select(Accompaniment, Call, Territory)
        .join(Call, Call.id == Accompaniment.call)
        .join(Territory, Territory.id == Accompaniment.territory)
        .order_by(Accompaniment.id)
    )
    return list(session.execute(statement))


def _accompaniment(row: Accompaniment, call: Call, territory: Territory) -> AccompanimentCard:
    return AccompanimentCard.model_validate(
        {
            "id": row.id,
            "territory": territory.id,
            "territory_label": territory.label,
            "territory_kind": territory.kind,
            "siren": territory.siren,
            "insee": territory.insee,
            "call": call.id,
            "call_title": call.title,
            "stage": row.stage,
            "stage_label": STAGES[row.stage],
            "enrolled": row.occurred,
        }
    )


def _card(call: Call, today: date, candidatures: int, enrolled: int) -> CallCard:
    reception = Reception(call.opens, call.closes, call.closed_on)
    return CallCard(
        id=call.id,
        title=call.title,
        summary=call.summary,
        state=call_state(call.state, reception, today),
        opens=call.opens,
        closes=call.closes,
        places=call.places,
        candidatures=candidatures,
        enrolled=enrolled,
        full_until=call.full_until,
        departements=call.departements,
        epci=call.epci,
        epci_labels=epci_names(call.epci),
        criteria=call.criteria,
        accompanists=call.accompanists,
        contact=call.contact,
        last_call_days=call.last_call_days,
        bilan_after_months=call.bilan_after_months,
    )


def _candidature(row: Candidature, label: str, partners: list[str]) -> CandidatureCard:
    return CandidatureCard.model_validate(
        {
            "id": row.id,
            "territory": row.territory,
            "territory_label": label,
            "state": row.state,
            "motives": row.motives,
            "submitted": row.completed or row.pre_filed,
            "decided": row.decided if row.state in DECISIONS else None,
            "partners": partners,
            "step": "full" if row.completed or row.state == "submitted" else "pre-file",
        }
    )


def _count(session: Session, model: type[Candidature | Accompaniment]) -> Counter[str]:
    rows = session.execute(select(model.call, func.count()).group_by(model.call))
    return Counter(dict(iter(rows)))


def _age(call: Call) -> tuple[date, str]:
    said = call.opens or call.occurred
    return (latest_day(said) if said else paris_day(call.published_at)), call.id
