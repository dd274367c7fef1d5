"""`terreau topology`: exchanges and queues at the broker, and what earlier versions left there."""

from __future__ import annotations

import click

from services.cli import french
from services.cli.settings import half_settings_of
from shared.errors import InvalidInput, Refused, Unavailable
from shared.french import plural
from shared.logs import set_up
from shared.messaging.probing import BrokerRefused, WrongBrokerUrl, probe
from shared.messaging.renewing import StillHeard
from shared.messaging.service import renew_topology

NB = "\u00a0"


@click.command(cls=french.Command, example="terreau topology")
@click.pass_context
def topology(ctx: click.Context) -> None:
    """Préparer RabbitMQ, et vider les files d’une version d’avant.

    Les services le font aussi en démarrant. À lancer après une mise à jour qui change les files\u00a0: celles
    d’avant sont vidées dans les nouvelles, puis supprimées.
    """
    settings = half_settings_of(ctx)
    set_up("error", json=False)
    if settings.amqp_url is None:
        raise InvalidInput(f"Il manque dans l’environnement{NB}: TERREAU_AMQP_URL.", code="missing-settings")
    url = settings.amqp_url.get_secret_value()
    _check(url)
    try:
        drained = renew_topology(url)
    except StillHeard as error:
        raise Refused(
            f"Un service écoute encore la file «{NB}{error.queue}{NB}»{NB}: arrêtez les services d’avant, "
            "puis relancez.",
            code="queue-still-heard",
        ) from error
    for one in drained:
        click.echo(f"{one.queue}{NB}: {plural(one.messages, 'message')} mis à l’abri, file supprimée.")
    click.echo("RabbitMQ est prêt.")


def _check(url: str) -> None:
    try:
        probe(url)
    except BrokerRefused as error:
        raise InvalidInput(f"RabbitMQ refuse l’accès{NB}: vérifiez TERREAU_AMQP_URL.") from error
    except WrongBrokerUrl as error:
        raise InvalidInput("L’adresse donnée par TERREAU_AMQP_URL est mal écrite.") from error
    except OSError as error:
        raise Unavailable(f"RabbitMQ ne répond pas{NB}: vérifiez TERREAU_AMQP_URL.") from error
