"""What `diagnostic` tells: interviews, the contact plan, what a territory says of itself, what was concluded."""

from __future__ import annotations

from typing import Literal

from shared.events.base import Event


class _DiagnosticEvent(Event):
    source = "diagnostic"


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
