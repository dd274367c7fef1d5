"""The French guide keeps its word: what it points to is there, its commands exist, its typography is French."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from services.cli.commands import terreau

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def page_id(page: Path) -> str:
    return page.stem


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", CODE.sub("", page.read_text(encoding="utf-8")))
    missing = [one for one in targets if not one.startswith("http") and not (page.parent / one).exists()]
    assert not missing


def test_the_summary_leads_to_every_page() -> None:
    summary = (GUIDE / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.name not in summary and page.name != "README.md"] == []


def commands_shown(page: Path) -> list[list[str]]:
    """The words after `terreau` up to the first option, file or ellipsis."""
    shown = re.findall(
        r"(?:(?<=bin/)|(?<![/\w]))terreau((?: [a-z][a-z-]*)+)",
        "\n".join(CODE.findall(page.read_text(encoding="utf-8"))),
    )
    return [words.split() for words in shown]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_command_of_a_page_exists(page: Path) -> None:
    for words in commands_shown(page):
        command: click.Command = terreau
        for word in words:
            if not isinstance(command, click.Group):
                break
            found = command.get_command(click.Context(command), word)
            assert found is not None, " ".join(words)
            command = found


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_line_can_break_before_a_double_sign_or_within_quotation_marks(page: Path) -> None:
    prose = re.sub(r"\]\([^)]*\)", "]", CODE.sub("", page.read_text(encoding="utf-8")))
    assert re.findall(r".{12} [:;!?»].{0,5}|« .{12}|.{12}'.{0,5}", prose) == []
