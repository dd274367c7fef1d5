"""The catalogue of platforms: looked through, one card, one field of it rewritten, the whole as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import ask
from services.portal.downloads import download
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Kind, Sheet, show
from services.portal.together import Current, edit, typed_date
from services.portal.words import PLATFORM_FIELDS
from shared.contracts.platforms import (
    AddPlatform,
    ExportCatalogue,
    GetPlatform,
    GetPlatformField,
    ListPlatforms,
    PlatformField,
    RevisePlatform,
)

PAGES = Blueprint("catalogue", __name__)

_YES_NO = (("oui", "Oui"), ("non", "Non"), ("", "Les sources n’en disent rien"))
_HINTS = {
    "lines": "Une ligne pour chacun.",
    "links": "Une adresse par ligne, avec https://.",
    "bodies": "Une structure par ligne : nom ; forme juridique ; rôle. Exemple : Mobicoop ; SCIC ; exploite le site.",
    "refused": "La raison, si une coopération a été étudiée puis écartée : elle reste lisible.",
    "reach": "Où elle sert, à combien, avec qui : ce que les sources en disent.",
}
_KINDS: dict[str, Kind] = {"text": "text", "perhaps": "radios", "yes-no": "radios"}
ADD = Sheet(
    "Nouvelle fiche",
    AddPlatform,
    (
        Input("label", "Nom de la plateforme", required=True),
        Input("domains", "Domaines", "lines", hint="Une ligne pour chacun : elle en a souvent plusieurs."),
        Input("purpose", "À quoi elle sert", "area"),
        Input("public", "Plateforme portée par un acteur public, hors de l’ESS", "check"),
        Input("source", "Qui le dit, et où", hint="Le document, le site, la rencontre : un rôle plutôt qu’un nom."),
        Input("date", "De quand c’est", "when", hint="Par exemple : avril 2025, 2024, fin 2022."),
    ),
    "La fiche est au catalogue. Complétez-la rubrique par rubrique.",
    target="",
    shape=lambda values: _with_source(values),
    intro="Une rubrique que les sources taisent reste vide : la fiche le dit.",
)


def _with_source(values: dict[str, Any]) -> dict[str, Any]:
    source, date = values.pop("source", None), values.pop("date", None)
    return {**values, "source": {"source": source or "", "date": date} if source or date else None}


@PAGES.get("/plateformes")
@signed_in
def index() -> str:
    """The catalogue, or what of it matches the words typed."""
    text = request.args.get("q", "")[:100]
    return render_template("platforms.html", text=text, platforms=ask(ListPlatforms(text=text)).platforms)


@PAGES.get("/plateformes/<slug>")
@signed_in
def one(slug: str) -> str:
    """One card: what the sources say, and nothing where they are silent."""
    card = ask(GetPlatform(slug=slug))
    sources: dict[str, list[Any]] = {name: [] for name in PLATFORM_FIELDS}
    for source in card.sources:
        sources[source.field].append(source)
    return render_template("platform.html", card=card, sources=sources)


@PAGES.route("/catalogue/nouvelle", methods=["GET", "POST"])
@signed_in
def add() -> Response:
    """Add a card."""
    about = About("Plateformes", "/plateformes")
    return show(ADD, None, about, after=lambda receipt: f"/plateformes/{receipt.id}")


@PAGES.route("/plateformes/<slug>/<field>", methods=["GET", "POST"])
@signed_in
def revise(slug: str, field: str) -> Response:
    """Rewrite one field and its sources; what somebody else changed meanwhile is shown beside it."""
    now = ask(GetPlatformField(slug=slug, field=field))
    if now.field not in PLATFORM_FIELDS:
        raise NotFound
    return edit(_sheet(now), now.slug, About(now.platform, f"/plateformes/{slug}"), lambda: _current(slug, field))


def _sheet(now: PlatformField) -> Sheet:
    name = PLATFORM_FIELDS[now.field]
    options = _YES_NO if now.kind == "perhaps" else (("oui", "Oui"), ("", "Non"))
    text = Input(
        "text",
        f"{name[:1].upper()}{name[1:]}",
        _KINDS.get(now.kind, "area"),
        hint=_HINTS.get(now.field) or _HINTS.get(now.kind, ""),
        options=options if now.kind in ("perhaps", "yes-no") else (),
    )
    count = max(len(now.sources), _typed_sources()) + (request.method == "GET")
    return Sheet(
        f"{now.platform}\u00a0: {name}",
        RevisePlatform,
        (text, *(one for number in range(max(count, 1)) for one in _source_inputs(number))),
        "La fiche est à jour.",
        target="slug",
        shape=lambda values: {"field": now.field, "text": values.get("text", ""), "sources": _sources(values)},
        intro="Laissez vide ce que les sources ne disent pas.",
    )


def _typed_sources() -> int:
    return sum(name.startswith("sources.") and name.endswith(".source") for name in request.form)


def _source_inputs(number: int) -> tuple[Input, ...]:
    rank = f" {number + 1}" if number else ""
    return (
        Input(f"sources.{number}.source", f"Source{rank}", hint="Le document, le site, la rencontre." * (not number)),
        Input(f"sources.{number}.date", f"Date de la source{rank}", "when"),
        Input(f"sources.{number}.quote", f"Citation{rank}", hint="Quelques mots d’elle." * (not number)),
    )


def _sources(values: dict[str, Any]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name.startswith("sources."):
            _, number, part = name.split(".")
            rows.setdefault(number, {"source": ""})[part] = value
    return [rows[number] for number in sorted(rows, key=int)]


def _current(slug: str, field: str) -> Current:
    now = ask(GetPlatformField(slug=slug, field=field))
    values: dict[str, str] = {"text": now.text}
    for number, one in enumerate(now.sources):
        values[f"sources.{number}.source"] = one.source
        values[f"sources.{number}.date"] = typed_date(one.date)
        values[f"sources.{number}.quote"] = one.quote
    return Current(now.stamp, values)


@PAGES.get("/plateformes/<slug>/<field>/histoire")
@signed_in
def history(slug: str, field: str) -> str:
    """What a field said, from when on and by whom."""
    now = ask(GetPlatformField(slug=slug, field=field))
    names = authors(one.author for one in now.versions)
    return render_template("platform_history.html", page=now, names=names)


@PAGES.get("/catalogue.<any(csv, jsonld):format>")
@signed_in
def export(format: str) -> Response:
    """The whole catalogue as a file."""
    return download(ask(ExportCatalogue.model_validate({"format": format})))
