"""`terreau export`: the follow-up, the funder's figures, the journal, all of a territory."""

from __future__ import annotations

import sys
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import click

from services.cli import french
from services.cli.catalogue import export_catalogue
from services.cli.errand import as_json, check_output, find_territory, office_of, write_out
from services.cli.journal import pages
from services.cli.office import Office
from services.cli.territory_export import everything
from services.cli.values import DAY, INSTANT
from shared.contracts.reporting import GetBilan, GetFollowUp, GetFunderReport, MakeBilan, MakeFollowUpWorkbook
from shared.errors import InvalidInput, Refused

NB = "\u00a0"

FORMATS = ("xlsx", "ods", "csv", "json", "jsonld", "pdf", "odt", "docx")
BINARY = {"xlsx", "ods", "pdf", "odt", "docx"}


@dataclass(frozen=True)
class Asked:
    """What was asked for, option by option; None where nothing was said."""

    territory: str | None
    period: str | None
    as_of: date | None
    known_at: datetime | None
    call: str | None
    funder: str | None


def _follow_up_json(office: Office, asked: Asked) -> bytes:
    found = office.ask(GetFollowUp(as_of=asked.as_of, known_at=asked.known_at, call=asked.call))
    return as_json(found.model_dump(mode="json"))


def _follow_up_workbook(office: Office, asked: Asked) -> bytes:
    found = office.ask(MakeFollowUpWorkbook(as_of=asked.as_of, known_at=asked.known_at, call=asked.call))
    return b64decode(found.content)


def _funder_json(office: Office, asked: Asked) -> bytes:
    if asked.period is None:
        raise InvalidInput(f"Il manque la période{NB}: par exemple --period 2025, 2025-S1, 2025-T3 ou 2025-03.")
    report = office.ask(
        GetFunderReport(period=asked.period, funder=asked.funder, as_of=asked.as_of, known_at=asked.known_at)
    )
    return as_json(report.model_dump(mode="json"))


def _events_json(office: Office, asked: Asked) -> bytes:
    known = asked.known_at
    return as_json(
        [
            event
            for page in pages(office, territory=asked.territory)
            for event in page
            if known is None or datetime.fromisoformat(event["time"]) <= known
        ]
    )


def _territory_json(office: Office, asked: Asked) -> bytes:
    return as_json(everything(office, asked.territory))


def _bilan_json(office: Office, asked: Asked) -> bytes:
    page = office.ask(GetBilan(accompaniment=_accompanied(office, asked), as_of=asked.as_of, known_at=asked.known_at))
    return as_json(page.model_dump(mode="json"))


def _bilan_as(format_: Literal["odt", "docx", "pdf"]) -> Callable[[Office, Asked], bytes]:
    def write(office: Office, asked: Asked) -> bytes:
        found = office.ask(
            MakeBilan(
                accompaniment=_accompanied(office, asked),
                format=format_,
                as_of=asked.as_of,
                known_at=asked.known_at,
            )
        )
        return b64decode(found.content)

    return write


def _accompanied(office: Office, asked: Asked) -> str:
    found = find_territory(office, asked.territory)
    if found is None:
        raise InvalidInput(
            f"Il manque le territoire{NB}: ajoutez --territory, avec un identifiant, un SIREN ou un INSEE."
        )
    if found.accompaniment is None:
        raise Refused(f"{found.label} n’est accompagné dans aucun appel{NB}: il n’a pas de bilan.")
    return found.accompaniment


@dataclass(frozen=True)
class Kind:
    """What can be exported: in which formats, and which options mean something for it."""

    writers: dict[str, Callable[[Office, Asked], bytes]]
    options: frozenset[str]


KINDS = {
    "bilan": Kind(
        {"json": _bilan_json, "odt": _bilan_as("odt"), "docx": _bilan_as("docx"), "pdf": _bilan_as("pdf")},
        frozenset({"territory", "as_of", "known_at"}),
    ),
    "follow-up": Kind({"json": _follow_up_json, "xlsx": _follow_up_workbook}, frozenset({"as_of", "known_at", "call"})),
    "funder": Kind({"json": _funder_json}, frozenset({"period", "as_of", "known_at", "funder"})),
    "catalogue": Kind(
        {
            "csv": lambda office, _: export_catalogue(office, "csv"),
            "jsonld": lambda office, _: export_catalogue(office, "jsonld"),
        },
        frozenset(),
    ),
    "events": Kind({"json": _events_json}, frozenset({"territory", "known_at"})),
    "territory": Kind({"json": _territory_json}, frozenset({"territory"})),
}


@click.command(
    cls=french.Command,
    example="terreau export follow-up --as-of 2025-07-15 --format json\n"
    "terreau export follow-up --format xlsx -o suivi.xlsx\n"
    "terreau export funder --period 2025 --as-of 2025-12-31 --format json\n"
    "terreau export bilan --territory 248000747 --format odt -o bilan.odt\n"
    "terreau export territory --territory 248000747 -o coquelicot.json",
)
@click.argument("kind", metavar="SORTE", type=click.Choice(list(KINDS)))
@click.option("--as-of", type=DAY, metavar="JOUR", help="État à ce jour (AAAA-MM-JJ\u00a0; par défaut aujourd’hui).")
@click.option("--known-at", type=INSTANT, metavar="INSTANT", help="Avec ce qui était enregistré à cet instant.")
@click.option("--period", metavar="PÉRIODE", help="Période (funder)\u00a0: 2025, 2025-S1, 2025-T3, 2025-03.")
@click.option("--call", metavar="ID", help="Un seul appel (follow-up).")
@click.option("--funder", metavar="ID", help="Le financeur (funder).")
@click.option("--territory", metavar="ID", help="Le territoire (territory, events, bilan).")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    default="json",
    show_default=True,
    help="json\u00a0; aussi xlsx (follow-up), odt, docx ou pdf (bilan)\u00a0; csv ou jsonld (catalogue).",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FICHIER", help="Sans elle, la sortie standard."
)
@click.pass_context
def export(ctx: click.Context, /, kind: str, format_: str, output: Path | None, **options: object) -> None:
    """Écrire le suivi, les chiffres d’un financeur, le journal ou tout d’un territoire.

    SORTE\u00a0: follow-up (le suivi), funder (les chiffres d’une période), events (les événements),
    bilan (celui d’un territoire, à compléter), territory (tout, données personnelles comprises),
    catalogue (les plateformes).
    Les mêmes jours et instants donnent les mêmes octets.
    """
    output = None if output == Path("-") else output
    write = writer_of(kind, format_, {name for name, value in options.items() if value is not None})
    if output is None and format_ in BINARY and sys.stdout.isatty():
        raise InvalidInput(
            f"Un tel fichier ne se lit pas dans un terminal{NB}: ajoutez par exemple -o suivi.{format_}."
        )
    check_output(output)
    with office_of(ctx) as office:
        content = write(office, Asked(**options))  # type: ignore[arg-type]  # click has made the types
    write_out(content, output)


def writer_of(kind: str, format_: str, given: set[str]) -> Callable[[Office, Asked], bytes]:
    """What writes this kind in this format; `given` are the options that were used.

    Raises `InvalidInput` for a format or an option that means nothing.
    """
    useless = sorted(given - KINDS[kind].options)
    if useless:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in useless)
        raise InvalidInput(f"L’export «{NB}{kind}{NB}» ne connaît pas {names}.")
    try:
        return KINDS[kind].writers[format_]
    except KeyError as error:
        known = " ou ".join(KINDS[kind].writers)
        raise InvalidInput(f"L’export «{NB}{kind}{NB}» ne s’écrit pas en {format_}{NB}: choisissez {known}.") from error
