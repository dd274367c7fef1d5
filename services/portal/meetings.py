"""Whether people of an accompaniment have met yet: before that, no tool should lead the talk (U10)."""

from __future__ import annotations

from services.portal.desk import ask
from shared.contracts.workshops import GetWorkshops
from shared.errors import Unavailable


def met(accompaniment: str) -> bool:
    """Whether a workshop was held; when nobody can say just now, no warning is given."""
    try:
        return any(one.state == "held" for one in ask(GetWorkshops(accompaniment=accompaniment)).workshops)
    except Unavailable:
        return True
