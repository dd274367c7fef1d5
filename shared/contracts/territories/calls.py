"""Calls (AMI) and the candidatures that answer them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.territories.base import CallState, CandidatureState, Decision, TerritoriesCommand, TerritoryKind
from shared.partial_dates import Occurred


class CallWords(Value):
    """What a call says (AMI-01). `bilan_after_months` null: this call has no bilan deadline.

    `criteria` are sentences, read and never scored (AMI-11); `full_until` is the last day for full files (null: that
    of the pre-files); `contact` is where a candidate asks a question, an address of the team and of nobody.
    """

    title: str = Field(min_length=1, max_length=200)
    summary: str = Field(default="", max_length=20_000)
    opens: Occurred | None = None
    closes: Occurred | None = None
    full_until: Occurred | None = None
    places: int | None = Field(default=None, ge=1)
    departements: list[str] = []
    epci: list[str] = []
    criteria: list[str] = []
    accompanists: list[str] = []
    contact: str = Field(default="", max_length=500)
    last_call_days: int = Field(default=7, ge=1, le=60)
    bilan_after_months: int | None = Field(default=12, ge=1, le=60)
    occurred: Occurred | None = None
    source: str | None = None


class PublishCall(CallWords, TerritoriesCommand):
    """Open a call that is written already."""


class DraftCall(CallWords, TerritoriesCommand):
    """Write a call that nobody sees but the team."""


class ReviseCall(CallWords, TerritoriesCommand):
    """Write a draft anew, whole."""

    call: str


class OpenCall(TerritoriesCommand):
    """Publish a draft."""

    call: str
    occurred: Occurred | None = None


class ExtendCall(TerritoriesCommand):
    """Give candidates more time: a later closing day (AMI-09)."""

    call: str
    closes: Occurred
    full_until: Occurred | None = None
    reason: str = Field(default="", max_length=2_000)


class CloseCall(TerritoriesCommand):
    """End the reception of candidatures."""

    call: str
    occurred: Occurred | None = None


class SubmitPreFile(TerritoriesCommand):
    """First step (AMI-07): who, with whom (AMI-08), and why in a few lines."""

    call: str
    territory: str
    motives: str = Field(min_length=1)
    partners: list[str] = []
    occurred: Occurred | None = None


class CompleteCandidature(TerritoriesCommand):
    """Second step: the fuller file (AMI-06)."""

    candidature: str
    wished_perimeter: str = ""
    existing_actions: list[str] = []
    existing_knowledge: str = ""
    occurred: Occurred | None = None


class DecideCandidature(TerritoriesCommand):
    """Answer a candidature; a decided one is not decided twice."""

    candidature: str
    decision: Decision
    reason: str = ""
    occurred: Occurred | None = None


class CallCard(Value):
    """A call in a list."""

    id: str
    title: str
    summary: str
    state: CallState
    opens: str | None
    closes: str | None
    places: int | None
    candidatures: int
    enrolled: int
    full_until: str | None = None
    departements: list[str] = []
    epci: list[str] = []
    epci_labels: list[str] = []
    criteria: list[str] = []
    accompanists: list[str] = []
    contact: str = ""
    last_call_days: int = 7
    bilan_after_months: int | None = None


class CallList(Value):
    """All calls, the newest first."""

    calls: list[CallCard]


class ListCalls(Query[CallList]):
    """Every call."""

    service = "territories"


class CandidatureCard(Value):
    """A candidature and where it stands."""

    id: str
    territory: str
    territory_label: str
    state: CandidatureState
    motives: str
    submitted: str | None
    decided: str | None
    partners: list[str] = []
    step: Literal["pre-file", "full"] = "pre-file"


class DraftCard(Value):
    """A draft that was not sent: whose territory, since when, and whether its last call has gone out.

    `due`: the last call can go out now, by hand also where that of the clock was stopped for the whole call; `again`:
    the same address has another draft of this call; `stopped` says why somebody stopped its last call.
    """

    id: str
    territory_label: str
    function: str
    created: str
    updated: str
    last_called: str | None
    due: bool
    reachable: bool
    again: bool
    stopped: str | None = None


class ProspectCard(Value):
    """A territory of the vivier (AMI-05), with the exchanges that precede a call by years (U48).

    `told` lists the calls of which it was told; `candidature` is the state of its answer to the call asked about.
    """

    territory: str
    territory_label: str
    territory_kind: TerritoryKind
    note: str
    since: str | None
    contacts: int
    first_contact: str | None
    last_contact: str | None
    last_summary: str
    told: list[str]
    candidature: CandidatureState | None = None


class CallPage(Value):
    """One call with its candidatures, the drafts that were not sent and the territories told of it.

    From the day `last_call_from` (ISO) on, whoever has not sent their draft is called a last time, unless somebody
    stopped that (`last_call_stopped` says why).
    """

    call: CallCard
    candidatures: list[CandidatureCard]
    drafts: list[DraftCard] = []
    prospects: list[ProspectCard] = []
    last_call_from: str | None = None
    last_call_stopped: str | None = None


class GetCall(Query[CallPage]):
    """One call; `NotFound` when there is none with this id."""

    service = "territories"
    id: str
