"""The conversation that names the préfiguration case of a need: one question at a time, then what the guide says.

The answers so far stand in the address: going back is the browser's own gesture, and nothing is kept until somebody
decides. The guide proposes a case; the team may keep another.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from pydantic import ValidationError
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.meetings import met
from services.portal.security import signed_in
from shared.contracts.platforms import (
    AssignCase,
    CaseAnswers,
    CaseGuidance,
    CaseNumber,
    GetPlatforms,
    GuideCase,
    ListPlatforms,
)
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("prefiguration", __name__)

NOTHING = "rien"
"""What the address says when a question with several answers was answered by none of them."""
ONE_ANSWER = ("need", "solution", "nature")


@PAGES.get("/accompagnements/<id>/prefiguration")
@signed_in
def talk(id: str) -> str | tuple[str, int]:
    """The next question, or the case that the answers name."""
    card = accompaniment(id)
    need = request.args.get("besoin", "").strip()[:300]
    if not need:
        page = ask(GetPlatforms(accompaniment=card.id))
        return render_template(
            "prefiguration_start.html",
            card=card,
            back=_back(card),
            page=page,
            project=request.args.get("projet", ""),
            met=met(card.id),
        )
    found = _guidance(_answers())
    form = new_form({"reason": " ".join(found.reasons), "case": found.conclusion.case if found.conclusion else ""})
    return _page(card, found, form)


@PAGES.post("/accompagnements/<id>/prefiguration")
@signed_in
def decide(id: str) -> Response | str | tuple[str, int]:
    """Keep the case that the team decides on."""
    card = accompaniment(id)
    answers = _answers()
    form = sent_form()
    if not form.get("reason"):
        form.note("reason", "Dites pourquoi\u00a0: c’est ce qu’on relira plus tard.")
    if form.get("case") not in ("1", "2", "3", "4", "5"):
        form.note("case", "Choisissez un cas.")
    occurred = form.when()
    receipts = form.send(lambda _: _command(card, form, answers, occurred))
    if receipts is None:
        return _page(card, _guidance(answers), form)
    flash("Le cas est enregistré, les précédents restent dans l’histoire.")
    return redirect(_back(card), 303)


@PAGES.get("/accompagnements/<id>/cas")
@signed_in
def former(id: str) -> Response:
    """Where a case used to be noted without the conversation; both are one page now."""
    return redirect(f"/accompagnements/{accompaniment(id).id}/prefiguration", 301)


def _guidance(answers: CaseAnswers) -> CaseGuidance:
    """What to ask next or which case the answers name; neither when the team says that it knows the case."""
    if request.args.get("connu"):
        return CaseGuidance(question=None, conclusion=None, reasons=[])
    return ask(GuideCase(**answers.model_dump()))


def _command(card: AccompanimentCard, form: Form, answers: CaseAnswers, occurred: str | None) -> AssignCase:
    return AssignCase.model_validate(
        {
            "accompaniment": card.id,
            "need": request.args.get("besoin", "").strip()[:300],
            "project": request.args.get("projet", "").strip()[:300],
            "platform": form.optional("platform"),
            "case": int(form.get("case")),
            "reason": form.get("reason"),
            "answers": None if request.args.get("connu") else answers.model_dump(),
            "occurred": occurred,
        }
    )


def _answers() -> CaseAnswers:
    """The answers that the address holds; one that is no answer begins the conversation again."""
    said: dict[str, Any] = {name: request.args.get(name) for name in ONE_ANSWER if request.args.get(name)}
    fragile = request.args.getlist("fragile")
    if fragile:
        said["fragile"] = [one for one in dict.fromkeys(fragile) if one != NOTHING]
    try:
        return CaseAnswers.model_validate(said)
    except ValidationError:
        return CaseAnswers()


def _page(card: AccompanimentCard, found: CaseGuidance, form: Form) -> tuple[str, int]:
    known: list[CaseNumber] = [1, 2, 3, 4, 5]
    page = render_template(
        "prefiguration.html",
        card=card,
        back=_back(card),
        found=found,
        form=form,
        known=known,
        said=[(name, text) for name, text in request.args.items(multi=True)],
        again=urlencode([(name, request.args.get(name, "")) for name in ("besoin", "projet")]),
        platforms=[(one.slug, one.label) for one in ask(ListPlatforms()).platforms] if not found.question else [],
        met=met(card.id),
    )
    return page, form.status


def _back(card: AccompanimentCard) -> str:
    return f"{page_of(card)}#plateformes"
