"""Answering a poll by one's personal link: no account, one page, made for a phone. Opening it changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from shared.contracts.workshops import AnswerPoll, GetOwnPoll, SlotChoice

PAGES = Blueprint("poll_answers", __name__)

ANSWERS = ("yes", "if-needed", "no")


class Seen(Protocol):
    """A slot as a form showed it."""

    @property
    def id(self) -> str:
        """The slot."""

    @property
    def version(self) -> int:
        """Which version of it."""


@PAGES.route("/reponse/<link>", methods=["GET", "POST"])
def answer(link: str) -> tuple[str, int] | Response:
    """The slots with what one answered so far; sent as often as one likes until the deadline."""
    own = ask(GetOwnPoll(link=link))
    if request.method == "GET":
        known = {one.id: one.answer for one in own.slots if one.answer}
        form = new_form(filled_with(known, own.comment))
        return render_template("poll_answer.html", own=own, form=form), 200
    form = sent_form()
    command = AnswerPoll(link=link, choices=choices_of(form, own.slots), comment=form.get("comment")[:1000])
    if form.send(lambda _: command) is None:
        return render_template("poll_answer.html", own=ask(GetOwnPoll(link=link)), form=form), form.status
    complete = len(command.choices) == len(own.slots)
    flash(
        "Merci, votre réponse est enregistrée. Vous pouvez la corriger ici jusqu’à la date limite."
        if complete
        else "Merci. Il reste des créneaux sans réponse\u00a0: vous pouvez revenir ici jusqu’à la date limite."
    )
    return redirect(f"/reponse/{link}", 303)


def filled_with(known: Mapping[str, Any], comment: str) -> dict[str, str]:
    """The fields of a form that shows these answers."""
    return {**{f"s-{slot}": str(answer) for slot, answer in known.items()}, "comment": comment}


def choices_of(form: Form, slots: Iterable[Seen]) -> list[SlotChoice]:
    """What was ticked for the slots of a poll; the version is the one that the form showed, not the present one."""
    return [
        SlotChoice.model_validate({"slot": one.id, "version": _version(form, one), "answer": said})
        for one in slots
        if (said := form.get(f"s-{one.id}")) in ANSWERS
    ]


def _version(form: Form, slot: Seen) -> int:
    shown = form.get(f"v-{slot.id}")
    return int(shown) if shown.isdecimal() and len(shown) < 9 else slot.version
