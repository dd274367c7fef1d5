"""The stakes of a territory, in its own words."""

from __future__ import annotations

from sqlalchemy import select

from services.diagnostic.commands.registry import COMMANDS
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.tables import KNOWN, Stake
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import NameStake
from shared.errors import Refused
from shared.events import StakeNamed
from shared.french import quoted, tidy
from shared.ids import new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(NameStake)
def name_stake(uow: UnitOfWork, command: NameStake) -> Receipt:
    """Name a stake; tells `stake-named`. Raises `Refused` when it is named already."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    plain = plain_name(command.title)
    if uow.session.scalar(select(Stake.id).where(Stake.accompaniment == accompaniment.id, Stake.plain_title == plain)):
        raise Refused(tidy(f"L’enjeu {quoted(command.title)} est déjà dans la liste."), code="stake-known")
    stake = Stake(
        id=new_id(),
        accompaniment=accompaniment.id,
        title=command.title,
        plain_title=plain,
        detail=command.detail,
        occurred=command.occurred,
    )
    uow.session.add(stake)
    uow.tell(
        StakeNamed(
            territory=accompaniment.territory, accompaniment=accompaniment.id, stake=stake.id, title=stake.title
        ),
        occurred=command.occurred,
    )
    return Receipt(id=stake.id)
