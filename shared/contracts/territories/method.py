"""The method page of a territory: sheets, the six roles, the moment, the referents, the manifesto."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import TerritoriesCommand
from shared.partial_dates import Occurred

SheetName = Literal["timing", "stakes-collectivite", "stakes-carriers", "challenges", "levers"]
CollectiviteRole = Literal["ambassador", "facilitator", "patron", "guarantor", "buyer", "supporter"]
BuyingDevice = Literal["differentiated-prices", "funded-trainings", "solidarity-orders"]
TimingName = Literal["too-early", "too-late"]
Reply = Annotated[str, StringConstraints(max_length=5_000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class FillSheet(TerritoriesCommand):
    """Fill a sheet anew, seen as `seen`; `territory` by any key, an accompaniment's for the sheet of that call.

    Empty answers are dropped; earlier fillings stay (U50).
    """

    territory: str
    sheet: SheetName
    seen: str
    answers: dict[str, Reply]
    occurred: Occurred | None = None


class TakeRoles(TerritoriesCommand):
    """The collectivité holds these roles, beside those it holds already (2.5, U24)."""

    territory: str
    roles: list[CollectiviteRole] = Field(min_length=1, max_length=6)
    comment: Reply = ""
    devices: list[BuyingDevice] = []
    occurred: Occurred | None = None


class EndRole(TerritoriesCommand):
    """The collectivité holds a role no longer."""

    held: str
    reason: Reply = ""
    occurred: Occurred | None = None


class WarnTiming(TerritoriesCommand):
    """Warn that it is too early, or too late; reasons of the guide by code, others in words."""

    territory: str
    warning: TimingName
    reasons: list[Line] = Field(min_length=1, max_length=20)
    occurred: Occurred | None = None


class LiftTiming(TerritoriesCommand):
    """A warning holds no more."""

    warned: str
    reason: Reply = ""
    occurred: Occurred | None = None


class SignManifesto(TerritoriesCommand):
    """A territory, in a call or not, signs commitments of the manifesto (2.7); `signatory` is a function."""

    territory: str
    commitments: list[Annotated[int, Field(ge=1, le=6)]] = Field(default=[1, 2, 3, 4, 5, 6], min_length=1)
    signatory: Reply = ""
    circumstance: Reply = ""
    occurred: Occurred | None = None


class EndDesignation(TerritoriesCommand):
    """A person holds a role in an accompaniment no longer."""

    designation: str
    occurred: Occurred | None = None


# --- what the page shows -----------------------------------------------------------------------------------------


class SheetQuestion(Value):
    """A question; a criterion is answered by one of `options` `(code, words)`."""

    key: str
    text: str
    options: list[tuple[str, str]]
    answer: str


class SheetGroup(Value):
    """Questions that belong together."""

    title: str
    questions: list[SheetQuestion]


class MethodSheetCard(Value):
    """A sheet with its last answers; `fillings` is how often it was filled."""

    sheet: SheetName
    title: str
    intro: str
    groups: list[SheetGroup]
    answered: int
    asked: int
    filled_on: date | None
    fillings: int
    stamp: str


class HeldRoleCard(Value):
    """A role held, or held once."""

    id: str
    role: CollectiviteRole
    label: str
    comment: str
    devices: list[str]
    since: str | None
    ended: bool
    ended_on: str | None
    ended_reason: str


class RoleOffer(Value):
    """One of the six roles, held or not."""

    role: CollectiviteRole
    label: str
    content: str
    held: bool


class TimingCard(Value):
    """A warning, standing or lifted."""

    id: str
    warning: TimingName
    label: str
    reasons: list[str]
    occurred: str | None
    lifted: bool
    lifted_on: str | None
    lifted_reason: str


class SignatureCard(Value):
    """A signature of the manifesto."""

    id: str
    territory: str
    territory_label: str
    commitments: list[int]
    signatory: str
    circumstance: str
    occurred: str | None


class ReferentCard(Value):
    """Who holds, or held, a role in an accompaniment."""

    designation: str
    person: str
    label: str
    role_code: str
    role: str
    title: str
    since: str | None
    ended: bool
    until: str | None


class MethodPage(Value):
    """The method page of a territory, in one accompaniment where it has any."""

    territory: str
    label: str
    accompaniment: str | None
    sheets: list[MethodSheetCard]
    criteria_met: int
    offers: list[RoleOffer]
    roles: list[HeldRoleCard]
    warnings: list[TimingCard]
    referents: list[ReferentCard]
    missing: list[str]
    signatures: list[SignatureCard]
    commitments: list[str]


class GetMethod(Query[MethodPage]):
    """The method page, by the territory's id, SIREN, INSEE code or the id of one of its accompaniments."""

    service = "territories"
    id: str


class Manifesto(Value):
    """The manifesto and who signed it, the latest first."""

    commitments: list[str]
    signatures: list[SignatureCard]


class GetManifesto(Query[Manifesto]):
    """The six commitments and their signatories."""

    service = "territories"
