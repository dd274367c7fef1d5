"""The directory: what it holds, and the records of organisations."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.entering import enter
from services.portal.forms import Form
from services.portal.merging import merge_page
from services.portal.security import signed_in
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.together import Current, edit, typed
from services.portal.words import STRUCTURE_KINDS
from shared.contracts.territories import (
    ChangeLegalForm,
    GetOrganisation,
    ListTerritories,
    MergeOrganisations,
    OrganisationPage,
    RegisterOrganisation,
    ReviseOrganisation,
    SearchDirectory,
    SuggestDuplicates,
)

PAGES = Blueprint("directory", __name__)

HOME = About("Annuaire", "/annuaire")
ESS = [("oui", "Oui"), ("non", "Non"), ("", "On ne sait pas")]
LEGAL_FORM = Sheet(
    "Changer de statut juridique",
    ChangeLegalForm,
    (
        Input("legal_form", "Le nouveau statut", required=True, hint="Par exemple : association, SCIC, SCOP."),
        WHEN,
    ),
    "Le statut est noté ; les statuts précédents restent.",
    target="organisation",
)


@PAGES.get("/annuaire")
@signed_in
def index() -> str:
    """Organisations and people, narrowed by what is typed."""
    text, place = request.args.get("q", "")[:200], request.args.get("territoire") or None
    found = ask(SearchDirectory(text=text, territory=place))
    return render_template("directory.html", found=found, text=text, place=place, places=territories())


def territories() -> list[tuple[str, str]]:
    """The registered territories, as options."""
    return [(card.id, card.label) for card in ask(ListTerritories()).territories]


def organisations(but: str | None = None) -> list[tuple[str, str]]:
    """The organisations of the directory, as options."""
    return [(one.id, one.label) for one in ask(SearchDirectory(limit=500)).organisations if one.id != but]


def _inputs(kind: str = "", but: str | None = None) -> tuple[Input, ...]:
    kinds = list(STRUCTURE_KINDS.items())
    if kind and kind not in STRUCTURE_KINDS:
        kinds.append((kind, kind))
    return (
        Input("label", "Son nom", required=True),
        Input("kind", "Quelle sorte de structure", "select", required=True, options=kinds),
        Input("ess", "De l’économie sociale et solidaire", "radios", options=ESS[:2]),
        Input("informal", "Un collectif informel, sans personnalité juridique", "check"),
        Input("roles", "Ce qu’elle est pour la démarche", "lines", hint="Un rôle par ligne, autant qu’il y en a : "
              "lieu, porte d’entrée, usagère possible de la plateforme…"),
        Input("parent", "Fait partie de", "select", options=organisations(but),
              hint="Un groupement, une fédération. Elle agit aussi seule."),
        Input("territory", "Son territoire", "select", options=territories()),
        Input("siret", "SIRET", hint="14 chiffres. Facultatif, vérifié ; La Poste a sa propre clé."),
        Input("rna", "Numéro RNA", hint="Pour une association : W puis 9 chiffres."),
        Input("note", "Ce qu’il faut savoir d’elle", "area"),
    )  # fmt: skip


def _shape(values: dict[str, object]) -> dict[str, object]:
    said = {**values}
    if "ess" in said:
        said["ess"] = said["ess"] == "oui"
    return said


@PAGES.route("/annuaire/structures/nouvelle", methods=["GET", "POST"])
@signed_in
def new() -> Response:
    """Enter an organisation; those that may be the same are shown first."""
    form_of = Input(
        "legal_form", "Statut juridique", hint="Par exemple : association, SCIC. Vide s’il n’est pas connu."
    )
    inputs = _inputs()
    sheet = Sheet(
        "Ajouter une structure",
        RegisterOrganisation,
        (*inputs[:3], form_of, *inputs[3:]),
        "La structure est dans l’annuaire.",
        shape=_entered,
    )
    return enter(sheet, HOME, _suspect, "/annuaire/structures", lambda receipt: f"/annuaire/structures/{receipt.id}")


def _entered(values: dict[str, object]) -> dict[str, object]:
    said = _shape(values)
    form = said.pop("legal_form", None)
    return {**said, "legal_forms": [{"form": form}]} if form else said


def _suspect(form: Form) -> SuggestDuplicates:
    return SuggestDuplicates(
        sort="organisation", label=form.get("label")[:200], siret=form.get("siret"), rna=form.get("rna")
    )


@PAGES.get("/annuaire/structures/<id>")
@signed_in
def one(id: str) -> str:
    """One organisation."""
    return render_template("organisation.html", page=ask(GetOrganisation(id=id)))


@PAGES.route("/annuaire/structures/<id>/modifier", methods=["GET", "POST"])
@signed_in
def revise(id: str) -> Response:
    """Rewrite one organisation; a change made meanwhile is shown."""
    page = ask(GetOrganisation(id=id))
    sheet = Sheet(
        "Modifier la fiche",
        ReviseOrganisation,
        _inputs(page.kind, page.id),
        "La fiche est à jour.",
        target="organisation",
        shape=_shape,
    )
    return edit(sheet, page.id, _about(page), lambda: _current(ask(GetOrganisation(id=id))))


def _current(page: OrganisationPage) -> Current:
    values = {
        "label": page.label,
        "kind": page.kind,
        "ess": "" if page.ess is None else "oui" if page.ess else "non",
        "informal": "oui" if page.informal else "",
        "roles": typed(page.roles),
        "parent": page.parent.id if page.parent else "",
        "territory": page.territory.id if page.territory else "",
        "siret": page.siret or "",
        "rna": page.rna or "",
        "note": page.note,
    }
    return Current(page.stamp, values)


@PAGES.route("/annuaire/structures/<id>/statut", methods=["GET", "POST"])
@signed_in
def legal_form(id: str) -> Response:
    """From a date on, another legal form."""
    return show(LEGAL_FORM, id, _about(ask(GetOrganisation(id=id))))


@PAGES.route("/annuaire/structures/<id>/reunir", methods=["GET", "POST"])
@signed_in
def merge(id: str) -> Response:
    """Put another record together with this one."""
    page = ask(GetOrganisation(id=id))
    options = [(one.id, f"{one.label} ({one.why})") for one in page.duplicates]
    options += [one for one in organisations(page.id) if one[0] not in dict(options)]
    return merge_page(MergeOrganisations, page.id, page.label, options, _about(page))


def _about(page: OrganisationPage) -> About:
    return About(page.label, f"/annuaire/structures/{page.id}")
