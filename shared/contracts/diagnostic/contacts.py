"""The contact plan and the map of stakeholders: the same rows (DIA-30 to DIA-33)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import Circle, ContactState, DiagnosticCommand, StallReason
from shared.partial_dates import Occurred

TARGET = 30
"""So many structures and more were met in the documented diagnostic (DIA-10): where a plan starts, not a rule."""

INSEE = r"^[0-9][0-9AB][0-9]{3}$"


class NewContact(Value):
    """An actor to add, with its record in the directory when it has one, and the commune it is in (INSEE code)."""

    label: str = Field(min_length=1, max_length=200)
    organisation: str | None = Field(default=None, max_length=36)
    insee: str | None = Field(default=None, pattern=INSEE)


class AddContacts(DiagnosticCommand):
    """Add actors to the plan, as they come to mind (3.4); those that are there already are left as they are."""

    accompaniment: str
    contacts: list[NewContact] = Field(min_length=1, max_length=500)
    circle: Circle | None = None


class AdvanceContact(DiagnosticCommand):
    """Say how far a contact is and what comes next; every field is said anew.

    `seen` is the stamp that the person had before them: a change in between refuses this one, which loses nothing.
    `doer` and `referent` are people of the directory.
    """

    accompaniment: str
    contact: str
    seen: str
    label: str = Field(min_length=1, max_length=200)
    circle: Circle | None = None
    state: ContactState
    insee: str | None = Field(default=None, pattern=INSEE)
    last_contact: Occurred | None = None
    next_step: str = Field(default="", max_length=500)
    doer: str | None = Field(default=None, max_length=36)
    due: date | None = None
    referent: str | None = Field(default=None, max_length=36)
    card_sent: Occurred | None = None
    note: str = ""


class CentreMap(DiagnosticCommand):
    """Write the problem and the frame of the project at the centre of the map, and how many one means to meet."""

    accompaniment: str
    problem: str = Field(min_length=1)
    frame: str = ""
    target: int = Field(default=TARGET, ge=1, le=1000)
    seen: str = ""


class ContactCard(Value):
    """A row of the plan. `state` already counts the interviews with this actor; `id` null: only met, not planned.

    `stalled`: why it waits, null while it does not.
    """

    id: str | None
    structure: str
    label: str
    organisation: str | None
    circle: Circle | None
    insee: str | None
    state: ContactState
    last_contact: str | None
    next_step: str
    doer: str | None
    due: str | None
    referent: str | None
    card_sent: str | None
    note: str
    stamp: str
    stalled: StallReason | None
    interviews: int
    planned: str | None


class ContactPlanPage(Value):
    """The plan of an accompaniment: its rows by name, the centre of the map, and how far one is.

    `met` and `planned` count structures: those with an interview logged, and those with only a planned one.
    """

    accompaniment: str
    problem: str
    frame: str
    target: int
    stamp: str
    contacts: list[ContactCard]
    met: int
    planned: int


class GetContactPlan(Query[ContactPlanPage]):
    """The contact plan of one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class StalledContact(Value):
    """A contact that waits, with what was to come next and whose it was; `since` is the day it waits from."""

    accompaniment: str
    contact: str
    label: str
    state: ContactState
    reason: StallReason
    since: str
    next_step: str
    doer: str | None


class StalledContacts(Value):
    """The contacts that wait, the longest first; `total` counts those beyond the limit too."""

    contacts: list[StalledContact]
    total: int


class ListStalledContacts(Query[StalledContacts]):
    """What waits in all contact plans, for the morning page."""

    service = "diagnostic"
    limit: int = Field(default=20, ge=1, le=500)
