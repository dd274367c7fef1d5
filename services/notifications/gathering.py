"""What a mail needs from other rooms at the moment it is written: whether it still holds, to whom, where, with whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from services.notifications.polling import Asked, ask_poll
from services.notifications.rendering import Contact
from services.notifications.rules.catalogue import (
    INTERVIEWEE,
    INVITED,
    NETWORKS,
    OFFICER,
    PROSPECTS,
    REFERENTS,
    TEAM,
    Rule,
)
from services.notifications.rules.letters import Circumstances
from services.notifications.rules.timing import workshop_stop
from services.notifications.tables_post import Invitation
from services.notifications.tables_rules import MoocRequest
from shared.clock import PARIS
from shared.contracts.diagnostic import ListPlannedInterviews, ListStalledContacts
from shared.contracts.platforms import GetPlatform
from shared.contracts.territories import (
    Address,
    FindAddresses,
    GetCall,
    GetTerritory,
    ListAccompaniments,
    ListProspects,
    ResolveTerritory,
)
from shared.contracts.workshops import GetBusyLinks, GetWorkshop, Invited, ListInvited, WorkshopCard
from shared.errors import NotFound
from shared.french import long_day
from shared.networks import is_network
from shared.room import Desk

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


ABOUT_WORKSHOPS = (
    "workshop-announced",
    "workshop-reminder",
    "workshop-moved",
    "workshop-corrected",
    "workshop-maintained",
    "workshop-cancelled",
    "visit-logistics",
    "workshop-left",
)

EVERYWHERE = ("monthly-news", "project-end")
"""What concerns the whole programme when it names no accompaniment."""

INVITED_TOO = ("workshop-moved", "workshop-corrected", "workshop-maintained", "workshop-cancelled")


@dataclass(frozen=True)
class Intent:
    """A plan as the tick that claimed it sees it; `label` is the territory's name when this room knows it."""

    plan: str
    claim: str
    rule: Rule
    about: str
    territory: str | None
    accompaniment: str | None
    label: str | None
    facts: dict[str, str | None]


@dataclass(frozen=True)
class Ready:
    """All that is needed to write: what to say, to whom, and whom to name as the one to answer.

    `paths` are the personal addresses of those who have one, below the portal's own.
    """

    circumstances: Circumstances
    recipients: list[Address]
    contact: Contact | None
    paths: dict[str, str] = field(default_factory=dict)


def gather(desk: Desk, intent: Intent, now: datetime) -> Ready | str:
    """Ask the other rooms; a text is the reason why the message must not leave any more.

    Raises `Unavailable` when a room does not answer, other refusals as they come.
    """
    rule = intent.rule
    circumstances = Circumstances(territory=_label(desk, intent), facts=intent.facts)
    if rule.watched.startswith("poll-"):
        return _poll(desk, rule, intent, circumstances)
    if rule.watched == "busy-asked":
        return _busy(desk, intent, circumstances)
    if rule.watched == "mooc-asked":
        return _mooc(desk, rule, intent, circumstances)
    found = _about(desk, rule, intent, circumstances, now)
    if isinstance(found, str):
        return found
    return Ready(found, recipients(desk, rule, intent), _contact(desk, intent))


def _mooc(desk: Desk, rule: Rule, intent: Intent, circumstances: Circumstances) -> Ready | str:
    with desk.unit_of_work() as uow:
        row = uow.session.get(MoocRequest, intent.about)
        if row is None or row.answered_at is not None:
            return "la demande a sa réponse"
        told = replace(circumstances, facts={"name": row.name}, structure=row.structure, note=row.words)
        asking = Contact(row.id, row.name, row.structure or "qui demande l’accès", row.email)
    return Ready(told, recipients(desk, rule, intent), asking)


def _poll(desk: Desk, rule: Rule, intent: Intent, circumstances: Circumstances) -> Ready | str:
    asked = ask_poll(desk, rule, intent.about, intent.facts.get("guests"))
    if isinstance(asked, str):
        return asked
    told = replace(
        circumstances,
        facts={**intent.facts, "title": asked.title},
        place=asked.place,
        slots=asked.slots,
        deadline=asked.deadline,
        note=asked.note,
    )
    if rule.guests is None:
        organisers = recipients(desk, rule, intent)
        return Ready(told, organisers, None, {one.person: f"/sondages/{intent.about}" for one in organisers})
    return Ready(told, _guests(desk, rule, intent, asked), _contact(desk, intent), asked.paths)


def _busy(desk: Desk, intent: Intent, circumstances: Circumstances) -> Ready | str:
    found = desk.ask(GetBusyLinks(people=(intent.facts.get("people") or "").split()))
    paths = {one.person: f"/disponibilites/{one.link}" for one in found.links if one.link}
    if not paths or found.until is None:
        return "les liens ont été retirés"
    told = replace(circumstances, deadline=long_day(datetime.fromisoformat(found.until).astimezone(PARIS)))
    return Ready(told, _reachable(_people(desk, list(paths))), _contact(desk, intent), paths)


def _guests(desk: Desk, rule: Rule, intent: Intent, asked: Asked) -> list[Address]:
    """Those asked who are to be written to; the announcement of the workshop reaches the referents anyway."""
    people = list(asked.paths)
    if rule.watched == "poll-decided" and intent.accompaniment:
        announced = {one.person for one in _holders(desk, intent.accompaniment, REFERENTS)}
        people = [person for person in people if person not in announced]
    return _reachable(_people(desk, people))


def _label(desk: Desk, intent: Intent) -> str:
    if intent.label or intent.territory is None:
        return intent.label or ""
    return desk.ask(ResolveTerritory(id=intent.territory)).label


def _about(desk: Desk, rule: Rule, intent: Intent, circumstances: Circumstances, now: datetime) -> Circumstances | str:
    if rule.watched in ABOUT_WORKSHOPS:
        return _workshop(desk, rule, intent, circumstances, now)
    if rule.watched in ("interview-to-log", "interview-planned"):
        planned = desk.ask(ListPlannedInterviews()).interviews
        structure = next((one.structure for one in planned if one.id == intent.about), None)
        return "l’entretien est saisi" if structure is None else replace(circumstances, structure=structure)
    if rule.watched in ("decision", "call-published"):
        call = desk.ask(GetCall(id=intent.facts["call"] or "")).call
        return replace(circumstances, call=call.title, note=call.contact if rule.watched == "call-published" else "")
    if rule.watched == "contact-stalled":
        waiting = desk.ask(ListStalledContacts(limit=500)).contacts
        label = next((one.label for one in waiting if one.contact == intent.about), None)
        return "le contact avance" if label is None else replace(circumstances, structure=label)
    if rule.watched == "outcome-told" and intent.facts.get("platform"):
        return replace(circumstances, structure=_platform(desk, intent.facts["platform"] or ""))
    return circumstances


def _platform(desk: Desk, id: str) -> str:
    try:
        return desk.ask(GetPlatform(slug=id)).label
    except NotFound:
        return ""


def _workshop(
    desk: Desk, rule: Rule, intent: Intent, circumstances: Circumstances, now: datetime
) -> Circumstances | str:
    card = _card(desk, intent.about)
    if card is None:
        return circumstances
    planned_start = intent.facts.get("start")
    stop = workshop_stop(rule, state=card.state, start=card.start, planned_start=planned_start, now=now)
    if stop:
        return stop
    if rule.watched == "workshop-left" and _came_back(desk, intent):
        return "la personne est de nouveau concernée"
    return replace(circumstances, place=card.venue_label, facts={**intent.facts, "title": card.title})


def _came_back(desk: Desk, intent: Intent) -> bool:
    """Whether somebody who left is concerned after all: by a role for which workshops are announced, or by name."""
    holders = _holders(desk, intent.accompaniment, REFERENTS) if intent.accompaniment else []
    concerned = {one.person for one in holders} | set(_by_name(desk, intent.about))
    return intent.facts.get("person") in concerned


def _by_name(desk: Desk, workshop: str, *, announcing: bool = False) -> list[str]:
    """Those invited to a workshop by name, and who lead it; the poll that gave its date announces it to its own."""
    found = _invited_to(desk, workshop)
    if found is None:
        return []
    told = set(found.asked) if announcing else set()
    return [one for one in dict.fromkeys((*found.invited, *found.leading)) if one not in told]


def _invited_to(desk: Desk, workshop: str) -> Invited | None:
    try:
        return desk.ask(ListInvited(workshop=workshop))
    except NotFound:
        return None


def _card(desk: Desk, workshop: str) -> WorkshopCard | None:
    try:
        return desk.ask(GetWorkshop(id=workshop))
    except NotFound:
        return None


# --- People, asked for at this moment and not before


def recipients(desk: Desk, rule: Rule, intent: Intent) -> list[Address]:
    """Everybody to write to, once each, who has an address. Nobody asked for means nobody."""
    return _reachable(_asked(desk, rule, intent))


def can_be_written_to(to: Address) -> bool:
    """Whether an address can be one: what cannot is never given to a server, and the page says so."""
    return bool(to.email and _ADDRESS.fullmatch(to.email.strip()))


def _reachable(addresses: Iterable[Address]) -> list[Address]:
    found: dict[str, Address] = {}
    for address in addresses:
        if address.email and address.email.strip():
            found.setdefault(address.person, address)
    return list(found.values())


def _asked(desk: Desk, rule: Rule, intent: Intent) -> Iterator[Address]:
    yield from _of_workshop(desk, rule, intent)
    if intent.facts.get("people") is not None:
        return  # those invited since; the others were told already
    held = [role for role in rule.roles if role not in (TEAM, PROSPECTS, NETWORKS, INVITED, INTERVIEWEE)]
    if intent.accompaniment:
        yield from _holders(desk, intent.accompaniment, held)
    elif rule.watched in EVERYWHERE:
        yield from _of_every_territory(desk, rule, held)
    if TEAM in rule.roles:
        for card in desk.ask(ListAccompaniments()).accompaniments:
            yield from _holders(desk, card.id, OFFICER)
    if PROSPECTS in rule.roles:
        for prospect in desk.ask(ListProspects()).prospects:
            yield from _people(desk, [one.id for one in desk.ask(GetTerritory(id=prospect.territory)).people])
    if NETWORKS in rule.roles and intent.territory and not _is_restricted(desk, rule, intent):
        yield from _networks(desk, intent.territory)
    yield from _named(desk, rule, intent)


def _named(desk: Desk, rule: Rule, intent: Intent) -> Iterator[Address]:
    """Those whom the fact itself names: somebody one is to meet, a territory that was retained."""
    if INTERVIEWEE in rule.roles and rule.watched == "interview-planned":
        yield from _people(desk, [intent.facts.get("person") or ""])
    if rule.watched == "decision" and intent.facts.get("decision") == "retained" and intent.territory:
        known = desk.ask(GetTerritory(id=intent.territory)).people
        yield from _people(desk, [person.id for person in known])


def _of_every_territory(desk: Desk, rule: Rule, held: list[str]) -> Iterator[Address]:
    """Those who hold a role anywhere, and the networks of every territory: what concerns the whole programme."""
    cards = desk.ask(ListAccompaniments()).accompaniments
    for card in cards:
        yield from _holders(desk, card.id, held)
    if NETWORKS in rule.roles:
        for territory in dict.fromkeys(card.territory for card in cards):
            yield from _networks(desk, territory)


def _of_workshop(desk: Desk, rule: Rule, intent: Intent) -> Iterator[Address]:
    """Those whom a workshop itself names: invited, leading it, having it in their calendar, or no longer concerned."""
    if rule.watched == "workshop-left":
        yield from _people(desk, [intent.facts.get("person") or ""])
    elif INVITED in rule.roles and rule.watched in ABOUT_WORKSHOPS:
        named = _by_name(desk, intent.about, announcing=rule.watched == "workshop-announced")
        only = intent.facts.get("people")
        yield from _people(desk, named if only is None else [one for one in named if one in only.split()])
    if rule.watched in INVITED_TOO:
        yield from _people(desk, _invited(desk, intent.about))


def _is_restricted(desk: Desk, rule: Rule, intent: Intent) -> bool:
    """Whether this is about a meeting of a restricted group: nobody is invited to it who was not named (WKS-12)."""
    if rule.watched not in ABOUT_WORKSHOPS:
        return False
    found = _invited_to(desk, intent.about)
    return found is not None and found.circle == "restricted"


def _holders(desk: Desk, accompaniment: str, roles: Iterable[str]) -> list[Address]:
    """Those who hold one of `roles`; no role means nobody, where the directory would understand everybody."""
    wanted = list(roles)
    return desk.ask(FindAddresses(accompaniment=accompaniment, roles=wanted)).addresses if wanted else []


def _invited(desk: Desk, workshop: str) -> list[str]:
    """Those whose calendar holds a workshop: what changes about it concerns them, whatever their role."""
    with desk.unit_of_work() as uow:
        mine = select(Invitation.person).where(Invitation.workshop == workshop, Invitation.state == "invited")
        return list(uow.session.scalars(mine.order_by(Invitation.person)))


def _networks(desk: Desk, territory: str) -> list[Address]:
    """The people of the associations and networks that the directory knows in a territory (NOT-07)."""
    page = desk.ask(GetTerritory(id=territory))
    ours = {one.id for one in page.organisations if is_network(one.kind, one.roles)}
    return _people(desk, [one.id for one in page.people if one.organisation in ours])


def _people(desk: Desk, people: list[str]) -> list[Address]:
    return desk.ask(FindAddresses(people=people)).addresses if people else []


def _contact(desk: Desk, intent: Intent) -> Contact | None:
    if intent.accompaniment is None:
        return None
    for officer in _holders(desk, intent.accompaniment, OFFICER):
        if can_be_written_to(officer):
            return Contact(officer.person, officer.name, officer.function, (officer.email or "").strip(), officer.phone)
    return None
