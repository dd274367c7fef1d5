"""The form of an interview: its fields, the questions of the grid, and the command it makes."""

from __future__ import annotations

from typing import Any

from services.portal.forms import Form
from services.portal.sheets import WHEN, Input, Options, read
from services.portal.words import APPETITES, STRUCTURE_KINDS
from shared.contracts.diagnostic import GridPage, GridVersion, LogInterview

ANSWER = "reponse-"
"""What the name of the field of an answer begins with; the question's key follows."""
QUESTION = "question-"
"""The same for the hidden words of a question: they are kept where the grid no longer has it."""

_HEAD = (
    Input("structure", "Structure rencontrée", required=True, hint="Son nom d’usage, pas celui d’une personne."),
    Input("kind", "De quel monde vient-elle", "radios", required=True, options=list(STRUCTURE_KINDS.items())),
    WHEN,
)
_TAIL = (
    Input(
        "appetite",
        "Envie de coopérer",
        "radios",
        options=list(APPETITES.items()),
        hint="Un refus ou une méfiance sont des réponses comme les autres.",
    ),
    Input(
        "synthesis",
        "Ce qu’on en retient",
        "area",
        hint="Besoins, ressources, freins, pistes. Sans nom de personne si ce n’est pas utile.",
    ),
)
_ESS = Input(
    "ess",
    "Se reconnaît-elle dans l’économie sociale et solidaire",
    "radios",
    options=[("oui", "Oui"), ("non", "Non")],
    hint="Sans réponse, Terreau suit le choix du dessus.",
)
_RECONSTRUCTED = Input("reconstructed", "Entretien reconstitué après coup", "check")


def inputs_of(
    grid: GridVersion | None, people: Options, communes: Options
) -> tuple[tuple[tuple[Input, ...], tuple[Input, ...]], tuple[Input, ...]]:
    """The fields before and after the questions of the grid, and those of «plus de précisions»."""
    expertises = [(one, one) for one in grid.expertises] if grid else []
    more = [
        _ESS,
        Input("insee", "Sa commune", "select", options=communes),
        Input("elsewhere", "Ou une commune d’ailleurs", hint="Son code INSEE, si elle n’est pas dans la liste."),
    ]
    if expertises:
        more.append(Input("expertises", "Ses expertises", "checks", options=expertises))
    if people:
        more.append(Input("interviewer", "Qui a mené l’entretien", "select", options=people))
        more.append(Input("people", "Qui a été rencontré, parmi l’annuaire", "checks", options=people))
    return (_HEAD, _TAIL), (*more, _RECONSTRUCTED)


def typed(form: Form) -> dict[str, Any]:
    """What was typed outside the questions; what is wrong is noted on the form."""
    everything = (*_HEAD, *_TAIL, *inputs_of(None, [("x", "x")], [])[1], Input("expertises", "", "checks"))
    return _shaped(read(form, everything))


def command_of(accompaniment: str, form: Form, typed_: dict[str, Any], grid: GridPage) -> LogInterview:
    """The command behind the form and what was `typed` in it. Raises pydantic's `ValidationError`.

    An answer whose question is in no version any more (the grid was rewritten while the form lay open in the field)
    goes into the synthesis with its question: what was heard is never lost.
    """
    values = dict(typed_)
    for name in ("interview", "organisation", "grid"):
        if form.get(name):
            values[name] = form.get(name)
    followed = next((one for one in (grid.current, *grid.earlier) if one and one.id == values.get("grid")), None)
    keys = {one.key for one in followed.questions} if followed else set()
    answers = {name.removeprefix(ANSWER): form.get(name) for name in form.values if name.startswith(ANSWER)}
    lost = [f"{form.get(QUESTION + key)}\n{text}" for key, text in answers.items() if text and key not in keys]
    if followed is None:
        values.pop("grid", None)
    values["answers"] = {key: text for key, text in answers.items() if text and key in keys}
    values["synthesis"] = "\n\n".join(part for part in (values.get("synthesis", ""), *lost) if part.strip())
    return LogInterview.model_validate({"accompaniment": accompaniment, **values})


def _shaped(values: dict[str, Any]) -> dict[str, Any]:
    ess = {"oui": True, "non": False}.get(values.pop("ess", ""))
    elsewhere = values.pop("elsewhere", None)
    if ess is not None:
        values["ess"] = ess
    if elsewhere:
        values["insee"] = elsewhere.upper()
    return values
