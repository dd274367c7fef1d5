"""The broker of the full stack: does it answer, and let us in."""

from __future__ import annotations

from services.cli.checks.finding import Finding
from shared.messaging.probing import BrokerRefused, WrongBrokerUrl, probe
from shared.reasons import reason
from shared.settings import Settings

NB = "\u00a0"
NAME = "broker"


def check(settings: Settings) -> Finding:
    """Open one connection to RabbitMQ; the embedded default has none."""
    if settings.embedded:
        return Finding(NAME, True, "dans le processus lui-même, aucun serveur.")
    if settings.amqp_url is None:
        return Finding(NAME, False, f"l’adresse n’est pas réglée{NB}: voyez TERREAU_AMQP_URL.")
    try:
        probe(settings.amqp_url.get_secret_value())
    except BrokerRefused:
        return _away("accès refusé")
    except WrongBrokerUrl:
        return _away("adresse mal écrite")
    except OSError as error:
        return _away(reason(error))
    return Finding(NAME, True, "RabbitMQ répond.")


def _away(why: str) -> Finding:
    return Finding(NAME, False, f"RabbitMQ ne répond pas ({why}){NB}: voyez TERREAU_AMQP_URL.")
