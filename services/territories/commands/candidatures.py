"""Candidatures in two steps, a pre-file and a full file (AMI-07), and the one answer to each."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from services.territories import finding
from services.territories.commands.calls import published
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.rules import DECISIONS, Reception, why_closed, why_not_yet
from services.territories.tables import Accompaniment, Call, Candidature, CandidaturePartner, Territory
from shared.contracts.base import Receipt
from shared.contracts.territories import CompleteCandidature, DecideCandidature, SubmitPreFile, TakeUpCandidature
from shared.errors import Refused
from shared.events import CandidatureDecided, CandidatureSubmitted, ReviewOpened
from shared.french import quoted
from shared.ids import new_id
from shared.partial_dates import in_french, parse
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(SubmitPreFile)
def submit_pre_file(uow: UnitOfWork, command: SubmitPreFile) -> Receipt:
    """First step of a candidature.

    Raises `Refused`: `call-draft`, `call-closed` after the closing day or after somebody closed the call,
    `call-not-open` before its opening, `already-candidate` when this territory has answered this call. A pre-file
    without a date arrives today.
    """
    call = published(uow, command.call)
    territory = finding.territory(uow.session, command.territory)
    partners = [finding.territory(uow.session, partner) for partner in command.partners]
    candidature = add_pre_file(uow, call, territory, partners, command.motives, command.occurred)
    return Receipt(id=candidature.id)


def add_pre_file(
    uow: UnitOfWork,
    call: Call,
    territory: Territory,
    partners: Iterable[Territory],
    motives: str,
    occurred: str | None,
) -> Candidature:
    """Write and tell the first step of a candidature; raises as `submit_pre_file` does."""
    _check_reception(uow, call, occurred)
    _check_first(uow, call, territory)
    candidature = Candidature(
        id=new_id(),
        call=call.id,
        territory=territory.id,
        state="draft",
        motives=motives,
        wished_perimeter="",
        existing_actions=[],
        existing_knowledge="",
        pre_filed=occurred,
        reason="",
    )
    uow.session.add(candidature)
    uow.session.flush()
    together = set_partners(uow, candidature, partners)
    uow.tell(
        CandidatureSubmitted(
            territory=territory.id, call=call.id, candidature=candidature.id, step="pre-file", partners=together
        ),
        occurred=occurred,
    )
    return candidature


def set_partners(uow: UnitOfWork, candidature: Candidature, partners: Iterable[Territory]) -> list[str]:
    """Say with whom a territory answers, each once; gives their ids."""
    known = partners_of(uow, candidature)
    wanted = list(dict.fromkeys(one.id for one in partners if one.id != candidature.territory))
    for row in known:
        if row.territory not in wanted:
            uow.session.delete(row)
    told = {row.territory for row in known}
    for territory in wanted:
        if territory not in told:
            uow.session.add(CandidaturePartner(id=new_id(), candidature=candidature.id, territory=territory))
    return wanted


def partners_of(uow: UnitOfWork, candidature: Candidature) -> list[CandidaturePartner]:
    """The territories that answer with this candidature's own."""
    chosen = select(CandidaturePartner).where(CandidaturePartner.candidature == candidature.id)
    return list(uow.session.scalars(chosen.order_by(CandidaturePartner.id)))


def _check_reception(uow: UnitOfWork, call: Call, occurred: str | None) -> None:
    reception = Reception(call.opens, call.closes, call.closed_on)
    arrived = parse(occurred or uow.today.isoformat())
    answer = reception.takes(arrived.earliest, arrived.latest)
    if answer == "closed":
        raise Refused(why_closed(reception), code="call-closed")
    if answer == "not-yet":
        raise Refused(why_not_yet(reception), code="call-not-open")


def _check_first(uow: UnitOfWork, call: Call, territory: Territory) -> None:
    earlier = select(Candidature.id).where(Candidature.call == call.id, Candidature.territory == territory.id)
    if uow.session.scalars(earlier).first() is not None:
        raise refused(f"{territory.label} a déjà répondu à l’appel {quoted(call.title)}.", "already-candidate")


@COMMANDS.handles(CompleteCandidature)
def complete_candidature(uow: UnitOfWork, command: CompleteCandidature) -> Receipt:
    """Second step, also after the closing day; raises `Refused`: `already-decided`, `already-complete`."""
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    add_full_file(
        uow,
        candidature,
        wished_perimeter=command.wished_perimeter,
        existing_actions=command.existing_actions,
        existing_knowledge=command.existing_knowledge,
        occurred=command.occurred,
    )
    return Receipt(id=candidature.id)


def add_full_file(
    uow: UnitOfWork,
    candidature: Candidature,
    *,
    wished_perimeter: str,
    existing_actions: list[str],
    existing_knowledge: str,
    occurred: str | None,
) -> None:
    """Write and tell the second step; raises as `complete_candidature` does."""
    check_undecided(candidature)
    if candidature.completed is not None or candidature.state == "submitted":
        raise refused(
            f"Le dossier complet de cette candidature est déjà arrivé{_when(candidature.completed)}.",
            "already-complete",
        )
    # A pre-file that is examined already stays so: its full file only adds to it.
    candidature.state = "submitted" if candidature.state == "draft" else candidature.state
    candidature.wished_perimeter = wished_perimeter
    candidature.existing_actions = existing_actions
    candidature.existing_knowledge = existing_knowledge
    candidature.completed = occurred
    uow.tell(
        CandidatureSubmitted(
            territory=candidature.territory,
            call=candidature.call,
            candidature=candidature.id,
            step="full",
            partners=[row.territory for row in partners_of(uow, candidature)],
        ),
        occurred=occurred,
    )


@COMMANDS.handles(TakeUpCandidature)
def take_up_candidature(uow: UnitOfWork, command: TakeUpCandidature) -> Receipt:
    """Begin to examine a candidature; raises `Refused`: `already-decided`, `already-taken-up`, `not-complete`."""
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    check_undecided(candidature)
    if candidature.state == "in-review":
        raise refused("Cette candidature est déjà en instruction.", "already-taken-up")
    if candidature.state == "draft":
        raise refused(
            "Le dossier complet n’est pas arrivé : l’instruction commence avec lui. On peut répondre au pré-dossier.",
            "not-complete",
        )
    candidature.state = "in-review"
    uow.tell(
        ReviewOpened(territory=candidature.territory, call=candidature.call, candidature=candidature.id),
        occurred=command.occurred,
    )
    return Receipt(id=candidature.id)


@COMMANDS.handles(DecideCandidature)
def decide_candidature(uow: UnitOfWork, command: DecideCandidature) -> Receipt:
    """Answer a candidature once, at either step; raises `Refused` (`already-decided`), `InvalidInput` (`reason`)."""
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    check_undecided(candidature)
    if len(command.reason) > MOST_REASON:
        raise invalid("reason", f"La raison est trop longue : {MOST_REASON} caractères au plus.")
    candidature.state = command.decision
    candidature.decided = command.occurred
    candidature.reason = command.reason
    uow.tell(
        CandidatureDecided(
            territory=candidature.territory,
            accompaniment=_accompaniment(uow, candidature),
            call=candidature.call,
            candidature=candidature.id,
            decision=command.decision,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=candidature.id)


MOST_REASON = 10_000


def _accompaniment(uow: UnitOfWork, candidature: Candidature) -> str | None:
    """The accompaniment of a candidature that is answered on paper after the work began."""
    return uow.session.scalars(
        select(Accompaniment.id).where(
            Accompaniment.call == candidature.call, Accompaniment.territory == candidature.territory
        )
    ).first()


def check_undecided(candidature: Candidature) -> None:
    """Raise `Refused` (`already-decided`) once a candidature has its answer."""
    if candidature.state in DECISIONS:
        raise refused(
            f"Cette candidature a déjà reçu sa réponse{_when(candidature.decided)} : {DECISIONS[candidature.state]}.",
            "already-decided",
        )


def _when(occurred: str | None) -> str:
    return f" {in_french(parse(occurred), 'sentence')}" if occurred else ""
