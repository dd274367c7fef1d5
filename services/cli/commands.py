"""The tree of commands: imported when they are called, and listed without importing any."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from services.cli import french
from services.cli.ending import end_with

french.speak()

_LAZY = {
    "up": ("services.cli.serving", "up", "Démarrer Terreau en un seul processus, sans aucun serveur."),
    "serve": ("services.cli.serve", "serve", "Démarrer un ou plusieurs services de l’installation complète."),
    "migrate": ("services.cli.serving", "migrate", "Mettre à jour toutes les bases de données."),
    "topology": ("services.cli.topology", "topology", "Préparer RabbitMQ, et vider les files d’une version d’avant."),
    "doctor": ("services.cli.doctor", "doctor", "Vérifier que tout est en ordre, une ligne par vérification."),
    "example": ("services.cli.example", "example", "L’exemple documenté : deux accompagnements réels."),
    "events": ("services.cli.events", "events", "Ce qui s’est passé : lire, réessayer, rejouer."),
    "agenda": ("services.cli.agenda", "agenda", "Trouver quand se réunir."),
    "import": ("services.cli.imports", "import_", "Reprendre un tableau existant."),
    "export": (
        "services.cli.exports",
        "export",
        "Écrire le suivi, les chiffres d’un financeur, le journal ou tout d’un territoire.",
    ),
    "backup": ("services.cli.backup", "backup", "Tout sauvegarder dans un fichier, pendant que Terreau travaille."),
    "restore": ("services.cli.backup", "restore", "Remettre une sauvegarde dans un endroit vide."),
    "account": ("services.cli.accounts", "account", "Les comptes\u00a0: qui peut entrer dans le portail."),
    "token": ("services.cli.tokens", "token", "Les jetons de l’interface de programmation."),
}


class Tree(french.Group):
    """Commands imported when they are called, so that none pays for another's libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """The commands, in the order one meets them."""
        return list(_LAZY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in _LAZY:
            return None
        module, attribute, _summary = _LAZY[cmd_name]
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with their summaries, importing none of them."""
        with formatter.section("Commandes\u00a0"):
            formatter.write_dl([(name, summary) for name, (_module, _attribute, summary) in _LAZY.items()])


@click.group(
    cls=Tree,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    example="terreau up\nterreau --data /srv/terreau export follow-up --as-of 2025-07-15 --format json",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    default=None,
    help="Dossier de données du mode autonome (par défaut ./var).",
)
@click.pass_context
def terreau(ctx: click.Context, data: Path | None) -> None:
    """Suivre un programme sur plusieurs territoires, de l’appel au bilan."""
    ctx.obj = data


def run() -> None:
    """Run the command line and end the process with its exit code."""
    end_with(lambda: terreau.main(prog_name="terreau", standalone_mode=False), sys.argv[1:])
