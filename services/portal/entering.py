"""Entering a record that may be there already: the likely duplicates are shown before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.sheets import About, Sheet, read
from shared.contracts.base import Receipt
from shared.contracts.territories import Duplicate, SuggestDuplicates

NEW = "nouvelle"
"""The box that says: none of those, this is another one."""
SEEN_BEFORE = "Cette fiche est peut-être déjà dans l’annuaire\u00a0: regardez ci-dessous avant d’enregistrer."


def enter(
    sheet: Sheet,
    about: About,
    suspect: Callable[[Form], SuggestDuplicates],
    opened: str,
    after: Callable[[Receipt], str],
) -> Response:
    """Show the sheet (GET) or send it (POST); `opened` begins the address of a record, `suspect` asks who it may be."""
    known = {one.name for one in sheet.inputs}
    if request.method == "GET":
        defaults = {one.name: one.default for one in sheet.inputs if one.default}
        asked = {name: value for name, value in request.args.items() if name in known}
        return _page(sheet, new_form({**defaults, **asked}), about, [], opened)
    form = sent_form()
    values = read(form, sheet.inputs)
    found = ask(suspect(form)).found if not form.problems and form.get(NEW) != "oui" else []
    if found:
        form.refuse(SEEN_BEFORE)
        return _page(sheet, form, about, found, opened)
    receipts = form.send(lambda _: sheet.command(**sheet.shape(values)))
    if receipts is None:
        return _page(sheet, form, about, [], opened)
    for sentence in (sheet.done, *receipts[0].notes):
        flash(sentence)
    return redirect(after(receipts[0]), 303)


def _page(sheet: Sheet, form: Form, about: About, found: list[Duplicate], opened: str) -> Response:
    values: dict[str, Any] = {"sheet": sheet, "form": form, "about": about, "found": found, "opened": opened}
    return make_response(render_template("enter_record.html", **values), form.status)
