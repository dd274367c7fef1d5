"""The French that people read, where it is written: apostrophes as printed, spaces that keep signs with their word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("services", "shared") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "services").rglob("*.html"))

FOR_COMPARING = {
    "services/diagnostic/rules/words.py",  # what people type is compared with these, its apostrophes made straight
}
_VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for what is only known when a page is made."""
_STRAIGHT = re.compile(
    rf"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|presqu|aujourd|entr)'[\w{_VALUE}]", re.IGNORECASE
)
_BREAKS = re.compile(rf"[\w{_VALUE}»)] [:;?!»](?!\w)|« ")
_PATTERN = "(?"


def _docstrings(tree: ast.AST) -> set[int]:
    blocks = (node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list))
    return {id(line.value) for block in blocks for line in block if isinstance(line, ast.Expr)}


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Each string of a module that is no docstring and no regular expression, f-strings whole, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else _VALUE for one in node.values]
            left |= {id(one) for one in node.values}
            text = "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left:
            text = node.value
        else:
            continue
        if _PATTERN not in text:
            yield node.lineno, text


def _blank(found: re.Match[str], by: str = "") -> str:
    return by + "\n" * found[0].count("\n")


def _shown(path: Path) -> Iterator[tuple[int, str]]:
    """What a template says by itself, line by line: no markup, no code."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", _blank, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", lambda found: _blank(found, _VALUE), text, flags=re.DOTALL)
    text = re.sub(r"<(script|style)\b.*?</\1>", _blank, text, flags=re.DOTALL)
    yield from enumerate(re.sub(r"<[^<>]*>", lambda found: _blank(found), text).splitlines(), 1)


def _wrong(path: Path, texts: Iterator[tuple[int, str]], pattern: re.Pattern[str]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}: {text.strip()[:100]}" for line, text in texts if pattern.search(text)]


def test_apostrophes_in_what_the_program_says_are_those_of_print() -> None:
    looked_at = [path for path in SOURCES if str(path.relative_to(ROOT)) not in FOR_COMPARING]
    assert [one for path in looked_at for one in _wrong(path, _texts(path), _STRAIGHT)] == []


def test_apostrophes_in_templates_are_those_of_print() -> None:
    assert [one for path in TEMPLATES for one in _wrong(path, _shown(path), _STRAIGHT)] == []


def test_signs_in_templates_stay_with_their_word() -> None:
    assert [one for path in TEMPLATES for one in _wrong(path, _shown(path), _BREAKS)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "l\'atelier"', True),
        ('x = f"jusqu\'{y}"', True),
        ('def f():\n    """The call\'s end, l\'atelier."""', False),
        ('x = "It isn\'t there"', False),
        ('x = "l’atelier"', False),
        ('x = r"(?:l\')?(.+)"', False),
    ],
)
def test_what_is_looked_for_is_found(tmp_path: Path, source: str, found: bool) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    assert any(_STRAIGHT.search(text) for _, text in _texts(path)) is found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Où\n ?</p>", False),
        ("<p>Où ?</p>", True),
        ("<p>{{ when }} : {{ who }}</p>", True),
        ("<p>Où&nbsp;?</p>", False),
        ("<p>« Où&nbsp;»</p>", True),
        ("{% if one ? %}<script>a ? b : c</script>", False),
    ],
)
def test_what_is_looked_for_in_templates_is_found(tmp_path: Path, template: str, found: bool) -> None:
    path = tmp_path / "page.html"
    path.write_text(template, encoding="utf-8")
    assert any(_BREAKS.search(text) for _, text in _shown(path)) is found
