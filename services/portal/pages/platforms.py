"""Platforms for a need: two or more of them side by side, presented, chosen or left open."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.downloads import download
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.meetings import met
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from shared.contracts.base import Command
from shared.contracts.platforms import (
    ChoosePlatform,
    GetPlatforms,
    LeaveChoiceOpen,
    ListPlatforms,
    ListQuestionings,
    MakeComparativeNote,
    Option,
    PresentPlatforms,
    ShortlistCard,
    ShortlistPlatforms,
)
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("platforms", __name__)
ROWS = 4
AGAIN = Input(
    "ask_again", "Le redemander le", "day", hint="Un rappel partira ce jour-là ; sans date, après trois mois."
)
AT_LEAST = 2


@PAGES.route("/accompagnements/<id>/comparaison", methods=["GET", "POST"])
@signed_in
def compare(id: str) -> tuple[str, int] | str | Response:
    """Put two platforms or more side by side for a need."""
    card = accompaniment(id)
    if request.method == "GET":
        return _compare_page(card, new_form({"need": request.args.get("need", "")}))
    form = sent_form()
    receipts = form.send(_comparison(card, form))
    if receipts is None:
        return _compare_page(card, form)
    flash("Les plateformes sont côte à côte. Le choix reste ouvert.")
    return redirect(f"/accompagnements/{card.id}/comparaisons/{receipts[0].id}", 303)


def _compare_page(card: AccompanimentCard, form: Form) -> tuple[str, int]:
    catalogue = [(one.slug, one.label) for one in ask(ListPlatforms()).platforms]
    page = render_template(
        "compare.html",
        card=card,
        back=page_of(card),
        form=form,
        catalogue=catalogue,
        rows=range(ROWS),
        met=met(card.id),
    )
    return page, form.status


def _comparison(card: AccompanimentCard, form: Form) -> Any:
    options = []
    for row in range(ROWS):
        platform, approach = form.get(f"platform-{row}"), form.get(f"approach-{row}")
        if platform and not approach:
            form.note(f"approach-{row}", "Dites en quoi celle-ci se distingue.")
        elif approach and not platform:
            form.note(f"platform-{row}", "Choisissez la plateforme dont vous parlez.")
        elif platform:
            options.append(Option(platform=platform, approach=approach, adaptation=form.get(f"adaptation-{row}")))
    if not form.problems and len(options) < AT_LEAST:
        form.note(f"platform-{len(options)}", "Il en faut au moins deux\u00a0: jamais une plateforme seule.")
    if not form.get("need"):
        form.note("need", "Dites d’abord quel besoin\u00a0: c’est lui qui compte.")
    occurred = form.when()

    def command(_: Any) -> Command:
        return ShortlistPlatforms(
            accompaniment=card.id,
            need=form.get("need"),
            options=options,
            differences=form.get("differences"),
            occurred=occurred,
        )

    return command


# --- what becomes of a comparison ------------------------------------------------------------------------------


@PAGES.route("/accompagnements/<id>/comparaisons/<shortlist>/<what>", methods=["GET", "POST"])
@signed_in
def follow(id: str, shortlist: str, what: str) -> Response:
    """Say that the platforms were presented, that nobody has chosen yet, or which one was chosen."""
    card = accompaniment(id)
    found = _shortlist(card, shortlist)
    if what not in ("presenter", "ouvert", "choisir"):
        raise NotFound
    about = About(f"{card.territory_label} · {found.need}", f"/accompagnements/{card.id}/comparaisons/{found.id}")
    return show(_sheet(what, found), found.id, about)


@PAGES.get("/accompagnements/<id>/comparaisons/<shortlist>")
@signed_in
def one(id: str, shortlist: str) -> str:
    """The platforms of a shortlist beside each other, by their differences of approach."""
    card = accompaniment(id)
    asked = ask(ListQuestionings(accompaniment=card.id))
    return render_template(
        "comparison.html",
        card=card,
        back=f"{page_of(card)}#plateformes",
        page=_shortlist(card, shortlist),
        criteria=asked.criteria,
        asked={one.slug: one.answers for one in asked.platforms},
        met=met(card.id),
    )


@PAGES.get("/accompagnements/<id>/comparaisons/<shortlist>/note.<any(odt, docx, pdf):format>")
@signed_in
def note(id: str, shortlist: str, format: str) -> Response:
    """The comparative note."""
    found = _shortlist(accompaniment(id), shortlist)
    return download(ask(MakeComparativeNote.model_validate({"shortlist": found.id, "format": format})))


def _shortlist(card: AccompanimentCard, id: str) -> ShortlistCard:
    found = next((one for one in ask(GetPlatforms(accompaniment=card.id)).shortlists if one.id == id), None)
    if found is None:
        raise NotFound
    return found


def _sheet(what: str, found: ShortlistCard) -> Sheet:
    if what == "presenter":
        return Sheet(
            "Plateformes présentées",
            PresentPlatforms,
            (Input("circle", "Devant qui", hint="Par exemple : comité restreint."), WHEN),
            "La présentation est notée.",
            target="shortlist",
        )
    if what == "ouvert":
        return Sheet(
            "Laisser le choix ouvert",
            LeaveChoiceOpen,
            (Input("note", "Où en est la réflexion", "area"), AGAIN, WHEN),
            "Le choix reste ouvert, c’est noté.",
            target="shortlist",
            intro="Ne pas choisir encore est une réponse.",
        )
    options = [(one.platform.slug, one.platform.label) for one in found.options]
    return Sheet(
        "Noter un choix",
        ChoosePlatform,
        (
            Input("platform", "La plateforme choisie", "radios", required=True, options=options),
            Input("reason", "Pourquoi elle", "area"),
        ),
        "Le choix est enregistré.",
        target="shortlist",
    )
