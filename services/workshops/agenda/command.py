"""What `terreau agenda` does, without the terminal: a text in, an exit code and texts out."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

from services.workshops.agenda.finder import find
from services.workshops.agenda.json_places import offset_of, places, row_and_column
from services.workshops.agenda.problems import WrongSearch
from shared.french import NBSP

DONE, WRONG_INPUT = 0, 2

# RFC 8259, section 9, lets a reader limit numbers; no double has so many digits, and Python refuses beyond 4300.
_MOST_DIGITS = 1000

_SYNTAX = {
    "Expecting value": "une valeur est attendue ici",
    "Expecting ',' delimiter": "une virgule ou la fin de la liste ou de l’objet est attendue ici",
    "Expecting ':' delimiter": "un deux-points est attendu après le nom du champ",
    "Expecting property name enclosed in double quotes": "un nom de champ entre guillemets doubles est attendu ici",
    "Extra data": "le document est fini, ce qui suit est de trop",
    "Unterminated string starting at": "ce texte entre guillemets n’est pas fermé",
    "Invalid control character at": "ce caractère de contrôle doit être écrit avec une barre oblique inverse",
    "Invalid \\escape": "cette barre oblique inverse n’est suivie d’aucun caractère connu",
    "Invalid \\uXXXX escape": "\\u doit être suivi de quatre chiffres hexadécimaux",
}


class Outcome(NamedTuple):
    """How a command ended: exit code, what goes to stdout, the lines for stderr."""

    exit_code: int
    stdout: str
    stderr: list[str]


class _Malformed(Exception):
    def __init__(self, row: int, column: int, message: str) -> None:
        super().__init__(message)
        self.row, self.column, self.message = row, column, message


def run(stream: str | bytes, source_name: str, answer: Callable[[object], dict[str, Any]] = find) -> Outcome:
    """Answer the search written in a JSON text (UTF-8 when given as bytes, with or without BOM).

    `answer` takes the parsed document, and may take it for a season instead.

    Exit code 0 with one JSON document on stdout, or 2 with one line `source:row:column: message` for each problem.
    """
    try:
        text = _decoded(stream).removeprefix("\ufeff")
        document = _parsed(text)
    except _Malformed as wrong:
        return Outcome(WRONG_INPUT, "", [_line(source_name, wrong.row, wrong.column, wrong.message)])
    try:
        return Outcome(DONE, _as_json(answer(document)), [])
    except WrongSearch as wrong:
        return Outcome(WRONG_INPUT, "", _lines(text, source_name, wrong))


def _decoded(stream: str | bytes) -> str:
    if isinstance(stream, str):
        return stream
    try:
        return stream.decode("utf-8")
    except UnicodeDecodeError as error:
        before = stream[: error.start].decode("utf-8")
        raise _Malformed(*row_and_column(before, len(before)), "ce caractère n’est pas écrit en UTF-8.") from None


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_int=_short_integer, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        why = _SYNTAX.get(error.msg.removesuffix(":"), "le texte n’est plus du JSON ici")
        raise _Malformed(error.lineno, error.colno, f"JSON mal formé{NBSP}: {why}.") from None
    except RecursionError:
        raise _Malformed(1, 1, f"JSON mal formé{NBSP}: trop de niveaux imbriqués.") from None
    except _BadNumber as number:
        offset = offset_of(number.text, text)
        raise _Malformed(*row_and_column(text, offset), f"JSON mal formé{NBSP}: {number.why}.") from None


class _BadNumber(Exception):
    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.text, self.why = text, why


def _short_integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _BadNumber(digits, f"un nombre de plus de {_MOST_DIGITS} chiffres n’est pas accepté")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise _BadNumber(name, f"{name} n’est pas un nombre JSON")


def _lines(text: str, source_name: str, wrong: WrongSearch) -> list[str]:
    """Write the problems in the order of the text, so that a person mends them from top to bottom."""
    where = places(text)
    placed = [(where.row_and_column(problem.path, at_key=problem.at_key), problem.message) for problem in wrong.found]
    return [
        _line(source_name, row, column, message) for (row, column), message in sorted(placed, key=lambda one: one[0])
    ]


def _line(source_name: str, row: int, column: int, message: str) -> str:
    # A field may hold a line break or half a character: neither may break the line or the terminal.
    line = " ".join(f"{source_name}:{row}:{column}: {message}".splitlines())
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def _as_json(answer: dict[str, Any]) -> str:
    written = json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:  # an id with half a surrogate pair can only be written escaped
        return json.dumps(answer, indent=2, allow_nan=False)
    return written
