"""`terreau agenda`: slots and seasons on the terminal; it starts nothing and reads no data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from services.cli import french
from services.workshops.agenda.command import run
from services.workshops.agenda.finder import find as find_slots
from services.workshops.agenda.season.plan import plan_season
from shared.errors import InvalidInput
from shared.reasons import reason

NB = "\u00a0"


@click.group(cls=french.Group)
def agenda() -> None:
    """Trouver quand se réunir."""


@agenda.command(example="terreau agenda find recherche.json\nterreau agenda find - < recherche.json")
@click.argument("file", metavar="FICHIER|-")
@click.option("--json", is_flag=True, help="Sans effet : la réponse est toujours en JSON.")
@click.pass_context
def find(ctx: click.Context, file: str, json: bool) -> None:  # noqa: ARG001  # accepted everywhere, as promised
    """Chercher des créneaux pour un atelier.

    FICHIER décrit la recherche en JSON ; « - » la lit sur l’entrée standard. La réponse est un document JSON.
    """
    _answer(ctx, file, find_slots)


@agenda.command(example="terreau agenda season saison.json\nterreau agenda season - < saison.json")
@click.argument("file", metavar="FICHIER|-")
@click.option("--json", is_flag=True, help="Sans effet : la réponse est toujours en JSON.")
@click.pass_context
def season(ctx: click.Context, file: str, json: bool) -> None:  # noqa: ARG001  # accepted everywhere, as promised
    """Placer tous les ateliers d’une saison à la fois.

    FICHIER décrit la saison en JSON ; « - » la lit sur l’entrée standard. La réponse est un document JSON : le plan
    prouvé le meilleur (« optimal »), ou le meilleur trouvé dans le temps donné (« feasible ») avec sa borne.
    """
    _answer(ctx, file, plan_season)


def _answer(ctx: click.Context, file: str, answer: Callable[[object], dict[str, Any]]) -> None:
    outcome = run(_read(file), "-" if file == "-" else file, answer)
    for line in outcome.stderr:
        click.echo(line, err=True)
    if outcome.stdout:
        click.echo(outcome.stdout)
    ctx.exit(outcome.exit_code)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInput(f"Le fichier «{NB}{file}{NB}» ne peut pas être lu{NB}: {reason(error)}.") from error
