"""The watch list of initiatives that inspire."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.together import Current, edit, typed_date
from shared.contracts.platforms import InitiativeCard, ListInitiatives, ReviseInitiative, WatchInitiative

PAGES = Blueprint("watch", __name__)

_ABOUT = About("Veille", "/veille")
_FACTS = (
    Input("label", "Nom de l’initiative", required=True),
    Input("place", "Où", hint="La ville, la région, le pays."),
    Input("idea", "Ce qu’elle fait", "area"),
    Input("lesson", "Ce qu’on peut en apprendre", "area"),
    Input("link", "Son adresse sur le web", hint="Avec https://."),
    Input("source", "Qui en parle"),
    Input("date", "De quand c’est", "when", hint="Par exemple : mars 2024, fin 2022."),
)
_LEFT = Input("left", "Pourquoi on ne la suit plus", "area", hint="Seulement dans ce cas : elle reste dans la liste.")
ADD = Sheet("Ajouter à la veille", WatchInitiative, _FACTS, "L’initiative est dans la veille.", target="")
REVISE = Sheet(
    "Modifier une initiative", ReviseInitiative, (*_FACTS, _LEFT), "L’initiative est à jour.", target="initiative"
)


@PAGES.get("/veille")
@signed_in
def index() -> str:
    """The watch list."""
    return render_template("watch.html", initiatives=ask(ListInitiatives()).initiatives)


@PAGES.route("/veille/nouvelle", methods=["GET", "POST"])
@signed_in
def add() -> Response:
    """Add an initiative."""
    return show(ADD, None, _ABOUT)


@PAGES.route("/veille/<id>", methods=["GET", "POST"])
@signed_in
def revise(id: str) -> Response:
    """Rewrite an initiative, or say why it is no longer followed."""
    _card(id)
    return edit(REVISE, id, _ABOUT, lambda: _current(id))


def _current(id: str) -> Current:
    card = _card(id)
    values = card.model_dump(exclude={"id", "stamp", "date"})
    return Current(card.stamp, {**values, "date": typed_date(card.date)})


def _card(id: str) -> InitiativeCard:
    found = next((one for one in ask(ListInitiatives()).initiatives if one.id == id), None)
    if found is None:
        raise NotFound
    return found
