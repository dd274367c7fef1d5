"""The file of a backup: a zip with a manifest and, for each table of each room, its rows as JSON lines."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.errors import InvalidInput, Unavailable
from shared.reasons import reason

NB = "\u00a0"
FORMAT = 1
MANIFEST = "manifest.json"
WRONG = "n’est pas une sauvegarde de Terreau, ou elle est abîmée"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was made (UTC), the revision of each room's schema, the rows of each table."""

    made_at: datetime
    revisions: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]

    @property
    def total(self) -> int:
        """All rows of all rooms."""
        return sum(sum(tables.values()) for tables in self.rows.values())


class ArchiveWriter:
    """A backup being written."""

    def __init__(self, file: zipfile.ZipFile):
        self._file = file
        self._rows: dict[str, dict[str, int]] = {}

    def add(self, room: str, table: str, rows: Iterator[dict[str, Any]]) -> None:
        """Add a table, row by row."""
        count = 0
        with self._file.open(_member(room, table), "w", force_zip64=True) as member:
            for row in rows:
                member.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                count += 1
        self._rows.setdefault(room, {})[table] = count

    def finish(self, made_at: datetime, revisions: Mapping[str, str]) -> Manifest:
        """Write what it holds; a file without it is no backup."""
        manifest = Manifest(made_at, revisions, self._rows)
        content = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "rooms": {name: {"revision": revisions[name], "rows": self._rows[name]} for name in revisions},
        }
        self._file.writestr(MANIFEST, json.dumps(content, ensure_ascii=False, indent=2))
        return manifest


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write a backup, whole or not at all, readable by its owner only. Raises `Unavailable` when it cannot be."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped,
        ):
            yield ArchiveWriter(zipped)
        part.replace(path)
    except OSError as error:
        raise Unavailable(f"«{NB}{path}{NB}» ne peut pas être écrit{NB}: {reason(error)}.") from error
    finally:
        part.unlink(missing_ok=True)


class ArchiveReader:
    """A backup to be read."""

    def __init__(self, file: zipfile.ZipFile, name: str):
        self._file = file
        self._name = name
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        try:
            content = json.loads(self._file.read(MANIFEST))
            if content["format"] != FORMAT:
                raise InvalidInput(
                    f"«{NB}{self._name}{NB}» vient d’une version plus récente de Terreau{NB}: installez cette version."
                )
            return Manifest(
                datetime.fromisoformat(content["made_at"]),
                {str(name): str(one["revision"]) for name, one in content["rooms"].items()},
                {str(name): {str(k): int(v) for k, v in one["rows"].items()} for name, one in content["rooms"].items()},
            )
        except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            raise self.wrong() from error

    def rows(self, room: str, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table. Raises `InvalidInput` when they are damaged or not all there."""
        count = 0
        try:
            with self._file.open(_member(room, table)) as member:
                for line in member:
                    yield json.loads(line)
                    count += 1
        except (KeyError, ValueError, EOFError, zipfile.BadZipFile, OSError) as error:
            raise self.wrong() from error
        if count != self.manifest.rows.get(room, {}).get(table):
            raise self.wrong()

    def wrong(self) -> InvalidInput:
        """What is said of a file that is no backup."""
        return InvalidInput(f"«{NB}{self._name}{NB}» {WRONG}.", code="not-a-backup")


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Read a backup. Raises `InvalidInput` for what is none."""
    try:
        with zipfile.ZipFile(path) as file:
            yield ArchiveReader(file, str(path))
    except zipfile.BadZipFile as error:
        raise InvalidInput(f"«{NB}{path}{NB}» {WRONG}.", code="not-a-backup") from error
    except OSError as error:
        raise InvalidInput(f"«{NB}{path}{NB}» ne peut pas être lu{NB}: {reason(error)}.") from error


def _member(room: str, table: str) -> str:
    return f"{room}/{table}.jsonl"
