"""The words that all families of the register's contract share."""

from __future__ import annotations

from typing import Literal

from shared.contracts.base import Command

Stage = Literal["prospection", "diagnostic", "rencontres", "inspiration", "prefiguration", "bilan", "suites"]
"""The stages of the guide (domain.md 1.1); their order is free (U2)."""

TerritoryKind = Literal[
    "commune",
    "commune-associee",
    "communaute-de-communes",
    "communaute-agglomeration",
    "communaute-urbaine",
    "metropole",
    "grouping",
    "qpv",
    "bassin-de-vie",
]
Decision = Literal["retained", "not-retained", "no-follow-up"]
CandidatureState = Literal["draft", "submitted", "in-review", "retained", "not-retained", "no-follow-up"]
"""`draft`: the pre-file has arrived, the full file has not."""

CallState = Literal["draft", "planned", "open", "closed"]
"""`planned`: published, not open yet."""


class TerritoriesCommand(Command):
    """A command to `territories`."""

    service = "territories"
