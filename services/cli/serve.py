"""`terreau serve`: some of the services in this process, on PostgreSQL and RabbitMQ."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

import click
import eventlet
import structlog
from eventlet import wsgi
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from services.cli import french
from services.cli.rooms import NAMES, room, service_class
from services.cli.settings import half_settings_of
from shared import tracing
from shared.errors import InvalidInput, Refused, TerreauError, Unavailable
from shared.logs import described, set_up
from shared.messaging.health import nothing_else, with_health
from shared.messaging.hub_watch import watch_hub
from shared.messaging.probing import BrokerRefused, WrongBrokerUrl, probe
from shared.messaging.renewing import OtherArguments
from shared.messaging.running import Ending, rooms_of, runner_of, stop
from shared.messaging.service import declare_topology, open_database
from shared.settings import MissingSettings, Settings, require_full_stack
from shared.storage.migrating import OlderDatabase, require_current

log = structlog.get_logger()

NB = "\u00a0"
LOOK_AGAIN = 0.5
DRAIN_SECONDS = 3.0
"""How long pages are still served once `/readyz` is red: whoever sends people here looks at it now and then."""


@click.command(cls=french.Command, example="terreau serve territories diagnostic")
@click.argument("services", metavar="SERVICE…", nargs=-1, required=True, type=click.Choice(NAMES))
@click.pass_context
def serve(ctx: click.Context, services: tuple[str, ...]) -> int:
    """Démarrer un ou plusieurs services de l’installation complète (PostgreSQL, RabbitMQ)."""
    settings = half_settings_of(ctx)
    set_up(settings.log_level, json=True)
    _require(settings)
    ending = Ending()
    watch_hub()
    serving = _Serving(tuple(dict.fromkeys(services)), settings, ending)
    tracing.start(settings)
    try:
        serving.run()
    finally:
        tracing.stop()
    return 1 if ending.failed else 0


class _Serving:
    """The services of this process, from waiting for their servers to the end."""

    def __init__(self, names: Sequence[str], settings: Settings, ending: Ending):
        self._names = names
        self._settings = settings
        self._ending = ending
        self._url = settings.amqp_url.get_secret_value() if settings.amqp_url else ""
        keys = {"TERREAU_READY": self._ready}
        self._runner = runner_of([service_class(name) for name in names], self._url, settings, **keys)
        self._started = False

    def run(self) -> None:
        """Serve until asked to end. Raises `TerreauError` when database or broker stay away at the start."""
        if "portal" not in self._names:  # the portal answers for its process, beside its pages
            self._serve_health()
        self._await("PostgreSQL", "TERREAU_DATABASE_URL", self._check_database)
        self._await("RabbitMQ", "TERREAU_AMQP_URL", self._check_broker)
        if self._ending.asked:
            return
        self._runner.start()
        self._started = True
        log.info("serving", services=list(self._names))
        eventlet.spawn(self._ending.watch, self._runner)
        while not self._ending.wait(3600):
            pass
        log.info("stopping", services=list(self._names))
        if "portal" in self._names:
            eventlet.sleep(DRAIN_SECONDS)
        stop(self._runner)

    def _ready(self) -> bool:
        return self._started and not self._ending.asked and all(one.ready() for one in rooms_of(self._runner))

    def _serve_health(self) -> None:
        app = with_health(nothing_else, self._ready)
        quiet = logging.getLogger("terreau.health")
        listening = eventlet.listen(("0.0.0.0", self._settings.health_port))  # noqa: S104  # probes come from outside the container
        eventlet.spawn(wsgi.server, listening, app, log=quiet, log_output=False)

    def _await(self, server: str, variable: str, check: Callable[[], None]) -> None:
        """Wait for a server, for a bounded time: a supervisor starts us again. Raises `TerreauError`."""
        deadline = time.monotonic() + self._settings.start_seconds
        while not self._ending.asked:
            try:
                check()
            except (OSError, SQLAlchemyError, OlderDatabase) as error:
                log.warning("waiting", server=server, error=described(error))
                if time.monotonic() > deadline:
                    if isinstance(error, TerreauError):
                        raise
                    raise Unavailable(f"{server} ne répond pas{NB}: vérifiez {variable}.") from error
                self._ending.wait(LOOK_AGAIN)
            else:
                return

    def _check_database(self) -> None:
        try:
            for name in self._names:
                self._check_schema(name)
        except (ArgumentError, ValueError) as error:
            raise _badly_written("TERREAU_DATABASE_URL") from error

    def _check_schema(self, name: str) -> None:
        database = open_database(name, self._settings)
        try:
            with eventlet.Timeout(5.0, TimeoutError()):
                require_current(room(name), database)
        finally:
            database.close()

    def _check_broker(self) -> None:
        try:
            probe(self._url)
        except BrokerRefused as error:
            raise InvalidInput(f"RabbitMQ refuse l’accès{NB}: vérifiez TERREAU_AMQP_URL.") from error
        except WrongBrokerUrl as error:
            raise _badly_written("TERREAU_AMQP_URL") from error
        try:
            declare_topology(self._url, embedded=False)
        except OtherArguments as error:
            raise Refused(
                f"La file «{NB}{error.queue}{NB}» de RabbitMQ a été créée par une autre version, avec d’autres réglages"
                f"{NB}: lancez «{NB}terreau topology{NB}», qui garde ce qu’elle contient, puis redémarrez.",
                code="queue-of-another-version",
            ) from error


def _badly_written(variable: str) -> InvalidInput:
    return InvalidInput(f"L’adresse donnée par {variable} est mal écrite.")


def _require(settings: Settings) -> None:
    try:
        require_full_stack(settings)
    except MissingSettings as error:
        raise InvalidInput(f"Il manque dans l’environnement{NB}: {error}.", code="missing-settings") from error
