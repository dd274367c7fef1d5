"""`terreau doctor`: whether everything Terreau stands on is in order; it starts nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import click

from services.cli import french
from services.cli.checks import broker, clock, databases, folder, mail, owed
from services.cli.checks.finding import Finding
from services.cli.ending import DONE, FAILED
from services.cli.errand import as_json
from services.cli.settings import half_settings_of, missing_of_pair
from shared.errors import InvalidInput
from shared.settings import Settings

NB = "\u00a0"


@click.command(cls=french.Command, example="terreau doctor\nterreau --data /srv/terreau doctor --json")
@click.option("--json", "as_document", is_flag=True, help="Répondre en JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_document: bool) -> int:
    """Vérifier que tout est en ordre, une ligne par vérification.

    Rien n’est démarré ni changé. Le code de retour est 1 dès qu’une vérification échoue.
    """
    found = []
    for finding in _findings(ctx):
        found.append(finding)
        if not as_document:
            click.echo(finding.line())
    in_order = all(finding.ok for finding in found)
    if as_document:
        click.echo(as_json({"ok": in_order, "checks": [finding.as_dict() for finding in found]}), nl=False)
    return DONE if in_order else FAILED


def _findings(ctx: click.Context) -> Iterator[Finding]:
    try:
        settings = half_settings_of(ctx)
    except InvalidInput as error:
        named = " ".join(f"{where}{NB}: {sentence}" for where, sentence in error.problems)
        yield Finding("settings", ok=False, message=named or error.message)
        yield clock.check(None)
        return
    yield _settings(settings)
    if settings.embedded:
        yield folder.check(settings)
    yield databases.check(settings)
    yield broker.check(settings)
    yield from owed.check(settings)
    yield mail.check(settings)
    yield clock.check(settings)


def _settings(settings: Settings) -> Finding:
    missing = missing_of_pair(settings)
    if not settings.embedded and settings.secret_key is None:
        missing.append("TERREAU_SECRET_KEY")
    if missing:
        return Finding("settings", ok=False, message=f"il manque {' et '.join(missing)}.")
    where = f"un seul processus, dossier «{NB}{settings.data}{NB}»" if settings.embedded else "installation complète"
    return Finding("settings", ok=True, message=f"{where}.")
