"""Forms: what was typed, the order behind it, and the sentence beside each field that was refused."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from services.portal.desk import office
from services.portal.security import StaleForm, check_form_token, who
from shared.contracts.base import Command, Receipt
from shared.errors import TerreauError
from shared.french import NBSP
from shared.ids import is_id, new_id
from shared.messaging.french_validation import french_problems
from shared.partial_dates import WrongDate, from_french

TRY_AGAIN = "Rien n’est perdu\u00a0: envoyez à nouveau, l’enregistrement ne se fera qu’une fois."


@dataclass
class Form:
    """One form on its way to a room and, when refused, back to the person with everything they typed."""

    order: str
    values: MultiDict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    refusal: str | None = None
    status: int = 200
    code: str | None = None
    """The stable code of the room's refusal, for a page that knows what to do about it."""

    # --- reading what was typed

    def get(self, name: str, default: str = "") -> str:
        """What was typed in a field, blanks around it removed."""
        return _plain(self.values.get(name, default))

    def get_all(self, name: str) -> list[str]:
        """The values ticked or typed under one name."""
        return [_plain(value) for value in self.values.getlist(name)]

    def optional(self, name: str) -> str | None:
        """What was typed, `None` for nothing."""
        return self.get(name) or None

    def when(self, name: str = "occurred") -> str | None:
        """A date typed in French, as EDTF; `None` for nothing; a wrong one is noted as a problem."""
        typed = self.get(name)
        if not typed:
            return None
        try:
            return from_french(typed).text
        except WrongDate as error:
            self.note(name, error.message)
            return None

    def number(self, name: str) -> int | None:
        """A whole number, `None` for nothing; anything else is noted as a problem."""
        typed = self.get(name).replace("\u202f", "").replace(NBSP, "").replace(" ", "")
        if not typed:
            return None
        if not typed.isdecimal() or len(typed) > 9:
            self.note(name, "Un nombre entier est attendu.")
            return None
        return int(typed)

    def note(self, name: str, sentence: str) -> None:
        """Put a sentence beside a field; the first one stays."""
        self.problems.setdefault(name, sentence)
        self.status = 422

    def refuse(self, sentence: str, status: int = 422) -> None:
        """Put a sentence above the whole form."""
        self.refusal = self.refusal or sentence
        self.status = status

    # --- sending

    def send(self, *steps: Callable[[list[Receipt]], Command]) -> list[Receipt] | None:
        """Make each command and have it obeyed: the receipts, or `None` with the problems noted on the form.

        Each step is given the receipts before it. An order id is made of the form's own and of the command: the same
        form sent twice has one effect, a form corrected after a half-done sending goes on where it stopped.
        """
        if self.problems:
            self.refuse("Un champ est à revoir avant d’enregistrer.")
            return None
        receipts: list[Receipt] = []
        try:
            check_form_token()
            for step in steps:
                command = step(receipts)
                actor = who()
                receipts.append(
                    office().obey(command, order=order_of(self.order, command), actor=actor.id if actor else None)
                )
        except ValidationError as error:
            self._note_all(french_problems(error))
            return None
        except StaleForm as error:
            self.code = error.stable_code
            self.refuse(error.message, error.status)
            return None
        except TerreauError as error:
            self._refused(error)
            return None
        return receipts

    def _refused(self, error: TerreauError) -> None:
        self.code = error.stable_code
        if error.problems:
            self._note_all(error.problems)
        # On invalid input the sentences stand beside their fields: saying the first one twice helps nobody.
        general = None if error.problems and error.status == 422 else error.message
        if error.status in (408, 500, 503):
            general = f"{error.message} {TRY_AGAIN}"
        self.refuse(general or "Un champ est à revoir avant d’enregistrer.", error.status)

    def _note_all(self, problems: list[tuple[str, str]]) -> None:
        for where, sentence in problems:
            self.note(self._field(where), _without_path(where, sentence))
        self.refuse("Un champ est à revoir avant d’enregistrer.")

    def _field(self, where: str) -> str:
        """The field of this form that a path speaks of: `label` for `fact.label`, `communes` for `communes.3`."""
        steps = where.split(".")
        return next((name for name in (where, steps[0], steps[-1]) if name in self.values), where)


def new_form(values: Mapping[str, Any] | None = None) -> Form:
    """An empty form with an order id of its own, or one with some fields filled."""
    filled: MultiDict[str, str] = MultiDict()
    for name, value in (values or {}).items():
        filled.setlist(name, [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)])
    return Form(order=new_id(), values=filled)


def sent_form() -> Form:
    """The form that the browser sent."""
    order = request.form.get("ordre", "")
    return Form(order=order if is_id(order) else new_id(), values=request.form)


def order_of(form: str, command: Command) -> str:
    """The order id of a command sent with a form: the same words give the same id."""
    said = json.dumps(command.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return str(uuid.uuid5(uuid.UUID(form), f"{command.wire()}\n{said}"))


def _plain(value: str) -> str:
    # No database takes a NUL, and nobody types one.
    return str(value).replace("\x00", "").strip()


def _without_path(where: str, sentence: str) -> str:
    """`sentence` without the name of the field in front: the page shows it beside the field."""
    plain = sentence.removeprefix(f"{where}{NBSP}: ")
    return plain[:1].upper() + plain[1:]
