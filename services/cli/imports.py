"""`terreau import`: taking over tables that exist, all of their rows or none."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from pathlib import Path

import click

from services.cli import french
from services.cli.attendance import import_attendance
from services.cli.busy_imports import busy_times, import_busy
from services.cli.catalogue import import_catalogue
from services.cli.contact_imports import import_contacts
from services.cli.contours import import_contours
from services.cli.errand import find_territory, office_of
from services.cli.office import Office
from services.cli.telling import NAMESPACE
from shared.attendance_table import COLUMNS as ATTENDANCE_COLUMNS
from shared.contracts.base import Receipt
from shared.contracts.diagnostic import ImportInterviews, InterviewRow
from shared.errors import InvalidInput, Refused, TerreauError
from shared.ids import new_id
from shared.reasons import reason
from shared.workbooks import CONTACT_COLUMNS, INTERVIEW_COLUMNS, Table, read_table

NB = "\u00a0"

KINDS = ("catalogue", "contacts", "interviews", "attendance", "busy", "contours")
OF_NO_TERRITORY = {
    "catalogue": "Le catalogue n’est d’aucun territoire",
    "contours": "Les contours ne sont d’aucun territoire",
}
COLUMNS = {"contacts": CONTACT_COLUMNS, "interviews": INTERVIEW_COLUMNS, "attendance": ATTENDANCE_COLUMNS}

_OF_A_ROW = re.compile(r"rows\.(\d+)\.(\w+)")
_ROW_IN_WORDS = re.compile(rf"Ligne \d+{NB}: ")


class WrongFile(InvalidInput):
    """A file with problems, each at its row and column."""

    code = "wrong-file"


@click.command(
    name="import",
    cls=french.Command,
    example="terreau import interviews entretiens.xlsx --territory 200067072 --dry-run",
)
@click.argument("kind", metavar="SORTE", type=click.Choice(KINDS))
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option(
    "--territory", metavar="ID", help="Identifiant, SIREN, INSEE ou accompagnement (ni catalogue, ni contours)."
)
@click.option(
    "--person", metavar="ID", help="De qui est le calendrier (busy seulement)\u00a0; sinon, de tout le territoire."
)
@click.option("--origin", metavar="TEXTE", help="D’où viennent les contours, à nommer sous les cartes (contours).")
@click.option("--licence", metavar="TEXTE", help="Sous quelle licence (contours).")
@click.option("--known-only", is_flag=True, help="Laisser de côté les codes inconnus de la référence (contours).")
@click.option("--dry-run", is_flag=True, help="Vérifier seulement, sans rien enregistrer.")
@click.pass_context
def import_(
    ctx: click.Context,
    kind: str,
    file: Path,
    territory: str | None,
    person: str | None,
    origin: str | None,
    licence: str | None,
    known_only: bool,
    dry_run: bool,
) -> None:
    """Reprendre un tableau existant\u00a0: toutes ses lignes, ou aucune si l’une est fausse.

    SORTE\u00a0: interviews (les entretiens), contacts (l’annuaire) ou attendance (les présences).
    FICHIER\u00a0: XLSX, ODS ou CSV (points-virgules). Pour interviews, les colonnes date, structure, kind, appetite et
    synthesis\u00a0; pour contacts, structure, nom et fonction, et si l’on veut courriel, téléphone, type, siret, rna,
    finalité et accord\u00a0; pour attendance, date et statut, nom ou structure, et si l’on veut atelier et durée.
    Le même fichier deux fois n’a qu’un effet.
    busy\u00a0: un calendrier iCalendar (.ics), dont seules les plages occupées sont gardées.
    catalogue (les plateformes)\u00a0: seule la colonne nom est nécessaire, une case vide ne change rien.
    contours (des communes ou des EPCI, pour les cartes)\u00a0: du GeoJSON en WGS84, au besoin en .gz, dont chaque objet
    porte son code INSEE ou son SIREN\u00a0; --origin et --licence sont nécessaires.
    """
    content = _content(file)
    if kind in OF_NO_TERRITORY:
        if territory is not None:
            raise InvalidInput(f"{OF_NO_TERRITORY[kind]}{NB}: retirez --territory.")
        said = (origin, licence)
        _import_for_all(ctx, kind, file, content, said, known_only=known_only, dry_run=dry_run)
        return
    if territory is None:
        raise InvalidInput(
            f"Il manque le territoire{NB}: ajoutez --territory, avec un identifiant, un SIREN ou un INSEE."
        )
    if kind == "busy":
        _import_busy(ctx, file, content, territory, person, dry_run=dry_run)
        return
    table = read_table(content, COLUMNS[kind])
    if table.problems:
        raise WrongFile("", problems=[(f"{file}:{p.row}:{p.column}", p.message) for p in table.problems])
    for notice in table.notices:
        click.echo(notice, err=True)
    with office_of(ctx) as office:
        if kind == "contacts":
            receipt = import_contacts(office, file, content, table, territory, _placed, dry_run=dry_run)
            office.settle()
            for note in receipt.notes:
                click.echo(note)
        elif kind == "attendance":
            accompaniment = _accompaniment(office, territory, "ses présences")
            _say(
                import_attendance(office, file, content, table, accompaniment, _placed, dry_run=dry_run),
                told_now=office.settle() > 0,
            )
        else:
            _import_interviews(office, file, content, table, territory, dry_run=dry_run)


def _import_for_all(
    ctx: click.Context,
    kind: str,
    file: Path,
    content: bytes,
    said: tuple[str | None, str | None],
    *,
    known_only: bool,
    dry_run: bool,
) -> None:
    with office_of(ctx) as office:
        if kind == "catalogue":
            receipt = _import_catalogue(office, file, content, dry_run=dry_run)
        else:
            receipt = import_contours(office, file, content, *said, known_only=known_only, dry_run=dry_run)
        office.settle()
    for note in receipt.notes:
        click.echo(note)


def _import_busy(
    ctx: click.Context, file: Path, content: bytes, territory: str, person: str | None, *, dry_run: bool
) -> None:
    times = busy_times(file, content)
    with office_of(ctx) as office:
        receipt = import_busy(office, times, _accompaniment(office, territory, "ses agendas"), person, dry_run=dry_run)
        office.settle()
    for note in receipt.notes:
        click.echo(note)


def _import_catalogue(office: Office, file: Path, content: bytes, *, dry_run: bool) -> Receipt:
    try:
        return import_catalogue(office, file.name, content, dry_run=dry_run)
    except InvalidInput as error:
        raise _placed(file, error) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInput(f"Le fichier «{NB}{file}{NB}» ne peut pas être lu{NB}: {reason(error)}.") from error


def _import_interviews(
    office: Office, file: Path, content: bytes, table: Table, territory: str, *, dry_run: bool
) -> None:
    accompaniment = _accompaniment(office, territory, "ses entretiens")
    rows = [InterviewRow(row=row.number, **row.cells) for row in table.rows]
    command = ImportInterviews(accompaniment=accompaniment, rows=rows, dry_run=dry_run)
    try:
        receipt = office.obey(
            command,
            order=new_id() if dry_run else _order(content, accompaniment),
            correlation=office.correlation,
        )
    except InvalidInput as error:
        raise _placed(file, error) from error
    _say(receipt, told_now=office.settle() > 0)


def _accompaniment(office: Office, named: str, what: str) -> str:
    found = find_territory(office, named)
    if found is None or found.accompaniment is None:
        label = named if found is None else found.label
        raise Refused(f"{label} n’est accompagné dans aucun appel{NB}: {what} ne peuvent pas être repris.")
    return found.accompaniment


def _order(content: bytes, accompaniment: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"import-interviews/{accompaniment}/{hashlib.sha256(content).hexdigest()}"))


def _placed(file: Path, error: InvalidInput) -> TerreauError:
    """The same refusal with each problem at its place in the file."""
    return WrongFile(error.message, problems=list(_places(file, error.problems))) if error.problems else error


def _places(file: Path, problems: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for where, sentence in problems:
        found = _OF_A_ROW.fullmatch(where)
        place = f"{file}:{found[1]}:{found[2]}" if found else f"{file}:1:1"
        yield place, _ROW_IN_WORDS.sub("", sentence, count=1)


def _say(receipt: Receipt, *, told_now: bool) -> None:
    if receipt.told and not told_now:
        click.echo("Ce fichier a déjà été importé pour ce territoire\u00a0: rien n’a changé.")
        return
    for note in receipt.notes:
        click.echo(note)
