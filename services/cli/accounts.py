"""`terreau account`: who may sign in to the portal."""

from __future__ import annotations

from typing import Any

import click

from services.cli import french
from services.cli.errand import as_line, office_of
from services.cli.tokens import ROLES
from shared.french import quoted

NB = "\u00a0"


@click.group(cls=french.Group)
def account() -> None:
    """Les comptes\u00a0: qui peut entrer dans le portail."""


@account.command(
    example='terreau account add prenom@exemple.fr --label "Prénom Nom" --role team\n'
    "terreau account link prenom@exemple.fr"
)
@click.argument("email", metavar="EMAIL")
@click.option("--label", metavar="NOM", required=True, help="Le nom affiché dans le portail.")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    required=True,
    help="Ce que le compte permet\u00a0: reader lit, team écrit aussi, admin gère en plus les comptes.",
)
@click.option("--json", "as_document", is_flag=True, help="Répondre en JSON.")
@click.pass_context
def add(ctx: click.Context, email: str, label: str, role: str, as_document: bool) -> None:
    """Ouvrir un compte.

    Le même compte ouvert deux fois n’en fait qu’un. Un rôle se change et un compte se ferme dans le portail, à la page
    Comptes.
    """
    with office_of(ctx) as office:
        made: dict[str, Any] = office.call("portal", "add_account", email=email, label=label, role=role)
    if as_document:
        click.echo(as_line(made))
        return
    click.echo(f"Compte ouvert pour {made['email']}, rôle {quoted(made['role'])}.")
    click.echo(f"Un premier lien de connexion{NB}: terreau account link {made['email']}", err=True)


@account.command(name="list", example="terreau account list\nterreau account list --json")
@click.option("--json", "as_document", is_flag=True, help="Un compte en JSON par ligne.")
@click.pass_context
def list_(ctx: click.Context, as_document: bool) -> None:
    """Lister les comptes ouverts, par nom."""
    with office_of(ctx) as office:
        accounts: list[dict[str, Any]] = office.call("portal", "list_accounts")
    for one in accounts:
        click.echo(as_line(one) if as_document else f"{one['email']}  {one['role']}  {one['label']}")
    if not accounts and not as_document:
        click.echo("Aucun compte n’est ouvert.")


@account.command(example="terreau account link prenom@exemple.fr")
@click.argument("email", metavar="EMAIL")
@click.pass_context
def link(ctx: click.Context, email: str) -> None:
    """Écrire un lien de connexion pour un compte.

    Le lien est écrit une seule fois, sur la sortie standard. Il sert une fois, dans les 24\u00a0heures\u00a0: qui l’a
    en main entre sous ce compte.
    """
    with office_of(ctx) as office:
        address: str = office.call("portal", "account_link", email=email)
    click.echo(address)
    click.echo(f"Ce lien sert une fois, dans les 24{NB}heures. Il ne sera plus montré.", err=True)
