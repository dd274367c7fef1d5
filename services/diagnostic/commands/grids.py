"""Writing the shared interview grid, and agreeing to it."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.rules import grids as rules
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.stamps import seen_of
from services.diagnostic.tables import KNOWN, Grid, GridAgreement, Interview
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import AgreeGrid, WriteGrid
from shared.errors import NotFound, Refused
from shared.events import GridAgreed, GridRevised
from shared.french import quoted, tidy
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(WriteGrid)
def write_grid(uow: UnitOfWork, command: WriteGrid) -> Receipt:
    """Write the grid in use, or a new version once the one in use was agreed to or followed; tells `grid-revised`.

    The same words again change nothing. Raises `Refused` when somebody wrote it since the writer looked.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    current = current_grid(uow, accompaniment.id, locked=True)
    content = {
        "preparation": rules.said({str(key): text for key, text in command.preparation.items()}),
        "questions": rules.keyed(command.questions),
        "expertises": rules.expertises(command.expertises),
        "note": command.note,
    }
    used = current is not None and _is_used(uow, current)
    # A note alone makes no new version: it says what a version changes.
    compared = [name for name in content if not (used and name == "note")]
    if current and all(getattr(current, name) == content[name] for name in compared):
        return Receipt(id=current.id, notes=["Rien n’a changé dans la grille."])
    if current is not None:
        check_unchanged(command.seen, seen_of(current))
    if current is None or used:
        current = _new_version(accompaniment, current)
        uow.session.add(current)
    for name, value in content.items():
        setattr(current, name, value)
    current.recorded_at = uow.now
    uow.tell(
        GridRevised(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            grid=current.id,
            number=current.version,
            questions=len(current.questions),
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=current.id)


def current_grid(uow: UnitOfWork, accompaniment: str, *, locked: bool = False) -> Grid | None:
    """The version in use."""
    statement = select(Grid).where(Grid.accompaniment == accompaniment).order_by(Grid.version.desc()).limit(1)
    return uow.session.scalar(statement.with_for_update() if locked else statement)


def _is_used(uow: UnitOfWork, grid: Grid) -> bool:
    followed = select(exists().where(Interview.grid == grid.id))
    agreed = select(exists().where(GridAgreement.grid == grid.id))
    return bool(uow.session.scalar(followed) or uow.session.scalar(agreed))


def _new_version(accompaniment: Accompaniment, before: Grid | None) -> Grid:
    return Grid(id=new_id(), accompaniment=accompaniment.id, version=before.version + 1 if before else 1)


@COMMANDS.handles(AgreeGrid)
def agree_grid(uow: UnitOfWork, command: AgreeGrid) -> Receipt:
    """Note that a party agrees to the version in use; tells `grid-agreed`.

    Raises `NotFound` for a version that does not exist, `Refused` for an older one or a party that agreed already.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    current = current_grid(uow, accompaniment.id, locked=True)
    if current is None or command.version > current.version or command.version < 1:
        raise NotFound("Cette version de la grille n’existe pas.", code="unknown-grid")
    if command.version < current.version:
        raise Refused(
            f"La grille en est à la version {current.version}\u00a0: c’est à celle-ci qu’il faut se mettre d’accord.",
            code="grid-outdated",
        )
    plain = plain_name(command.party)
    agreed = select(exists().where(GridAgreement.grid == current.id, GridAgreement.plain_party == plain))
    if uow.session.scalar(agreed):
        raise Refused(tidy(f"{quoted(command.party)} a déjà donné son accord."), code="already-agreed")
    row = GridAgreement(
        id=new_id(),
        grid=current.id,
        party=command.party,
        plain_party=plain,
        occurred=command.occurred,
        recorded_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    parties = uow.session.scalar(select(func.count()).where(GridAgreement.grid == current.id)) or 0
    uow.tell(
        GridAgreed(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            grid=current.id,
            number=current.version,
            parties=parties,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)
