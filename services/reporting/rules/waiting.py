"""Who waits for whom, read from what happened and what did not happen since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.reporting.rules.accompaniment import PLANNING, Accompaniment
from services.reporting.rules.deadlines import next_deadline
from services.reporting.rules.facts import Fact, order
from services.reporting.rules.programme import Programme
from shared.contracts.reporting import Waiting
from shared.french import de, plural, tidy
from shared.periods import read_period

TEAM = "l’équipe du programme"
_Found = tuple[date, Waiting]


def waiting(programme: Programme) -> list[Waiting]:
    """Everybody who waits as of the programme's day, those who wait longest first.

    `who` and `for_whom` are singular, so that « … attend … » fits all of them; `since` is the EDTF text of the fact
    that began the wait, None when it is undated.
    """
    found = [*_candidatures(programme), *_reports(programme)]
    for one in programme.enrolled():
        found += _in_accompaniment(programme, one)
    return [line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].who, pair[1].what))]


def _candidatures(programme: Programme) -> Iterable[_Found]:
    """The collectivité waits for an answer, as long as it is neither decided nor enrolled in that call."""
    answered = {fact.data["candidature"] for fact in programme.facts if fact.type == "candidature-decided"}
    enrolled = {(one.territory, programme.call_of(one).id) for one in programme.enrolled()}
    latest = {fact.data["candidature"]: fact for fact in programme.facts if fact.type == "candidature-submitted"}
    for candidature, fact in latest.items():
        if candidature in answered or (fact.territory, fact.data["call"]) in enrolled:
            continue
        what = "une réponse à sa candidature" if fact.data["step"] == "full" else "une réponse à son pré-dossier"
        name = programme.names.get(fact.territory or "", "le territoire")
        yield fact.on, _line(fact, name, TEAM, what)


def _reports(programme: Programme) -> Iterable[_Found]:
    made = {(fact.data["funder"], fact.data["period"]) for fact in programme.facts if fact.type == "report-published"}
    for fact in programme.facts:
        if fact.type == "report-due" and (fact.data["funder"], fact.data["period"]) not in made:
            label = read_period(fact.data["period"]).label
            yield fact.on, _line(fact, fact.data["funder"], TEAM, f"le rapport ({label})")


def _in_accompaniment(programme: Programme, one: Accompaniment) -> Iterable[_Found]:
    yield from _orientation(one)
    yield from _choice(one)
    yield from _date(programme, one)
    yield from _bilan(programme, one)
    yield from _logs(programme, one)
    yield from _contacts(one)
    yield from _polls(one)


def _orientation(one: Accompaniment) -> Iterable[_Found]:
    presented, validated = one.presented, one.orientation
    if presented and (validated is None or order(validated) < order(presented)):
        yield presented.on, _line(presented, TEAM, one.name, "la validation d’une orientation")


def _choice(one: Accompaniment) -> Iterable[_Found]:
    shortlist = one.shortlist
    if shortlist and shortlist.presented and shortlist.choice is None:
        first = shortlist.presented[0]
        yield first.on, _line(first, TEAM, one.name, "le choix d’une plateforme")


def _date(programme: Programme, one: Accompaniment) -> Iterable[_Found]:
    """A search failed, and no workshop was planned or held since, nor has one its date ahead."""
    if not one.months_without_slot:
        return
    failed = max(one.months_without_slot.values(), key=order)
    since = [fact for fact in (*one.scheduled.values(), *one.held.values()) if order(fact) > order(failed)]
    ahead = [fact for fact in programme.coming if fact.type in PLANNING and fact.accompaniment == one.id]
    if not since and not ahead:
        yield failed.on, _line(failed, f"le groupe {de(one.name)}", TEAM, "une date pour le prochain atelier")


def _bilan(programme: Programme, one: Accompaniment) -> Iterable[_Found]:
    due = next_deadline(one, programme.call_of(one))
    fact = one.bilan_due or one.enrolled
    if fact and due is not None and due < programme.day:
        line = _line(fact, one.name, TEAM, "la réunion de bilan")
        yield due, line.model_copy(update={"since": due.isoformat()})


def _logs(programme: Programme, one: Accompaniment) -> Iterable[_Found]:
    late = one.interviews_to_log(programme.day)
    if late:
        what = f"le compte rendu de {plural(len(late), 'entretien')}"
        first = min(late, key=lambda fact: (fact.data["on"], order(fact)))
        line = _line(first, one.name, TEAM, what)
        yield date.fromisoformat(first.data["on"]), line.model_copy(update={"since": first.data["on"]})


def _contacts(one: Accompaniment) -> Iterable[_Found]:
    """Next steps of the contact plan whose day has passed (DIA-33)."""
    stalled = one.contacts_stalled
    if stalled:
        first = min(stalled, key=lambda fact: (fact.data["due"], order(fact)))
        line = _line(first, one.name, TEAM, plural(len(stalled), "contact à relancer", "contacts à relancer"))
        yield date.fromisoformat(first.data["due"]), line.model_copy(update={"since": first.data["due"]})


def _polls(one: Accompaniment) -> Iterable[_Found]:
    """Answers that are missing; once the time is over, it is the group that waits for a date."""
    for poll in one.polls_open:
        if poll.overdue is not None:
            what = f"la date de « {poll.title} » (sondage terminé)"
            yield poll.overdue.on, _line(poll.overdue, f"le groupe {de(one.name)}", TEAM, what)
        elif poll.opened is not None and poll.missing:
            what = f"{plural(poll.missing, 'réponse')} au sondage « {poll.title} »"
            yield poll.opened.on, _line(poll.opened, TEAM, f"le groupe {de(one.name)}", what)


def _line(fact: Fact, who: str, for_whom: str, what: str) -> Waiting:
    return Waiting(
        accompaniment=fact.accompaniment,
        territory=fact.territory,
        who=tidy(who.replace("'", "’")),
        for_whom=tidy(for_whom),
        what=tidy(what),
        since=fact.occurred,
    )
