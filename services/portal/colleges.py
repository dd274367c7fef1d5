"""Of whom a session is made up: who is of which college, and how many of each must come (WKS-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.portal.desk import ask
from services.portal.forms import Form
from shared.contracts.territories import ListOrganisations, PersonCard
from shared.contracts.workshops import College
from shared.contracts.workshops.labels import COLLEGES

_OF_ROLE: Mapping[str, College] = {"elected-referent": "elected", "agent": "agents", "diagnostic-pilot": "agents"}


def likely(people: Iterable[PersonCard]) -> list[str]:
    """For each person of whom it can be guessed the value of the form: by their role, else by their organisation."""
    ess = {one.id for one in ask(ListOrganisations()).organisations if one.ess}
    found = ((one.id, _OF_ROLE.get(one.role or "") or ("ess" if one.organisation in ess else "")) for one in people)
    return [f"{person}:{college}" for person, college in found if college]


def colleges_of(form: Form) -> dict[str, College]:
    """Who is of which college, as chosen in a form (`college`: « person:college »)."""
    chosen = (text.partition(":") for text in form.get_all("college"))
    known: dict[str, College] = {one: one for one in COLLEGES}
    return {person: known[college] for person, _, college in chosen if person and college in known}


def quorums_of(form: Form) -> dict[College, int]:
    """How many of each college must come; what is no number is noted on the form."""
    asked = {college: form.number(f"quorum-{college}") for college in COLLEGES}
    return {college: least for college, least in asked.items() if least}
