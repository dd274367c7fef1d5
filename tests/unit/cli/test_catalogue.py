"""The French of click: complete, compiled, and written as French is."""

from __future__ import annotations

import ast
import gettext
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scripts.compile_messages import CATALOGUE, compiled

SOURCE = CATALOGUE.read_text(encoding="utf-8")
FRENCH = gettext.GNUTranslations(io.BytesIO(compiled(SOURCE)))

# What only somebody who writes a command can meet: wrong declarations, editors, colours, shells, Windows.
FOR_DEVELOPERS = re.compile(
    r"DeprecationWarning|declarations|defined twice|No options defined|same flag|parameter declaration|"
    r"Editing failed|Unknown color|Unknown standard stream|Invalid start character|Choice\(|Windows error|Bash"
)


def _messages_of_click() -> Iterator[tuple[str, ...]]:
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = tuple(a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
                if texts and not FOR_DEVELOPERS.search(" ".join(texts)):
                    yield texts


@pytest.mark.parametrize("texts", sorted(set(_messages_of_click())), ids=lambda texts: texts[0][:40])
def test_every_message_click_may_show_is_translated_with_its_own_fields(texts: tuple[str, ...]) -> None:
    for number in (1, 2):
        translated = FRENCH.ngettext(*texts, number) if len(texts) == 2 else FRENCH.gettext(texts[0])
        assert translated not in texts or texts == ("%(prog)s, version %(version)s",)
        assert _fields(translated) <= {field for text in texts for field in _fields(text)}


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_the_compiled_catalogue_is_the_one_that_is_read() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(SOURCE)


def test_french_typography_has_non_breaking_spaces() -> None:
    translations = "\n".join(line for line in SOURCE.splitlines() if line.startswith("msgstr"))
    assert not re.search(r" [:;!?»]|« ", translations)
    assert not re.search(r"(?<![\u00a0{])[:;!?](?=\s)", translations.replace("Content-Type:", ""))


def test_a_line_that_is_no_message_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        compiled('msgid "a"\nmsgstr b\n')
