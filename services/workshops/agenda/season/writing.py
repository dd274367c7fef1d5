"""The plan of a season as the JSON that `agenda season` promises."""

from typing import Any

from services.workshops.agenda.season.values import Placed, Plan
from services.workshops.agenda.writing import as_number


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Give the JSON values of a plan; placed workshops stand in order of time."""
    return {
        "status": "optimal" if plan.proven else "feasible",
        "placed": [_placed(one) for one in plan.placed],
        "unplaced": [{"id": id_, "why": why} for id_, why in plan.unplaced.items()],
        "objective": {"placed": len(plan.placed), "presence": as_number(plan.presence)},
        "bound": {"placed": plan.bound_placed, "presence": as_number(plan.bound_presence)},
    }


def _placed(one: Placed) -> dict[str, Any]:
    return {
        "id": one.workshop,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "present": list(one.present),
        "missing": list(one.missing),
    }
