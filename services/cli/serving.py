"""`terreau up` and `terreau migrate`."""

from __future__ import annotations

import errno
import socket
import sys

import click

from services.cli import french
from services.cli.office import Office
from services.cli.owning import house_of
from services.cli.owning import migrate as bring_up_to_date
from services.cli.settings import settings_of
from services.embedded.owner import Ownership
from shared import tracing
from shared.errors import TerreauError, Unavailable
from shared.logs import set_up
from shared.messaging.hub_watch import watch_hub
from shared.messaging.running import Ending
from shared.settings import Settings

NB = "\u00a0"
LAST_PORT = 65535


class PortInUse(TerreauError):
    """The portal's port belongs to another program."""

    code = "port-in-use"


@click.command(cls=french.Command, example="terreau up\nterreau --data /srv/terreau up --port 8090")
@click.option(
    "--port", type=click.IntRange(0, LAST_PORT), metavar="PORT", default=None, help="Port du portail (par défaut 8080)."
)
@click.option("--no-example", is_flag=True, help="Ne pas charger l’exemple au premier démarrage.")
@click.pass_context
def up(ctx: click.Context, port: int | None, no_example: bool) -> None:
    """Démarrer Terreau en un seul processus, sans aucun serveur."""
    settings = settings_of(ctx, **({} if port is None else {"port": port}))
    set_up(settings.log_level, json=False)
    _check_port(settings)
    ownership = Ownership(settings.data)
    if not ownership.take():
        raise Unavailable(
            f"Terreau est déjà en marche sur le dossier «{NB}{settings.data}{NB}»{NB}: arrêtez-le, "
            "ou choisissez un autre dossier avec --data.",
            code="already-running",
        )
    ending = Ending()
    serving = {"ready": False}
    watch_hub()
    tracing.start(settings)
    with house_of(settings, ownership, serve_pages=True, ready=lambda: serving["ready"]) as house:
        office = Office(house.line)
        if not no_example:
            _tell_example_once(office, settings)
        serving["ready"] = True
        _greet(office, settings)
        ending.wait()
        click.echo("Terreau s’arrête.")
    tracing.stop()
    ownership.release()


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            other = neighbour(settings.port)
            raise PortInUse(
                f"Le port {settings.port} est déjà pris par un autre programme{NB}: choisissez-en un autre, "
                f"par exemple «{NB}terreau up --port {other}{NB}» ou «{NB}make run PORT={other}{NB}»."
            ) from error


def neighbour(port: int) -> int:
    """The port to try when this one is taken."""
    return port + 1 if port < LAST_PORT else port - 1


def _tell_example_once(office: Office, settings: Settings) -> None:
    from services.cli.example import MARK, tell_example

    mark = settings.data / MARK
    if mark.exists():
        return
    tell_example(office)
    mark.write_text("L’exemple a été chargé ; effacer ce fichier ne le recharge que s’il manque.\n", encoding="utf-8")


def _greet(office: Office, settings: Settings) -> None:
    token = office.call("portal", "first_link")
    base = settings.public_url if settings.port == 8080 else f"http://localhost:{settings.port}"
    click.echo(f"Terreau est prêt{NB}: {base}")
    click.echo(f"Lien de connexion (une seule fois, valable 24{NB}h){NB}: {base}/connexion/{token}")
    click.echo("Ctrl-C pour arrêter.")
    sys.stdout.flush()


@click.command(cls=french.Command, example="terreau migrate")
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Mettre à jour toutes les bases de données."""
    settings = settings_of(ctx)
    set_up("error", json=False)
    if settings.embedded:
        ownership = Ownership(settings.data)
        if not ownership.take():
            raise Unavailable(
                "Terreau est en marche sur ce dossier\u00a0: ses bases sont déjà à jour.", code="already-running"
            )
    bring_up_to_date(settings)
    click.echo("Les bases de données sont à jour.")
