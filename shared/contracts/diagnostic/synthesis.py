"""The synthesis of a diagnostic: by kind of actor, by theme, in words of the actors and of the team (DIA-10 to 14)."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.moff import MoffCategory
from shared.contracts.diagnostic.page import Tally
from shared.contracts.diagnostic.words import Appetite, DiagnosticCommand, StructureKind

_Quote = Field(min_length=1, max_length=1000)


class NoteVerbatim(DiagnosticCommand):
    """Keep the words of an actor; outside the team they stand under the kind of structure alone.

    `kind` is by default that of the interview; without an interview it is needed. `leaves`: may stand in documents.
    """

    accompaniment: str
    text: str = _Quote
    theme: str = Field(default="", max_length=100)
    interview: str | None = None
    kind: StructureKind | None = None
    leaves: bool = True


class RewordVerbatim(DiagnosticCommand):
    """Write a verbatim otherwise, as one who has `seen` it (its stamp).

    No history is kept of its words: rewording is how a name is taken out.
    """

    accompaniment: str
    verbatim: str
    seen: str
    text: str = _Quote
    theme: str = Field(default="", max_length=100)
    interview: str | None = None
    kind: StructureKind | None = None
    leaves: bool = True


class WithdrawVerbatim(DiagnosticCommand):
    """Take a verbatim away: its words are forgotten."""

    accompaniment: str
    verbatim: str


class WriteSynthesis(DiagnosticCommand):
    """Write what the team reads across interviews, as one who has `seen` the last writing (empty: none yet).

    `reading` is transverse, `cooperations` are already at work (DIA-22), `common` is what the interested actors share
    (DIA-13), `means` what nobody can carry alone (DIA-14).
    """

    accompaniment: str
    seen: str = ""
    reading: str = Field(default="", max_length=20_000)
    cooperations: str = Field(default="", max_length=20_000)
    common: str = Field(default="", max_length=20_000)
    means: str = Field(default="", max_length=20_000)


class Verbatim(Value):
    """Words of an actor; `structure` is for the team only. `names`: names of structures met that stand in them."""

    id: str
    stamp: str
    text: str
    theme: str
    kind: StructureKind
    interview: str | None
    structure: str | None
    leaves: bool
    names: list[str]


class KindReading(Value):
    """The structures met of one kind: how many, how they stand, the themes they speak of."""

    kind: StructureKind
    structures: int
    appetites: dict[Appetite, int]
    themes: list[str]


class ThemeItem(Value):
    """A MOFF item under its theme; `kind` null: nobody in particular says it."""

    category: MoffCategory
    kind: StructureKind | None
    text: str


class ThemeSynthesis(Value):
    """What comes together under a theme; `answers` counts those to the grid, by kind."""

    theme: str
    items: list[ThemeItem]
    verbatims: list[Verbatim]
    answers: dict[StructureKind, int]
    portrait: str | None


class Standing(Value):
    """A structure as it stands by the latest interview with it; for the team only."""

    structure: str
    kind: StructureKind
    appetite: Appetite
    synthesis: str
    interview: str


class Reading(Value):
    """What the team reads across interviews; `stamp` empty: nothing written yet."""

    stamp: str
    reading: str
    cooperations: str
    common: str
    means: str
    author: str | None
    at: str | None


class SynthesisPage(Value):
    """The synthesis of one accompaniment, which is compared with no other (REG-09, U28)."""

    accompaniment: str
    interviews: int
    structures: int
    ess_interested: int
    tally: list[Tally]
    kinds: list[KindReading]
    themes: list[ThemeSynthesis]
    unthemed: list[Verbatim]
    interested: list[Standing]
    reluctant: list[Standing]
    written: Reading


class GetSynthesis(Query[SynthesisPage]):
    """The synthesis of one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class ThemeAnswer(Value):
    """An answer to a question of the grid, for the team only."""

    interview: str
    structure: str
    kind: StructureKind
    question: str
    answer: str


class ThemeAnswers(Value):
    """Every answer given under one theme of the grid."""

    theme: str
    answers: list[ThemeAnswer]


class ListThemeAnswers(Query[ThemeAnswers]):
    """The answers to the questions of one theme."""

    service = "diagnostic"
    accompaniment: str
    theme: str
