"""Needs and the platforms that somebody sees an answer in."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.meetings import met
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from shared.contracts.platforms import GetPlatforms, LinkNeed, ListPlatforms, UnlinkNeed

PAGES = Blueprint("needs", __name__)

_TOO_SOON = (
    "Les rencontres n’ont pas encore eu lieu : le guide demande de ne pas précipiter le sujet des solutions techniques."
)


@PAGES.route("/accompagnements/<id>/rapprochement", methods=["GET", "POST"])
@signed_in
def link(id: str) -> Response:
    """Say how a platform would answer a need."""
    card = accompaniment(id)
    needs = [(one.title, one.title) for one in ask(GetPlatforms(accompaniment=card.id)).needs]
    asked = request.values.get("need", "")
    if asked and asked not in dict(needs):
        needs.append((asked, asked))
    sheet = Sheet(
        "Rapprocher une plateforme d’un besoin",
        LinkNeed,
        (
            Input("need", "Le besoin", "select", required=True, options=needs)
            if needs
            else Input("need", "Le besoin", required=True, hint="Avec les mots du territoire."),
            Input("platform", "La plateforme", "select", required=True, options=_catalogue()),
            Input("how", "Comment elle y répondrait", "area", required=True),
            Input("limits", "Ce qu’elle ne fait pas", "area"),
            WHEN,
        ),
        "C’est noté. Mettez-la à côté d’au moins une autre avant de choisir.",
        intro="Une plateforme est une réponse possible parmi d’autres, jamais la solution d’office."
        if met(card.id)
        else _TOO_SOON,
    )
    return show(sheet, card.id, About(card.territory_label, f"{page_of(card)}#plateformes"))


@PAGES.route("/accompagnements/<id>/rapprochements/<link>", methods=["GET", "POST"])
@signed_in
def unlink(id: str, link: str) -> Response:
    """Say why a platform is no answer after all."""
    card = accompaniment(id)
    found = next((one for one in ask(GetPlatforms(accompaniment=card.id)).links if one.id == link), None)
    if found is None:
        raise NotFound
    sheet = Sheet(
        "Finalement, elle n’y répond pas",
        UnlinkNeed,
        (Input("reason", "Pourquoi", "area", required=True),),
        "C’est noté, avec la raison.",
        target="link",
        shape=lambda values: {"accompaniment": card.id, **values},
        intro=f"{found.label}, pour « {found.need} ».",
    )
    return show(sheet, found.id, About(card.territory_label, f"{page_of(card)}#plateformes"))


def _catalogue() -> list[tuple[str, str]]:
    return [(one.slug, one.label) for one in ask(ListPlatforms()).platforms]
