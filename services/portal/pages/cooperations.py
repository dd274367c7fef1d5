"""Cooperation projects of a territory: four axes, needs that usually follow, a budget, aids and their ceilings."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from services.portal.desk import accompaniments, ask
from services.portal.pages.directory import organisations
from services.portal.sections import part
from services.portal.security import signed_in
from services.portal.sheets import AS_SAID, WHEN, About, Input, Sheet, show
from services.portal.together import Current, edit
from shared.contracts.platforms import GetProject
from shared.contracts.territories import (
    AddBudgetLine,
    CooperationPage,
    GetCooperation,
    ListCooperations,
    NoteAid,
    NoteCooperation,
    PlaceCooperation,
    ReviseCooperation,
    WithdrawAid,
    WithdrawBudgetLine,
)
from shared.errors import InvalidInput

PAGES = Blueprint("cooperations", __name__)

STAGES = (
    ("emergence", "Émergence"),
    ("creation", "Création"),
    ("consolidation", "Consolidation"),
    ("scaling", "Changement d’échelle"),
)
INITIATORS = (
    ("citizens", "Des citoyens, des habitants"),
    ("collectivite", "Une collectivité"),
    ("several", "Une dynamique de plusieurs acteurs"),
    ("private-funders", "Des acteurs privés du financement"),
    ("accompanists", "Des acteurs de l’accompagnement"),
)
STARTING_POINTS = (
    ("together", "L’envie de faire ensemble"),
    ("need", "La réponse à un besoin"),
    ("place", "L’existence d’un lieu"),
    ("idea", "Une idée"),
    ("object", "Un objet précis"),
)
CHARGES = (
    ("animation", "Animation"),
    ("services", "Autres prestations de services"),
    ("premises", "Locaux et fluides"),
    ("insurance", "Assurance"),
    ("events", "Évènements"),
    ("various", "Divers"),
)
RESOURCES = (
    ("fees", "Cotisations"),
    ("members", "Contribution spécifique de certains membres"),
    ("gifts", "Dons"),
    ("sales", "Vente de biens et services"),
    ("public", "Aides publiques"),
    ("private", "Aides privées, mécénat"),
    ("volunteering", "Bénévolat (non monétaire)"),
    ("gifts-in-kind", "Dons en nature (non monétaire)"),
    ("salvage", "Récupération (non monétaire)"),
    ("loan", "Mise à disposition de locaux, d’équipements, de personnel (non monétaire)"),
    ("exchange", "Échanges, réciprocité (non monétaire)"),
)
REGIMES = (("de-minimis", "De minimis"), ("sieg", "De minimis SIEG"), ("other", "Autre, ou non précisé"))


def _gradient(name: str, label: str, low: str, high: str) -> Input:
    words = (low, f"plutôt {low}", "entre les deux", f"plutôt {high}", high)
    return Input(name, label, "radios", options=[(str(number), text) for number, text in enumerate(words)])


GRADIENTS = (
    _gradient("modelled", "Modélisation", "non modélisée", "modélisée"),
    _gradient("systemic", "Dimension", "ciblée", "systémique"),
    _gradient("market", "Modèle socio-économique", "non marchand", "marchand"),
)
AMOUNT = Input("amount", "Montant en euros", hint="Par exemple 12 500 ou 12 500,50.")
REASON = Input("reason", "Pourquoi")
WITHOUT_MONEY = "L’économie non monétaire compte : notez-la, avec une valeur seulement si quelqu’un en a donné une."
WITHDRAWALS = {
    "lignes": Sheet("Retirer cette ligne", WithdrawBudgetLine, (REASON,), "La ligne est retirée.", target="line"),
    "aides": Sheet("Retirer cette aide", WithdrawAid, (REASON,), "L’aide ne compte plus.", target="aid"),
}


@PAGES.get("/territoires/<id>/cooperations")
@signed_in
def index(id: str) -> str:
    """The cooperations of one territory."""
    return render_template("cooperations.html", page=ask(ListCooperations(territory=id)))


@PAGES.route("/territoires/<id>/cooperations/nouvelle", methods=["GET", "POST"])
@signed_in
def new(id: str) -> Response:
    """Enter a cooperation."""
    page = ask(ListCooperations(territory=id))
    others = [(one.id, one.title) for one in page.cooperations]
    born = Input("born_of", "Née d’une autre coopération", "select", options=others)
    sheet = Sheet(
        "Noter une coopération",
        NoteCooperation,
        (*_words(), born, Input("occurred", "Depuis quand", "when", hint=AS_SAID)),
        "La coopération est notée : dites maintenant où elle en est.",
        target="territory",
        intro="Un projet commun que plusieurs portent. Ce sont des personnes qui coopèrent, pas des structures.",
    )
    about = About(page.territory.label, f"/territoires/{page.territory.id}/cooperations")
    return show(sheet, page.territory.id, about, after=lambda receipt: f"/cooperations/{receipt.id}")


def _words() -> tuple[Input, ...]:
    return (
        Input("title", "Son nom", required=True),
        Input("summary", "Ce qu’elle fait, ou veut faire", "area"),
        Input("initiators", "Qui l’a lancée", "checks", options=INITIATORS),
        Input("starting_point", "D’où elle part", "radios", options=STARTING_POINTS),
        Input("model", "Le modèle qu’elle suit", hint="AMAP, PTCE, TZCLD, tiers-lieu… Vide si elle n’en suit aucun."),
        Input("beneficiary", "Qui reçoit les aides pour elle", "select", options=organisations(),
              hint="Une aide à un collectif va à un seul bénéficiaire, le plus souvent sans reversement possible."),
        Input("source", "Qui le dit, et où"),
    )  # fmt: skip


@PAGES.get("/cooperations/<id>")
@signed_in
def one(id: str) -> str:
    """One cooperation, and what it looks for among platforms."""
    page = ask(GetCooperation(id=id))
    here = [card for card in accompaniments() if card.territory == page.territory.id]
    return render_template(
        "cooperation.html", page=page, sought=part(GetProject(cooperation=page.id)), current=here[-1] if here else None
    )


@PAGES.route("/cooperations/<id>/modifier", methods=["GET", "POST"])
@signed_in
def revise(id: str) -> Response:
    """Rewrite one cooperation; a change made meanwhile is shown."""
    page = ask(GetCooperation(id=id))
    sheet = Sheet("Modifier", ReviseCooperation, _words(), "C’est modifié.", target="cooperation")
    return edit(sheet, id, _about(page), lambda: _current(ask(GetCooperation(id=id))))


def _current(page: CooperationPage) -> Current:
    values: dict[str, str | list[str]] = {
        "title": page.title,
        "summary": page.summary,
        "initiators": list(page.initiators),
        "starting_point": page.starting_point or "",
        "model": page.model,
        "beneficiary": page.beneficiary.id if page.beneficiary else "",
        "source": page.source,
    }
    return Current(page.stamp, values)


@PAGES.route("/cooperations/<id>/situer", methods=["GET", "POST"])
@signed_in
def place(id: str) -> Response:
    """Say where a cooperation stands on the four axes."""
    page = ask(GetCooperation(id=id))
    sheet = Sheet(
        "Situer la coopération",
        PlaceCooperation,
        (
            Input("stage", "Son stade", "radios", required=True, options=STAGES),
            Input("towards", "Elle va vers", "radios", options=STAGES, hint="Les stades tournent : on y revient."),
            *GRADIENTS,
            Input("comment", "En quelques mots", "area"),
            WHEN,
        ),
        "La coopération est située ; ses situations passées restent.",
        target="cooperation",
        intro="Des axes, pas des cases : laissez vide ce qu’on ne sait pas dire.",
    )
    return show(sheet, id, _about(page))


@PAGES.route("/cooperations/<id>/<any(charge, ressource):side>", methods=["GET", "POST"])
@signed_in
def budget(id: str, side: str) -> Response:
    """Add a line to the budget."""
    page = ask(GetCooperation(id=id))
    charges = side == "charge"
    quantity = Input("quantity", "Combien, si ce n’est pas de l’argent", hint="Par exemple : 120 heures, un local.")
    sheet = Sheet(
        "Ajouter une charge" if charges else "Ajouter une ressource",
        AddBudgetLine,
        (
            Input("year", "Année", "number", required=True),
            Input("category", "De quelle sorte", "select", required=True, options=CHARGES if charges else RESOURCES),
            Input("label", "Précision"),
            AMOUNT,
            *(() if charges else (quantity,)),
        ),
        "La ligne est ajoutée.",
        target="cooperation",
        shape=lambda values: {**_in_cents(values, "cents"), "side": "charge" if charges else "resource"},
        intro=""
        if charges
        else "L’économie non monétaire compte : notez-la, avec une valeur seulement si quelqu’un en a donné une.",
    )
    return show(sheet, id, _about(page))


@PAGES.route("/cooperations/<id>/aide", methods=["GET", "POST"])
@signed_in
def aid(id: str) -> Response:
    """Enter a public aid; the ceiling over three rolling years is added up at once."""
    page = ask(GetCooperation(id=id))
    default = page.beneficiary.id if page.beneficiary else ""
    sheet = Sheet(
        "Noter une aide publique",
        NoteAid,
        (
            Input("organisation", "Qui la reçoit", "select", required=True, options=organisations(), default=default),
            Input("giver", "Qui la donne", required=True),
            Input("amount", AMOUNT.label, required=True, hint=AMOUNT.hint),
            Input("regime", "Sous quel régime", "radios", required=True, options=REGIMES),
            Input("granted", "Date de la décision", "when", required=True, hint=AS_SAID),
            Input("expected", "Attendue seulement, pas encore décidée", "check"),
            Input("source", "Qui le dit, et où"),
        ),
        "L’aide est notée.",
        target="cooperation",
        shape=lambda values: _in_cents(values, "cents"),
    )
    return show(sheet, id, _about(page))


@PAGES.route("/cooperations/<id>/<any(lignes, aides):what>/<record>/retirer", methods=["GET", "POST"])
@signed_in
def withdraw(id: str, what: str, record: str) -> Response:
    """A line or an aid counts no more."""
    return show(WITHDRAWALS[what], record, _about(ask(GetCooperation(id=id))))


def _in_cents(values: dict[str, Any], name: str) -> dict[str, Any]:
    """« 12 500,50 » as cents. Raises `InvalidInput` beside the field."""
    said = dict(values)
    text = re.sub(r"[\s\u00a0\u202f€]", "", str(said.pop("amount", ""))).replace(",", ".")
    if not text:
        return said
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text):
        sentence = "Un montant en euros est attendu, par exemple 12\u202f500 ou 12\u202f500,50."
        raise InvalidInput(sentence, problems=[("amount", sentence)])
    return {**said, name: int(Decimal(text) * 100)}


def _about(page: CooperationPage) -> About:
    return About(page.title, f"/cooperations/{page.id}")
