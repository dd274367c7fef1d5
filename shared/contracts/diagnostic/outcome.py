"""What comes out of a diagnostic: the stakes, the conclusion, its restitution, the orientation."""

from __future__ import annotations

from pydantic import Field

from shared.contracts.base import Query, Value
from shared.contracts.diagnostic.words import Conclusion, DiagnosticCommand
from shared.partial_dates import Occurred


class NameStake(DiagnosticCommand):
    """Name a stake in the territory's own words (U27)."""

    accompaniment: str
    title: str = Field(min_length=1, max_length=200)
    detail: str = ""
    occurred: Occurred | None = None


class ConcludeDiagnostic(DiagnosticCommand):
    """Say where the territory stands; «trop tôt» is a valid outcome (DIA-40).

    `plain_words` says it without jargon, for whoever comes next (DIA-44).
    """

    accompaniment: str
    conclusion: Conclusion
    reasons: list[str] = []
    plain_words: str = Field(default="", max_length=5000)
    occurred: Occurred | None = None


class PresentDiagnostic(DiagnosticCommand):
    """The diagnostic was presented (DIA-42): to whom (roles and bodies, never a person's name), what was said of it."""

    accompaniment: str
    audience: str = Field(default="", max_length=300)
    feedback: str = Field(default="", max_length=5000)
    occurred: Occurred | None = None


class ValidateOrientation(DiagnosticCommand):
    """The collectivité validated the orientation, and the entry point if there is one (DIA-42, DIA-43).

    An entry point is put to two tests: it interests the structures (`interests`: how one knows) and it answers
    `stakes` of the diagnostic (ids). `validated_by` is a body or a function.
    """

    accompaniment: str
    orientation: str = Field(min_length=1)
    entry_point: str | None = None
    interests: str = Field(default="", max_length=2000)
    stakes: list[str] = []
    validated_by: str = Field(default="", max_length=300)
    occurred: Occurred | None = None


class ConclusionCard(Value):
    """A conclusion; the latest told stands, the others stay."""

    id: str
    conclusion: Conclusion
    reasons: list[str]
    plain_words: str
    occurred: str | None


class PresentationCard(Value):
    """A time the diagnostic was presented."""

    id: str
    audience: str
    feedback: str
    occurred: str | None


class OrientationCard(Value):
    """An orientation; `stakes` are the titles that its entry point answers."""

    id: str
    orientation: str
    entry_point: str | None
    interests: str
    stakes: list[str]
    validated_by: str
    occurred: str | None


class OutcomePage(Value):
    """What came of one accompaniment's diagnostic, the latest told first."""

    accompaniment: str
    conclusions: list[ConclusionCard]
    presentations: list[PresentationCard]
    orientations: list[OrientationCard]


class GetOutcome(Query[OutcomePage]):
    """The conclusions, presentations and orientations of one accompaniment."""

    service = "diagnostic"
    accompaniment: str
