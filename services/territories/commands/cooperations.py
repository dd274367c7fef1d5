"""Cooperation projects: entering and placing them, their budget, the aids of those who carry them."""

from __future__ import annotations

from services.territories import finding
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.cooperation_words import cooperation_of, cooperation_words, standings_of
from services.territories.directory_words import living_organisation
from services.territories.rules.aids import REGIMES
from services.territories.rules.cooperation import NON_MONETARY, category_of
from services.territories.tables import Aid, BudgetLine, Cooperation, CooperationPosition, Organisation
from shared.contracts.base import Receipt
from shared.contracts.territories import (
    AddBudgetLine,
    NoteAid,
    NoteCooperation,
    PlaceCooperation,
    ReviseCooperation,
    WithdrawAid,
    WithdrawBudgetLine,
)
from shared.errors import NotFound
from shared.events import AidNoted, BudgetNoted, CooperationNoted, CooperationPlaced
from shared.french import money, quoted
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(NoteCooperation)
def note_cooperation(uow: UnitOfWork, command: NoteCooperation) -> Receipt:
    """Enter a cooperation of a territory; raises `NotFound` for what it names."""
    found = finding.resolve(uow.session, command.territory)
    enrolled = found.accompaniment or finding.latest_accompaniment(uow.session, found.territory.id)
    row = Cooperation(
        id=new_id(),
        territory=found.territory.id,
        accompaniment=enrolled.id if enrolled else None,
        title=command.title,
        summary=command.summary,
        initiators=list(dict.fromkeys(command.initiators)),
        starting_point=command.starting_point,
        model=command.model,
        beneficiary=living_organisation(uow.session, command.beneficiary).id if command.beneficiary else None,
        born_of=cooperation_of(uow.session, command.born_of).id if command.born_of else None,
        source=command.source,
        occurred=command.occurred,
    )
    uow.session.add(row)
    uow.tell(
        CooperationNoted(
            territory=row.territory,
            accompaniment=row.accompaniment,
            cooperation=row.id,
            title=row.title,
            born_of=row.born_of,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(ReviseCooperation)
def revise_cooperation(uow: UnitOfWork, command: ReviseCooperation) -> Receipt:
    """Rewrite what is said of a cooperation; raises `NotFound`, `Refused` (`changed-meanwhile`)."""
    row = cooperation_of(uow.session, command.cooperation, lock=True)
    check_unchanged(command.seen, cooperation_words(row))
    row.beneficiary = living_organisation(uow.session, command.beneficiary).id if command.beneficiary else None
    row.title, row.summary, row.model, row.source = command.title, command.summary, command.model, command.source
    row.initiators, row.starting_point = list(dict.fromkeys(command.initiators)), command.starting_point
    return Receipt(id=row.id)


@COMMANDS.handles(PlaceCooperation)
def place_cooperation(uow: UnitOfWork, command: PlaceCooperation) -> Receipt:
    """Say where a cooperation stands; a stage may come back, since the cycle is no line (9.2)."""
    if command.towards == command.stage:
        raise invalid("towards", "Une coopération ne va pas vers le stade où elle est déjà.")
    row = cooperation_of(uow.session, command.cooperation)
    position = CooperationPosition(id=new_id(), **command.model_dump())
    uow.session.add(position)
    uow.tell(
        CooperationPlaced(
            territory=row.territory,
            accompaniment=row.accompaniment,
            cooperation=row.id,
            stage=command.stage,
            towards=command.towards,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=position.id)


@COMMANDS.handles(AddBudgetLine)
def add_budget_line(uow: UnitOfWork, command: AddBudgetLine) -> Receipt:
    """Add a line; raises `InvalidInput` for a category of the other side, or money without an amount."""
    row = cooperation_of(uow.session, command.cooperation)
    if category_of(command.side, command.category) is None:
        raise invalid("category", "Cette sorte de ligne n’est pas de ce côté du budget.")
    if command.cents is None and command.category not in NON_MONETARY:
        raise invalid("cents", "Le montant manque : seules les ressources non monétaires peuvent s’en passer.")
    line = BudgetLine(id=new_id(), withdrawn=None, **command.model_dump())
    uow.session.add(line)
    _tell_budget(uow, row, line)
    return Receipt(id=line.id)


@COMMANDS.handles(WithdrawBudgetLine)
def withdraw_budget_line(uow: UnitOfWork, command: WithdrawBudgetLine) -> Receipt:
    """Take a line out; raises `NotFound`, `Refused` (`already-withdrawn`)."""
    line = uow.session.get(BudgetLine, command.line, with_for_update=True)
    if line is None:
        raise NotFound("Cette ligne de budget est inconnue.", code="unknown-line")
    if line.withdrawn is not None:
        raise refused("Cette ligne est déjà retirée.", "already-withdrawn")
    line.withdrawn = command.reason
    _tell_budget(uow, cooperation_of(uow.session, line.cooperation), line)
    return Receipt(id=line.id)


def _tell_budget(uow: UnitOfWork, row: Cooperation, line: BudgetLine) -> None:
    uow.tell(
        BudgetNoted(
            territory=row.territory,
            accompaniment=row.accompaniment,
            cooperation=row.id,
            year=line.year,
            side=line.side,
            category=line.category,
        )
    )


@COMMANDS.handles(NoteAid)
def note_aid(uow: UnitOfWork, command: NoteAid) -> Receipt:
    """Enter an aid; a ceiling that is passed is said in `notes`, and refuses nothing: the facts are what they are."""
    organisation = living_organisation(uow.session, command.organisation)
    cooperation = cooperation_of(uow.session, command.cooperation) if command.cooperation else None
    words = command.model_dump(exclude={"organisation", "cooperation"})
    aid = Aid(
        id=new_id(),
        organisation=organisation.id,
        cooperation=cooperation.id if cooperation else None,
        withdrawn=None,
        **words,
    )
    uow.session.add(aid)
    uow.session.flush()
    uow.tell(
        AidNoted(
            territory=cooperation.territory if cooperation else organisation.territory,
            accompaniment=cooperation.accompaniment if cooperation else None,
            aid=aid.id,
            organisation=organisation.id,
            cents=aid.cents,
            regime=aid.regime,
            expected=aid.expected,
        ),
        occurred=command.granted,
    )
    return Receipt(id=aid.id, notes=_passed(uow, organisation))


def _passed(uow: UnitOfWork, organisation: Organisation) -> list[str]:
    return [
        french(
            f"{quoted(organisation.label)} atteint {money((one.granted + one.expected) / 100)} d’aides "
            f"{REGIMES[one.regime].label} sur trois ans, au-delà du plafond de {money(one.ceiling / 100)}."
        )
        for one in standings_of(uow.session, organisation.id, uow.today)
        if one.would_pass
    ]


@COMMANDS.handles(WithdrawAid)
def withdraw_aid(uow: UnitOfWork, command: WithdrawAid) -> Receipt:
    """Count an aid no more; raises `NotFound`, `Refused` (`already-withdrawn`)."""
    aid = uow.session.get(Aid, command.aid, with_for_update=True)
    if aid is None:
        raise NotFound("Cette aide est inconnue.", code="unknown-aid")
    if aid.withdrawn is not None:
        raise refused("Cette aide est déjà retirée.", "already-withdrawn")
    aid.withdrawn = command.reason
    return Receipt(id=aid.id)
