"""`terreau example load`: the two documented accompaniments, told through the services' own commands."""

from __future__ import annotations

from pathlib import Path

import click

from services.cli import french
from services.cli.errand import office_of
from services.cli.office import Office
from services.cli.telling import read_catalogue, read_story, tell
from shared.errors import Unavailable

MARK = "example.told"
"""The file in a data folder that says: the example was told here, or must not be."""

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hauts-de-france"


@click.group(cls=french.Group)
def example() -> None:
    """L’exemple documenté\u00a0: deux accompagnements réels."""


@example.command(example="terreau example load")
@click.pass_context
def load(ctx: click.Context) -> None:
    """Charger l’exemple\u00a0; le charger deux fois ne change rien."""
    with office_of(ctx) as office:
        count = tell_example(office)
    click.echo(f"L’exemple est chargé ({count} faits racontés).")


def tell_example(office: Office) -> int:
    """Tell every story of the example, run the deadlines of the told dates, wait until all is handled."""
    if not EXAMPLE.is_dir():
        raise Unavailable("L’exemple n’est pas installé avec cette copie de Terreau.", code="no-example")
    names: dict[str, str] = {}
    tell(office, read_catalogue(EXAMPLE / "catalogue.yaml"), names, "Catalogue")
    for story in sorted(EXAMPLE.glob("[0-9]*.yaml")):
        tell(office, read_story(story), names, story.stem[3:].replace("-", " ").capitalize())
    office.settle()
    office.run_duties()
    return office.settle()
