"""Compile the French of the command line (`.po`, edited by hand) into what gettext reads (`.mo`): a subset of msgfmt.

Usage: `python scripts/compile_messages.py`. Reads `msgid`, `msgid_plural`, `msgstr` and `msgstr[n]`; nothing else.
"""

from __future__ import annotations

import ast
import re
import struct
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "services" / "cli" / "locale" / "fr" / "LC_MESSAGES" / "terreau.po"

_MAGIC = 0x950412DE
_LINE = re.compile(r'(?:(msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")')


def compiled(source: str) -> bytes:
    """The `.mo` file of a `.po` text; raises `ValueError` for a line that is neither comment nor message."""
    messages = {key: value for key, value in map(_pair, _entries(source)) if value}
    keys = sorted(messages)
    return _layout([key.encode() for key in keys], [messages[key].encode() for key in keys])


def _entries(source: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = []
    field = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(f"line {number} is no message: {line}")
        if found[1] == "msgid":
            entries.append({})
        field = found[1] or field
        entries[-1][field] = entries[-1].get(field, "") + ast.literal_eval(found[2])
    return entries


def _pair(entry: dict[str, str]) -> tuple[str, str]:
    if "msgid_plural" in entry:
        return f"{entry['msgid']}\0{entry['msgid_plural']}", f"{entry['msgstr[0]']}\0{entry['msgstr[1]']}"
    return entry["msgid"], entry["msgstr"]


def _layout(keys: list[bytes], values: list[bytes]) -> bytes:
    """Header, table of keys, table of values, then the texts, each closed by a zero byte (GNU gettext manual, 10.3)."""
    tables_end = 28 + 16 * len(keys)
    offset, rows, texts = tables_end, [], b""
    for text in keys + values:
        rows.append(struct.pack("<II", len(text), offset))
        texts += text + b"\0"
        offset += len(text) + 1
    header = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, tables_end)
    return header + b"".join(rows) + texts


if __name__ == "__main__":
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(CATALOGUE.read_text(encoding="utf-8")))
