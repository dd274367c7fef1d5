"""Somebody says when they are busy: by a file, an address, a grid, habits; and the link with which they do."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from services.workshops import rules
from services.workshops.busy import owner
from services.workshops.commands.registry import COMMANDS
from services.workshops.conflicts import of_people, review
from services.workshops.rules.busy import GRID_LONGEST, LINK_LIVES, Interval, address_of
from services.workshops.tables import KNOWN, BusyHabit, BusyHalf, BusyLink, BusySource, BusyTime
from shared.busy_calendars import joined
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    AskBusyTimes,
    BusyKind,
    DropBusy,
    FillBusyGrid,
    MakeBusyLink,
    ReplaceBusyTimes,
    RevokeBusyLink,
    SubscribeBusy,
)
from shared.errors import NotFound
from shared.events import BusyTimesAsked
from shared.french import NBSP, agree, plural
from shared.ids import is_id, new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(ReplaceBusyTimes)
def replace_times(uow: UnitOfWork, command: ReplaceBusyTimes) -> Receipt:
    """Keep the times of a file in place of those of the one before. Raises `NotFound`, `InvalidInput`."""
    subject = owner(uow, command.of)
    times = _checked(command.times)
    told = f"{plural(len(times), 'plage occupée', 'plages occupées')}"
    if command.dry_run:
        return Receipt(id=subject, notes=[f"{told}{NBSP}: le fichier est lisible, rien n’est enregistré."])
    source = _source(uow, subject, "file")
    source.read_at = uow.now
    keep(uow, source, times)
    kept = agree(
        len(times),
        "est retenue, sans son objet ni son lieu. Un nouveau fichier la remplacera.",
        "sont retenues, sans leur objet ni leur lieu. Un nouveau fichier les remplacera.",
    )
    return Receipt(id=source.id, notes=[f"{told} {kept}"])


def _checked(times: Sequence[tuple[datetime, datetime]]) -> list[Interval]:
    for number, (start, end) in enumerate(times):
        if start.utcoffset() is None or end.utcoffset() is None:
            raise rules.wrong([(f"times.{number}", "Cette plage est donnée sans décalage horaire.")])
        if end < start:
            raise rules.wrong([(f"times.{number}", "Cette plage finit avant de commencer.")])
    return joined((start.astimezone(UTC), end.astimezone(UTC)) for start, end in times)


def keep(uow: UnitOfWork, source: BusySource, times: Sequence[Interval]) -> None:
    """Put these times in place of those of a source."""
    uow.session.flush()
    uow.session.execute(delete(BusyTime).where(BusyTime.source == source.id))
    rows = [{"source": source.id, "start_at": start, "end_at": end} for start, end in times]
    if rows:
        uow.session.execute(insert(BusyTime), rows)
    look_again(uow, source.subject)


def look_again(uow: UnitOfWork, subject: str) -> None:
    """Look at the conflicts of whoever's time has changed."""
    uow.session.flush()
    review(uow, of_people(uow, [subject]))


@COMMANDS.handles(SubscribeBusy)
def subscribe(uow: UnitOfWork, command: SubscribeBusy) -> Receipt:
    """Read a calendar from now on. Raises `NotFound`, `InvalidInput` for what is no address."""
    subject = owner(uow, command.of)
    address = address_of(command.address)
    if address is None:
        raise rules.wrong(
            [("address", "Une adresse de calendrier est attendue : elle commence par https:// ou webcal://.")]
        )
    source = _source(uow, subject, "subscription")
    if source.address != address:
        source.read_at, source.problem, source.failures = None, None, 0
        keep(uow, source, [])
    source.address, source.due_at = address, uow.now
    return Receipt(id=source.id, notes=["Le calendrier sera lu dans la minute, puis plusieurs fois par jour."])


@COMMANDS.handles(DropBusy)
def drop(uow: UnitOfWork, command: DropBusy) -> Receipt:
    """Forget what came one way. Raises `NotFound`."""
    subject = owner(uow, command.of)
    if command.kind == "grid":
        uow.session.execute(delete(BusyHalf).where(BusyHalf.subject == subject))
        uow.session.execute(delete(BusyHabit).where(BusyHabit.subject == subject))
        look_again(uow, subject)
        return Receipt(id=subject)
    chosen = select(BusySource).where(BusySource.subject == subject, BusySource.kind == command.kind).with_for_update()
    source = uow.session.scalar(chosen)
    if source is None:
        raise NotFound("Il n’y a rien à retirer.", code="unknown-source")
    keep(uow, source, [])
    uow.session.delete(source)
    return Receipt(id=subject)


@COMMANDS.handles(FillBusyGrid)
def fill_grid(uow: UnitOfWork, command: FillBusyGrid) -> Receipt:
    """Keep the half-days ticked, of every week and of the days shown. Raises `NotFound`, `InvalidInput`."""
    subject = owner(uow, command.of)
    if not command.first <= command.last <= command.first + GRID_LONGEST:
        raise rules.wrong([("last", "Cette grille finit avant de commencer, ou dépasse six mois.")])
    shown = (BusyHalf.day >= command.first, BusyHalf.day <= command.last)
    uow.session.execute(delete(BusyHabit).where(BusyHabit.subject == subject))
    uow.session.execute(delete(BusyHalf).where(BusyHalf.subject == subject, *shown))
    habits = {(one.weekday, one.half) for one in command.habits}
    taken = {(one.day, one.half) for one in command.taken if command.first <= one.day <= command.last}
    uow.session.add_all(BusyHabit(subject=subject, weekday=weekday, half=half) for weekday, half in sorted(habits))
    uow.session.add_all(BusyHalf(subject=subject, day=day, half=half) for day, half in sorted(taken))
    look_again(uow, subject)
    return Receipt(id=subject)


@COMMANDS.handles(MakeBusyLink)
def make_link(uow: UnitOfWork, command: MakeBusyLink) -> Receipt:
    """Give a person a new link. Raises `InvalidInput` for what is no id."""
    if not is_id(command.person):
        raise rules.wrong([("person", "Une personne est désignée par son identifiant de l’annuaire.")])
    row = _link_of(uow, command.person)
    row.link, row.expires_at = secrets.token_urlsafe(24), uow.now + LINK_LIVES
    return Receipt(id=command.person)


@COMMANDS.handles(AskBusyTimes)
def ask_busy_times(uow: UnitOfWork, command: AskBusyTimes) -> Receipt:
    """Have people written to, each with a link. Raises `NotFound` for an unknown accompaniment, `InvalidInput`."""
    if not all(is_id(one) for one in command.people):
        raise rules.wrong([("people", "Une personne est désignée par son identifiant de l’annuaire.")])
    place = None if command.accompaniment is None else require(uow, KNOWN, command.accompaniment)
    people = list(dict.fromkeys(command.people))
    for person in people:
        row = _link_of(uow, person)
        if row.link is None or row.expires_at <= uow.now:
            row.link = secrets.token_urlsafe(24)
        row.expires_at = uow.now + LINK_LIVES
    told = BusyTimesAsked(
        territory=place.territory if place else None, accompaniment=place.id if place else None, people=people
    )
    return Receipt(id=uow.tell(told, occurred=uow.today.isoformat()))


def _link_of(uow: UnitOfWork, person: str) -> BusyLink:
    row = uow.session.get(BusyLink, person, with_for_update=True)
    if row is None:
        row = BusyLink(person=person, link=None, expires_at=uow.now)
        uow.session.add(row)
    return row


@COMMANDS.handles(RevokeBusyLink)
def revoke_link(uow: UnitOfWork, command: RevokeBusyLink) -> Receipt:
    """Take a person's link away. Raises `NotFound`."""
    row = uow.session.get(BusyLink, command.person, with_for_update=True)
    if row is None or row.link is None:
        raise NotFound("Cette personne n’a pas de lien.", code="unknown-link")
    row.link = None
    return Receipt(id=command.person)


def _source(uow: UnitOfWork, subject: str, kind: BusyKind) -> BusySource:
    """The source of that kind, made where there is none yet."""
    chosen = select(BusySource).where(BusySource.subject == subject, BusySource.kind == kind).with_for_update()
    source = uow.session.scalar(chosen)
    if source is None:
        source = BusySource(id=new_id(), subject=subject, kind=kind, failures=0)
        uow.session.add(source)
    return source
