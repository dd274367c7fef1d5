"""How a command ends: its exit code, and one French sentence instead of a trace."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from services.cli.ending import DONE, FAILED, WRONG_INPUT, code_of
from shared.errors import InvalidInput, NotFound, Refused, Unavailable
from shared.reasons import reason


def _raising(error: BaseException) -> Callable[[], Any]:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidInput("Non."), WRONG_INPUT),
        (NotFound("Non."), WRONG_INPUT),
        (Refused("Non."), WRONG_INPUT),
        (Unavailable("Non."), FAILED),
    ],
)
def test_a_refusal_is_told_in_its_own_words(
    error: Exception, code: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert code_of(_raising(error), ["--data", str(tmp_path)]) == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Non.\n")
    assert not list(tmp_path.iterdir())


def test_every_problem_has_its_line_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    error = InvalidInput("Deux.", problems=[("f.csv:3:date", "Un."), ("f.csv:4:kind", "Deux.")])
    assert code_of(_raising(error), []) == WRONG_INPUT
    assert capsys.readouterr().err == "f.csv:3:date: Un.\nf.csv:4:kind: Deux.\n"


def test_the_unexpected_is_one_sentence_and_its_trace_is_in_the_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert code_of(_raising(ZeroDivisionError("secret")), ["--data", str(tmp_path)]) == FAILED
    told = capsys.readouterr().err
    assert "Erreur inattendue (ZeroDivisionError)" in told
    assert "secret" not in told
    assert "Traceback" not in told
    assert "ZeroDivisionError: secret" in (tmp_path / "terreau.log").read_text(encoding="utf-8")


def test_the_trace_is_shown_to_who_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TERREAU_LOG_LEVEL", "debug")
    missing = tmp_path / "nowhere"
    assert code_of(_raising(ZeroDivisionError()), ["--data", str(missing)]) == FAILED
    assert "Traceback" in capsys.readouterr().err
    assert not missing.exists()


def test_a_command_says_its_own_code_and_nothing_means_done() -> None:
    assert code_of(lambda: 1, []) == 1
    assert code_of(lambda: None, []) == DONE
    assert code_of(_raising(click.UsageError("Non.")), []) == WRONG_INPUT


def test_what_the_system_refuses_is_said_in_french(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert code_of(_raising(full), ["--data", str(tmp_path)]) == FAILED
    assert capsys.readouterr().err == "Le système a refusé\u00a0: le disque est plein.\n"


@pytest.mark.parametrize(
    ("error", "clause"),
    [
        (FileNotFoundError(errno.ENOENT, "x"), "il n’existe pas"),
        (TimeoutError(), "pas de réponse à temps"),
        (OSError("no number"), "ce qui répond n’est pas ce qui est attendu"),
        (OSError(9999, "x"), "erreur 9999 du système"),
        (ValueError("embedded null byte"), "le nom n’est pas valable"),
    ],
)
def test_the_reason_is_french_whatever_the_machine_speaks(error: Exception, clause: str) -> None:
    assert reason(error) == clause
