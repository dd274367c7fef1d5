"""The cahier des charges of a need: begun from what is known, written by several people, taken away as a document."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.downloads import download
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.together import Current, edit, typed
from shared.contracts.platforms import (
    GetSpecification,
    MakeSpecification,
    SpecificationCard,
    StartSpecification,
    WriteSpecification,
)
from shared.errors import NotFound

PAGES = Blueprint("specifications", __name__)

START = Sheet(
    "Commencer un cahier des charges",
    StartSpecification,
    (
        Input("need", "Le besoin", required=True, hint="Avec les mots du territoire."),
        Input("project", "Le projet"),
    ),
    "Le cahier est commencé avec ce qu’on sait déjà : gardez, changez, retirez.",
    intro="Besoins, contraintes et valeurs déjà notés y sont repris, comme premier jet.",
    button="Commencer",
)
_ONE_EACH = "Une ligne pour chaque point."
WRITE = Sheet(
    "Écrire le cahier des charges",
    WriteSpecification,
    (
        Input("functions", "Ce que l’outil doit faire", "lines", hint=_ONE_EACH),
        Input("constraints", "Ce qui le borne", "lines", hint="Budget, données, délais, ce que les gens savent faire."),
        Input("principles", "Ce à quoi nous tenons", "lines", hint="Gouvernance, partage, données, communs."),
        Input("sourcing", "Prestataires et solutions étudiés", "area", hint="Qui a été vu, ce qui en est ressorti."),
    ),
    "Le cahier est enregistré.",
    target="specification",
)


@PAGES.route("/accompagnements/<id>/cahier", methods=["GET", "POST"])
@signed_in
def start(id: str) -> Response:
    """Begin a cahier des charges."""
    card = accompaniment(id)
    about = About(card.territory_label, f"{page_of(card)}#plateformes")
    return show(START, card.id, about, after=lambda made: f"/accompagnements/{card.id}/cahiers/{made.id}")


@PAGES.get("/accompagnements/<id>/cahiers/<specification>")
@signed_in
def one(id: str, specification: str) -> str:
    """A cahier des charges as it is now."""
    card = accompaniment(id)
    page = _found(id, specification)
    return render_template("specification.html", card=card, page=page, back=f"{page_of(card)}#plateformes")


@PAGES.route("/accompagnements/<id>/cahiers/<specification>/modifier", methods=["GET", "POST"])
@signed_in
def write(id: str, specification: str) -> Response:
    """Rewrite it; what somebody else changed meanwhile is shown beside."""
    accompaniment(id)
    page = _found(id, specification)
    about = About(f"Cahier des charges : {page.need}", f"/accompagnements/{id}/cahiers/{page.id}")
    return edit(WRITE, page.id, about, lambda: _current(id, specification))


def _current(id: str, specification: str) -> Current:
    now = _found(id, specification)
    names = ("functions", "constraints", "principles", "sourcing")
    return Current(now.stamp, {name: typed(getattr(now, name)) for name in names})


@PAGES.get("/accompagnements/<id>/cahiers/<specification>.<any(odt, docx, pdf):format>")
@signed_in
def document(id: str, specification: str, format: str) -> Response:
    """The document."""
    accompaniment(id)
    page = _found(id, specification)
    return download(ask(MakeSpecification.model_validate({"specification": page.id, "format": format})))


def _found(id: str, specification: str) -> SpecificationCard:
    page = ask(GetSpecification(specification=specification))
    if page.accompaniment != id:
        raise NotFound("Ce cahier des charges est inconnu.", code="unknown-specification")
    return page
