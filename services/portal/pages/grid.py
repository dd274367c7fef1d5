"""The shared interview grid: written by several parties before the interviews, agreed to, kept in its versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import AS_SAID, About, Input, Sheet, show
from services.portal.together import Current, edit
from services.portal.words import EXPERTISES, PREPARATION
from shared.contracts.diagnostic import AgreeGrid, GetGrid, GridVersion, WriteGrid
from shared.contracts.territories import AccompanimentCard

PAGES = Blueprint("grid", __name__)

_PREPARE = "preparation_"
_INPUTS = (
    *(Input(f"{_PREPARE}{key}", question, "area") for key, question in PREPARATION.items()),
    Input(
        "questions",
        "Les questions à poser",
        "lines",
        hint="Une par ligne. Un thème peut la précéder, suivi d’un point-virgule : Mobilité ; Comment vient-on ici ?",
    ),
    Input(
        "expertises",
        "Les sortes d’expertise à repérer",
        "commas",
        hint="Séparées par des virgules. Celles du guide sont proposées ; la liste est libre.",
        default=", ".join(EXPERTISES),
    ),
    Input("note", "Ce que cette version change", "area", hint="Pour celles et ceux qui avaient donné leur accord."),
)


@PAGES.get("/accompagnements/<id>/grille")
@signed_in
def grid(id: str) -> str:
    """The version in use, who agreed to it and when, and the versions before it."""
    card = accompaniment(id)
    return render_template("grid.html", card=card, page=ask(GetGrid(accompaniment=card.id)), back=page_of(card))


@PAGES.route("/accompagnements/<id>/grille/ecrire", methods=["GET", "POST"])
@signed_in
def write(id: str) -> Response:
    """Write the grid; what somebody else wrote meanwhile is shown beside it."""
    card = accompaniment(id)
    current = ask(GetGrid(accompaniment=card.id)).current
    sheet = Sheet(
        "Écrire la grille d’entretien",
        WriteGrid,
        _INPUTS,
        "La grille est enregistrée.",
        intro=_intro(current),
        shape=_shape,
    )
    return edit(sheet, card.id, _about(card), lambda: _current(card.id))


def _intro(current: GridVersion | None) -> str:
    if current is None or not (current.agreements or current.interviews):
        return "Les quatre premières questions préparent les entretiens ; les suivantes seront posées sur le terrain."
    return (
        f"La version {current.version} a servi : un changement en fait une nouvelle version, à partager à nouveau. "
        "Les réponses déjà notées restent lisibles sous la leur."
    )


def _shape(values: dict[str, Any]) -> dict[str, Any]:
    preparation = {key: values.pop(f"{_PREPARE}{key}") for key in PREPARATION if f"{_PREPARE}{key}" in values}
    questions = [_question(line) for line in values.pop("questions", [])]
    return {**values, "preparation": preparation, "questions": questions}


def _question(line: str) -> dict[str, str]:
    theme, separator, text = line.partition(";")
    if not separator or not text.strip():
        return {"text": line.strip(" ;")}
    return {"theme": theme.strip(), "text": text.strip()}


def _current(id: str) -> Current:
    now = ask(GetGrid(accompaniment=id)).current
    if now is None:
        return Current("", {"expertises": ", ".join(EXPERTISES)})
    lines = [f"{one.theme} ; {one.text}" if one.theme else one.text for one in now.questions]
    return Current(
        now.stamp,
        {
            **{f"{_PREPARE}{key}": text for key, text in now.preparation.items()},
            "questions": "\n".join(lines),
            "expertises": ", ".join(now.expertises),
            "note": now.note,
        },
    )


@PAGES.route("/accompagnements/<id>/grille/accord", methods=["GET", "POST"])
@signed_in
def agree(id: str) -> Response:
    """Note that a party agrees to the version in use."""
    card = accompaniment(id)
    current = ask(GetGrid(accompaniment=card.id)).current
    if current is None:
        raise NotFound
    sheet = Sheet(
        f"Noter un accord sur la version {current.version}",
        AgreeGrid,
        (
            Input("version", "", "hidden", default=str(current.version)),
            Input("party", "Quelle partie", required=True, hint="Une structure ou un service, jamais une personne."),
            Input("occurred", "Quand", "when", hint=AS_SAID),
        ),
        "L’accord est noté.",
    )
    return show(sheet, card.id, _about(card))


def _about(card: AccompanimentCard) -> About:
    return About(f"Grille d’entretien · {card.territory_label}", f"/accompagnements/{card.id}/grille")
