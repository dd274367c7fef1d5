"""French words that several rooms say of workshops."""

from __future__ import annotations

from collections.abc import Mapping

from shared.contracts.workshops.polls import College

COLLEGES: Mapping[College, str] = {
    "elected": "élus",
    "agents": "agents",
    "ess": "structures de l’ESS",
    "residents": "habitants",
    "holders": "porteurs de projets",
}
"""Of whom a session is made up (WKS-13)."""
