"""Answers to the shared questions, each in its own name; criteria that a territory holds to be eliminatory."""

from __future__ import annotations

from services.platforms.cards import found
from services.platforms.commands.registry import COMMANDS
from services.platforms.tables import KNOWN, AnswerRow, EliminatoryStep
from shared.contracts.base import Receipt
from shared.contracts.platforms import AnswerQuestion, HoldEliminatory
from shared.events import EliminatoryCriterionHeld, PlatformQuestioned
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AnswerQuestion)
def answer_question(uow: UnitOfWork, command: AnswerQuestion) -> Receipt:
    """Keep an answer beside the others'; tells `platform-questioned`. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    platform = found(uow, command.platform)
    row = AnswerRow(
        id=new_id(),
        accompaniment=accompaniment.id,
        platform=platform.slug,
        question=command.question,
        text=command.text,
        stance=command.stance,
        criteria=list(dict.fromkeys(command.criteria)),
        author=uow.actor,
        person=command.person,
        recorded_at=uow.now,
    )
    uow.session.add(row)
    uow.tell(
        PlatformQuestioned(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            platform=platform.slug,
            question=command.question,
            criteria=list(row.criteria),
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=row.id)


@COMMANDS.handles(HoldEliminatory)
def hold_eliminatory(uow: UnitOfWork, command: HoldEliminatory) -> Receipt:
    """Say that a criterion is eliminatory here, or no longer; tells `eliminatory-criterion-held`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    step = EliminatoryStep(
        id=new_id(),
        accompaniment=accompaniment.id,
        criterion=command.criterion,
        held=command.held,
        reason=command.reason,
        occurred=command.occurred,
    )
    uow.session.add(step)
    uow.tell(
        EliminatoryCriterionHeld(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            criterion=command.criterion,
            held=command.held,
            reason=command.reason,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=step.id)
