"""Where a personal link goes, and whether its message still makes sense when it is about to leave."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.territories.queries.registry import QUERIES
from services.territories.rules import DECISIONS, Reception
from services.territories.standing import standing_of
from services.territories.tables import Call, Candidature, CandidatureFile, Opinion, Person
from shared.contracts.territories import CheckLink, GetWrittenTo, LinkCheck, WrittenTo
from shared.errors import NotFound
from shared.french import tidy
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetWrittenTo)
def get_written_to(reader: Reader, query: GetWrittenTo) -> WrittenTo:
    """The address behind a file or an opinion, at the moment of sending; raises `NotFound` (`unknown-file`)."""
    session = reader.session
    row = _behind(session, query.file)
    if row is None:
        raise NotFound(tidy("Ce brouillon n’existe plus."), code="unknown-file")
    call = session.get_one(Call, row.call if isinstance(row, CandidatureFile) else _candidature(session, row).call)
    return WrittenTo(
        file=row.id,
        person=row.person,
        email=session.get_one(Person, row.person).email,
        call=call.id,
        call_title=call.title,
        until=Reception(call.opens, call.closes, call.closed_on).last_day(),
        contact=call.contact,
    )


@QUERIES.answers(CheckLink)
def check_link(reader: Reader, query: CheckLink) -> LinkCheck:
    """The address of the moment, and why the message must not leave any more: its link is dead, or there is no need."""
    row = _behind(reader.session, query.file)
    if row is None:
        return LinkCheck(email=None, why_not=tidy("le brouillon n’existe plus"))
    why_not = _dead(row, query.link) or _needless(reader, row, query.occasion)
    return LinkCheck(email=reader.session.get_one(Person, row.person).email, why_not=why_not and tidy(why_not))


def _dead(row: CandidatureFile | Opinion, link: str) -> str | None:
    if row.revoked_at is not None:
        return "le lien personnel est fermé"
    known = {row.hash, row.next_hash} if isinstance(row, CandidatureFile) else {row.hash}
    return None if link in known else "un autre lien personnel l’a remplacé"


def _needless(reader: Reader, row: CandidatureFile | Opinion, occasion: str) -> str | None:
    if isinstance(row, Opinion):
        if row.given_at is not None:
            return "l’avis est donné"
        return "la candidature a sa réponse" if _candidature(reader.session, row).state in DECISIONS else None
    standing = standing_of(reader.session, row)
    if standing.state in DECISIONS:
        return "la candidature a sa réponse"
    if occasion == "correction":
        return None if standing.asked else "la question a sa réponse"
    if standing.state is not None:
        return "la candidature est déposée"
    return None if standing.reception.takes(reader.today, reader.today) == "yes" else "l’appel est clos"


def _behind(session: Session, id: str) -> CandidatureFile | Opinion | None:
    return session.get(CandidatureFile, id) or session.get(Opinion, id)


def _candidature(session: Session, opinion: Opinion) -> Candidature:
    return session.get_one(Candidature, opinion.candidature)
