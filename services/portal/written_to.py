"""Who will be written to, said on a form before it is saved: the people whom the rules of the mails reach now.

The room of notifications decides anew when it writes; this is what it would decide at this moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.portal.desk import accompaniment, accompaniments, ask, clock, recall
from services.portal.sections import part
from services.portal.security import who
from shared.contracts.base import Command
from shared.contracts.diagnostic import PlanInterview
from shared.contracts.notifications import ListInvitations, ListRules, RuleCard
from shared.contracts.platforms import ChoosePlatform
from shared.contracts.territories import (
    Address,
    DecideCandidature,
    FindAddresses,
    GetCandidature,
    GetTerritory,
    ListProspects,
    NoteEmergedProject,
    OpenCall,
    PersonCard,
    PublishCall,
)
from shared.contracts.workshops import (
    CancelWorkshop,
    CorrectWorkshop,
    GetCircle,
    GetWorkshop,
    ListInvited,
    MaintainWorkshop,
    RecordNoSlot,
    WorkshopCard,
)
from shared.errors import TerreauError
from shared.french import agree, listing, plural, tidy
from shared.networks import is_network

NAMED = 12
"""People named in a banner at most; the others are counted."""

ALWAYS = 10**9
"""A number of people that nothing exceeds."""

ASKS_ABOVE = 10
"""Up to so many people a rule writes without asking, even the first time (`services/notifications/reaching.py`)."""

UNTOLD = tidy("Qui recevra un message ne peut pas être dit pour le moment : les courriels ne répondent pas.")

DATED_BY_HAND: tuple[type[Command], ...] = (DecideCandidature, NoteEmergedProject, ChoosePlatform)
PAST = tidy("Sans date, ou pour un fait passé, personne ne reçoit de message.")
"""What is dated by hand may be told long after it happened: nobody is written to about that."""

BY_NAME = {"team", "prospects", "networks", "invited"}
"""Audiences that are no role in an accompaniment."""

WATCHED: Mapping[type[Command], str] = {
    CancelWorkshop: "workshop-cancelled",
    CorrectWorkshop: "workshop-corrected",
    MaintainWorkshop: "workshop-maintained",
    PublishCall: "call-published",
    OpenCall: "call-published",
    DecideCandidature: "decision",
    NoteEmergedProject: "outcome-told",
    ChoosePlatform: "outcome-told",
    RecordNoSlot: "slot-not-found",
    PlanInterview: "interview-to-log",
}
"""What each command makes speak; see `services/notifications/rules/watches.py`."""

WHEN: Mapping[str, str] = {
    "workshop-corrected": "Si le lieu change : ",
    "decision": "Si la réponse est « retenue » : ",
    "interview-to-log": "Autour du jour prévu : ",
}


@dataclass
class Reached:
    """People by id, each with an address or without one."""

    people: dict[str, Address] = field(default_factory=dict)

    def add(self, found: Iterable[Address]) -> None:
        """Each once, whatever the roles."""
        for one in found:
            self.people.setdefault(one.person, one)

    @property
    def mailed(self) -> list[str]:
        """The names, else the functions, of those who have an address."""
        return sorted((one.name or one.function for one in self.people.values() if one.email), key=str.casefold)

    @property
    def unreachable(self) -> list[str]:
        """Of those who have none."""
        return sorted((one.name or one.function for one in self.people.values() if not one.email), key=str.casefold)


def banner_of(command: type[Command], target: str, id: str | None, about: str | None = None) -> list[str]:
    """The sentences for a form that makes `command`, about `id` in its field `target`; none where no mail follows."""
    watch = WATCHED.get(command)
    if watch is None:
        return []
    try:
        if target == "workshop" and id:
            return of_workshop(watch, ask(GetWorkshop(id=id)))
        if watch == "decision" and id:
            return [*of_decision(ask(GetCandidature(id=id)).territory), PAST]
        place = about or (id if target == "accompaniment" else None)
        sentences = said(watch, accompaniment(place).id if place else None)
        return [*sentences, PAST] if command in DATED_BY_HAND else sentences
    except TerreauError:  # a room is away: the form can be filled in all the same
        return []


def of_decision(territory: str) -> list[str]:
    """For the answer to a candidature: a territory that is not retained hears it from a person, never from here."""
    retained = said("decision", None, more=_of_territory(territory))
    refused = said("decision", None, prefix="Si elle n’est pas retenue, ou classée sans suite : ", waits="")
    silent = "Le territoire n’est alors pas prévenu par Terreau : appelez-le, ou écrivez-lui."
    return list(dict.fromkeys([*retained, *refused, tidy(silent)]))


def of_invited(
    card: WorkshopCard, people: Sequence[str], *, before: Sequence[str], told: Sequence[str], restricted: bool
) -> list[str]:
    """For the people invited to a workshop, `before` those invited until now; of one that was announced only those
    added or taken out hear, and nobody whose role concerns them anyway.
    """
    if card.start is None or datetime.fromisoformat(card.start) <= clock().now():
        return ["Personne ne recevra de message\u00a0: l’atelier n’a pas d’heure précise à venir."]
    if not told:
        return said("workshop-announced", card.accompaniment, named=people, restricted=restricted)
    rules = _rules("workshop-announced")
    if rules is None:
        return [UNTOLD]
    roles = sorted({role for one in rules for role in one.rule.roles} - BY_NAME)
    concerned = {*people, *(one.person for one in _holders(card.accompaniment, roles))}
    left = [one for one in before if one in told and one not in concerned]
    sentences = of_people([one for one in people if one not in told])
    if left:
        reached = Reached()
        reached.add(_people(left))
        sentences += _sentences(reached, most=ALWAYS, prefix="Personnes retirées : ", waits="")
    return sentences


def without_address(people: Sequence[str], accompaniment: str) -> set[str]:
    """Those of some people who cannot be written to."""
    return {one.person for one in _people(people, accompaniment) if not one.email}


def of_workshop(watch: str, card: WorkshopCard) -> list[str]:
    """For something decided about a workshop that exists."""
    if card.start is None or datetime.fromisoformat(card.start) <= clock().now():
        return ["Personne ne recevra de message\u00a0: l’atelier n’a pas d’heure précise à venir."]
    found = ask(ListInvited(workshop=card.id))
    told = part(ListInvitations(workshop=card.id)).answer
    known = [one.person for one in told.invitations if one.state == "invited"] if told else []
    announcing = watch == "workshop-announced"
    return said(
        watch,
        card.accompaniment,
        named=[*found.invited, *found.leading],
        more=[] if announcing else _people(known),
        restricted=found.circle == "restricted",
    )


def of_new_workshop(accompaniment: str, named: Sequence[str], *, restricted: bool) -> list[str]:
    """For a workshop about to get its date: those named, and those whom every action invites."""
    regulars = [] if restricted else recall(GetCircle(accompaniment=accompaniment)).regulars
    people = list(dict.fromkeys([*named, *regulars]))
    return said("workshop-announced", accompaniment, named=people, restricted=restricted)


def of_everywhere(watch: str) -> list[str]:
    """For what concerns the whole programme: those who hold a role of its rules in any accompaniment."""
    rules = _rules(watch)
    if rules is None:
        return [UNTOLD]
    roles = sorted({role for one in rules for role in one.rule.roles} - {"prospects", "networks", "invited"})
    officers = ["programme-officer"] if "team" in roles else []
    held = sorted({*roles, *officers} - {"team"})
    found = part(FindAddresses(roles=held, everywhere=True)).answer if held else None
    reached = Reached()
    reached.add(found.addresses if found else [])
    sentences = _sentences(
        reached, most=ALWAYS, prefix="", waits="Rien ne part sans votre oui, rubrique « Courriels »."
    )
    if any("networks" in one.rule.roles for one in rules):
        sentences.append("S’y ajoutent les associations et réseaux que l’annuaire connaît dans chaque territoire.")
    return sentences


def of_people(people: Iterable[str]) -> list[str]:
    """For a message to people chosen one by one, such as those whom a poll asks."""
    reached = Reached()
    chosen = list(people)
    reached.add(_people(chosen))
    return _sentences(reached, most=len(chosen), prefix="")


def of_typed_address(name: str, email: str) -> list[str]:
    """For a message to somebody who is being typed on the form itself; nothing typed: to whom it would go."""
    if not name and not email:
        return [
            tidy("1 personne recevra un message : celle que vous nommez, si vous donnez son adresse."),
            tidy(_WAITS),
        ]
    reached = Reached()
    reached.add([Address(person="typed", name=name or "cette personne", function="", email=email or None)])
    return _sentences(reached, most=1, prefix="")


def said(
    watch: str,
    accompaniment: str | None,
    *,
    named: Sequence[str] = (),
    more: Iterable[Address] = (),
    restricted: bool = False,
    prefix: str | None = None,
    waits: str | None = None,
) -> list[str]:
    """The sentences for something that `watch` names; `named` are those invited, `more` those it reaches anyway."""
    rules = _rules(watch)
    if rules is None:
        return [UNTOLD]
    reached = Reached()
    if rules:
        reached.add(more)
    for one in rules:
        reached.add(_of_rule(one, accompaniment, named, restricted=restricted))
    return _sentences(
        reached,
        most=max((one.most for one in rules), default=0),
        prefix=WHEN.get(watch, "") if prefix is None else prefix,
        waits=_WAITS if waits is None else waits,
    )


def _rules(watch: str) -> list[RuleCard] | None:
    """The rules that speak of it; None while their room is away: a form can be filled in all the same."""
    known = part(ListRules()).answer
    return None if known is None else [one for one in known.rules if one.enabled and one.rule.watch == watch]


def _of_rule(
    one: RuleCard, accompaniment_id: str | None, named: Sequence[str], *, restricted: bool
) -> Iterable[Address]:
    roles = set(one.rule.roles)
    held = sorted(roles - BY_NAME)
    if "invited" in roles:
        yield from _people(named, accompaniment_id)
    if held and accompaniment_id:
        yield from _holders(accompaniment_id, held)
    if "team" in roles:
        for card in accompaniments():
            yield from _holders(card.id, ["programme-officer"])
    if "networks" in roles and accompaniment_id and not restricted:
        page = recall(GetTerritory(id=accompaniment_id))
        ours = {other.id for other in page.organisations if is_network(other.kind, other.roles)}
        yield from (_address(person) for person in page.people if person.organisation in ours)
    if "prospects" in roles:
        for prospect in ask(ListProspects()).prospects:
            yield from _of_territory(prospect.territory)


def _of_territory(territory: str | None) -> list[Address]:
    return _people([person.id for person in ask(GetTerritory(id=territory)).people]) if territory else []


def _holders(accompaniment_id: str, roles: list[str]) -> list[Address]:
    return [_address(one) for one in recall(GetTerritory(id=accompaniment_id)).people if one.role in roles]


def _people(people: Sequence[str], accompaniment_id: str | None = None) -> list[Address]:
    """Their addresses; those of the accompaniment are known with its page, the others are asked for."""
    here = recall(GetTerritory(id=accompaniment_id)).people if accompaniment_id else []
    known = {one.id: _address(one) for one in here}
    others = [person for person in people if person not in known]
    found = part(FindAddresses(people=others)).answer if others else None
    return [*(known[person] for person in people if person in known), *(found.addresses if found else [])]


def _address(one: PersonCard) -> Address:
    return Address(person=one.id, name=one.name, function=one.function, email=one.email)


_WAITS = "Rien ne part avant dix minutes : rubrique « Courriels », vous pourrez relire et arrêter."


def _sentences(reached: Reached, *, most: int, prefix: str, waits: str = _WAITS) -> list[str]:
    account = who()
    named = account is not None and account.may_write
    mailed, silent = reached.mailed, reached.unreachable
    count = plural(len(mailed), "personne recevra un message", "personnes recevront un message")
    first = (
        f"{prefix}{count}{_names(mailed) if named else ''}." if mailed else f"{prefix}personne ne recevra de message."
    )
    sentences = [first[:1].upper() + first[1:]]
    if len(mailed) > max(ASKS_ABOVE, most):
        sentences.append("C’est plus que jamais pour ce message : il attendra votre oui, rubrique « Courriels ».")
    elif mailed and waits:
        sentences.append(waits)
    if silent:
        without = plural(len(silent), "personne n’a pas d’adresse", "personnes n’ont pas d’adresse")
        otherwise = agree(len(silent), "Prévenez-la autrement.", "Prévenez-les autrement.")
        sentences.append(f"{without}{_names(silent) if named else ''}. {otherwise}")
    return [tidy(one) for one in sentences]


def _names(names: Sequence[str]) -> str:
    shown = list(names[:NAMED])
    if len(names) > NAMED:
        shown.append(f"{len(names) - NAMED} de plus")
    return f" : {listing(shown)}"
