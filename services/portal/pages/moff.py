"""The MOFF matrix of an accompaniment: filled by several people at once, each seeing the others' items appear."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.live import Live
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, read, show
from services.portal.templating import happened
from services.portal.together import Current, edit
from services.portal.words import EVIDENCE, MOFF, STRUCTURE_KINDS
from shared.contracts.diagnostic import (
    AddMoffItem,
    EditMoffItem,
    GetDiagnostic,
    GetMoff,
    GetMoffItem,
    InterviewCard,
    MoffPage,
    WithdrawMoffItem,
)
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("moff", __name__)

QUESTIONS = [(code, f"{label}. {question}") for code, (label, question) in MOFF.items()]


def subject(accompaniment: str) -> str:
    """What a browser waits for, and what an event moves."""
    return f"moff/{accompaniment}"


@PAGES.get("/accompagnements/<id>/moff")
@signed_in
def matrix(id: str) -> str:
    """The matrix, with the form that adds to it."""
    card = accompaniment(id)
    return _page(card, new_form({"category": request.args.get("categorie", ""), "evidence": "known"}))


@PAGES.post("/accompagnements/<id>/moff")
@signed_in
def add(id: str) -> Response:
    """Add an item; afterwards the form is ready for the next one of the same category."""
    card = accompaniment(id)
    form = sent_form()
    values = read(form, _inputs(card.id))
    receipts = form.send(lambda _: AddMoffItem(accompaniment=card.id, **values))
    if receipts is None:
        return current_app.make_response((_page(card, form), form.status))
    return redirect(f"/accompagnements/{card.id}/moff?categorie={values['category']}#ajouter", 303)


@PAGES.get("/accompagnements/<id>/moff/suite")
@signed_in
def follow(id: str) -> Response:
    """The matrix as HTML once it has moved from the mark `depuis`; only the mark when nothing came in time."""
    card = accompaniment(id)
    seen = request.args.get("depuis", 0, type=int)
    mark = _live().wait(subject(card.id), seen)
    if mark == seen:
        return jsonify(mark=mark)
    # The mark was read first: what comes between it and the matrix is shown now and once more.
    return jsonify(mark=mark, html=render_template("moff_matrix.html", **_shown(card)))


@PAGES.route("/accompagnements/<id>/moff/<item>", methods=["GET", "POST"])
@signed_in
def change(id: str, item: str) -> Response:
    """Say an item otherwise; what somebody else changed meanwhile is shown beside it."""
    card = accompaniment(id)
    about = About(f"Matrice MOFF · {card.territory_label}", f"/accompagnements/{card.id}/moff")
    sheet = Sheet(
        "Modifier un élément",
        EditMoffItem,
        _inputs(card.id),
        "L’élément est modifié.",
        target="item",
        shape=lambda values: {"accompaniment": card.id, **values},
    )
    return edit(sheet, item, about, lambda: _current(card.id, item))


@PAGES.route("/accompagnements/<id>/moff/<item>/retirer", methods=["GET", "POST"])
@signed_in
def withdraw(id: str, item: str) -> Response:
    """Take an item out of the matrix."""
    card = accompaniment(id)
    history = ask(GetMoffItem(accompaniment=card.id, item=item))
    sheet = Sheet(
        "Retirer un élément",
        WithdrawMoffItem,
        (
            Input("reason", "Pourquoi", hint="Un doublon, une erreur…"),
            Input("seen", "", "hidden", default=history.stamp),
        ),
        "L’élément est retiré. Il reste dans l’historique, d’où l’on peut le reprendre.",
        target="item",
        intro=f"« {history.versions[0].text} »",
        button="Retirer",
        shape=lambda values: {"accompaniment": card.id, **values},
    )
    return show(sheet, item, About("Matrice MOFF", f"/accompagnements/{card.id}/moff"))


@PAGES.get("/accompagnements/<id>/moff/<item>/historique")
@signed_in
def history(id: str, item: str) -> str:
    """Everything an item ever said, and who said it."""
    card = accompaniment(id)
    told = ask(GetMoffItem(accompaniment=card.id, item=item))
    names = authors(version.author for version in told.versions)
    return render_template("moff_history.html", card=card, history=told, names=names)


# --- what the pages are made of


def _live() -> Live:
    return current_app.extensions["terreau.live"]  # type: ignore[no-any-return]  # flask's extensions hold anything


def _page(card: AccompanimentCard, form: Form) -> str:
    mark = _live().mark(subject(card.id))
    return render_template(
        "moff.html", form=form, inputs=_inputs(card.id), mark=mark, back=page_of(card), **_shown(card)
    )


def _shown(card: AccompanimentCard) -> dict[str, Any]:
    page: MoffPage = ask(GetMoff(accompaniment=card.id))
    everything = [*page.items, *page.withdrawn]
    return {"card": card, "page": page, "names": authors(one.first_author for one in everything)}


def _inputs(accompaniment: str) -> tuple[Input, ...]:
    return (
        Input("category", "Dans quelle catégorie", "radios", required=True, options=QUESTIONS),
        Input("text", "L’élément", "area", required=True, hint="Une idée par élément, en une phrase."),
        Input("theme", "Le thème", hint="Mobilité, alimentation, emploi… Le même mot rapproche ce que chacun dit."),
        Input("voice", "Qui le dit", "select", options=list(STRUCTURE_KINDS.items())),
        Input("evidence", "Sur quoi cela repose", "radios", options=list(EVIDENCE.items()), default="known"),
        Input("interview", "L’entretien", "select", options=met_options(accompaniment)),
        Input("source", "L’étude ou l’observation", hint="Son titre et son année, le lieu et le jour."),
    )


def met_options(accompaniment: str) -> list[tuple[str, str]]:
    """The interviews that took place, to choose one from."""
    interviews = ask(GetDiagnostic(accompaniment=accompaniment)).interviews
    return [(one.id, _named(one)) for one in interviews if one.state == "logged"]


def _named(one: InterviewCard) -> str:
    return f"{one.structure}, {happened(one.occurred, 'short')}"


def _current(accompaniment: str, item: str) -> Current:
    history = ask(GetMoffItem(accompaniment=accompaniment, item=item))
    now = history.versions[0]
    values = {
        "category": now.category,
        "text": now.text,
        "theme": now.theme,
        "voice": now.voice or "",
        "evidence": now.evidence,
        "interview": now.interview or "",
        "source": now.source,
    }
    return Current(history.stamp, values)
