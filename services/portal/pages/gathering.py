"""Writing down together: notes and ideas of a session, the convergence matrix, personas; live like the MOFF matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask, today
from services.portal.forms import Form, new_form, sent_form
from services.portal.gathered_documents import CUBE, convergence, cube, personas
from services.portal.lines import page_of
from services.portal.live import Live
from services.portal.moff_lists import write_csv
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, read, show
from services.portal.together import Current, edit, typed
from services.portal.words import MOMENTS, NOTE_SORTS, YES_NO
from shared.contracts.territories import AccompanimentCard
from shared.contracts.workshops import (
    AddItem,
    EditItem,
    Gathered,
    GatheredItem,
    GetWorkshop,
    ListGathered,
    RaiseNeed,
    WithdrawItem,
)
from shared.documents import MEDIA_TYPES, Format, make

PAGES = Blueprint("gathering", __name__)

_YES_NO = list(YES_NO.items())
INPUTS: dict[str, tuple[Input, ...]] = {
    "note": (
        Input("text", "Ce qui se dit", "area", required=True, hint="Une chose par note."),
        Input("sort", "C’est", "radios", options=list(NOTE_SORTS.items()), default="note"),
    ),
    "idea": (
        Input("text", "L’idée", "area", required=True, hint="Une idée par élément, en une phrase."),
        Input("theme", "Le thème", hint="Économie circulaire, solidarité, mobilité…"),
        Input("meets_need", "Elle répond à un besoin du territoire", "radios", options=_YES_NO),
        Input("fits_place", "Elle peut se dérouler dans le lieu", "radios", options=_YES_NO),
        Input("feasible", "Les personnes présentes peuvent la réaliser", "radios", options=_YES_NO),
    ),
    "project": (
        Input("title", "La piste de projet", required=True),
        Input("detail", "En quelques mots", "area"),
    ),
    "stance": (
        Input("actor", "L’acteur", required=True, hint="Une structure, un collectif, une collectivité."),
        Input("understood", "Ce qu’il en a compris", "area"),
        Input("meaning", "Le sens de son adhésion", "area"),
        Input("expects", "Ce qu’il en attend très concrètement", "area"),
        Input("brings", "Ce qu’il peut apporter", "area"),
    ),
    "persona": (
        Input("label", "Le persona", required=True, hint="Un prénom inventé, un âge, une situation."),
        Input("identity", "Son identité", "area"),
        Input("motives", "Ce qui l’amène", "area"),
        Input("needs", "Ses besoins", "area"),
    ),
    "step": (
        Input("moment", "Quand", "radios", required=True, options=list(MOMENTS.items())),
        Input("title", "L’étape", required=True),
        Input("needs", "Ses besoins", "area"),
        Input("actions", "Ce que la personne fait", "area"),
        Input("positives", "Ce qui l’aide", "area"),
        Input("negatives", "Ce qui la gêne", "area"),
        Input("tool", "Un outil numérique serait utile à cette étape", "check"),
    ),
}
_CONSTRAINTS = ("meets_need", "fits_place", "feasible")


@dataclass(frozen=True)
class Board:
    """A page that several write at once: which kinds it takes, its address and its template."""

    kinds: tuple[str, ...]
    part: str
    title: str


BOARDS = {
    "convergence": Board(("project", "stance"), "convergence_part.html", "Matrice de convergence"),
    "personas": Board(("persona", "step"), "personas_part.html", "Personas et parcours"),
}
SESSION = Board(("note", "idea"), "session_part.html", "Notes de séance")


def subject(accompaniment: str) -> str:
    """What a browser waits for, and what an event moves."""
    return f"gathered/{accompaniment}"


# --- the boards of an accompaniment ----------------------------------------------------------------------------


@PAGES.route("/accompagnements/<id>/convergence", methods=["GET", "POST"], defaults={"what": "convergence"})
@PAGES.route("/accompagnements/<id>/personas", methods=["GET", "POST"], defaults={"what": "personas"})
@signed_in
def board(id: str, what: str) -> Response:
    """The convergence matrix, or personas and their journeys, with the form that adds to it."""
    card = accompaniment(id)
    return _board(card, BOARDS[what], f"/accompagnements/{card.id}/{what}", None, page_of(card))


@PAGES.get("/accompagnements/<id>/convergence/suite", defaults={"what": "convergence"})
@PAGES.get("/accompagnements/<id>/personas/suite", defaults={"what": "personas"})
@signed_in
def follow(id: str, what: str) -> Response:
    """The board once it has moved from the mark `depuis`; only the mark when nothing came in time."""
    card = accompaniment(id)
    return _follow(card, BOARDS[what], lambda: _shown(card, BOARDS[what], f"/accompagnements/{card.id}/{what}", None))


_DOCUMENTS = {"convergence": convergence, "personas": personas}


@PAGES.get("/accompagnements/<id>/<any(convergence, personas):what>.<any(odt, docx, pdf):format>")
@signed_in
def document(id: str, what: str, format: Format) -> Response:
    """The board as a document to hand out and to go on writing in."""
    card = accompaniment(id)
    made = _DOCUMENTS[what](_gathered(card.id).items, card.territory_label, today())
    return _file(make(made, format), MEDIA_TYPES[format], f"{what}.{format}")


@PAGES.get("/accompagnements/<id>/convergence.csv")
@signed_in
def table(id: str) -> Response:
    """The convergence matrix as a table: a row for each project and actor."""
    card = accompaniment(id)
    return _file(write_csv(CUBE, cube(_gathered(card.id).items)), "text/csv; charset=utf-8", "convergence.csv")


def _file(content: bytes, media_type: str, name: str) -> Response:
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media_type, headers=said)


# --- notes and ideas of a session ------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/ensemble", methods=["GET", "POST"])
@signed_in
def session(id: str) -> Response:
    """Notes and ideas of a session, taken by several people at once."""
    shop = ask(GetWorkshop(id=id))
    card = accompaniment(shop.accompaniment)
    return _board(card, SESSION, f"/ateliers/{id}/ensemble", id, f"/ateliers/{id}", shop.title)


@PAGES.get("/ateliers/<id>/ensemble/suite")
@signed_in
def follow_session(id: str) -> Response:
    """The same, once it has moved."""
    card = accompaniment(ask(GetWorkshop(id=id)).accompaniment)
    return _follow(card, SESSION, lambda: _shown(card, SESSION, f"/ateliers/{id}/ensemble", id))


# --- one item --------------------------------------------------------------------------------------------------


@PAGES.route("/accompagnements/<id>/elements/<item>", methods=["GET", "POST"])
@signed_in
def change(id: str, item: str) -> Response:
    """Say an item otherwise; what somebody else changed meanwhile is shown beside it."""
    card = accompaniment(id)
    one = _item(card.id, item)
    sheet = Sheet(
        "Modifier un élément",
        EditItem,
        INPUTS[one.kind],
        "L’élément est modifié.",
        target="item",
        shape=lambda values: {"body": _body(one.kind, values)},
    )
    return edit(sheet, item, _about(card, one), lambda: _current(card.id, item))


@PAGES.route("/accompagnements/<id>/elements/<item>/retirer", methods=["GET", "POST"])
@signed_in
def withdraw(id: str, item: str) -> Response:
    """Take an item away."""
    card = accompaniment(id)
    one = _item(card.id, item)
    sheet = Sheet(
        "Retirer un élément",
        WithdrawItem,
        (Input("reason", "Pourquoi"), Input("seen", "", "hidden", default=one.stamp)),
        "L’élément est retiré.",
        target="item",
        intro=f"« {said(one)} »",
        button="Retirer",
    )
    return show(sheet, item, _about(card, one))


@PAGES.route("/accompagnements/<id>/elements/<item>/besoin", methods=["GET", "POST"])
@signed_in
def need(id: str, item: str) -> Response:
    """Make a need of what came up: it can then be compared with platforms, never by default."""
    card = accompaniment(id)
    one = _item(card.id, item)
    sheet = Sheet(
        "En faire un besoin",
        RaiseNeed,
        (Input("title", "Le besoin", required=True, hint="Avec les mots du territoire.", default=said(one)[:200]),),
        "Le besoin est noté : les plateformes pourront lui être rapprochées, plus tard et jamais d’office.",
        target="item",
    )
    return show(sheet, item, _about(card, one))


# --- what the pages are made of


def said(one: GatheredItem) -> str:
    """The words by which an item is known."""
    return str(next(one.body[name] for name in ("text", "title", "actor", "label") if one.body.get(name)))


def _item(accompaniment: str, id: str) -> GatheredItem:
    found = next((one for one in _gathered(accompaniment).items if one.id == id), None)
    if found is None:
        raise NotFound
    return found


def _gathered(accompaniment: str, workshop: str | None = None) -> Gathered:
    return ask(ListGathered(accompaniment=accompaniment, workshop=workshop))


def _about(card: AccompanimentCard, one: GatheredItem) -> About:
    for what, board_ in BOARDS.items():
        if one.kind in board_.kinds:
            return About(board_.title, f"/accompagnements/{card.id}/{what}")
    return About(SESSION.title, f"/ateliers/{one.workshop}/ensemble" if one.workshop else page_of(card))


def _body(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    body = {name: value for name, value in values.items() if name not in _CONSTRAINTS}
    chosen = {name: {"oui": True, "non": False}.get(values.get(name, "")) for name in _CONSTRAINTS}
    return {"kind": kind, **body, **(chosen if kind == "idea" else {})}


def _current(accompaniment: str, item: str) -> Current:
    one = _item(accompaniment, item)
    words = {True: "oui", False: "non"}
    values = {
        name: words.get(value, "") if isinstance(value, bool) else typed(value) for name, value in one.body.items()
    }
    if one.kind == "step" and not one.body["tool"]:
        values["tool"] = ""
    return Current(one.stamp, values)


def _board(
    card: AccompanimentCard, board_: Board, base: str, workshop: str | None, back: str, label: str = ""
) -> Response:
    kind = request.values.get("sorte", "")
    kind = kind if kind in board_.kinds else board_.kinds[0]
    parent = request.values.get("parent", "")
    form = _sent(card, kind, parent, workshop) if request.method == "POST" else _empty(kind)
    if form is None:
        again = f"?sorte={kind}" + (f"&parent={parent}" if parent and kind == "step" else "")
        return redirect(f"{base}{again}#ajouter", 303)
    shown = _shown(card, board_, base, workshop)
    html = render_template(
        "board.html",
        board=board_,
        form=form,
        kind=kind,
        parent=parent,
        inputs=INPUTS[kind],
        mark=_live().mark(subject(card.id)),
        back=back,
        label=label or card.territory_label,
        **shown,
    )
    return make_response(html, form.status)


def _empty(kind: str) -> Form:
    return new_form({one.name: one.default for one in INPUTS[kind] if one.default})


def _sent(card: AccompanimentCard, kind: str, parent: str, workshop: str | None) -> Form | None:
    """The form that was refused; None once the item is written down."""
    form = sent_form()
    values = read(form, INPUTS[kind])
    command = {"accompaniment": card.id, "workshop": workshop, "parent": parent or None, "body": _body(kind, values)}
    return None if form.send(lambda _: AddItem.model_validate(command)) is not None else form


def _shown(card: AccompanimentCard, board_: Board, base: str, workshop: str | None) -> dict[str, Any]:
    found = [one for one in _gathered(card.id, workshop).items if one.kind in board_.kinds]
    names = authors(one.author for one in found)
    return {
        "card": card,
        "found": found,
        "names": names,
        "base": base,
        "by_actor": "acteur" in request.args.get("par", ""),
    }


def _follow(card: AccompanimentCard, board_: Board, shown: Callable[[], dict[str, Any]]) -> Response:
    seen = request.args.get("depuis", 0, type=int)
    mark = _live().wait(subject(card.id), seen)
    if mark == seen:
        return jsonify(mark=mark)
    # The mark was read first: what comes between it and the items is shown now and once more.
    return jsonify(mark=mark, html=render_template(board_.part, **shown()))


def _live() -> Live:
    return current_app.extensions["terreau.live"]  # type: ignore[no-any-return]  # flask's extensions hold anything
