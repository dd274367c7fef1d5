"""Where in a JSON text a value stands, so that a problem can name its row and column."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.workshops.agenda.problems import JsonPath

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


@dataclass(slots=True)
class _Container:
    path: JsonPath
    is_object: bool
    step: str | int | None


@dataclass(frozen=True, slots=True)
class Places:
    """The offsets of every value and of every key of a valid JSON text, by path."""

    text: str
    values: Mapping[JsonPath, int]
    keys: Mapping[JsonPath, int]

    def row_and_column(self, path: JsonPath, *, at_key: bool = False) -> tuple[int, int]:
        """Give the place (both from 1) of a value or its key; what is not there is placed at what should hold it."""
        found = self.keys if at_key and path in self.keys else self.values
        while path and path not in found:
            path = path[:-1]
        return row_and_column(self.text, found.get(path, 0))


def row_and_column(text: str, offset: int) -> tuple[int, int]:
    """Give the row and column (both from 1) of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def offset_of(piece: str, text: str) -> int:
    """Give the offset of the first such number or word outside strings (the text need not be valid further on)."""
    return next((match.start() for match in _PIECE.finditer(text) if match.group() == piece), 0)


def places(text: str) -> Places:
    """Find the place of every value and key of a text that is known to be valid JSON."""
    values: dict[JsonPath, int] = {}
    keys: dict[JsonPath, int] = {}
    inside: list[_Container] = []
    for match in _PIECE.finditer(text):
        piece, holder = match.group(), inside[-1] if inside else None
        if piece in "}]":
            inside.pop()
        elif piece == "," and holder:
            holder.step = holder.step + 1 if isinstance(holder.step, int) else None
        elif piece == ":":
            continue
        elif holder and holder.step is None:
            holder.step = json.loads(piece, strict=False)
            keys[_inner(holder)] = match.start()
        else:
            path = _inner(holder)
            values[path] = match.start()
            if piece in "{[":
                inside.append(_Container(path, piece == "{", None if piece == "{" else 0))
    return Places(text, values, keys)


def _inner(holder: _Container | None) -> JsonPath:
    return () if holder is None or holder.step is None else (*holder.path, holder.step)
