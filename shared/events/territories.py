"""What `territories` tells: calls and candidatures, territories and whom one meets there, how they go on."""

from __future__ import annotations

from typing import Literal

from shared.events.base import Event


class _TerritoriesEvent(Event):
    source = "territories"


class CallPublished(_TerritoriesEvent):
    """A call (AMI) is open: its places and, when known, its opening and closing days (AMI-01)."""

    call: str
    title: str
    places: int | None = None
    opens: str | None = None
    closes: str | None = None
    bilan_after_months: int | None = 12


class CallClosed(_TerritoriesEvent):
    """A call takes no more candidatures."""

    call: str


class CallExtended(_TerritoriesEvent):
    """Candidates have more time: the call closes on another day (AMI-09)."""

    call: str
    closes: str
    full_until: str | None = None
    reason: str | None = None


class TerritoryRegistered(_TerritoriesEvent):
    """A territory entered the register: its kind (REG-01) and its official code, when it has one."""

    name: str
    kind: str
    siren: str | None = None
    insee: str | None = None


class TerritoryDescribed(_TerritoriesEvent):
    """The words about a territory were rewritten: which of them (`label`, `context`, `political_project`)."""

    changed: list[str]


class FeatureNoted(_TerritoriesEvent):
    """A totem place, a facility, an axis, a policy or a study entered the portrait of a territory (REG-10 to 12)."""

    feature: str
    kind: str
    label: str


class ContactNoted(_TerritoriesEvent):
    """Somebody of the programme and somebody of the territory spoke (REG-28); may precede every call by years."""

    summary: str


class CandidatureSubmitted(_TerritoriesEvent):
    """A pre-file or a full candidature arrived (AMI-02, AMI-07), alone or with other territories (AMI-08)."""

    call: str
    candidature: str
    step: Literal["pre-file", "full"]
    partners: list[str] = []


class ReviewOpened(_TerritoriesEvent):
    """The team examines a candidature («en instruction»)."""

    call: str
    candidature: str


class CorrectionAsked(_TerritoriesEvent):
    """The team asked an applicant to mend or complete a candidature."""

    call: str
    candidature: str
    correction: str
    until: str | None = None


class CorrectionAnswered(_TerritoriesEvent):
    """An applicant answered what was asked of them."""

    call: str
    candidature: str
    correction: str


class OpinionDelivered(_TerritoriesEvent):
    """A reader from outside the team said what they think of a candidature: words, no score (REG-09)."""

    call: str
    candidature: str
    opinion: str


class ProspectAdded(_TerritoriesEvent):
    """A territory may answer a call one day (AMI-05); with a call: it was told of that one (AMI-04)."""

    call: str | None = None


class ProspectRemoved(_TerritoriesEvent):
    """A territory left the vivier."""

    reason: str | None = None


class CandidatureDecided(_TerritoriesEvent):
    """The answer to a candidature (AMI-02)."""

    call: str
    candidature: str
    decision: Literal["retained", "not-retained", "no-follow-up"]


class TerritoryEnrolled(_TerritoriesEvent):
    """A territory enters a call's accompaniment: from here on its facts belong to this accompaniment."""

    call: str
    name: str
    kind: str
    siren: str | None = None
    insee: str | None = None


class StageEntered(_TerritoriesEvent):
    """The accompaniment is now at this stage; stages follow no fixed order (U2)."""

    stage: str
    reason: str | None = None


class PerimeterGrown(_TerritoriesEvent):
    """The perimeter took in other places, and keeps its history (REG-07, U4)."""

    added: list[str]
    reason: str | None = None


class ReferentDesignated(_TerritoriesEvent):
    """A person holds a role for the accompaniment (REG-20); the person's name stays in the directory."""

    person: str
    role: str


class DesignationEnded(_TerritoriesEvent):
    """A person holds a role for the accompaniment no longer."""

    person: str
    role: str


class OrganisationRegistered(_TerritoriesEvent):
    """An organisation, formal or not (REG-26), is known in the directory."""

    organisation: str
    kind: str
    ess: bool | None = None


class LegalFormChanged(_TerritoriesEvent):
    """An organisation's legal form is another one from a date on (REG-24, U17)."""

    organisation: str
    legal_form: str


class OrganisationRevised(_TerritoriesEvent):
    """The record of an organisation was rewritten: which of its fields."""

    organisation: str
    changed: list[str]


class OrganisationsMerged(_TerritoriesEvent):
    """Two records were one organisation: `merged` goes on as `organisation`."""

    organisation: str
    merged: str


class PeopleMerged(_TerritoriesEvent):
    """Two records were one person: `merged` goes on as `person`."""

    person: str
    merged: str


class ContactsImported(_TerritoriesEvent):
    """A table of contacts entered the directory: how many organisations and people it brought."""

    contacts: str
    organisations: int
    people: int


class ContactsRetracted(_TerritoriesEvent):
    """What a table of contacts had brought left the directory again."""

    contacts: str
    reason: str | None = None


class ContoursImported(_TerritoriesEvent):
    """A file of contours draws the maps from now on: of how many communes and EPCI."""

    contours: str
    places: int


class ContoursRemoved(_TerritoriesEvent):
    """A file of contours draws nothing any more: taken away, or every place of it drawn by a later one."""

    contours: str


class MethodSheetFilled(_TerritoriesEvent):
    """A sheet of the method was filled anew (2.4, 2.6): how many of its questions have an answer."""

    sheet: str
    answered: int


class RoleAssumed(_TerritoriesEvent):
    """A collectivité holds one of the six roles, beside those it held already (2.5, U24)."""

    held: str
    role: str


class RoleEnded(_TerritoriesEvent):
    """A collectivité no longer holds a role."""

    held: str
    role: str
    reason: str | None = None


class TimingWarned(_TerritoriesEvent):
    """Somebody warned that it is too early, or too late, for a platform (2.4); the two are never one."""

    warned: str
    warning: Literal["too-early", "too-late"]
    reasons: list[str] = []


class TimingLifted(_TerritoriesEvent):
    """A warning about the moment holds no more."""

    warned: str
    warning: Literal["too-early", "too-late"]
    reason: str | None = None


class ManifestoSigned(_TerritoriesEvent):
    """A territory signed commitments of the manifesto, in a call or outside any (2.7)."""

    signature: str
    commitments: list[int]


class CooperationNoted(_TerritoriesEvent):
    """A common project of several is known on a territory (9.1); it may have come of another one (U34)."""

    cooperation: str
    title: str
    born_of: str | None = None


class CooperationPlaced(_TerritoriesEvent):
    """Where a cooperation stands on the axes of 9.2; the life cycle is no line."""

    cooperation: str
    stage: str
    towards: str | None = None


class BudgetNoted(_TerritoriesEvent):
    """A line entered or left the budget of a cooperation; the amounts stay in their room."""

    cooperation: str
    year: int
    side: str
    category: str


class AidNoted(_TerritoriesEvent):
    """A public aid to an organisation was entered (U32); `cents` counts with those of three rolling years."""

    aid: str
    organisation: str
    cents: int
    regime: str
    expected: bool = False


class MilestoneNoted(_TerritoriesEvent):
    """Something worth remembering that no other event says: a road map, a doubt, a place that reopens."""

    title: str
    text: str | None = None


class DeadlineFixed(_TerritoriesEvent):
    """A date that matters was set, or set anew: the end of the European project, or another (NOT-10)."""

    deadline: str
    kind: str
    title: str
    due: str


class BilanDue(_TerritoriesEvent):
    """The one-year bilan is due (NOT-11); `occurred` is the day it falls due."""

    due: str


class BilanHeld(_TerritoriesEvent):
    """The bilan took place, modest results included (REP-01 to REP-04)."""

    findings: str
    open_questions: list[str] = []


class ProjectEmerged(_TerritoriesEvent):
    """A project born later, attached with an uncertain attribution (REP-05, U22)."""

    title: str
    attribution: Literal["uncertain"] = "uncertain"


class PersonErased(_TerritoriesEvent):
    """A person asked to be forgotten: whoever holds personal data about that id blanks it; counts stay."""

    person: str
