"""What every one-shot command shares: an office reached without a word on stdout, and where its answer is written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from services.cli.office import Office, open_office
from services.cli.patience import patience
from services.cli.settings import settings_of
from shared.contracts.territories import Resolved, ResolveTerritory
from shared.errors import InvalidInput, Unavailable
from shared.logs import set_up
from shared.reasons import reason

NB = "\u00a0"


@contextmanager
def office_of(ctx: click.Context) -> Iterator[Office]:
    """An office to all rooms; the log speaks on stderr only, and only of errors unless one asks for more."""
    settings = settings_of(ctx)
    set_up(os.environ.get("TERREAU_LOG_LEVEL", "error"), json=False)
    with patience("Terreau travaille"), open_office(settings) as office:
        yield office


def find_territory(office: Office, named: str | None) -> Resolved | None:
    """The territory behind an id, a SIREN, an INSEE code or an accompaniment id. Raises `NotFound`."""
    return None if named is None else office.ask(ResolveTerritory(id=named.strip()))


def as_json(value: Any) -> bytes:
    """A JSON document for people and machines: two spaces, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def as_line(value: Any) -> str:
    """A JSON document on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def check_output(output: Path | None) -> None:
    """Refuse a place that cannot be written before any work is done for it. Raises `InvalidInput`."""
    if output is None:
        return
    if output.is_dir():
        raise InvalidInput(f"«{NB}{output}{NB}» est un dossier{NB}: donnez un nom de fichier.")
    if not output.parent.is_dir():
        raise InvalidInput(f"Le dossier «{NB}{output.parent}{NB}» n’existe pas.")


def write_out(content: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to stdout. Raises `Unavailable` when the file cannot be written."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(f"«{NB}{output}{NB}» ne peut pas être écrit{NB}: {reason(error)}.") from error
