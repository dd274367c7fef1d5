"""What is typed: which command it is, which folder it chooses, which days and instants it names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli import command_of
from services.cli.ending import data_of
from services.cli.values import DAY, INSTANT


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["agenda", "find", "-"], "agenda"),
        (["--data", "agenda", "up"], "up"),
        (["--data=agenda", "events", "list"], "events"),
        (["--help"], None),
        ([], None),
        (["import", "interviews", "agenda"], "import"),
    ],
)
def test_the_command_is_the_first_word_past_the_common_options(words: list[str], command: str | None) -> None:
    assert command_of(words) == command


def test_the_data_folder_is_read_from_words_that_nobody_else_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERREAU_DATA", raising=False)
    assert data_of(["--data", "a b", "nope"]) == Path("a b")
    assert data_of(["--data=x", "nope"]) == Path("x")
    assert data_of(["nope", "--data"]) == Path("var")
    monkeypatch.setenv("TERREAU_DATA", "/srv/t")
    assert data_of([]) == Path("/srv/t")


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert DAY.convert(day.isoformat(), None, None) == day


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-29", "20250715", "2025-W10-1", "15/07/2025", "", "demain"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"n’est pas un jour.*2025-07-15"):
        DAY.convert(text, None, None)


def test_an_instant_needs_its_offset() -> None:
    assert INSTANT.convert("2025-07-15T18:00+02:00", None, None) == datetime(2025, 7, 15, 16, tzinfo=UTC)
    assert INSTANT.convert("2025-07-15T16:00:00Z", None, None) == datetime(2025, 7, 15, 16, tzinfo=UTC)
    for text in ("2025-07-15T18:00", "2025-07-15", "hier"):
        with pytest.raises(click.BadParameter, match=r"décalage horaire"):
            INSTANT.convert(text, None, None)
