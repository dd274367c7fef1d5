"""`terreau backup` and `terreau restore`: one consistent file of everything, restorable into either world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
import structlog
from sqlalchemy import Table, select, update
from sqlalchemy.exc import SQLAlchemyError

from services.cli import french
from services.cli.archive import ArchiveReader, ArchiveWriter, Manifest, reading, writing
from services.cli.errand import check_output
from services.cli.example import MARK
from services.cli.owning import migrate
from services.cli.progress import along
from services.cli.rooms import NAMES, room
from services.cli.settings import settings_of
from services.embedded.owner import Ownership
from shared.clock import PARIS, SystemClock
from shared.errors import InvalidInput, Refused, TerreauError, Unavailable
from shared.french import plural, short_day
from shared.ids import new_id
from shared.logs import described, set_up
from shared.messaging.service import open_database
from shared.room import Room
from shared.settings import Settings
from shared.storage.database import Database, sqlite_url
from shared.storage.migrating import head, make_as_of, require_current, revision_of, revisions
from shared.storage.portable import continue_counting, read, tables_as_they_are, write
from shared.storage.snapshots import Opened, all_at_once, one_moment

log = structlog.get_logger()

NB = "\u00a0"
DATED = "terreau-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9].zip"
"""The names that this command gives: nothing else in a folder is ever removed."""
OF_THE_PLACE = frozenset({"ledger", "cursors"})
"""Tables that a service fills by itself before anything has happened."""


@click.command(
    cls=french.Command,
    example="terreau backup terreau-2025-07-15.zip\nterreau backup --keep 14 /srv/sauvegardes",
)
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", default=None, help="Dans un dossier, ne garder que les N dernières."
)
@click.pass_context
def backup(ctx: click.Context, file: Path, keep: int | None) -> None:
    """Tout sauvegarder dans un fichier, pendant que Terreau travaille.

    Le fichier est remplacé s’il existe\u00a0; dans un dossier, son nom dit le jour et l’heure. Il contient des données
    personnelles\u00a0: gardez-le comme telles.
    """
    settings = settings_of(ctx)
    set_up("error", json=False)
    folder = file if file.is_dir() else None
    if folder is not None:
        file = folder / f"terreau-{SystemClock().now().astimezone(PARIS):%Y-%m-%d-%H%M%S}.zip"
    elif keep is not None:
        raise InvalidInput(f"--keep demande un dossier{NB}: «{NB}{file}{NB}» n’en est pas un.")
    check_output(file)
    with _databases(settings) as databases:
        revisions = {name: require_current(room(name), database) for name, database in databases.items()}
        made_at = SystemClock().now()
        with writing(file) as archive, one_moment(databases) as opened:
            _copy(archive, opened)
            manifest = archive.finish(made_at, revisions)
    click.echo(f"Tout est sauvegardé dans «{NB}{file}{NB}»{NB}: {plural(manifest.total, 'ligne')}.")
    if folder is not None and keep is not None:
        for old in sorted(folder.glob(DATED))[:-keep]:
            old.unlink()
            click.echo(f"«{NB}{old.name}{NB}» est supprimée, plus ancienne que ce que --keep garde.")


def _copy(archive: ArchiveWriter, opened: dict[str, Opened]) -> None:
    for name in along(list(opened), "Sauvegarde"):
        at = opened[name]
        for table in room(name).metadata.sorted_tables:
            archive.add(name, table.name, read(at.connection, table, at.options))


@click.command(cls=french.Command, example="terreau --data /srv/terreau restore terreau-2025-07-15.zip")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.pass_context
def restore(ctx: click.Context, file: Path) -> None:
    """Remettre une sauvegarde dans un endroit vide, autonome ou complet.

    Une sauvegarde d’une version plus ancienne est mise à jour au passage.

    Les identifiants, le journal et les chiffres sont ceux du jour de la sauvegarde.
    """
    settings = settings_of(ctx)
    set_up("error", json=False)
    with reading(file) as archive, _place(settings):
        _check_file(archive)
        with _databases(settings, make=True) as databases:
            _check_place(databases)
            try:
                _make_as_saved(archive, databases)
                with all_at_once(databases) as opened:
                    _fill(archive, opened)
            finally:
                migrate(settings)
    if settings.embedded:
        # What was saved is what this place holds: the next start must not tell the example on top of it.
        (settings.data / MARK).touch()
    click.echo(_restored(archive.manifest))


def _restored(manifest: Manifest) -> str:
    day = short_day(manifest.made_at.astimezone(PARIS))
    return f"La sauvegarde du {day} est remise en place{NB}: {plural(manifest.total, 'ligne')}."


@contextmanager
def _place(settings: Settings) -> Iterator[None]:
    """The place, ours alone where it is a folder. Raises `Refused` while Terreau runs on it."""
    if not settings.embedded:
        yield
        return
    ownership = Ownership(settings.data)
    if not ownership.take():
        raise Refused(
            f"Terreau est en marche sur «{NB}{settings.data}{NB}»{NB}: arrêtez-le, ou choisissez un autre dossier "
            "avec --data.",
            code="already-running",
        )
    try:
        yield
    finally:
        ownership.release()


def _check_file(archive: ArchiveReader) -> None:
    """Refuse a file whose tables this version does not know."""
    for name in NAMES:
        saved, ours = archive.manifest.revisions.get(name), head(room(name).migrations)
        if saved is None:
            raise archive.wrong()
        if saved not in revisions(room(name).migrations):
            age = "plus récente" if saved > ours else "plus ancienne"
            raise Refused(
                f"Cette sauvegarde vient d’une version {age} de Terreau (base «{NB}{name}{NB}», {saved} au lieu de "
                f"{ours}){NB}: restaurez-la avec la version qui l’a faite, puis mettez à jour.",
                code="other-version",
            )


def _make_as_saved(archive: ArchiveReader, databases: dict[str, Database]) -> None:
    """Give every room the schema of the backup: its rows are brought up to date by the migrations, like any others."""
    for name, database in databases.items():
        make_as_of(room(name), database, archive.manifest.revisions[name])


def _check_place(databases: dict[str, Database]) -> None:
    """Refuse a place where something is, or whose schema is not this version's; one without schema is welcome."""
    for name, database in databases.items():
        if revision_of(database) is None:
            continue
        require_current(room(name), database)
        if not _is_empty(room(name), database):
            raise Refused(
                f"L’endroit n’est pas vide (base «{NB}{name}{NB}»){NB}: une sauvegarde ne se remet que dans un dossier "
                "ou une base de données où rien n’a été enregistré.",
                code="not-empty",
            )


def _is_empty(of: Room, database: Database) -> bool:
    with database.read() as session:
        return not any(
            session.execute(select(*table.primary_key.columns).limit(1)).first()
            for table in of.metadata.sorted_tables
            if table.name not in OF_THE_PLACE
        )


def _tables(archive: ArchiveReader, of: Room, at: Opened) -> list[Table]:
    if archive.manifest.revisions[of.name] == head(of.migrations):
        return of.metadata.sorted_tables
    return tables_as_they_are(at.connection, of.metadata, of.name if at.options else None)


def _fill(archive: ArchiveReader, opened: dict[str, Opened]) -> None:
    for name in along(list(opened), "Restauration"):
        at, of = opened[name], room(name)
        for table in _tables(archive, of, at):
            if table.name in OF_THE_PLACE:
                at.connection.execute(table.delete(), execution_options=at.options)
            try:
                write(at.connection, table, archive.rows(name, table.name), at.options)
            except (KeyError, ValueError, TypeError) as error:
                raise archive.wrong() from error
            if at.options:
                continue_counting(at.connection, name, table)
        # What was told after the backup is not here: whoever followed the old count must ask from the beginning.
        ledger = of.furniture.ledger
        at.connection.execute(update(ledger).values(epoch=new_id()), execution_options=at.options)


@contextmanager
def _databases(settings: Settings, *, make: bool = False) -> Iterator[dict[str, Database]]:
    """The databases of all rooms. Raises `InvalidInput` when there is nothing there, `Unavailable` when it is away."""
    if settings.embedded and not make:
        missing = [name for name in NAMES if not Path(sqlite_url(settings.data, name)[len("sqlite:///") :]).is_file()]
        if missing:
            raise InvalidInput(f"Il n’y a rien à sauvegarder dans «{NB}{settings.data}{NB}».", code="nothing-there")
    with ExitStack() as stack:
        opened = {}
        for name in NAMES:
            opened[name] = open_database(name, settings)
            stack.callback(opened[name].close)
        try:
            yield opened
        except TerreauError:
            raise
        except SQLAlchemyError as error:
            log.error("backup.failed", error=described(error))
            raise Unavailable(
                f"La base de données n’a pas répondu comme il faut{NB}: rien n’a été changé. "
                f"«{NB}terreau doctor{NB}» dit ce qui ne va pas."
            ) from error
