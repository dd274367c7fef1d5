"""The method page of a territory: the moment, the people who carry it, the six roles, the stakes, the manifesto."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.pages.directory import territories
from services.portal.security import signed_in, who
from services.portal.sheets import AS_SAID, WHEN, About, Input, Sheet, show
from services.portal.together import Current, edit
from services.portal.words import ROLES
from shared.contracts.territories import (
    DesignateReferent,
    EndDesignation,
    EndRole,
    FillSheet,
    GetManifesto,
    GetMethod,
    LiftTiming,
    MethodPage,
    MethodSheetCard,
    SearchDirectory,
    SignManifesto,
    TakeRoles,
    WarnTiming,
)
from shared.french import tidy

PAGES = Blueprint("method", __name__)

DEVICES = (
    ("differentiated-prices", "Tarifs différenciés pour les publics suivis"),
    ("funded-trainings", "Formations financées pour vendeurs ou producteurs locaux"),
    ("solidarity-orders", "Commandes publiques solidaires"),
)
REASONS = {
    "too-early": (
        ("extra", "Un dispositif de plus, non prioritaire"),
        ("waiting", "Les acteurs attendent que «\u00a0d’autres s’y mettent d’abord\u00a0»"),
        ("doubt", "Un doute sur la durée"),
    ),
    "too-late": (
        ("settled", "Des habitudes déjà consolidées autour d’autres outils, qui marchent «\u00a0assez bien\u00a0»"),
    ),
}
WARNINGS = {"trop-tot": ("too-early", "Trop tôt"), "trop-tard": ("too-late", "Trop tard")}
WHY = Input("reason", "Pourquoi", "area")
ENDINGS = {
    "roles": Sheet(
        "Ce rôle prend fin", EndRole, (WHY, WHEN), "C’est noté ; le rôle reste dans l’histoire.", target="held"
    ),
    "alertes": Sheet(
        "Lever l’alerte", LiftTiming, (WHY, WHEN), "L’alerte est levée ; elle reste lisible.", target="warned"
    ),
    "personnes": Sheet("Ce rôle prend fin", EndDesignation, (WHEN,), "C’est noté.", target="designation"),
}


@PAGES.get("/territoires/<id>/methode")
@signed_in
def one(id: str) -> str:
    """The method page of one territory."""
    page = ask(GetMethod(id=request.args.get("accompagnement") or id))
    standing = [one for one in page.warnings if not one.lifted]
    return render_template("territory_method.html", page=page, standing=standing)


@PAGES.route("/territoires/<id>/methode/fiches/<sheet>", methods=["GET", "POST"])
@signed_in
def fill(id: str, sheet: str) -> Response:
    """Fill one sheet; what somebody else wrote meanwhile is shown."""
    key = request.args.get("accompagnement") or id
    page = ask(GetMethod(id=key))
    card = _card(page, sheet)
    inputs = tuple(
        Input(question.key, tidy(question.text), "radios" if question.options else "area", options=question.options)
        for group in card.groups
        for question in group.questions
    )
    described = Sheet(
        card.title,
        FillSheet,
        inputs,
        "La fiche est enregistrée ; les précédentes restent.",
        target="territory",
        intro=card.intro,
        shape=lambda values: {"sheet": sheet, "answers": values},
    )
    return edit(described, key, _about(page), lambda: _current(_card(ask(GetMethod(id=key)), sheet)))


def _card(page: MethodPage, sheet: str) -> MethodSheetCard:
    card = next((one for one in page.sheets if one.sheet == sheet), None)
    if card is None:
        raise NotFound
    return card


def _current(card: MethodSheetCard) -> Current:
    return Current(card.stamp, {question.key: question.answer for group in card.groups for question in group.questions})


@PAGES.route("/territoires/<id>/methode/roles", methods=["GET", "POST"])
@signed_in
def take_roles(id: str) -> Response:
    """Note the roles that the collectivité holds, several at once."""
    page = ask(GetMethod(id=request.args.get("accompagnement") or id))
    free = [(one.role, tidy(f"{one.label}. {one.content}")) for one in page.offers if not one.held]
    sheet = Sheet(
        "Les rôles que tient la collectivité",
        TakeRoles,
        (
            Input("roles", "Ceux qu’elle prend maintenant", "checks", required=True, options=free),
            Input("devices", "Si elle achète, par quels leviers", "checks", options=DEVICES),
            Input("comment", "Comment elle s’y prend", "area"),
            Input("occurred", "Depuis quand", "when", hint=AS_SAID),
        ),
        "Les rôles sont notés.",
        target="territory",
        intro="Plusieurs à la fois, c’est la règle : elle les tient ensemble, sans confisquer l’initiative citoyenne.",
    )
    return show(sheet, page.accompaniment or page.territory, _about(page))


@PAGES.route("/territoires/<id>/methode/<any('trop-tot', 'trop-tard'):warning>", methods=["GET", "POST"])
@signed_in
def warn(id: str, warning: str) -> Response:
    """Warn about the moment: too early and too late are two warnings."""
    page = ask(GetMethod(id=request.args.get("accompagnement") or id))
    code, label = WARNINGS[warning]
    sheet = Sheet(
        f"Alerter\u00a0: {label.lower()}",
        WarnTiming,
        (
            Input("known", "Ce qui le fait dire", "checks", options=REASONS[code]),
            Input("others", "Autre chose", "lines", hint="Une raison par ligne."),
            WHEN,
        ),
        f"L’alerte «\u00a0{label.lower()}\u00a0» est posée.",
        target="territory",
        shape=lambda values: {
            "warning": code,
            "reasons": [*values.get("known", []), *values.get("others", [])],
            **({"occurred": values["occurred"]} if "occurred" in values else {}),
        },
        intro="Une alerte n’est pas un échec : elle dit où en est le territoire, et se lève quand les choses changent.",
        button="Alerter",
    )
    return show(sheet, page.accompaniment or page.territory, _about(page))


@PAGES.route("/territoires/<id>/methode/<any(roles, alertes, personnes):what>/<record>/fin", methods=["GET", "POST"])
@signed_in
def end(id: str, what: str, record: str) -> Response:
    """A role, a warning or a designation comes to its end."""
    return show(ENDINGS[what], record, _about(ask(GetMethod(id=request.args.get("accompagnement") or id))))


@PAGES.route("/accompagnements/<id>/designer", methods=["GET", "POST"])
@signed_in
def designate(id: str) -> Response:
    """Give a role to somebody who is in the directory already."""
    card = accompaniment(id)
    people = [
        (one.id, " · ".join(part for part in (one.name, one.function, one.organisation) if part))
        for one in ask(SearchDirectory(limit=500)).people
    ]
    sheet = Sheet(
        "Désigner une personne",
        DesignateReferent,
        (
            Input("person", "Qui", "select", required=True, options=people),
            Input("role", "Pour quel rôle", "radios", required=True, options=list(ROLES.items())),
            Input("title", "En quelle qualité", hint="Par exemple : conseillère déléguée à l’économie de proximité."),
            Input("occurred", "Depuis quand", "when", hint=AS_SAID),
        ),
        "Le rôle est noté.",
        intro="L’élu·e référent·e porte la démarche ; la personne pilote du diagnostic tient le fil : deux personnes.",
    )
    return show(sheet, card.id, About(card.territory_label, page_of(card).replace("?", "/methode?", 1)))


# --- the manifesto

SIGN = (
    Input("commitments", "Ce à quoi elle s’engage", "checks", required=True),
    Input("signatory", "Qui signe", hint="Une fonction, jamais un nom : le maire, la présidente."),
    Input("circumstance", "À quelle occasion"),
    WHEN,
)


@PAGES.get("/manifeste")
def manifesto() -> str:
    """The manifesto and its signatories; anybody may read it."""
    return render_template("manifesto.html", page=ask(GetManifesto()), account=who())


@PAGES.route("/manifeste/signer", methods=["GET", "POST"])
@signed_in
def sign() -> Response:
    """Note the signature of a territory, in a call or outside any."""
    place = Input("territory", "Quelle collectivité", "select", required=True, options=territories())
    sheet = Sheet(
        "Noter une signature du manifeste",
        SignManifesto,
        (place, *_commitments()),
        "La signature est notée.",
        intro="Une collectivité signe aussi hors de tout appel : inscrivez-la d’abord si elle n’est pas dans la liste.",
    )
    return show(sheet, None, About("Manifeste", "/manifeste"))


def _commitments() -> tuple[Input, ...]:
    options = [(str(number), text) for number, text in enumerate(ask(GetManifesto()).commitments, 1)]
    return (Input("commitments", SIGN[0].label, "checks", required=True, options=options), *SIGN[1:])


def _about(page: MethodPage) -> About:
    suffix = f"?accompagnement={page.accompaniment}" if page.accompaniment else ""
    return About(page.label, f"/territoires/{page.territory}/methode{suffix}")
