"""A notifications room whose clock stands on Monday 16 June 2025, and other rooms that answer what a test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from services.notifications.room import ROOM
from shared.clock import PARIS
from shared.contracts.diagnostic import InterviewCard, PlannedInterviews
from shared.contracts.notifications import GetMail, ListMails, ListPlans, Mail, MailCard, PlanCard, SwitchRule
from shared.contracts.territories import (
    AccompanimentCard,
    AccompanimentList,
    Address,
    Addresses,
    CallCard,
    CallPage,
    FindAddresses,
    GetTerritory,
    Resolved,
    ResolveTerritory,
    TerritoryPage,
)
from shared.contracts.workshops import GetWorkshop, Invited, ListInvited, WorkshopCard
from shared.errors import NotFound
from shared.events import TerritoryEnrolled, WorkshopScheduled
from shared.settings import Settings
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

TERRITORY = "0190a000-0000-7000-8000-000000000001"
ACCOMPANIMENT = "0190a000-0000-7000-8000-000000000002"
CALL = "0190a000-0000-7000-8000-000000000003"
WORKSHOP = "0190a000-0000-7000-8000-000000000004"
REFERENT = "0190a000-0000-7000-8000-00000000000a"
PILOT = "0190a000-0000-7000-8000-00000000000b"
OFFICER = "0190a000-0000-7000-8000-00000000000c"

PLACE = {"territory": TERRITORY, "accompaniment": ACCOMPANIMENT}


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@dataclass
class Elsewhere:
    """What the other rooms know; a test changes it."""

    people: dict[str, tuple[str, Address]] = field(default_factory=dict)
    workshops: dict[str, WorkshopCard] = field(default_factory=dict)
    interviews: list[InterviewCard] = field(default_factory=list)
    asked: list[FindAddresses] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    polled: list[str] = field(default_factory=list)
    circle: str = "full"
    organisations: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)

    def add(self, person: str, role: str, name: str | None, function: str, email: str | None) -> None:
        self.people[person] = (role, Address(person=person, name=name, function=function, email=email))

    def find_addresses(self, query: FindAddresses) -> Addresses:
        self.asked.append(query)
        of_role = [a for role, a in self.people.values() if query.accompaniment and role in query.roles]
        return Addresses(addresses=[*of_role, *(self.people[p][1] for p in query.people if p in self.people)])

    def get_workshop(self, query: GetWorkshop) -> WorkshopCard:
        if query.id not in self.workshops:
            raise NotFound("Cet atelier est inconnu.", code="unknown-workshop")
        return self.workshops[query.id]

    def list_invited(self, query: ListInvited) -> Invited:
        return Invited.model_validate(
            {
                "workshop": query.workshop,
                "circle": self.circle,
                "invited": self.invited,
                "leading": self.leading,
                "asked": self.polled,
            }
        )

    def answers(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "find-addresses": self.find_addresses,
            "get-workshop": self.get_workshop,
            "list-invited": self.list_invited,
            "list-planned-interviews": lambda _: PlannedInterviews(interviews=self.interviews),
            "list-accompaniments": lambda _: AccompanimentList(accompaniments=[accompaniment_card()]),
            "resolve-territory": lambda query: resolved(query),
            "get-call": lambda _: call_page(),
            "get-territory": lambda query: self.territory_page(query),
        }

    def territory_page(self, query: GetTerritory) -> TerritoryPage:
        people = [
            {
                "id": a.person,
                "name": a.name,
                "function": a.function,
                "email": a.email,
                "role": role,
                "organisation": self.members.get(a.person),
            }
            for role, a in self.people.values()
        ]
        organisations = [type("Organisation", (), one)() for one in self.organisations]
        return TerritoryPage.model_construct(
            id=query.id, people=[type("Person", (), one)() for one in people], organisations=organisations
        )


def resolved(query: ResolveTerritory) -> Resolved:
    return Resolved(territory=query.id, label="CC du Pays du Coquelicot", accompaniment=None)


def accompaniment_card() -> AccompanimentCard:
    return AccompanimentCard.model_construct(id=ACCOMPANIMENT, territory=TERRITORY)


def call_page() -> CallPage:
    return CallPage.model_construct(call=CallCard.model_construct(id=CALL, title="AMI 2024"), candidatures=[])


@pytest.fixture
def elsewhere() -> Elsewhere:
    known = Elsewhere()
    known.add(REFERENT, "elected-referent", "Camille Exemple", "Conseillère déléguée", "camille@exemple.fr")
    known.add(PILOT, "diagnostic-pilot", None, "Pilote du diagnostic", "pilote@exemple.fr")
    known.add(OFFICER, "programme-officer", "Dominique Modèle", "Chargée de mission", "dominique@exemple.fr")
    return known


@pytest.fixture
def work(open_room: OpenRoom, elsewhere: Elsewhere) -> RoomAtWork:
    opened = open_room(ROOM)
    opened.clock.instant = paris("2025-06-16T10:00")
    opened.settings = Settings(mail_undo_minutes=0)
    opened.answers.update(elsewhere.answers())
    opened.obey(SwitchRule(code="networks-invited", enabled=False))  # tests of its own look at it
    opened.hear(TerritoryEnrolled(**PLACE, call=CALL, name="CC du Pays du Coquelicot", kind="communaute-de-communes"))
    return opened


Scheduled = Callable[..., None]


@pytest.fixture
def scheduled(work: RoomAtWork, elsewhere: Elsewhere) -> Scheduled:
    """Tell that a workshop is scheduled on 3 July 2025 from 9 to 12, or as given."""

    def scheduled_(start: str = "2025-07-03T09:00", end: str = "2025-07-03T12:00") -> None:
        first, last = paris(start), paris(end)
        elsewhere.workshops[WORKSHOP] = workshop_card(start=first.isoformat(), end=last.isoformat())
        event = WorkshopScheduled(
            **PLACE,
            workshop=WORKSHOP,
            title="Idéation",
            format="atelier",
            start=first.isoformat(),
            end=last.isoformat(),
            planned=start[:10],
        )
        work.hear(event, occurred="2025-06-16")

    return scheduled_


def workshop_card(**known: object) -> WorkshopCard:
    fields = WorkshopCard.model_fields.items()
    empty: dict[str, object] = {name: [] if "list" in str(field.annotation) else None for name, field in fields}
    filled = {
        "id": WORKSHOP,
        **PLACE,
        "title": "Idéation",
        "format": "atelier",
        "circle": "full",
        "state": "scheduled",
        "venue_label": "La Manufacture du Coquelicot",
        "moves": [],
        "revision": 0,
        "summary": "",
    }
    return WorkshopCard.model_validate({**empty, **filled, **known})


def plans(work: RoomAtWork) -> dict[str, PlanCard]:
    return {card.rule: card for card in reversed(work.ask(ListPlans()).plans)}


def states(work: RoomAtWork) -> dict[str, str]:
    return {rule: card.state for rule, card in plans(work).items()}


def mails(work: RoomAtWork) -> list[MailCard]:
    return list(reversed(work.ask(ListMails()).mails))


def mail(work: RoomAtWork, card: MailCard) -> Mail:
    return work.ask(GetMail(id=card.id))
