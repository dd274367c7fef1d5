"""`terreau import busy`: the busy times of a calendar, of a whole territory or of one person."""

from __future__ import annotations

from pathlib import Path

from services.cli.office import Office
from shared.busy_calendars import Interval, WrongCalendar, read_busy, window_around
from shared.clock import SystemClock, paris_day
from shared.contracts.base import Receipt
from shared.contracts.workshops import BusyOf, ReplaceBusyTimes
from shared.errors import InvalidInput
from shared.ids import is_id, new_id


class WrongBusyFile(InvalidInput):
    """A calendar with problems, each at its line."""

    code = "wrong-file"


def busy_times(file: Path, content: bytes) -> list[Interval]:
    """The busy times of an iCalendar file. Raises `InvalidInput` with each problem at its line."""
    try:
        return read_busy(content, *window_around(paris_day(SystemClock().now())))
    except WrongCalendar as wrong:
        problems = [(f"{file}:{line}:1", sentence) for line, sentence in wrong.problems]
        raise WrongBusyFile("", problems=problems) from wrong


def import_busy(
    office: Office, times: list[Interval], accompaniment: str, person: str | None, *, dry_run: bool
) -> Receipt:
    """Have busy times kept in place of those of the file before.

    They are somebody's (`person`) or keep everybody of the accompaniment busy. Raises `InvalidInput` for a wrong id.
    """
    if person is not None and not is_id(person):
        raise InvalidInput("--person attend l’identifiant d’une personne de l’annuaire.")
    of = BusyOf(kind="accompaniment", id=accompaniment) if person is None else BusyOf(kind="person", id=person)
    command = ReplaceBusyTimes(of=of, times=times, dry_run=dry_run)
    return office.obey(command, order=new_id(), correlation=office.correlation)
