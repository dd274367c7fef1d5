"""The refusals every room shares: a stable code for the machine, a French sentence for the person."""

from __future__ import annotations

from typing import Any, ClassVar


class TerreauError(Exception):
    """Something that was asked cannot be done.

    `code` is stable and kebab-case, `message` is a French sentence without personal data, `status` is the HTTP
    status that a page or the API answers with, `problems` lists `(where, sentence)` pairs when several things are
    wrong at once (`where` is a field path such as `rows.3.date`).
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, code: str | None = None, problems: list[tuple[str, str]] | None = None):
        super().__init__(message)
        self.message = message
        self.problems = problems or []
        self._code = code

    @property
    def stable_code(self) -> str:
        """The code of this very refusal: its own if one was given, else its family's."""
        return self._code or self.code

    def as_dict(self) -> dict[str, Any]:
        """The refusal as it crosses the wire (JSON values only)."""
        return {
            "code": self.stable_code,
            "status": self.status,
            "message": self.message,
            "problems": [list(problem) for problem in self.problems],
        }


class Refused(TerreauError):
    """A rule said no: already closed, already decided, too few options."""

    code = "refused"
    status = 409


class NotFound(TerreauError):
    """An id that nothing answers to."""

    code = "not-found"
    status = 404


class InvalidInput(TerreauError):
    """What was sent makes no sense: each field at fault is in `problems`."""

    code = "invalid-input"
    status = 422


class Forbidden(TerreauError):
    """Not this person, or not this territory."""

    code = "forbidden"
    status = 403


class TooLate(TerreauError):
    """A command whose deadline had passed when its service came to it: nothing was done."""

    code = "deadline-passed"
    status = 408


class Unavailable(TerreauError):
    """A service, the broker or a database is away; trying again later may work."""

    code = "unavailable"
    status = 503


FAMILIES: dict[int, type[TerreauError]] = {
    family.status: family for family in (Refused, NotFound, InvalidInput, Forbidden, TooLate, Unavailable)
}


def from_dict(refusal: dict[str, Any]) -> TerreauError:
    """Rebuild the refusal that `TerreauError.as_dict` wrote on the other side of the wire."""
    family = FAMILIES.get(int(refusal["status"]), TerreauError)
    problems = [(str(where), str(sentence)) for where, sentence in refusal.get("problems", [])]
    return family(str(refusal["message"]), code=str(refusal["code"]), problems=problems)
