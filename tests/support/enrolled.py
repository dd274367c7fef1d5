"""A territory in a call, for tests that need one to work on."""

from __future__ import annotations

from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterTerritory
from tests.support.house import House


def enrolled(house: House, label: str = "Arras") -> str:
    """The id of the accompaniment of a fresh territory in a fresh call."""
    call = house.obey(PublishCall(title="Appel 2026")).id
    territory = house.obey(RegisterTerritory(label=label, kind="commune")).id
    return house.obey(EnrolTerritory(call=call, territory=territory, occurred="2026-01")).id
