"""Émargement: marks at the door, the signed scan of a half-day, the head of the sheets, tables taken over."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from services.workshops import rules
from services.workshops.commands.presence import record_attendance
from services.workshops.commands.registry import COMMANDS, date_of, refuse_when, workshop
from services.workshops.rules.attendance_table import read_table
from services.workshops.rules.presence import MOST_BYTES, Half, half_days, media_type, read_reference, reference
from services.workshops.rules.scans import marks, missing_pages
from services.workshops.sittings import invited_to, sessions_of, why_closed
from services.workshops.tables import KNOWN, DoorMark, Scan, SheetHead, Workshop
from shared.contracts.base import Receipt
from shared.contracts.workshops import AttachScan, CheckAtDoor, HeadSheets, ImportAttendance, RecordAttendance
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import SheetAttached
from shared.french import plural, quoted, tidy
from shared.ids import is_id, new_id
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(CheckAtDoor)
def check_at_door(uow: UnitOfWork, command: CheckAtDoor) -> Receipt:
    """Keep a mark until presence is recorded: several people at the door never wipe out each other's marks.

    Raises `NotFound`, `InvalidInput`, `Refused` when cancelled, closed, or for somebody not invited (`not-invited`).
    """
    row = workshop(uow, command.workshop)
    refuse_when(row, "cancelled")
    if not is_id(command.person):
        raise rules.wrong([("person", rules.NOT_AN_ID)])
    closed = why_closed(uow, row.occurred)
    if closed:
        raise Refused(closed, code="closed-period")
    invited = invited_to(uow, row.id)
    if invited and command.person not in invited and command.status not in ("walk-in", "expected"):
        raise Refused(tidy("Cette personne n’était pas invitée : est-ce bien un imprévu ?"), code="not-invited")
    _mark(uow, command)
    return Receipt(id=row.id)


def _mark(uow: UnitOfWork, command: CheckAtDoor) -> None:
    insert = sqlite_insert if uow.session.get_bind().dialect.name == "sqlite" else postgresql_insert
    said = {"status": command.status, "by": uow.actor, "marked_at": uow.now, "attendance": None}
    uow.session.execute(
        insert(DoorMark)
        .values(workshop=command.workshop, person=command.person, **said)
        .on_conflict_do_update(index_elements=["workshop", "person"], set_=said)
    )


@COMMANDS.handles(HeadSheets)
def head_sheets(uow: UnitOfWork, command: HeadSheets) -> Receipt:
    """Keep what stands at the head of the sheets of an accompaniment. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    row = uow.session.get(SheetHead, accompaniment.id, with_for_update=True)
    if row is None:
        uow.session.add(SheetHead(**command.model_dump()))
    else:
        row.operation, row.convention = command.operation, command.convention
        row.beneficiary, row.partners = command.beneficiary, command.partners
    return Receipt(id=accompaniment.id)


@COMMANDS.handles(AttachScan)
def attach_scan(uow: UnitOfWork, command: AttachScan) -> Receipt:
    """Keep a signed sheet beside its earlier versions; the same file again adds nothing.

    Raises `NotFound`, `InvalidInput` (`content`, `reference`, `half_day`), `Refused` for the sheet of another session
    (`wrong-session`) or half-day (`wrong-half-day`), one without its number until somebody is sure (`which-session`), a
    file kept elsewhere.
    """
    row = workshop(uow, command.workshop)
    refuse_when(row, "cancelled")
    kind = _checked(command)
    half = next((one for one in half_days(date_of(row)) if one.number == command.half_day), None)
    if half is None:
        raise rules.wrong([("half_day", "Cette séance n’a pas cette demi-journée.")])
    _check_sheet(uow, row, half, command)
    digest = hashlib.sha256(command.content).hexdigest()
    same = uow.session.scalars(select(Scan).where(Scan.sha256 == digest)).first()
    if same is not None:
        return _kept_already(same, row, half)
    earlier = select(func.max(Scan.version)).where(Scan.workshop == row.id, Scan.half_day == half.number)
    kept = Scan(
        id=new_id(),
        workshop=row.id,
        half_day=half.number,
        version=(uow.session.scalar(earlier) or 0) + 1,
        filename=command.filename,
        media_type=kind,
        size=len(command.content),
        sha256=digest,
        content=command.content,
        by=uow.actor,
        attached_at=uow.now,
    )
    uow.session.add(kept)
    uow.tell(
        SheetAttached(
            territory=row.territory,
            accompaniment=row.accompaniment,
            workshop=row.id,
            scan=kept.id,
            half_day=half.number,
            edition=kept.version,
            sha256=digest,
        ),
        occurred=uow.today.isoformat(),
    )
    lacks = missing_pages(len(command.pages), marks(command.pages))
    version = f"C’est la version {kept.version} : les précédentes restent à côté." if kept.version > 1 else ""
    return Receipt(id=kept.id, notes=[tidy(note) for note in (lacks, version) if note])


def _checked(command: AttachScan) -> str:
    if not command.content:
        raise rules.wrong([("content", "Ce fichier est vide.")])
    if len(command.content) > MOST_BYTES:
        raise rules.wrong([("content", "Ce fichier dépasse 10 Mo : numérisez la feuille avec moins de détails.")])
    kind = media_type(command.content)
    if kind is None:
        raise rules.wrong([("content", "Ce fichier n’est pas une feuille numérisée : PDF, JPEG ou PNG est attendu.")])
    return kind


def _check_sheet(uow: UnitOfWork, row: Workshop, half: Half, command: AttachScan) -> None:
    """What was read on the pages decides, then what was typed; without either somebody has to be sure."""
    read = marks(command.pages)
    for mark in read:
        place = f"La page {mark.at} de ce fichier" if len(command.pages) > 1 else "Cette feuille"
        _check_number(uow, row, half, mark.reference, place, "content")
    if command.reference:
        _check_number(uow, row, half, command.reference, "Cette feuille", "reference")
    elif not read and not command.sure:
        sentence = (
            "Le code de cette feuille n’a pas pu être lu : recopiez le numéro imprimé en bas de page, ou confirmez que "
            "c’est bien cette séance."
        )
        raise Refused(tidy(sentence), code="which-session")


def _check_number(uow: UnitOfWork, row: Workshop, half: Half, typed: str, place: str, field: str) -> None:
    named = read_reference(typed)
    if named is None:
        sentence = f"{quoted(typed)} n’est pas un numéro de feuille : il s’écrit comme {reference(row.id, 1)}."
        raise rules.wrong([(field, sentence)])
    tail, number = named
    other = uow.session.scalars(select(Workshop).where(Workshop.id.like(f"{'_' * 26}{tail}"))).first()
    if other is None:
        sentence = f"{place} porte le numéro {typed}, qui n’est celui d’aucune séance : vérifiez-le sur la feuille."
        raise rules.wrong([(field, sentence)])
    if other.id != row.id:
        sentence = (
            f"{place} est celle de {quoted(other.title)}, {rules.as_text(date_of(other))}, et non de "
            f"{quoted(row.title)}, {rules.as_text(date_of(row))} : rien n’a été joint."
        )
        raise Refused(tidy(sentence), code="wrong-session")
    if number != half.number:
        sentence = f"{place} est celle de la demi-journée {number}, pas de la {half.number} : rien n’a été joint."
        raise Refused(tidy(sentence), code="wrong-half-day")


def _kept_already(same: Scan, row: Workshop, half: Half) -> Receipt:
    if (same.workshop, same.half_day) != (row.id, half.number):
        sentence = "Ce même fichier est déjà joint à une autre feuille : rien n’a été joint."
        raise Refused(tidy(sentence), code="scan-elsewhere")
    return Receipt(id=same.id, notes=[tidy("Ce fichier était déjà joint : rien n’a changé.")])


@COMMANDS.handles(ImportAttendance)
def import_attendance(uow: UnitOfWork, command: ImportAttendance) -> Receipt:
    """Record the presence of every session of a table, or of none.

    Raises `NotFound`, `InvalidInput` (`wrong-rows`) with `rows.<number>.<column>` for every row at fault.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    plan = read_table(command.rows, sessions_of(uow, accompaniment.id, regularised=bool(command.regularisation)))
    if plan.faults:
        problems = [(f"rows.{row}.{column}", f"Ligne {row}\u00a0: {said}") for row, column, said in plan.faults]
        raise InvalidInput(" ".join(said for _, said in problems[:3]), code="wrong-rows", problems=problems)
    if not plan.sittings:
        raise NotFound("Ce tableau ne parle d’aucune séance.", code="no-session")
    sessions = plural(len(plan.sittings), "séance")
    notes = [tidy(f"{plural(len(command.rows), 'ligne')}, présence de {sessions}.")]
    if command.dry_run:
        return Receipt(id="", notes=[*notes, tidy("Vérification seulement : rien n’a été enregistré.")])
    for sitting in plan.sittings:
        record_attendance(
            uow,
            RecordAttendance(workshop=sitting.session.id, entries=sitting.whole, regularisation=command.regularisation),
        )
    return Receipt(id=accompaniment.id, notes=notes)
