"""`terreau token`: bearer tokens for the JSON API, shown once."""

from __future__ import annotations

import click

from services.cli import french
from services.cli.errand import as_line, find_territory, office_of

ROLES = ("admin", "team", "reader")
DAYS = 90


@click.group(cls=french.Group)
def token() -> None:
    """Les jetons de l’interface de programmation."""


@token.command(example="terreau token create --role reader --territory 200067072 --days 30")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="Ce que le jeton permet\u00a0: reader lit, team et admin écrivent aussi.",
)
@click.option("--territory", metavar="ID", help="Un seul territoire (identifiant, SIREN ou code INSEE).")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    metavar="JOURS",
    default=DAYS,
    show_default=True,
    help="Durée de validité, en jours.",
)
@click.option("--json", "as_document", is_flag=True, help="Répondre en JSON.")
@click.pass_context
def create(ctx: click.Context, role: str, territory: str | None, days: int, as_document: bool) -> None:
    """Créer un jeton.

    Le jeton est écrit une seule fois, sur la sortie standard\u00a0; Terreau n’en garde qu’une empreinte.
    """
    with office_of(ctx) as office:
        found = find_territory(office, territory)
        id_ = None if found is None else found.territory
        made = office.call("portal", "make_token", role=role, territory=id_, days=days)
    if as_document:
        click.echo(as_line({"token": made, "role": role, "territory": id_, "days": days}))
        return
    click.echo(made)
    reach = "tous les territoires" if found is None else found.label
    validity = "1 jour" if days == 1 else f"{days} jours"
    click.echo(f"Jeton «\u00a0{role}\u00a0» pour {reach}, valable {validity}. Il ne sera plus montré.", err=True)
