"""Candidatures as those who write and read them see them: drafts behind personal links, corrections, opinions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import CandidatureState, TerritoriesCommand
from shared.contracts.territories.calls import CallCard, ProspectCard
from shared.partial_dates import Occurred

Long = Annotated[str, StringConstraints(max_length=10_000)]
Line = Annotated[str, StringConstraints(max_length=300)]
Lines = Annotated[list[Line], Field(max_length=50)]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
"""SHA-256 of a personal link's secret, in hexadecimal: the secret itself stays between its bearer and the portal."""

ELSEWHERE = "elsewhere"
"""The place of a candidate that is no commune and no EPCI of the reference; `label` is then its name."""


class OnCriterion(Value):
    """What a candidate or a reader says about one criterion of the call."""

    criterion: Line
    text: Long = ""


class Answers(Value):
    """What a candidature says (AMI-06); in a draft everything may be missing.

    `place` is the SIREN of an EPCI, the INSEE code of a commune or `ELSEWHERE`; `partners` are names or codes of
    territories that answer together (AMI-08). Roles of people are functions, never names.
    """

    label: Line = ""
    place: Line = ""
    partners: Lines = []
    motives: Long = ""
    axes: Lines = []
    elected_function: Line = ""
    pilot_function: Line = ""
    wished_perimeter: Long = ""
    existing_actions: Lines = []
    existing_knowledge: Long = ""
    cooperation_places: Lines = []
    on_criteria: Annotated[list[OnCriterion], Field(max_length=50)] = []


# --- what an applicant does, without an account ------------------------------------------------------------------


class StartFile(TerritoriesCommand):
    """Begin a draft. `sender` is a keyed hash of the network address, kept for one day (against abuse)."""

    call: str
    link: Hash
    name: Line = Field(min_length=1)
    email: str = Field(min_length=3, max_length=254)
    phone: Line | None = None
    function: Line = Field(min_length=1)
    answers: Answers = Answers()
    sender: Hash | None = None


class SaveFile(TerritoriesCommand):
    """Keep a draft; `version` is the one that was read, an older one than the present is refused."""

    link: Hash
    version: int = Field(ge=0)
    answers: Answers


class SendFile(TerritoriesCommand):
    """Send the next step: the pre-file, then the full file; only here what is missing is asked for."""

    link: Hash
    version: int = Field(ge=0)
    answers: Answers


class AnswerCorrection(TerritoriesCommand):
    """Send a candidature again as the team asked; `answer` says what changed."""

    link: Hash
    version: int = Field(ge=0)
    answers: Answers
    answer: Long = Field(min_length=1)


class DiscardFile(TerritoriesCommand):
    """Throw a draft that was never sent away, with the name and address behind it."""

    link: Hash


class RenewLink(TerritoriesCommand):
    """Make a new personal link for a file; the one before ends.

    `beside`: both open until the new one is first used, since its message may still be stopped; another one made so
    takes its place. `called`: with the last call of its call.
    """

    file: str
    link: Hash
    called: bool = False
    beside: bool = False


class RecoverLink(TerritoriesCommand):
    """Make a new personal link for the latest file of an address; the receipt's id is empty when there is none."""

    call: str
    email: str = Field(max_length=254)
    link: Hash


class RevokeLink(TerritoriesCommand):
    """End a personal link, of a candidate's file or of a reader's opinion."""

    id: str


# --- what the team does ------------------------------------------------------------------------------------------


class TakeUpCandidature(TerritoriesCommand):
    """The team begins to examine a candidature («en instruction»)."""

    candidature: str
    occurred: Occurred | None = None


class AskCorrection(TerritoriesCommand):
    """Ask the applicant to mend or complete their file, on their own link."""

    candidature: str
    asked: Long = Field(min_length=1)
    until: Occurred | None = None


class InviteReader(TerritoriesCommand):
    """Ask somebody outside the team for an opinion, by a personal link."""

    candidature: str
    link: Hash
    name: Line = Field(min_length=1)
    email: str | None = Field(default=None, max_length=254)
    function: Line = Field(min_length=1)


class GiveOpinion(TerritoriesCommand):
    """Say what one thinks of a candidature, in one's own name; it may be said again until the decision."""

    link: Hash
    version: int = Field(ge=0)
    text: Long = Field(min_length=1)
    on_criteria: Annotated[list[OnCriterion], Field(max_length=50)] = []


class AddProspect(TerritoriesCommand):
    """Put a territory into the vivier (AMI-05), or note that it was told of a call (`call`; AMI-04)."""

    territory: str
    call: str | None = None
    note: Long = ""
    occurred: Occurred | None = None


class RemoveProspect(TerritoriesCommand):
    """Take a territory out of the vivier; its exchanges stay."""

    territory: str
    reason: Long = ""


# --- what they see -----------------------------------------------------------------------------------------------


class PublicCall(Value):
    """A published call as anybody sees it; `why_closed` says in French why no pre-file can be sent now."""

    call: CallCard
    takes: bool
    why_closed: str


class GetPublicCall(Query[PublicCall]):
    """One published call; `NotFound` for a draft."""

    service = "territories"
    id: str


class PublicCalls(Value):
    """Published calls, the newest first."""

    calls: list[CallCard]


class ListPublicCalls(Query[PublicCalls]):
    """The calls that anybody may read."""

    service = "territories"


class Suggestion(Value):
    """A place that answers what was typed."""

    code: str
    label: str


class CorrectionCard(Value):
    """What was asked, and the answer once there is one."""

    id: str
    asked: str
    asked_on: date
    until: str | None
    answer: str | None
    answered_on: date | None


class FilePage(Value):
    """A file as its applicant sees it.

    `next`: what can be sent now (`none`: nothing, `why` says in French for what reason). `missing` lists `(field,
    sentence)` of what sending will ask for. `places` are offered while the territory is not chosen.
    """

    id: str
    call: CallCard
    version: int
    name: str | None
    email: str | None
    function: str
    state: Literal["unsent"] | CandidatureState
    next: Literal["pre-file", "full", "correction", "none"]
    why: str
    answers: Answers
    place_label: str
    places: list[Suggestion]
    missing: list[tuple[str, str]]
    corrections: list[CorrectionCard]
    sent: list[tuple[str, date]]
    decided: str | None
    expires: date


class GetFile(Query[FilePage]):
    """The file behind a personal link; `NotFound` for one that is unknown, ended or over."""

    service = "territories"
    link: Hash


class OpinionCard(Value):
    """The opinion of a reader, in their own name."""

    id: str
    person: str
    name: str | None
    function: str
    asked_on: date
    revoked: bool
    given_on: date | None
    text: str
    on_criteria: list[OnCriterion]


class SubmissionCard(Value):
    """What was sent at one step."""

    id: str
    step: Literal["pre-file", "full", "correction"]
    sent_on: date
    answers: Answers


class Contact(Value):
    """Who wrote a candidature; `email` and `phone` are asked for on the person's own page."""

    person: str
    name: str | None
    function: str
    file: str
    revoked: bool


class CandidaturePage(Value):
    """A candidature as the team sees it."""

    id: str
    call: CallCard
    territory: str
    territory_label: str
    partners: list[tuple[str, str]]
    state: CandidatureState
    answers: Answers
    contact: Contact | None
    pre_filed: str | None
    completed: str | None
    decided: str | None
    reason: str
    submissions: list[SubmissionCard]
    corrections: list[CorrectionCard]
    opinions: list[OpinionCard]


class GetCandidature(Query[CandidaturePage]):
    """One candidature; `NotFound` when there is none with this id."""

    service = "territories"
    id: str


class ReadingPage(Value):
    """A candidature as an outside reader sees it: what was sent, without who wrote it, and their own opinion."""

    call: CallCard
    territory_label: str
    partners: list[str]
    answers: Answers
    sent_on: date | None
    name: str | None
    version: int
    text: str
    on_criteria: list[OnCriterion]
    given_on: date | None
    open: bool


class GetReading(Query[ReadingPage]):
    """The candidature behind a reader's link; `NotFound` for one that is unknown, ended or over."""

    service = "territories"
    link: Hash


class LastCall(Value):
    """A draft to be called a last time; `since` (ISO) is the day from which its call has been calling."""

    file: str
    since: date


class LastCalls(Value):
    """Drafts to be called, the oldest first."""

    due: list[LastCall]


class ListLastCalls(Query[LastCalls]):
    """Unsent drafts of all calls whose last call is due and that somebody can be written to about."""

    service = "territories"


class StopLastCall(TerritoriesCommand):
    """Let nobody be called a last time about a call, or about one of its drafts; time given later calls again."""

    call: str
    file: str | None = None
    reason: Line = Field(min_length=1)


class ComingDraft(Value):
    """A draft that the clock will call a last time at `leaves` (ISO), by the id of who writes it.

    `leaves` is null for one that will not be called: nobody can be written to, or it was `stopped` (why, and by which
    account).
    """

    file: str
    person: str
    territory_label: str
    function: str
    reachable: bool
    leaves: str | None
    stopped: str | None
    stopped_by: str | None


class ComingLastCall(Value):
    """The last call of one call to its drafts that were not called yet, from the day `since` until the day `until`.

    `leaves` is when the first of them goes out; null: none will, or somebody `stopped` it (why, and which account).
    `contact` is where a candidate asks a question.
    """

    call: str
    title: str
    since: date
    until: date
    contact: str
    leaves: str | None
    stopped: str | None
    stopped_by: str | None
    drafts: list[ComingDraft]


class ComingLastCalls(Value):
    """Last calls to come, the nearest first."""

    calls: list[ComingLastCall]


class ListComingLastCalls(Query[ComingLastCalls]):
    """What the clock will send to unsent drafts in the next days, before it makes any message of it."""

    service = "territories"
    days: int = Field(default=14, ge=1, le=60)


class LinkCheck(Value):
    """Whether the message with a personal link still makes sense; `why_not` says in French why it does not."""

    email: str | None
    why_not: str | None


class CheckLink(Query[LinkCheck]):
    """Look once more before a personal link leaves: the link, and what its message was for."""

    service = "territories"
    file: str
    link: Hash
    occasion: Literal["last-call", "correction", "reading"]


class WrittenTo(Value):
    """Where the personal link of a file or of a reader is to be sent.

    `until` is the last day of the call, `contact` where a candidate asks a question about it.
    """

    file: str
    person: str
    email: str | None
    call: str
    call_title: str
    until: date | None
    contact: str = ""


class GetWrittenTo(Query[WrittenTo]):
    """The address behind a file, to send its link; only the portal asks, at the moment of sending."""

    service = "territories"
    file: str


class Vivier(Value):
    """The vivier: territories that may answer a call one day, the longest without an exchange first."""

    prospects: list[ProspectCard]


class ListProspects(Query[Vivier]):
    """The territories of the vivier."""

    service = "territories"
