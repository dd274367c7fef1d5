"""Plans looked for in processes of their own: started, watched and ended by a tick, never on the hub.

A season that is asked for is claimed by one process; should that die, the claim runs out and another one begins anew.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select, update

from services.workshops.season_request import request_of, whole_season
from services.workshops.tables import SeasonPerson, SeasonRow, SeasonWorkshop
from shared.ids import new_id
from shared.room import Desk, Ticks
from shared.storage.unit_of_work import UnitOfWork

AT_ONCE = 1
"""Solvers at once: each takes every processor it is given."""
HELD = timedelta(seconds=60)
OVERTIME = 30
"""Seconds after its time at which a solver is ended all the same."""

_ME = new_id()


@dataclass
class Work:
    """A solver at work on a season: its process, where it writes, and which of its plans was read."""

    season: str
    process: subprocess.Popen[bytes]
    folder: Path
    read: int = 0


_running: dict[str, Work] = {}


def at_work() -> list[Work]:
    """The solvers of this process."""
    return list(_running.values())


def plan_seasons(desk: Desk) -> None:
    """Begin what was asked for, take in what was found, end what nobody wants any more."""
    for work in at_work():
        with desk.unit_of_work() as uow:
            _look(uow, work)
    if len(_running) < AT_ONCE:
        with desk.unit_of_work() as uow:
            _begin(uow)


def register(ticks: Ticks) -> None:
    """Make it a duty of the room."""
    ticks.every(3)(plan_seasons)


def _begin(uow: UnitOfWork) -> None:
    waiting = or_(
        SeasonRow.state == "asked",
        (SeasonRow.state == "solving") & (SeasonRow.held_until < uow.now),
    )
    chosen = select(SeasonRow).where(waiting).order_by(SeasonRow.asked_at).limit(1).with_for_update(skip_locked=True)
    row = uow.session.scalar(chosen)
    if row is None:
        return
    folder = Path(tempfile.mkdtemp(prefix="terreau-season-"))
    request = request_of(uow, whole_season(uow, row))
    (folder / "season.json").write_text(json.dumps(request), encoding="utf-8")
    command = [sys.executable, "-m", "services.workshops.agenda.season.child", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603  # our own module
    _running[row.id] = Work(row.id, process, folder)
    row.state, row.solver, row.held_until, row.problem = "solving", _ME, uow.now + HELD, None


def _look(uow: UnitOfWork, work: Work) -> None:
    row = uow.session.get(SeasonRow, work.season, with_for_update=True)
    ended = work.process.poll() is not None
    if row is None or row.solver != _ME or row.state != "solving":
        _end(work)
        return
    late = row.asked_at is not None and uow.now > row.asked_at + timedelta(seconds=row.seconds + OVERTIME)
    _take_in(uow, row, work)
    if ended or late:
        problem = work.folder / "problem.txt"
        row.problem = problem.read_text(encoding="utf-8") if problem.exists() else None
        # A solver that died after its first plan leaves a plan: it is the best there is, and not proven.
        row.state = "planned" if work.read else "failed"
        row.solver = row.held_until = None
        _end(work)
        return
    row.held_until = uow.now + HELD


def _end(work: Work) -> None:
    if work.process.poll() is None:
        work.process.kill()
        work.process.wait()
    shutil.rmtree(work.folder, ignore_errors=True)
    _running.pop(work.season, None)


def _take_in(uow: UnitOfWork, row: SeasonRow, work: Work) -> None:
    for number in (2, 1):
        path = work.folder / f"plan-{number}.json"
        if number > work.read and path.exists():
            _keep(uow, row, json.loads(path.read_text(encoding="utf-8")))
            work.read = number
            return


def _keep(uow: UnitOfWork, row: SeasonRow, plan: dict[str, Any]) -> None:
    """Put a plan in place of the one before."""
    row.proven = plan["status"] == "optimal"
    row.presence = float(plan["objective"]["presence"])
    row.bound_placed, row.bound_presence = plan["bound"]["placed"], float(plan["bound"]["presence"])
    items = {one.id: one for one in uow.session.scalars(select(SeasonWorkshop).where(SeasonWorkshop.season == row.id))}
    for said in plan["placed"]:
        item = items.get(said["id"])
        if item is not None:
            item.start_at, item.end_at = (datetime.fromisoformat(said[name]) for name in ("start", "end"))
            item.why = ""
            of_item = update(SeasonPerson).where(SeasonPerson.item == item.id)
            uow.session.execute(of_item.values(away=SeasonPerson.person.in_(said["missing"])))
    for said in plan["unplaced"]:
        item = items.get(said["id"])
        if item is not None:
            item.start_at = item.end_at = None
            item.why, item.pinned = said["why"], False
