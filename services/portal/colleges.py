"""Of whom a session is made up: who is of which college, and how many of each must come (WKS-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.portal.desk import recall
from services.portal.forms import Form
from shared.contracts.territories import ListOrganisations, PersonCard
from shared.contracts.workshops import Circle, College, GetCircle
from shared.contracts.workshops.labels import COLLEGES

_OF_ROLE: Mapping[str, College] = {"elected-referent": "elected", "agent": "agents", "diagnostic-pilot": "agents"}


def known_colleges(known: Circle, people: Iterable[PersonCard]) -> dict[str, College]:
    """The college of each person: the list of the accompaniment's circle, the same for sessions, searches and polls.

    While that list says nothing at all, what roles and structures suggest: it is kept only when a form is sent.
    """
    if known.colleges:
        return dict(known.colleges)
    ess = {one.id for one in recall(ListOrganisations()).organisations if one.ess}
    guessed = {one.id: _OF_ROLE.get(one.role or "") or ("ess" if one.organisation in ess else None) for one in people}
    return {person: college for person, college in guessed.items() if college}


def chosen_colleges(accompaniment: str, people: Iterable[PersonCard]) -> list[str]:
    """The same as the values of a form (`college`: « person:college »)."""
    known = known_colleges(recall(GetCircle(accompaniment=accompaniment)), people)
    return [f"{person}:{college}" for person, college in known.items()]


def colleges_of(form: Form) -> dict[str, College]:
    """Who is of which college, as chosen in a form (`college`: « person:college »)."""
    chosen = (text.partition(":") for text in form.get_all("college"))
    known: dict[str, College] = {one: one for one in COLLEGES}
    return {person: known[college] for person, _, college in chosen if person and college in known}


def quorums_of(form: Form) -> dict[College, int]:
    """How many of each college must come; what is no number is noted on the form."""
    asked = {college: form.number(f"quorum-{college}") for college in COLLEGES}
    return {college: least for college, least in asked.items() if least}
