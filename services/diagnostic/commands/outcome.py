"""What the diagnostic concluded, its presentation, the orientation that was validated."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.tables import KNOWN, Orientation, Presentation, Stake, StatedConclusion
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import ConcludeDiagnostic, PresentDiagnostic, ValidateOrientation
from shared.errors import InvalidInput
from shared.events import DiagnosticConcluded, DiagnosticPresented, OrientationValidated
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(ConcludeDiagnostic)
def conclude_diagnostic(uow: UnitOfWork, command: ConcludeDiagnostic) -> Receipt:
    """Say where the territory stands, «too early» included (DIA-40); tells `diagnostic-concluded`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = StatedConclusion(
        id=new_id(),
        accompaniment=accompaniment.id,
        conclusion=command.conclusion,
        reasons=[reason for reason in command.reasons if reason],
        plain_words=command.plain_words,
        occurred=command.occurred,
    )
    uow.session.add(row)
    uow.tell(
        DiagnosticConcluded(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            conclusion=command.conclusion,
            reasons=row.reasons,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(PresentDiagnostic)
def present_diagnostic(uow: UnitOfWork, command: PresentDiagnostic) -> Receipt:
    """The diagnostic was given back to the collectivité (DIA-42); tells `diagnostic-presented`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = Presentation(
        id=new_id(),
        accompaniment=accompaniment.id,
        audience=command.audience,
        feedback=command.feedback,
        occurred=command.occurred,
    )
    uow.session.add(row)
    uow.tell(
        DiagnosticPresented(territory=accompaniment.territory, accompaniment=accompaniment.id),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)


@COMMANDS.handles(ValidateOrientation)
def validate_orientation(uow: UnitOfWork, command: ValidateOrientation) -> Receipt:
    """The collectivité validated an orientation (DIA-42, DIA-43); the conclusion stays as it was.

    Tells `orientation-validated`. Raises `InvalidInput` for a stake that is none of this territory's.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    known = uow.session.scalars(
        select(Stake.id).where(Stake.accompaniment == accompaniment.id, Stake.id.in_(command.stakes))
    ).all()
    if set(command.stakes) - set(known):
        sentence = "L’un des enjeux choisis n’est pas de ce territoire."
        raise InvalidInput(sentence, problems=[("stakes", sentence)])
    row = Orientation(
        id=new_id(),
        accompaniment=accompaniment.id,
        orientation=command.orientation,
        entry_point=command.entry_point or None,
        interests=command.interests,
        stakes=sorted(set(command.stakes)),
        validated_by=command.validated_by,
        occurred=command.occurred,
    )
    uow.session.add(row)
    uow.tell(
        OrientationValidated(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            orientation=row.orientation,
            entry_point=row.entry_point,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=row.id)
