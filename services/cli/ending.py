"""How a command ends: 0 done, 1 it failed, 2 wrong input; one French sentence, and never a trace on the screen."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from shared.errors import TerreauError
from shared.reasons import reason

DONE, FAILED, WRONG_INPUT = 0, 1, 2

NB = "\u00a0"
LOG = "terreau.log"


def end_with(work: Callable[[], Any], words: Sequence[str]) -> None:
    """Do the work of a command line (its words are given) and end the process with its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    code = code_of(work, words)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        code = code or _after_lost_output(error)
    # What was committed is safe and what is owed is in the database: there is nothing to wait for.
    os._exit(code)


def code_of(work: Callable[[], Any], words: Sequence[str]) -> int:
    """The exit code of the work, once its mistakes are told on stderr in French."""
    stdout = sys.stdout
    try:
        result = work()
    except click.ClickException as error:
        error.show()
        return WRONG_INPUT
    except click.Abort:
        click.echo("Interrompu.", err=True)
        return FAILED
    except SystemExit as end:
        # click ends the process when the reader of stdout has left (`terreau … | head`), and has replaced stdout
        return DONE if sys.stdout is not stdout else int(end.code or 0)
    except TerreauError as error:
        _tell(error)
        return FAILED if error.status >= 500 else WRONG_INPUT
    except OSError as error:
        _kept_trace(error, data_of(words))
        click.echo(f"Le système a refusé{NB}: {reason(error)}.", err=True)
        return FAILED
    except Exception as error:
        _tell_unexpected(error, words)
        return FAILED
    return result if isinstance(result, int) else DONE


def _tell(error: TerreauError) -> None:
    if not error.problems:
        click.echo(error.message, err=True)
    for where, sentence in error.problems:
        click.echo(f"{where}: {sentence}" if where else sentence, err=True)


def _tell_unexpected(error: Exception, words: Sequence[str]) -> None:
    kind = type(error)
    kept = _kept_trace(error, data_of(words))
    if os.environ.get("TERREAU_LOG_LEVEL") == "debug" or "serve" in words:
        traceback.print_exception(error)
    what = f"Erreur inattendue ({kind.__name__}){NB}: rien de ce qui est enregistré n’est perdu"
    if kind.__module__.startswith("sqlalchemy"):
        doctor = f"«{NB}terreau doctor{NB}»"
        what = f"Une base de données ne répond pas comme attendu ({kind.__name__}){NB}: {doctor} dit laquelle"
    where = f"la trace est dans «{NB}{kept}{NB}»" if kept else "TERREAU_LOG_LEVEL=debug en montre la trace"
    click.echo(f"{what}{NB}; {where}.", err=True)


def _kept_trace(error: Exception, folder: Path) -> Path | None:
    """Add the trace to the log of the data folder; None when there is no such folder or it cannot be written."""
    if not folder.is_dir():
        return None
    path = folder / LOG
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
            log.write("".join(traceback.format_exception(error)))
    except OSError:
        return None
    return path


def data_of(words: Sequence[str]) -> Path:
    """The data folder that these words choose, also when they could not be understood."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word == "--data" and following:
            return Path(following)
        if word.startswith("--data="):
            return Path(word.removeprefix("--data="))
    return Path(os.environ.get("TERREAU_DATA") or "var")


def _interrupted(*_signal: Any) -> None:
    # Green threads are in the middle of something: raising here would surface in any of them.
    _on_stderr("\nInterrompu.\n")
    os._exit(FAILED)


def _after_lost_output(error: OSError) -> int:
    """Nobody reads any more: no failure when a pipe was closed, one when the disk is full."""
    if isinstance(error, BrokenPipeError):
        return DONE
    _on_stderr(f"La sortie ne peut pas être écrite{NB}: {reason(error)}.\n")
    return FAILED


def _on_stderr(text: str) -> None:
    """Write at once, past every buffer, and past green threads, whose `os.write` may not be called by a signal."""
    io.FileIO(2, "w", closefd=False).write(text.encode())
