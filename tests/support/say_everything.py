"""Prints as JSON the help of every command of `terreau`, and what each says of a word or a value it does not know."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr

from shared.messaging.green import go_green

go_green()

import click  # noqa: E402  # green threads come before any other import

from services.cli.commands import terreau  # noqa: E402


def commands(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The command and all below it, each with the words that call it."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name="terreau")
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*words, name))


def said(*words: str) -> str:
    """What the command says of these words, which are wrong or ask for help."""
    told = io.StringIO()
    try:
        with redirect_stderr(told):
            terreau.main(list(words), prog_name="terreau", standalone_mode=False)
    except click.ClickException as error:
        error.show(told)
    return told.getvalue()


def mistakes(words: tuple[str, ...], command: click.Command) -> Iterator[str]:
    """Everything that click itself can refuse in this command."""
    yield said(*words, "--nope")
    yield said(*words, "--hel")
    if isinstance(command, click.Group):
        yield said(*words, "nope")
        yield said(*words)
    for parameter in command.params:
        if parameter.required:
            yield said(*words)
        if isinstance(parameter, click.Option) and not parameter.is_flag:
            yield said(*words, parameter.opts[0])
        if isinstance(parameter.type, click.Choice | click.IntRange) and isinstance(parameter, click.Option):
            yield said(*words, parameter.opts[0], "nope")
            yield said(*words, parameter.opts[0], "-70000")
    yield said(*words, *["nope"] * 9)


def main() -> None:
    """Print `{"terreau events list": {"help": …, "mistakes": […]}}`."""
    everything = {}
    for words, command in commands(terreau, ()):
        with command.make_context("terreau", [], resilient_parsing=True) as context:
            context.info_name = " ".join(("terreau", *words))
            page = command.get_help(context)
        everything[context.info_name] = {"help": page, "mistakes": list(mistakes(words, command))}
    json.dump(everything, sys.stdout)


if __name__ == "__main__":
    main()
