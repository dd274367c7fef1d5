"""A workshop gets its date, another date, is kept in spite of withdrawals, or is cancelled: a person decides."""

from __future__ import annotations

from services.workshops import rules
from services.workshops.commands.registry import COMMANDS, date_of, still_scheduled
from services.workshops.conflicts import review
from services.workshops.framing import circle_of
from services.workshops.rules import When
from services.workshops.rules.conflicts import sentence
from services.workshops.rules.framing import shift
from services.workshops.tables import KNOWN, Decision, Facilitation, Invitation, Workshop
from shared.contracts.base import Receipt
from shared.contracts.workshops import (
    CancelWorkshop,
    CorrectWorkshop,
    MaintainWorkshop,
    MoveWorkshop,
    ScheduleWorkshop,
)
from shared.errors import Refused
from shared.events import (
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopMaintained,
    WorkshopMoved,
    WorkshopScheduled,
)
from shared.french import plural, tidy
from shared.ids import is_id, new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork

WRONG_VENUE = "Le lieu est désigné par l’identifiant d’une organisation ; un simple nom va dans son libellé."


@COMMANDS.handles(ScheduleWorkshop)
def schedule_workshop(uow: UnitOfWork, command: ScheduleWorkshop) -> Receipt:
    """Keep a workshop with its exact instants, its partial date, or undated when nobody knows (12.B).

    Raises `NotFound` for an unknown accompaniment, `InvalidInput` for dates and ids that make no sense.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    _check_ids(command)
    known = rules.when(command.start, command.end, command.occurred)
    row = Workshop(
        id=new_id(),
        accompaniment=accompaniment.id,
        territory=accompaniment.territory,
        title=command.title,
        format=command.format,
        circle=command.circle,
        state="scheduled",
        start_at=known.start,
        end_at=known.end,
        occurred=known.occurred,
        venue=command.venue,
        venue_label=command.venue_label,
        planned=command.expected,
        summary="",
        series=command.series or None,
    )
    uow.session.add(row)
    uow.session.flush()
    regulars = _regulars(uow, command)
    invited = dict.fromkeys([*command.invited, *regulars])
    uow.session.add_all(Invitation(workshop=row.id, person=person) for person in invited)
    uow.session.add_all(Facilitation(workshop=row.id, person=person) for person in dict.fromkeys(command.facilitators))
    _tell_scheduled(uow, row, known)
    return Receipt(id=row.id, notes=[*_said_of(regulars), *_conflicts(uow, row)])


def _conflicts(uow: UnitOfWork, row: Workshop) -> list[str]:
    """What the date just chosen is in conflict with; there is nothing to look for in the past."""
    if row.end_at is None or row.end_at <= uow.now:
        return []
    return [sentence(clash) for clash in review(uow, [row.id], chosen_now=True)]


def _said_of(regulars: list[str]) -> list[str]:
    said = plural(len(regulars), "personne est invitée d’office", "personnes sont invitées d’office")
    return [tidy(f"{said} : elles le sont à chaque action.")] if regulars else []


def _regulars(uow: UnitOfWork, command: ScheduleWorkshop) -> list[str]:
    """Whom every action invites (U38) and who was not named; a restricted group stays as it was named (WKS-12)."""
    if command.circle != "full":
        return []
    return [one for one in circle_of(uow, command.accompaniment).regulars if one not in command.invited]


def _check_ids(command: ScheduleWorkshop) -> None:
    problems = rules.invitation_problems(command.invited)
    if rules.invitation_problems(command.facilitators):
        problems.append(("facilitators", "Qui anime est désigné par son identifiant de l’annuaire."))
    if command.venue is not None and not is_id(command.venue):
        problems.append(("venue", WRONG_VENUE))
    if problems:
        raise rules.wrong(problems)


def _tell_scheduled(uow: UnitOfWork, row: Workshop, known: When) -> None:
    uow.tell(
        WorkshopScheduled(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            title=row.title,
            format=row.format,
            start=rules.iso(known.start),
            end=rules.iso(known.end),
            planned=None if known.exact else known.occurred,
            circle=row.circle,
        ),
        occurred=rules.decided_on(known.occurred, uow.today),
    )


@COMMANDS.handles(MoveWorkshop)
def move_workshop(uow: UnitOfWork, command: MoveWorkshop) -> Receipt:
    """Give a workshop another date, exact or partial; the earlier one is kept for good (U50).

    Sessions named in `along` shift by as much; they are of the same series, later and exactly dated as this one.
    Raises `NotFound`; `Refused` when it was held or cancelled, or when nothing changes; `InvalidInput` without a date.
    """
    row = still_scheduled(uow, command.workshop)
    before, after = date_of(row), rules.when(command.start, command.end, command.on, named="on")
    if after == rules.UNKNOWN:
        raise rules.wrong([("on", "Donnez la nouvelle date : un début et une fin, ou une date partielle.")])
    if after == before:
        raise Refused("L’atelier est déjà à cette date.", code="same-date")
    along = _along(uow, row, before, after, command)
    for one, when in [(row, after), *along]:
        _move(uow, one, when, command)
    # Without hours, or in the past, it is in nobody's way any more: what was found of it ends.
    found = review(uow, [row.id, *(one.id for one, _ in along)], chosen_now=True)
    return Receipt(id=row.id, notes=[sentence(clash) for clash in found])


def _along(
    uow: UnitOfWork, row: Workshop, before: When, after: When, command: MoveWorkshop
) -> list[tuple[Workshop, When]]:
    found = []
    for later in dict.fromkeys(command.along):
        one = still_scheduled(uow, later)
        same = (one.accompaniment, one.series) == (row.accompaniment, row.series) and row.series and one.id != row.id
        if not same or not (one.start_at and one.end_at and before.start and after.start):
            raise Refused("Cette séance ne suit pas celle-ci : elle n’est pas de la même série.", code="not-along")
        start, end = (shift(instant, before.start, after.start) for instant in (one.start_at, one.end_at))
        found.append((one, rules.when(start, end, None)))
    return found


def _move(uow: UnitOfWork, row: Workshop, after: When, command: MoveWorkshop) -> None:
    uow.session.add(_decision(uow, row, "moved", command, after=after))
    row.start_at, row.end_at, row.occurred = after.start, after.end, after.occurred
    uow.tell(
        WorkshopMoved(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            reason=command.reason,
            start=rules.iso(after.start),
            end=rules.iso(after.end),
            planned=None if after.exact else after.occurred,
            cause=command.cause,
        ),
        occurred=rules.decided_on(after.occurred, uow.today),
    )


@COMMANDS.handles(CorrectWorkshop)
def correct_workshop(uow: UnitOfWork, command: CorrectWorkshop) -> Receipt:
    """Put right the title or the place; what was said before stays in the history, the date is for `MoveWorkshop`.

    Raises `NotFound`; `Refused` when it was held or cancelled, or when nothing changes; `InvalidInput` for a place that
    is no id.
    """
    row = still_scheduled(uow, command.workshop)
    if command.venue is not None and not is_id(command.venue):
        raise rules.wrong([("venue", WRONG_VENUE)])
    title, place = command.title.strip(), " ".join(command.venue_label.split())
    said = rules.correction_text((row.title, row.venue_label), (title, place))
    if not said and command.venue == row.venue:
        raise Refused("Rien n’a changé : le titre et le lieu sont déjà ceux-là.", code="nothing-changed")
    moved = rules.other_place(row.venue_label, place)
    if said:
        uow.session.add(_noted(uow, row, "place-corrected" if moved else "title-corrected", said))
    row.title, row.venue, row.venue_label = title, command.venue, place
    found = review(uow, [row.id], chosen_now=True) if row.end_at and row.end_at > uow.now else []
    if said:
        uow.tell(
            WorkshopCorrected(
                territory=row.territory,
                accompaniment=row.accompaniment,
                workshop=row.id,
                title=row.title,
                place=moved,
            ),
            occurred=rules.decided_on(row.occurred, uow.today),
        )
    return Receipt(id=row.id, notes=[sentence(clash) for clash in found])


@COMMANDS.handles(MaintainWorkshop)
def maintain_workshop(uow: UnitOfWork, command: MaintainWorkshop) -> Receipt:
    """Keep the date in spite of withdrawals: a decision with its reason, never taken by the machine (WKS-10, U6).

    Raises `NotFound`, or `Refused` when it was held or cancelled.
    """
    row = still_scheduled(uow, command.workshop)
    uow.session.add(_decision(uow, row, "maintained", command, withdrawals=command.withdrawals))
    uow.tell(
        WorkshopMaintained(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            reason=command.reason,
            withdrawals=command.withdrawals,
            cause=command.cause,
        ),
        occurred=command.occurred or rules.decided_on(row.occurred, uow.today),
    )
    return Receipt(id=row.id)


@COMMANDS.handles(CancelWorkshop)
def cancel_workshop(uow: UnitOfWork, command: CancelWorkshop) -> Receipt:
    """Cancel a workshop that is still scheduled; it stays visible (U50). Raises `NotFound` and `Refused`."""
    row = still_scheduled(uow, command.workshop)
    uow.session.add(_decision(uow, row, "cancelled", command))
    row.state = "cancelled"
    review(uow, [row.id])
    uow.tell(
        WorkshopCancelled(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            reason=command.reason,
            cause=command.cause,
        ),
        occurred=rules.decided_on(row.occurred, uow.today),
    )
    return Receipt(id=row.id)


def _decision(
    uow: UnitOfWork,
    row: Workshop,
    kind: str,
    command: MoveWorkshop | MaintainWorkshop | CancelWorkshop,
    *,
    withdrawals: int | None = None,
    after: When | None = None,
) -> Decision:
    noted = _noted(uow, row, kind, command.reason, after=after)
    noted.cause, noted.withdrawals = command.cause, withdrawals
    return noted


def _noted(uow: UnitOfWork, row: Workshop, kind: str, reason: str, *, after: When | None = None) -> Decision:
    later = after or date_of(row)
    return Decision(
        id=new_id(),
        workshop=row.id,
        kind=kind,
        reason=reason,
        before_start=row.start_at,
        before_end=row.end_at,
        before_occurred=row.occurred,
        after_start=later.start,
        after_end=later.end,
        after_occurred=later.occurred,
        decided_at=uow.now,
    )
