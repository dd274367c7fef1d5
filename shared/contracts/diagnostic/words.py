"""The words that several contracts of `diagnostic` use."""

from __future__ import annotations

from typing import Literal

from shared.contracts.base import Command

Conclusion = Literal["too-early", "ready", "too-late", "to-deepen"]
Appetite = Literal["interested", "curious", "neutral", "reserved", "distrust", "refusal", "not-stated"]
"""How a structure stands towards cooperation; refusal and distrust are answers like others (DIA-11, U26)."""

StructureKind = Literal["industry", "services", "ess", "shop", "public", "citizens", "other"]
"""The kinds of structures met (REG-27), with citizens and the rest beside them."""

ObservationKind = Literal["visit", "informal-meeting", "pictures", "astonishment-report", "other"]
"""Ways of being in the field besides interviews (DIA-15)."""

Circle = Literal["professionals", "internal-partners", "external-partners", "public-actors", "identified-users"]
"""The five categories of the stakeholder map (domain.md 3.4)."""

ContactState = Literal["to-contact", "contacted", "meeting-set", "met", "declined", "paused"]


StallReason = Literal["overdue", "silent"]
"""Why a contact waits: the day of its next step has passed, or it was contacted a while ago and nothing follows."""


class DiagnosticCommand(Command):
    """A command of this service."""

    service = "diagnostic"
