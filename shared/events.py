"""Every event of the house: what happened, told in the past tense, with its wire name, its teller and its listeners.

An event is the payload (`data`) of a CloudEvents envelope (`shared/messaging/envelope.py`). Payloads carry ids and
the facts of that moment, never a person's name or address. A field may be added with a default; anything else is a
new event (the frozen schemas of `tests/contracts/` see to it).
"""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict


def wire_name(name: str) -> str:
    """`TerritoryEnrolled` -> `territory-enrolled`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


class Event(BaseModel):
    """What all events share; `territory` is the subject, `accompaniment` the territory within one call."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    source: ClassVar[str] = ""
    version: ClassVar[int] = 1

    territory: str | None = None
    accompaniment: str | None = None

    @classmethod
    def type(cls) -> str:
        """The name on the wire."""
        return wire_name(cls.__name__)


REGISTRY: dict[str, type[Event]] = {}


class _TerritoriesEvent(Event):
    source = "territories"


class _DiagnosticEvent(Event):
    source = "diagnostic"


class _WorkshopsEvent(Event):
    source = "workshops"


class _PlatformsEvent(Event):
    source = "platforms"


class _NotificationsEvent(Event):
    source = "notifications"


class _ReportingEvent(Event):
    source = "reporting"


# --- territories -----------------------------------------------------------------------------------------------


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


# --- diagnostic ------------------------------------------------------------------------------------------------


class InterviewPlanned(_DiagnosticEvent):
    """An interview has a day; it will have to be logged, and `person` is told why one comes (NOT-03)."""

    interview: str
    on: str
    person: str | None = None


class InterviewLogged(_DiagnosticEvent):
    """An interview took place (DIA-10): kind of structure and appetite for cooperation, refusal included (DIA-11).

    `structure` identifies the organisation met, the same one for every interview with it.
    """

    interview: str
    structure: str
    kind: str
    ess: bool
    appetite: str
    reconstructed: bool = False


class InterviewRetracted(_DiagnosticEvent):
    """An interview that was taken over by mistake counts no more; that it was told stays."""

    interview: str
    reason: str | None = None


class GridRevised(_DiagnosticEvent):
    """The shared interview grid has a new version, or other words in the one nobody uses yet (DIA-01)."""

    grid: str
    number: int
    questions: int


class GridAgreed(_DiagnosticEvent):
    """One more party agreed to a version of the grid; `parties` is how many have by now."""

    grid: str
    number: int
    parties: int


class ObservationNoted(_DiagnosticEvent):
    """Something was seen in the field besides interviews (DIA-15)."""

    observation: str
    kind: str
    pictures: int = 0


class MapCentred(_DiagnosticEvent):
    """The problem and the frame stand at the centre of the stakeholder map (DIA-30)."""

    target: int


class ContactAdded(_DiagnosticEvent):
    """An actor entered the contact plan (DIA-32)."""

    contact: str
    structure: str
    circle: str | None = None


class ContactAdvanced(_DiagnosticEvent):
    """How far a contact is, or what comes next, was said anew (DIA-33)."""

    contact: str
    state: str
    due: str | None = None


class ContactStalled(_DiagnosticEvent):
    """The day of a contact's next step has passed; whatever is said of it next ends that."""

    contact: str
    due: str


class StakeNamed(_DiagnosticEvent):
    """A stake that the diagnostic brought out, in the territory's own words (U27)."""

    stake: str
    title: str


class MoffUpdated(_DiagnosticEvent):
    """The collective MOFF matrix changed (DIA-20): an item was added, said otherwise or withdrawn; its words stay."""

    item: str
    revision: int
    category: Literal["resource", "weakness", "opportunity", "risk"]
    change: Literal["added", "edited", "withdrawn"]


class ThematicPortraitRevised(_DiagnosticEvent):
    """The portrait of a theme was written, or written anew (domain.md 3.5); its words stay."""

    portrait: str
    number: int


class VerbatimUpdated(_DiagnosticEvent):
    """The words of an actor were kept, written otherwise or taken away; they stay, under the kind of structure."""

    verbatim: str
    kind: str
    change: Literal["noted", "reworded", "withdrawn"]


class SynthesisRevised(_DiagnosticEvent):
    """The team wrote what it reads across the interviews (DIA-13, DIA-14, DIA-22)."""

    number: int


class DiagnosticConcluded(_DiagnosticEvent):
    """The diagnostic says where the territory stands; «trop tôt» is a valid result (DIA-40, U1)."""

    conclusion: Literal["too-early", "ready", "too-late", "to-deepen"]
    reasons: list[str] = []


class DiagnosticPresented(_DiagnosticEvent):
    """The diagnostic was given back to the collectivité (DIA-42)."""


class OrientationValidated(_DiagnosticEvent):
    """The collectivité validated where the accompaniment goes next, and through which door (DIA-42, DIA-43)."""

    orientation: str
    entry_point: str | None = None


# --- workshops -------------------------------------------------------------------------------------------------


class SlotSearchFailed(_WorkshopsEvent):
    """A search found no common slot in a month, for a stated reason (U5, WKS-02)."""

    month: str
    reason: str
    detail: str | None = None


class BusyTimesAsked(_WorkshopsEvent):
    """People are asked when they are busy, each by a link of their own; ids of the directory only."""

    people: list[str]


class PollOpened(_WorkshopsEvent):
    """People are asked which of some slots suit them, until `deadline` (ISO 8601 with offset); ids and counts only."""

    poll: str
    title: str
    deadline: str
    slots: int
    guests: int


class PollSlotChanged(_WorkshopsEvent):
    """A proposed slot was moved; `guests` had said something of it and are asked again (ids within the poll)."""

    poll: str
    slot: str
    guests: list[str]


class PollExtended(_WorkshopsEvent):
    """A poll has another deadline."""

    poll: str
    deadline: str


class PollAnswered(_WorkshopsEvent):
    """A guest answered a poll, or answered anew; `missing` is how many guests have not said all."""

    poll: str
    missing: int


class PollChased(_WorkshopsEvent):
    """Those who had not answered are asked again; `guests` are ids within the poll."""

    poll: str
    guests: list[str]


class PollOverdue(_WorkshopsEvent):
    """The deadline of a poll passed and no date was given: somebody has to decide."""

    poll: str
    missing: int


class PollDecided(_WorkshopsEvent):
    """A poll gave a workshop its date; `alone` when nobody had to decide because one slot was strictly the best."""

    poll: str
    workshop: str
    start: str
    end: str
    alone: bool = False


class PollClosed(_WorkshopsEvent):
    """A poll ended without a date, for a stated reason."""

    poll: str
    reason: str


class WorkshopScheduled(_WorkshopsEvent):
    """A workshop has its date (WKS-01): exact (`start`, `end`), or partial (`planned`, EDTF), or not said at all.

    `occurred` is when it was scheduled, not when it is to take place: the day itself for one to come; when the past is
    told, the workshop's own partial date, for it was scheduled by then.
    """

    workshop: str
    title: str
    format: str
    start: str | None = None
    end: str | None = None
    planned: str | None = None
    circle: str = "full"


class WorkshopMoved(_WorkshopsEvent):
    """A workshop has another date, for a stated reason."""

    workshop: str
    reason: str
    start: str | None = None
    end: str | None = None
    planned: str | None = None
    cause: str | None = None


class WorkshopCorrected(_WorkshopsEvent):
    """The title or the place of a workshop was put right; `place` says whether where one meets has changed."""

    workshop: str
    title: str
    place: bool = False


class InvitationsChanged(_WorkshopsEvent):
    """Who is invited to a workshop changed after it was scheduled; ids of the directory."""

    workshop: str
    added: list[str]
    removed: list[str]


class WorkshopMaintained(_WorkshopsEvent):
    """Somebody decided to keep the date in spite of withdrawals (WKS-10, U6)."""

    workshop: str
    reason: str
    withdrawals: int | None = None
    cause: str | None = None


class WorkshopCancelled(_WorkshopsEvent):
    """Somebody cancelled a workshop; it never happens by itself (WKS-10)."""

    workshop: str
    reason: str
    cause: str | None = None


class WorkshopHeld(_WorkshopsEvent):
    """A workshop took place."""

    workshop: str
    title: str
    format: str


class AgendaConflictDetected(_WorkshopsEvent):
    """A date does not hold any more: two workshops want the same people or place, or something else came up.

    `workshop` is the one scheduled later (`start`: ISO 8601 with offset), `other` the earlier one, `people` how many it
    concerns. It is told once, until it is resolved.
    """

    conflict: str
    kind: str
    workshop: str
    title: str
    start: str
    other: str | None = None
    other_territory: str | None = None
    people: int = 0
    named: str = ""


class AgendaConflictResolved(_WorkshopsEvent):
    """A conflict holds no more, or somebody accepted it."""

    conflict: str
    workshop: str
    accepted: bool = False


class AttendanceRecorded(_WorkshopsEvent):
    """Who was expected and who came (WKS-11), as counts and ids; null where nobody said.

    `entries` are `{person or structure, status, minutes}`; `status` is expected, present, absent, excused,
    late-withdrawal or walk-in. A later recording for the same workshop replaces the earlier one; `regularisation`
    says why it came after the figures of its period were handed over.
    """

    workshop: str
    expected: int | None = None
    present: int | None = None
    entries: list[dict[str, str | int | None]] = []
    regularisation: str | None = None


class SheetAttached(_WorkshopsEvent):
    """The signed émargement sheet of a half-day was kept, with its SHA-256 (french-context.md 1.3)."""

    workshop: str
    scan: str
    half_day: int
    edition: int
    sha256: str


class TripPlanned(_WorkshopsEvent):
    """A visit or a journey is being prepared, with its days (WKS-30 to WKS-33)."""

    trip: str
    title: str
    destination: str
    first: str
    last: str


class TaskAssigned(_WorkshopsEvent):
    """Something of a trip is to be seen to by a day (WKS-32); told again when the day or the words change."""

    trip: str
    task: str
    title: str
    due: str


class TaskFinished(_WorkshopsEvent):
    """It was seen to, or nobody needs it any more."""

    trip: str
    task: str


class ItemGathered(_WorkshopsEvent):
    """What a group writes down together moved: a note, an idea, a project, a stance, a persona, a step."""

    item: str
    kind: Literal["note", "idea", "project", "stance", "persona", "step"]
    workshop: str | None = None


class VisitHeld(_WorkshopsEvent):
    """An inspiring visit or journey took place (WKS-30 to WKS-35)."""

    visit: str
    title: str
    destination: str


class NeedEmerged(_WorkshopsEvent):
    """A need came out of a session; platforms may answer it, later and never by default (U10)."""

    need: str
    title: str
    workshop: str | None = None


class AgreementRecorded(_WorkshopsEvent):
    """Those present agreed on something (section 4.7)."""

    agreement: str
    text: str
    workshop: str | None = None


# --- platforms -------------------------------------------------------------------------------------------------


class PlatformDescribed(_PlatformsEvent):
    """A card of the catalogue was added, corrected or withdrawn; `fields` are the codes of those that changed."""

    platform: str
    label: str
    state: Literal["added", "corrected", "withdrawn"]
    fields: list[str] = []


class InitiativeWatched(_PlatformsEvent):
    """An initiative that inspires is on the watch list; `left` says why it is no longer followed, where it is not."""

    initiative: str
    label: str
    place: str = ""
    left: str = ""


class CaseAssigned(_PlatformsEvent):
    """The préfiguration case (1 to 5) in which a need stands now; earlier ones are kept (PLT-20, U46)."""

    case: Literal[1, 2, 3, 4, 5]
    need: str
    reason: str
    project: str = ""
    cooperation: str | None = None
    platform: str | None = None
    workshop: Literal["formulation", "clarification"] | None = None


class PlatformQuestioned(_PlatformsEvent):
    """Somebody answered one of the shared questions on a platform; several people do, no score comes of it (U12)."""

    platform: str
    question: str
    criteria: list[str] = []


class EliminatoryCriterionHeld(_PlatformsEvent):
    """A territory holds a criterion of the charter to be eliminatory, or (`held` false) no longer does."""

    criterion: str
    held: bool
    reason: str


class NeedLinked(_PlatformsEvent):
    """Somebody sees in a platform an answer to a need; `left` says why it no longer is one."""

    link: str
    need: str
    platform: str
    left: str = ""


class SpecificationDrafted(_PlatformsEvent):
    """The cahier des charges of a need was written, the version of this number (case 4)."""

    specification: str
    need: str
    project: str = ""
    number: int = 1
    cooperation: str | None = None


class PlatformShortlisted(_PlatformsEvent):
    """A platform is one of two or more on a shortlist, with what sets it apart (PLT-08)."""

    shortlist: str
    platform: str
    approach: str
    public: bool = False


class PlatformPresented(_PlatformsEvent):
    """A shortlisted platform was presented to the people concerned."""

    shortlist: str
    platform: str


class ChoiceLeftOpen(_PlatformsEvent):
    """Nobody has chosen yet, and that is an answer (PLT-09, U8); `ask_again` is a day, if somebody named one."""

    shortlist: str
    note: str | None = None
    ask_again: str | None = None


class PlatformChosen(_PlatformsEvent):
    """The collectivité and its partners chose a platform of the shortlist."""

    shortlist: str
    platform: str


# --- notifications ---------------------------------------------------------------------------------------------


class NotificationPlanned(_NotificationsEvent):
    """A message is due on a day; `about` is the id of what it speaks of."""

    plan: str
    rule: str
    about: str
    due: str


class NotificationSent(_NotificationsEvent):
    """A message left (or was kept for reading in the portal, without SMTP)."""

    plan: str
    rule: str
    about: str
    person: str | None = None


class NotificationVoided(_NotificationsEvent):
    """A planned message will not leave: what it speaks of moved, was done or was cancelled."""

    plan: str
    rule: str
    about: str
    reason: str


# --- reporting -------------------------------------------------------------------------------------------------


class ReportDue(_ReportingEvent):
    """A funder's period ended and its report is due; `occurred` is the day it falls due."""

    funder: str
    period: str
    due: str


class ReportPublished(_ReportingEvent):
    """A report was made for a funder: which figures, as of when, known when."""

    report: str
    funder: str
    period: str
    as_of: str
    known_at: str


def _register(family: type[Event]) -> None:
    for event in family.__subclasses__():
        REGISTRY[event.type()] = event


for _family in Event.__subclasses__():
    _register(_family)

ALL = frozenset(REGISTRY)

LISTENERS: dict[str, frozenset[str]] = {
    "territories": frozenset(),
    "diagnostic": frozenset({"territory-enrolled", "person-erased"}),
    "workshops": frozenset({"territory-enrolled", "person-erased", "report-published"}),
    "platforms": frozenset({"territory-enrolled", "cooperation-noted", "need-emerged", "person-erased"}),
    "notifications": frozenset(
        {
            "territory-enrolled",
            "candidature-decided",
            "referent-designated",
            "designation-ended",
            "call-published",
            "stage-entered",
            "contact-stalled",
            "contact-advanced",
            "project-emerged",
            "interview-planned",
            "interview-logged",
            "slot-search-failed",
            "workshop-scheduled",
            "workshop-moved",
            "workshop-corrected",
            "invitations-changed",
            "workshop-maintained",
            "workshop-cancelled",
            "workshop-held",
            "busy-times-asked",
            "poll-opened",
            "poll-slot-changed",
            "poll-extended",
            "poll-chased",
            "poll-overdue",
            "poll-decided",
            "poll-closed",
            "choice-left-open",
            "platform-chosen",
            "deadline-fixed",
            "bilan-due",
            "bilan-held",
            "report-due",
            "report-published",
            "person-erased",
        }
    ),
    "reporting": ALL,
    "portal": frozenset({"person-erased", "moff-updated", "item-gathered"}),
}
"""Who hears what: the queue of each listening service is bound from this table before anything is published."""


def tellers(listener: str) -> list[str]:
    """The services whose events `listener` hears, in a stable order."""
    return sorted({REGISTRY[type_].source for type_ in LISTENERS[listener]})
