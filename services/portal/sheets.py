"""Sheets: forms with one command behind them, described as data and shown by one template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import today
from services.portal.forms import Form, new_form, sent_form
from services.portal.written_to import banner_of
from shared.contracts.base import Command, Receipt
from shared.french import long_day
from shared.partial_dates import latest_day

Kind = Literal[
    "text", "area", "when", "day", "number", "select", "radios", "check", "checks", "lines", "commas", "hidden"
]
Options = Sequence[tuple[str, str]]

AS_SAID = (
    "Comme vous le diriez\u00a0: 3 juillet 2025, octobre 2024, printemps 2025, début 2026. "
    "Laissez vide si la date n’est pas connue."
)


@dataclass(frozen=True)
class Input:
    """One field of a sheet; its name is that of the command's field."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = False
    hint: str = ""
    options: Options = ()
    default: str = ""


WHEN = Input("occurred", "Quand", "when", hint=AS_SAID)


@dataclass(frozen=True)
class Sheet:
    """A form and the command it makes; `target` is the command's field that takes the id from the address."""

    title: str
    command: type[Command]
    inputs: tuple[Input, ...]
    done: str
    target: str = "accompaniment"
    intro: str = ""
    button: str = "Enregistrer"
    shape: Callable[[dict[str, Any]], dict[str, Any]] = field(default=lambda values: values)
    written: Sequence[str] = ()
    """Who will be written to, in sentences, where the command alone does not say it (`written_to.banner_of`)."""


@dataclass(frozen=True)
class About:
    """What a sheet is about: a name above the title, and where the person goes afterwards."""

    label: str
    url: str
    accompaniment: str | None = None
    """Whose it is, where the sheet's own target does not say so."""


def show(sheet: Sheet, id: str | None, about: About, after: Callable[[Receipt], str] | None = None) -> Response:
    """Show a sheet (GET, filled from the address) or send it (POST); afterwards lead to `after` or back."""
    if request.method == "GET":
        defaults = {one.name: one.default for one in sheet.inputs if one.default}
        known = {one.name for one in sheet.inputs}
        asked = {name: value for name, value in request.args.items() if name in known}
        return _page(sheet, id, new_form({**defaults, **asked}), about)
    form = sent_form()
    values = read(form, sheet.inputs)
    target = {sheet.target: id} if id is not None else {}
    receipts = form.send(lambda _: sheet.command(**target, **sheet.shape(values)))
    if receipts is None:
        return _page(sheet, id, form, about)
    for sentence in (sheet.done, *receipts[0].notes, *counts_later(values.get("occurred"))):
        flash(sentence)
    return redirect(after(receipts[0]) if after else about.url, 303)


def counts_later(occurred: str | None) -> list[str]:
    """What to say of a date that may still lie ahead, such as this month: figures count it on its last day."""
    last = latest_day(occurred) if occurred else None
    if last is None or last <= today():
        return []
    return [f"Cette date court jusqu’au {long_day(last)}\u00a0: le suivi la comptera à partir de ce jour-là."]


def _page(sheet: Sheet, id: str | None, form: Form, about: About) -> Response:
    written = sheet.written or banner_of(sheet.command, sheet.target, id, about.accompaniment)
    html = render_template("sheet.html", sheet=sheet, form=form, about=about, written=written)
    return make_response(html, form.status)


def read(form: Form, inputs: Sequence[Input]) -> dict[str, Any]:
    """The values typed, each read as its kind says; what was left empty is left out, so that defaults hold."""
    values: dict[str, Any] = {}
    for one in inputs:
        value = _READERS[one.kind](form, one.name)
        if value in (None, "", []):
            if one.required:
                form.note(one.name, _missing(one))
            continue
        values[one.name] = value
    return values


def _missing(one: Input) -> str:
    return "Choisissez une réponse." if one.kind in ("select", "radios", "checks") else "Ce champ est nécessaire."


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.get(name).splitlines() if line.strip()]


def _commas(form: Form, name: str) -> list[str]:
    words = form.get(name).replace(";", ",").replace("\n", ",").split(",")
    return [word.strip() for word in words if word.strip()]


def read_day(form: Form, name: str) -> date | None:
    """A whole day, as browsers send it (`2025-07-03`) or as people write it; a wrong one is noted as a problem."""
    edtf = form.when(name)
    if edtf is None:
        return None
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        form.note(name, "Un jour précis est attendu, par exemple 3 juillet 2025.")
        return None


_READERS: Mapping[Kind, Callable[[Form, str], Any]] = {
    "text": Form.get,
    "hidden": Form.get,
    "area": Form.get,
    "select": Form.get,
    "radios": Form.get,
    "when": Form.when,
    "number": Form.number,
    "check": lambda form, name: True if form.get(name) == "oui" else None,
    "checks": lambda form, name: [value for value in form.get_all(name) if value],
    "lines": _lines,
    "commas": _commas,
    "day": read_day,
}
