"""Opening a figure of the follow-up: what it means and which facts make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.reporting.rules.accompaniment import Accompaniment
from services.reporting.rules.alerts import alerts
from services.reporting.rules.facts import Fact, order
from services.reporting.rules.programme import Call, Programme
from services.reporting.rules.words import CONCLUSIONS, STAGES, TYPES, platform_name
from shared.contracts.reporting import FollowUpLine
from shared.contracts.workshops.labels import SEARCH_FAILURES
from shared.french import listing, long_day, tidy
from shared.partial_dates import in_french, latest_day, parse

NOTHING = "—"
_Facts = Callable[[Programme, Call, Accompaniment], list[Fact]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A field of the follow-up: how it is called, defined, written and justified."""

    label: str
    definition: str
    value: Callable[[FollowUpLine], str]
    facts: _Facts


def facts_behind(figure: Figure, programme: Programme, one: Accompaniment) -> list[Fact]:
    """The facts that make a figure of an accompaniment, each once, in the order of the story."""
    found = {fact.id: fact for fact in figure.facts(programme, programme.call_of(one), one)}
    return sorted(found.values(), key=order)


def _only(fact: Fact | None) -> list[Fact]:
    return [] if fact is None else [fact]


def _enrolment(_programme: Programme, _call: Call, one: Accompaniment) -> list[Fact]:
    return _only(one.enrolled)


def _deadline(_programme: Programme, call: Call, one: Accompaniment) -> list[Fact]:
    return _only(one.bilan_due or one.enrolled) + _only(one.bilan) + _only(call.published)


def _choice(_programme: Programme, _call: Call, one: Accompaniment) -> list[Fact]:
    if one.shortlist is None:
        return []
    return one.shortlist.options + _only(one.shortlist.left_open) + _only(one.shortlist.choice)


def _alerts(programme: Programme, call: Call, one: Accompaniment) -> list[Fact]:
    return [fact for alert in alerts(programme, call, one) for fact in alert.facts]


def _count(of: Callable[[Accompaniment], list[Fact]]) -> _Facts:
    return lambda _programme, _call, one: of(one)


def _date(occurred: str | None) -> str:
    return in_french(parse(occurred)) if occurred else "date inconnue"


def _last_fact(line: FollowUpLine) -> str:
    if line.last_fact is None:
        return NOTHING
    return f"{TYPES.get(line.last_fact.type, line.last_fact.type)}, {_date(line.last_fact.occurred)}"


def _written_choice(line: FollowUpLine) -> str:
    if line.choice is None:
        return NOTHING
    return "choix ouvert" if line.choice == "open" else platform_name(line.choice)


def _written_attendance(line: FollowUpLine) -> str:
    expected, present = line.attendance.expected, line.attendance.present
    return f"{_stated(present)} sur {_stated(expected)}"


def _stated(count: int | None) -> str:
    return "non renseigné" if count is None else str(count)


def _written_months(line: FollowUpLine) -> str:
    months = (f"{_date(one.month)} ({SEARCH_FAILURES.get(one.reason, one.reason)})" for one in line.months_without_slot)
    return listing(months) or NOTHING


FIGURES: dict[str, Figure] = {
    "id": Figure("Territoire", "L’identifiant du territoire au registre.", lambda line: line.id, _enrolment),
    "name": Figure("Territoire", "Le nom du territoire, tel qu’à son engagement.", lambda line: line.name, _enrolment),
    "siren": Figure("SIREN", "Le numéro SIREN de l’intercommunalité.", lambda line: line.siren or NOTHING, _enrolment),
    "insee": Figure("Code INSEE", "Le code INSEE de la commune.", lambda line: line.insee or NOTHING, _enrolment),
    "stage": Figure(
        "Étape",
        "La dernière étape dans laquelle l’accompagnement est entré ; avant toute étape : prospection.",
        lambda line: STAGES.get(line.stage, line.stage),
        _count(lambda one: _only(one.stage)),
    ),
    "enrolled": Figure("Engagement", "La date d’entrée dans l’appel.", lambda line: _date(line.enrolled), _enrolment),
    "last_fact": Figure(
        "Dernier fait",
        "Le dernier fait de l’accompagnement à cette date, hors messages envoyés et échéances.",
        _last_fact,
        _count(lambda one: _only(one.last)),
    ),
    "next_deadline": Figure(
        "Prochaine échéance",
        "Le bilan, tant qu’il n’est pas tenu : le nombre de mois fixé par l’appel après le dernier jour possible "
        "de l’engagement. Sans date d’engagement, l’échéance reste à fixer.",
        lambda line: long_day(latest_day(line.next_deadline)) if line.next_deadline else NOTHING,
        _deadline,
    ),
    "interviews": Figure(
        "Entretiens",
        "Le nombre d’entretiens consignés, refus compris. Un fait par entretien.",
        lambda line: str(line.interviews),
        _count(lambda one: list(one.interviews.values())),
    ),
    "organisations_met": Figure(
        "Structures rencontrées",
        "Le nombre de structures différentes rencontrées en entretien. Un fait par structure : son premier entretien.",
        lambda line: str(line.organisations_met),
        _count(lambda one: list(one.structures.values())),
    ),
    "organisations_ess_interested": Figure(
        "Structures de l’ESS intéressées",
        "Le nombre de structures de l’ESS dont le dernier entretien dit leur intérêt pour la coopération. "
        "Un fait par structure : ce dernier entretien.",
        lambda line: str(line.organisations_ess_interested),
        _count(lambda one: one.ess_interested),
    ),
    "stakes": Figure(
        "Enjeux",
        "Le nombre d’enjeux différents nommés par le diagnostic. Un fait par enjeu.",
        lambda line: str(line.stakes),
        _count(lambda one: list(one.stakes.values())),
    ),
    "diagnostic_conclusion": Figure(
        "Conclusion du diagnostic",
        "La dernière conclusion du diagnostic ; elle demeure quand l’orientation change ensuite.",
        lambda line: CONCLUSIONS[line.diagnostic_conclusion] if line.diagnostic_conclusion else NOTHING,
        _count(lambda one: _only(one.conclusion)),
    ),
    "workshops_held": Figure(
        "Ateliers tenus",
        "Le nombre d’ateliers tenus. Un fait par atelier.",
        lambda line: str(line.workshops_held),
        _count(lambda one: list(one.held.values())),
    ),
    "attendance": Figure(
        "Présence",
        "Présents et attendus, ajoutés sur les ateliers tenus dont la présence est renseignée ; pour un atelier, "
        "la dernière saisie remplace les précédentes.",
        _written_attendance,
        _count(lambda one: [fact for id_, fact in one.attendance.items() if id_ in one.held]),
    ),
    "months_without_slot": Figure(
        "Mois sans créneau",
        "Les mois pour lesquels aucun créneau commun n’a été trouvé, avec la raison donnée en dernier.",
        _written_months,
        _count(lambda one: list(one.months_without_slot.values())),
    ),
    "platforms_presented": Figure(
        "Plateformes présentées",
        "Le nombre de plateformes différentes présentées. Un fait par plateforme.",
        lambda line: str(line.platforms_presented),
        _count(lambda one: list(one.platforms.values())),
    ),
    "choice": Figure(
        "Choix d’une plateforme",
        "L’état de la comparaison la plus récente : rien avant elle, ouvert tant que personne n’a choisi, "
        "sinon la plateforme choisie.",
        _written_choice,
        _choice,
    ),
    "bilan_held": Figure(
        "Bilan",
        "Le bilan de l’accompagnement a eu lieu.",
        lambda line: "tenu" if line.bilan_held else "à tenir",
        _count(lambda one: _only(one.bilan)),
    ),
    "alerts": Figure(
        "Alertes",
        "Ce qui mérite un regard à cette date ; seuls les faits et la date en décident.",
        lambda line: " ".join(line.alerts) or NOTHING,
        _alerts,
    ),
}
"""Every field of `FollowUpLine`, in its order."""

FIGURES = {
    name: Figure(figure.label, tidy(figure.definition), figure.value, figure.facts) for name, figure in FIGURES.items()
}
