"""What a restitution is made from, and the pieces that its sections are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.contracts.diagnostic import (
    ContactPlanPage,
    DiagnosticPage,
    GridPage,
    MoffPage,
    ObservationKind,
    OutcomePage,
    OutgoingText,
    SynthesisPage,
    ThematicPortrait,
)
from shared.documents.model import Block
from shared.french import tidy
from shared.partial_dates import WrongDate, in_french, parse


@dataclass(frozen=True)
class Facts:
    """Everything the diagnostic of one accompaniment knows, on one day; `label` is the territory's name."""

    accompaniment: str
    label: str
    day: date
    page: DiagnosticPage
    synthesis: SynthesisPage
    moff: MoffPage
    portraits: Sequence[ThematicPortrait]
    outcome: OutcomePage
    plan: ContactPlanPage
    grid: GridPage
    observations: Mapping[ObservationKind, int]


@dataclass
class Section:
    """A part of the document, and the texts in it that people wrote; no block: there is nothing to say."""

    title: str
    path: str
    blocks: list[Block] = field(default_factory=list)
    texts: list[OutgoingText] = field(default_factory=list)

    def say(self, text: str, place: str = "", path: str = "") -> str:
        """`text` as it stands in the document, kept among those that leave."""
        shown = tidy(text.strip())
        if shown:
            where = f"{self.title}, {place}" if place else self.title
            self.texts.append(OutgoingText(place=where, path=path or self.path, text=shown))
        return shown


def when(occurred: str | None) -> str:
    """« en avril 2025 »; empty for an undated fact."""
    if occurred is None:
        return ""
    try:
        return in_french(parse(occurred), "sentence")
    except WrongDate:
        return occurred
