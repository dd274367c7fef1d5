"""French for what click says by itself, and the forms that every command of the house shares."""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path
from typing import Any

import click

DOMAIN = "terreau"
LOCALE = Path(__file__).parent / "locale"


def speak() -> None:
    """Have click speak French, whatever language the machine is set to.

    click asks gettext's global domain at each message; gettext asks `LANGUAGE` before every other variable.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


class _WithExample(click.Command):
    def __init__(self, *args: Any, example: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.example = example

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  # lists wrap what is long
        """The first paragraph of the help; click's own way would turn its non-breaking spaces into plain ones."""
        return re.sub(r"[ \t\n]+", " ", (self.help or "").split("\n\n")[0].strip(" \n"))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example as it is typed: one command a line, never wrapped."""
        super().format_epilog(ctx, formatter)
        if not self.example:
            return
        formatter.write_paragraph()
        formatter.write_heading("Exemple\u00a0")
        for line in self.example.splitlines():
            formatter.write(f"  {line.strip()}\n")


class Command(_WithExample):
    """A command whose help ends with an example: `@group.command(example="terreau up")`."""


class Group(_WithExample, click.Group):
    """A group of commands; what it says of them is French."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("subcommand_metavar", "COMMANDE [ARGUMENTS]…")
        super().__init__(*args, **kwargs)


Group.group_class = Group
