"""The case in which a need stands now."""

from __future__ import annotations

from services.platforms.cards import found
from services.platforms.commands.registry import COMMANDS
from services.platforms.needs import need_words
from services.platforms.projects import project
from services.platforms.rules.cases import WORKSHOPS
from services.platforms.rules.words import plain
from services.platforms.tables import KNOWN, CaseStep
from shared.contracts.base import Receipt
from shared.contracts.platforms import AssignCase
from shared.events import CaseAssigned
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AssignCase)
def assign_case(uow: UnitOfWork, command: AssignCase) -> Receipt:
    """Say in which case a need of a project stands now; earlier steps stay. Tells `case-assigned`.

    Raises `NotFound` for an unknown accompaniment, platform or cooperation.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    need = need_words(uow, accompaniment, command.need)
    named = project(uow, accompaniment, command.project, command.cooperation)
    platform = found(uow, command.platform).slug if command.platform else None
    step = CaseStep(
        id=new_id(),
        accompaniment=accompaniment.id,
        project=named.words,
        cooperation=named.cooperation,
        need=need,
        plain_need=f"{plain(named.words)}/{plain(need) or need}" if named.words else plain(need) or need,
        platform=platform,
        case=command.case,
        reason=command.reason,
        answers=command.answers.model_dump() if command.answers else None,
        occurred=command.occurred,
    )
    uow.session.add(step)
    uow.tell(
        CaseAssigned(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            case=command.case,
            need=need,
            reason=command.reason,
            project=named.words,
            cooperation=named.cooperation,
            platform=platform,
            workshop=WORKSHOPS.get(command.case),
        ),
        occurred=command.occurred,
    )
    return Receipt(id=step.id)
