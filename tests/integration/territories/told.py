"""What most tests of the register tell first: a call, a territory, an accompaniment, a person."""

from __future__ import annotations

from typing import Any

from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterPerson, RegisterTerritory
from tests.support.rooms import RoomAtWork

COQUELICOT = "248000747"
HELLEMMES = "59298"
LOMME = "59355"
LILLE = "59350"
ALBERT = "80016"


def call(work: RoomAtWork, title: str = "AMI 2024", **more: Any) -> str:
    return work.obey(PublishCall(title=title, **more)).id


def coquelicot(work: RoomAtWork, **more: Any) -> str:
    label = "CC du Pays du Coquelicot"
    return work.obey(RegisterTerritory(label=label, kind="communaute-de-communes", siren=COQUELICOT, **more)).id


def hellemmes(work: RoomAtWork, **more: Any) -> str:
    return work.obey(RegisterTerritory(label="Hellemmes", kind="commune-associee", insee=HELLEMMES, **more)).id


def accompaniment(work: RoomAtWork, occurred: str | None = "2024-11-21/2024-11-30", **call_more: Any) -> str:
    """The Pays du Coquelicot in a call of its own."""
    return work.obey(EnrolTerritory(call=call(work, **call_more), territory=coquelicot(work), occurred=occurred)).id


def person(work: RoomAtWork, function: str = "Conseillère déléguée", **more: Any) -> str:
    return work.obey(RegisterPerson(function=function, **more)).id
