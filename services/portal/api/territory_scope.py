"""What a token of one territory may see: that territory, and nothing that names the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.portal.accounts import Bearer
from services.portal.desk import accompaniments, ask
from services.portal.leaving import check
from shared.contracts.diagnostic import (
    ImportPage,
    InterviewSheet,
    PictureFile,
    PortraitHistory,
    PortraitVersion,
    RestitutionFile,
    SynthesisPage,
    ThematicPortraits,
    Verbatim,
)
from shared.contracts.platforms import ProjectPage, SpecificationCard
from shared.contracts.reporting import FollowUp
from shared.contracts.territories import (
    AccompanimentList,
    CallPage,
    CandidaturePage,
    CooperationPage,
    GetOrganisation,
    MethodPage,
    OrganisationPage,
    ResolveTerritory,
    TerritoryList,
    TerritoryPage,
)
from shared.contracts.workshops import PollPage
from shared.errors import Forbidden

_ELSEWHERE = "Ce jeton ne donne accès qu’à un seul territoire."


@dataclass(frozen=True)
class Scope:
    """The token behind a request."""

    bearer: Bearer

    @property
    def territory(self) -> str | None:
        """The one territory it sees, `None` for all."""
        return self.bearer.territory

    def check_territory(self, id: str) -> None:
        """Raise `Forbidden` for another territory than the token's own."""
        if self.territory not in (None, id):
            raise Forbidden(_ELSEWHERE, code="other-territory")

    def check_accompaniment(self, id: str) -> None:
        """Raise `Forbidden` for an accompaniment of another territory, known or not."""
        if self.territory is None:
            return
        if not any(card.id == id and card.territory == self.territory for card in accompaniments()):
            raise Forbidden(_ELSEWHERE, code="other-territory")

    def check_body(self, body: dict[str, Any]) -> None:
        """Raise `Forbidden` for a command that concerns another territory, named by itself or by an accompaniment."""
        if self.territory is None:
            return
        if "organisation" in body:
            self._check_organisation(str(body["organisation"]))
        if "territory" in body and "accompaniment" not in body:
            self.check_territory(ask(ResolveTerritory(id=str(body["territory"]))).territory)
        else:
            self.check_accompaniment(str(body.get("accompaniment", "")))

    def check_whole(self) -> None:
        """Raise `Forbidden` for a token of one territory."""
        if self.territory is not None:
            raise Forbidden(_ELSEWHERE, code="other-territory")

    def _check_organisation(self, id: str) -> None:
        place = ask(GetOrganisation(id=id)).territory
        self.check_territory(place.id if place else "")


# --- before asking


def anything(_: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Every token may ask this."""
    return values


def own_facts(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Facts are asked for by the territory's id, whatever code was given."""
    resolved = ask(ResolveTerritory(id=values["territory"])).territory
    scope.check_territory(resolved)
    return {**values, "territory": resolved}


def own_id(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """A territory asked for by whatever code, if it is the token's own."""
    resolved = ask(ResolveTerritory(id=values["id"])).territory
    scope.check_territory(resolved)
    return {**values, "id": resolved}


def own_accompaniment(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Only an accompaniment of the token's own territory."""
    scope.check_accompaniment(values["accompaniment"])
    return values


def own_events(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Without a territory given, the token's own."""
    if scope.territory is None:
        return values
    scope.check_territory(values.get("territory") or scope.territory)
    return {**values, "territory": scope.territory}


def own_organisations(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Without a territory given, the token's own."""
    if scope.territory is None:
        return values
    if values.get("territory"):
        own_id(scope, {"id": values["territory"]})
    return {**values, "territory": scope.territory}


def nobody_else(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Figures of the whole programme are not for a token of one territory."""
    scope.check_whole()
    return values


def organisations_only(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    """Records of organisations: those of people are looked up on the pages, where looking is noted."""
    scope.check_whole()
    return {**values, "sort": "organisation"}


# --- after the answer


def as_it_is(_: Scope, answer: Any) -> Any:
    """The answer names no other territory."""
    return answer


def own_interview(scope: Scope, answer: InterviewSheet) -> InterviewSheet:
    """An interview held in its own territory."""
    scope.check_accompaniment(answer.interview.accompaniment)
    return answer


def own_import(scope: Scope, answer: ImportPage) -> ImportPage:
    """A workbook of its own territory."""
    scope.check_accompaniment(answer.accompaniment)
    return answer


def own_picture(scope: Scope, answer: PictureFile) -> PictureFile:
    """A picture taken in its own territory."""
    scope.check_accompaniment(answer.accompaniment)
    return answer


def own_cooperation(scope: Scope, answer: CooperationPage) -> CooperationPage:
    """A cooperation of its own territory."""
    scope.check_territory(answer.territory.id)
    return answer


def own_project(scope: Scope, answer: ProjectPage) -> ProjectPage:
    """What a cooperation of its own territory looks for."""
    scope.check_territory(answer.territory)
    return answer


def own_specification(scope: Scope, answer: SpecificationCard) -> SpecificationCard:
    """A cahier des charges of its own territory."""
    scope.check_accompaniment(answer.accompaniment)
    return answer


def unsigned(_: Scope, answer: CandidaturePage) -> CandidaturePage:
    """A candidature by the functions of those who wrote and read it: their names are for the pages."""
    contact = answer.contact and answer.contact.model_copy(update={"name": None})
    opinions = [one.model_copy(update={"name": None}) for one in answer.opinions]
    return answer.model_copy(update={"contact": contact, "opinions": opinions})


def own_candidatures(scope: Scope, answer: CallPage) -> CallPage:
    """Of a call's candidatures, its own."""
    if scope.territory is None:
        return answer
    mine = [one for one in answer.candidatures if one.territory == scope.territory]
    return answer.model_copy(update={"candidatures": mine})


def own_territories(scope: Scope, answer: TerritoryList) -> TerritoryList:
    """Of the territories, its own."""
    if scope.territory is None:
        return answer
    return TerritoryList(territories=[one for one in answer.territories if one.id == scope.territory])


def own_accompaniments(scope: Scope, answer: AccompanimentList) -> AccompanimentList:
    """Of the accompaniments, those of its territory."""
    if scope.territory is None:
        return answer
    return AccompanimentList(accompaniments=[one for one in answer.accompaniments if one.territory == scope.territory])


def own_page(scope: Scope, answer: TerritoryPage) -> TerritoryPage:
    """Its own territory; names only for those who may write, addresses for nobody: looking at them is noted."""
    scope.check_territory(answer.id)
    hidden: dict[str, Any] = {"email": None, "phone": None}
    hidden |= {} if scope.bearer.may_write else {"name": None}
    people = [one.model_copy(update=hidden) for one in answer.people]
    return answer.model_copy(update={"people": people})


def own_poll(scope: Scope, answer: PollPage) -> PollPage:
    """Its own territory's poll; who was asked, their links and their words only for those who may write."""
    scope.check_accompaniment(answer.accompaniment)
    if scope.bearer.may_write:
        return answer
    guests = [one.model_copy(update={"person": None, "link": None, "comment": ""}) for one in answer.guests]
    return answer.model_copy(update={"guests": guests})


def without_people(_: Scope, answer: OrganisationPage) -> OrganisationPage:
    """An organisation without the people in it: their names are for the pages, where looking is noted."""
    return answer.model_copy(update={"people": []})


def without_referents(_: Scope, answer: MethodPage) -> MethodPage:
    """The method of a territory without the people who carry it: by their roles only."""
    referents = [one.model_copy(update={"label": one.role}) for one in answer.referents]
    return answer.model_copy(update={"referents": referents})


def own_lines(scope: Scope, answer: FollowUp) -> FollowUp:
    """Of the follow-up, the lines of its territory."""
    if scope.territory is None:
        return answer
    own = {card.id for card in accompaniments() if card.territory == scope.territory} | {scope.territory}
    calls = [
        call.model_copy(update={"territories": [line for line in call.territories if line.id in own]})
        for call in answer.calls
    ]
    return answer.model_copy(update={"calls": [call for call in calls if call.territories]})


def names_reviewed(_: Scope, answer: RestitutionFile) -> RestitutionFile:
    """The document, once the names that may stand in it were reviewed. Raises `Refused`."""
    check(answer)
    return answer


def outside_the_team(scope: Scope, answer: SynthesisPage) -> SynthesisPage:
    """For a token of one territory: verbatims that may leave, under the kind of structure alone, and no structure."""
    if scope.territory is None:
        return answer
    return answer.model_copy(
        update={
            "themes": [one.model_copy(update={"verbatims": _anonymous(one.verbatims)}) for one in answer.themes],
            "unthemed": _anonymous(answer.unthemed),
            "interested": [],
            "reluctant": [],
        }
    )


def _anonymous(verbatims: list[Verbatim]) -> list[Verbatim]:
    hidden = {"structure": None, "interview": None}
    return [one.model_copy(update=hidden) for one in verbatims if one.leaves and not one.names]


def grounds_unnamed(scope: Scope, answer: ThematicPortraits) -> ThematicPortraits:
    """For a token of one territory: what a portrait rests on, without the names of those interviewed."""
    if scope.territory is None:
        return answer
    portraits = [one.model_copy(update={"now": _unnamed(one.now)}) for one in answer.portraits]
    return answer.model_copy(update={"portraits": portraits})


def history_unnamed(scope: Scope, answer: PortraitHistory) -> PortraitHistory:
    """The same for every version of one portrait."""
    if scope.territory is None:
        return answer
    return answer.model_copy(update={"versions": [_unnamed(one) for one in answer.versions]})


def _unnamed(version: PortraitVersion) -> PortraitVersion:
    grounds = [
        ground.model_copy(update={"label": ""}) if ground.kind == "interview" else ground for ground in version.grounds
    ]
    return version.model_copy(update={"grounds": grounds})
