"""`terreau events`: what happened, what could not be handled, and hearing it again."""

from __future__ import annotations

import time as pause
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import click

from services.cli import french
from services.cli.errand import as_line, office_of
from services.cli.journal import pages
from services.cli.office import LOOK_EVERY, SETTLE_SECONDS, Office
from services.cli.patience import say
from services.cli.rooms import NAMES
from services.cli.values import DAY
from shared.clock import PARIS, SystemClock
from shared.contracts.reporting import Fact, ListFacts
from shared.errors import InvalidInput, NotFound, Unavailable
from shared.events import REGISTRY
from shared.french import hour, plural, quoted, short_day
from shared.partial_dates import in_french, parse

NB = "\u00a0"
HOPS = 3
"""An event heard again, what its reaction told, and what that made somebody else tell."""
FEW, LOOK_SELDOM = 1000, 0.5  # counting what waits takes time from handling it


@click.group(cls=french.Group)
def events() -> None:
    """Ce qui s’est passé\u00a0: lire, réessayer, rejouer."""


@events.command(
    name="list",
    example="terreau events list --type workshop-held\nterreau events list --territory 59350 --since 2025-07-01 --json",
)
@click.option("--type", "type_", metavar="TYPE", help="Un seul type d’événement, par exemple interview-logged.")
@click.option("--territory", metavar="ID", help="Un territoire (identifiant, SIREN, INSEE) ou un accompagnement.")
@click.option("--since", type=DAY, metavar="JOUR", help="Enregistrés ce jour ou après (AAAA-MM-JJ).")
@click.option("--json", "as_document", is_flag=True, help="Un événement CloudEvents en JSON par ligne.")
@click.pass_context
def list_(ctx: click.Context, type_: str | None, territory: str | None, since: date | None, as_document: bool) -> None:
    """Lister les événements, dans l’ordre où ils ont été enregistrés."""
    if type_ is not None and type_ not in REGISTRY:
        raise InvalidInput(f"Le type {quoted(type_)} n’existe pas. Types{NB}: {', '.join(sorted(REGISTRY))}.")
    with office_of(ctx) as office:
        for page in pages(office, type_=type_, territory=territory, since=since):
            lines = map(as_line, page) if as_document else _readable(office, page)
            for line in lines:
                click.echo(line)


def _readable(office: Office, page: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each event: when it was recorded (Paris), its type, whose it is, what it says, when it happened."""
    ids = [event["id"] for event in page]
    said = {fact.id: fact for fact in office.ask(ListFacts(ids=ids, limit=2000)).facts} if ids else {}
    return [_line(event, said.get(event["id"])) for event in page]


def _line(event: dict[str, Any], fact: Fact | None) -> str:
    recorded = datetime.fromisoformat(event["time"]).astimezone(PARIS)
    whose = f"{fact.territory_label}{NB}: " if fact and fact.territory_label else ""
    happened = f" ({in_french(parse(event['occurred']))})" if event.get("occurred") else ""
    sentence = fact.sentence if fact else ""
    return f"{short_day(recorded)} à {hour(recorded)}  {event['type']}  {whose}{sentence}{happened}".rstrip()


@events.command(example="terreau events parked")
@click.option("--json", "as_document", is_flag=True, help="Un événement en JSON par ligne.")
@click.pass_context
def parked(ctx: click.Context, as_document: bool) -> None:
    """Lister ce qui n’a pas pu être traité, du plus ancien au plus récent."""
    with office_of(ctx) as office:
        found = [item for name in NAMES for item in office.call(name, "parked")]
    for item in sorted(found, key=lambda item: str(item["parked"])):
        click.echo(as_line(item) if as_document else _parked_line(item))
    if not found and not as_document:
        click.echo("Aucun événement n’est mis de côté.")


def _parked_line(item: dict[str, Any]) -> str:
    since = datetime.fromisoformat(item["parked"]).astimezone(PARIS)
    tries = plural(item["attempts"], "essai")
    return (
        f"{item['id']}  {item['type']}  mis de côté par {item['room']} le {short_day(since)} à {hour(since)}"
        f" après {tries}{NB}: {item['error']}"
    )


@events.command(example="terreau events retry --all")
@click.argument("event", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="Tout ce qui est mis de côté.")
@click.pass_context
def retry(ctx: click.Context, event: str | None, everything: bool) -> None:
    """Réessayer un événement mis de côté, ou tous."""
    if (event is None) != everything:
        raise InvalidInput(f"Donnez soit l’identifiant d’un événement, soit --all{NB}: pas les deux, ni aucun.")
    with office_of(ctx) as office:
        request: dict[str, str] = {} if event is None else {"id": event}
        count = sum(office.call(name, "retry", **request) for name in NAMES)
        if event is not None and not count:
            raise NotFound(f"Aucun événement mis de côté ne porte l’identifiant {quoted(event)}.", code="not-parked")
        _settle(office)
        left = sum(len(office.call(name, "parked")) for name in NAMES)
    click.echo(f"{plural(count, 'événement réessayé', 'événements réessayés')}, {left} encore de côté.")


@events.command(example="terreau events replay --to reporting --from 2025-07-01")
@click.option(
    "--to", "service", type=click.Choice(NAMES), metavar="SERVICE", required=True, help=f"{', '.join(NAMES)}."
)
@click.option("--from", "since", type=DAY, metavar="JOUR", help="Reçus ce jour ou après (AAAA-MM-JJ).")
@click.pass_context
def replay(ctx: click.Context, service: str, since: date | None) -> None:
    """Faire réentendre à un service ce qu’il a reçu\u00a0; cela ne compte rien deux fois."""
    start = None if since is None else datetime.combine(since, time(), PARIS).isoformat()
    with office_of(ctx) as office:
        count = office.call(service, "hear_again", since=start)
        _settle(office)
    click.echo(f"{plural(count, 'événement rejoué', 'événements rejoués')} vers {service}.")


def _settle(office: Office) -> None:
    """Wait until what is heard again is handled: it keeps the correlation of the day it was told.

    In a house at work there is always something owed: what counts is what was owed when this began, then what that
    may have told meanwhile, and so on. As long as it takes while it goes on; raises `Unavailable` when nothing has
    moved for `SETTLE_SECONDS`.
    """
    for _ in range(HOPS):
        mark = SystemClock().now().isoformat()
        least, deadline = float("inf"), 0.0
        while waiting := sum(pulse["owed"] + pulse["unpublished"] for pulse in _pulses(office, mark)):
            if waiting < least:
                least, deadline = waiting, pause.monotonic() + SETTLE_SECONDS
            if pause.monotonic() > deadline:
                raise Unavailable(f"Des événements attendent encore d’être traités{NB}: ils le seront sans vous.")
            say(f"Encore {plural(waiting, 'événement')} à traiter")
            pause.sleep(LOOK_EVERY if waiting < FEW else LOOK_SELDOM)


def _pulses(office: Office, mark: str) -> Iterator[dict[str, Any]]:
    return (office.call(name, "pulse", until=mark) for name in NAMES)
