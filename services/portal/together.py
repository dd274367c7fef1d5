"""Two people at one record: the second sees what the first wrote, and nothing of either is lost.

How a page uses it, from the room to the browser:

1. The room answers the record with its stamp (`shared.stamps.stamp` over the fields that the form changes), and the
   command that rewrites the record has a field `seen: str`; its function locks the row and calls `check_unchanged`.
2. The page describes the form as a `Sheet`, as any other, and calls `edit` instead of `show`, with a function that
   asks the room for the record and gives it as `Current`: the stamp, and the text of each field as it would be typed
   (`typed` and `typed_date` help).
3. `edit` fills the form, hides in it the stamp and what each field said, and sends the command. When the room answers
   `changed-meanwhile`, the record is asked for again and the three texts of each field are compared: what only the
   other person changed is taken over, what only this one changed stays, and where both did the page shows the two
   texts above the form, which keeps one's own. Sending it again is then a decision, not an accident.

It needs no JavaScript. A page with a form of its own does the same with `fill`, `form.code` and `meet`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.portal.forms import Form, new_form, sent_form
from services.portal.sheets import About, Input, Sheet, read
from shared.contracts.base import Receipt
from shared.partial_dates import from_french, in_french, parse
from shared.partial_dates.value import WrongDate
from shared.stamps import CHANGED

SEEN = "vu"
"""The hidden field that carries the stamp of what the person saw."""
BEFORE = "avant-"
"""What the names of the hidden fields begin with that carry what each field said."""

SOMEBODY_ELSE = (
    "Quelqu’un a modifié cette fiche pendant que vous écriviez. Rien n’est perdu\u00a0: votre saisie est toujours là, "
    "et ce qui a été enregistré entre-temps est montré ci-dessous. Relisez, puis enregistrez à nouveau."
)


@dataclass(frozen=True)
class Current:
    """A record as the room has it now: its stamp, and its fields as they would be typed in the form."""

    stamp: str
    values: Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed meanwhile; `mine` is None where this person had left it alone."""

    name: str
    label: str
    theirs: str
    mine: str | None


def edit(
    sheet: Sheet,
    id: str,
    about: About,
    now: Callable[[], Current],
    after: Callable[[Receipt], str] | None = None,
) -> Response:
    """Show a sheet filled with the record (GET) or send it (POST); a change made meanwhile is shown, not lost."""
    if request.method == "GET":
        return _page(sheet, fill(sheet.inputs, now()), about, [])
    form = sent_form()
    values = read(form, sheet.inputs)
    receipts = form.send(lambda _: sheet.command(**{sheet.target: id, "seen": form.get(SEEN)}, **sheet.shape(values)))
    if receipts is None:
        clashes = meet(form, sheet.inputs, now()) if form.code == CHANGED else []
        return _page(sheet, form, about, clashes)
    for sentence in (sheet.done, *receipts[0].notes):
        flash(sentence)
    return redirect(after(receipts[0]) if after else about.url, 303)


def fill(inputs: Iterable[Input], current: Current) -> Form:
    """A form with the record in it, its stamp and what each field says now."""
    form = new_form({one.name: current.values.get(one.name, "") for one in inputs})
    _remember(form, inputs, current)
    return form


def meet(form: Form, inputs: Sequence[Input], current: Current) -> list[Clash]:
    """Put together what was typed and the record as somebody else left it; returns the fields they changed.

    The form then carries the new stamp: sending it again writes what it shows.
    """
    typed, clashes = form.values, []
    form.values = MultiDict(typed)
    for one in inputs:
        theirs, before = _texts(current.values.get(one.name, "")), _plain(typed.getlist(BEFORE + one.name))
        mine = _plain(typed.getlist(one.name))
        if theirs in (before, mine):
            continue
        untouched = mine == before
        if untouched:
            form.values.setlist(one.name, theirs)
        clashes.append(Clash(one.name, one.label, _said(one, theirs), None if untouched else _said(one, mine)))
    _remember(form, inputs, current)
    form.refusal = SOMEBODY_ELSE
    return clashes


def typed(value: Any) -> str:
    """A value as it would be typed: nothing for None, a line for each item of a list."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    return str(value)


def typed_date(occurred: str | None) -> str:
    """A partial date as people write it, where it is then read as the same date; its EDTF text else."""
    if occurred is None:
        return ""
    try:
        said = in_french(parse(occurred))
        return said if from_french(said).text == occurred else occurred
    except WrongDate:
        return occurred


def _remember(form: Form, inputs: Iterable[Input], current: Current) -> None:
    form.values.setlist(SEEN, [current.stamp])
    for one in inputs:
        form.values.setlist(BEFORE + one.name, _texts(current.values.get(one.name, "")))


def _texts(value: str | Sequence[str]) -> list[str]:
    return _plain([value] if isinstance(value, str) else value)


def _plain(texts: Iterable[str]) -> list[str]:
    """Texts as they compare: browsers send line ends of their own, and an empty field is no answer."""
    plain = ("\n".join(line.rstrip() for line in text.splitlines()).strip() for text in texts)
    return [text for text in plain if text]


def _said(one: Input, texts: Sequence[str]) -> str:
    labels = dict(one.options)
    return "\n".join(labels.get(text, text) for text in texts)


def _page(sheet: Sheet, form: Form, about: About, clashes: list[Clash]) -> Response:
    kept = [(name, text) for name, texts in form.values.lists() if name.startswith((SEEN, BEFORE)) for text in texts]
    page = render_template("edit.html", sheet=sheet, form=form, about=about, clashes=clashes, kept=kept)
    return make_response(page, form.status)
