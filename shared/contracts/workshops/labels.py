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

SEARCH_FAILURES: dict[str, str] = {
    "public-holidays": "jours fériés",
    "school-holidays": "vacances scolaires",
    "back-to-school": "rentrée",
    "overload": "agendas surchargés",
    "people-busy": "personnes indispensables prises",
    "external": "cause extérieure",
    "other": "autre raison",
}
"""Why no slot was found in a month (WKS-02)."""

_ONE: Mapping[College, str] = {
    "elected": "élu·e",
    "agents": "agent·e",
    "ess": "structure de l’ESS",
    "residents": "habitant·e",
    "holders": "porteur ou porteuse de projet",
}


def counted(college: College, count: int) -> str:
    """The name of a college after so many: « 1 élu·e », « 2 élus »; without the number."""
    return _ONE[college] if count == 1 else COLLEGES[college]
