"""Everything of one territory as one JSON document: what every room answers about it, and its events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.cli.errand import find_territory
from services.cli.journal import pages
from services.cli.office import Office
from shared.contracts.base import Query
from shared.contracts.diagnostic import (
    GetContactPlan,
    GetDiagnostic,
    GetGrid,
    GetMoff,
    GetOutcome,
    GetSynthesis,
    ListObservations,
    ListThematicPortraits,
)
from shared.contracts.platforms import GetPlatforms, ListQuestionings
from shared.contracts.territories import (
    CandidaturePage,
    CooperationPage,
    GetCall,
    GetCandidature,
    GetCooperation,
    GetMethod,
    GetPortrait,
    GetTerritory,
    ListCalls,
    ListCooperations,
)
from shared.contracts.workshops import GetWorkshops
from shared.errors import InvalidInput

NB = "\u00a0"


def everything(office: Office, named: str | None) -> dict[str, Any]:
    """What is known of the territory called `named` (an id, SIREN, INSEE code or the id of an accompaniment of it).

    People stand in it as the directory has them; a verbatim stands under the kind of structure alone, and only if it
    may leave the team. Raises `InvalidInput` without a name, `NotFound` for an unknown one.
    """
    found = find_territory(office, named)
    if found is None:
        raise InvalidInput(f"Il manque le territoire{NB}: --territory suivi de son identifiant, SIREN ou code INSEE.")
    page = office.ask(GetTerritory(id=found.territory))
    return {
        "territory": page.model_dump(mode="json"),
        "portrait": office.ask(GetPortrait(id=found.territory)).model_dump(mode="json"),
        "method": office.ask(GetMethod(id=found.territory)).model_dump(mode="json"),
        "cooperations": [one.model_dump(mode="json") for one in _cooperations(office, found.territory)],
        "candidatures": [one.model_dump(mode="json") for one in _candidatures(office, found.territory)],
        "accompaniments": [_accompaniment(office, card.id) for card in page.accompaniments],
        "events": [event for one in pages(office, territory=found.territory) for event in one],
    }


def _cooperations(office: Office, territory: str) -> list[CooperationPage]:
    listed = office.ask(ListCooperations(territory=territory)).cooperations
    return [office.ask(GetCooperation(id=one.id)) for one in listed]


def _candidatures(office: Office, territory: str) -> list[CandidaturePage]:
    calls = [office.ask(GetCall(id=call.id)) for call in office.ask(ListCalls()).calls]
    mine = [one.id for call in calls for one in call.candidatures if one.territory == territory]
    return [office.ask(GetCandidature(id=one)) for one in mine]


def _accompaniment(office: Office, id: str) -> dict[str, Any]:
    questions: dict[str, Query[Any]] = {
        "diagnostic": GetDiagnostic(accompaniment=id),
        "grid": GetGrid(accompaniment=id),
        "contact_plan": GetContactPlan(accompaniment=id),
        "observations": ListObservations(accompaniment=id),
        "moff": GetMoff(accompaniment=id),
        "synthesis": GetSynthesis(accompaniment=id),
        "thematic_portraits": ListThematicPortraits(accompaniment=id),
        "outcome": GetOutcome(accompaniment=id),
        "workshops": GetWorkshops(accompaniment=id),
        "platforms": GetPlatforms(accompaniment=id),
        "questions": ListQuestionings(accompaniment=id),
    }
    told = {name: office.ask(question).model_dump(mode="json") for name, question in questions.items()}
    synthesis = told["synthesis"]
    for theme in synthesis["themes"]:
        theme["verbatims"] = _anonymous(theme["verbatims"])
    synthesis["unthemed"] = _anonymous(synthesis["unthemed"])
    return {"id": id, **told}


def _anonymous(verbatims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    hidden: dict[str, Any] = {"structure": None, "interview": None, "names": []}
    return [{**one, **hidden} for one in verbatims if one["leaves"] and not one["names"]]
