"""What deserves a look in an accompaniment, as short French sentences; only the day and the facts decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.rules.accompaniment import Accompaniment, planned_day
from services.reporting.rules.deadlines import deadline_unknown, next_deadline, whole_months
from services.reporting.rules.facts import Fact
from services.reporting.rules.programme import Call, Programme
from shared.french import agree, long_day, plural, tidy
from shared.partial_dates import in_french, parse

SILENT_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence and the facts that call for it."""

    sentence: str
    facts: list[Fact]


def alerts(programme: Programme, call: Call, one: Accompaniment) -> list[Alert]:
    """The alerts of an accompaniment as of the programme's day, the most pressing first."""
    day = programme.day
    found = [
        *_late_bilan(one, call, day),
        *_unknown_deadline(one, call),
        *_too_early_without_orientation(one),
        *_passed_workshops(one, day),
        *_unlogged_interviews(one, day),
        *_open_choice(one),
        *_missing_attendance(one),
        *([] if programme.came_back(one) else _silence(one, day)),
    ]
    return [Alert(tidy(alert.sentence.replace("'", "’")), alert.facts) for alert in found]


def _late_bilan(one: Accompaniment, call: Call, day: date) -> list[Alert]:
    due = next_deadline(one, call)
    if due is None or due >= day:
        return []
    return [Alert(f"Bilan en retard : il était attendu le {long_day(due)}.", _known(one.bilan_due or one.enrolled))]


def _unknown_deadline(one: Accompaniment, call: Call) -> list[Alert]:
    if not deadline_unknown(one, call):
        return []
    return [Alert("Date d’engagement inconnue : l’échéance du bilan est à fixer.", _known(one.enrolled))]


def _too_early_without_orientation(one: Accompaniment) -> list[Alert]:
    if not one.waits_for_orientation:
        return []
    sentence = "Diagnostic conclu « trop tôt » : aucune orientation n’est encore validée."
    return [Alert(sentence, _known(one.conclusion))]


def _passed_workshops(one: Accompaniment, day: date) -> list[Alert]:
    return [
        Alert(f"Atelier prévu le {long_day(planned)} : ni tenu, ni annulé, ni déplacé.", [fact])
        for fact in one.workshops_passed(day)
        if (planned := planned_day(fact)) is not None
    ]


def _unlogged_interviews(one: Accompaniment, day: date) -> list[Alert]:
    waiting = one.interviews_to_log(day)
    if not waiting:
        return []
    verb = agree(len(waiting), "est", "sont")
    return [Alert(f"{plural(len(waiting), 'entretien')} dont le jour est passé {verb} à saisir.", waiting)]


def _open_choice(one: Accompaniment) -> list[Alert]:
    shortlist = one.shortlist
    if shortlist is None or shortlist.choice is not None or not shortlist.presented:
        return []
    occurred = shortlist.presented[0].occurred
    since = f", plateformes présentées {in_french(parse(occurred), 'sentence')}" if occurred else ""
    return [Alert(f"Choix d’une plateforme encore ouvert{since}.", shortlist.presented)]


def _missing_attendance(one: Accompaniment) -> list[Alert]:
    missing = one.workshops_without_attendance()
    if not missing:
        return []
    held = plural(len(missing), "atelier tenu", "ateliers tenus")
    return [Alert(f"Présence non renseignée pour {held}.", missing)]


def _silence(one: Accompaniment, day: date) -> list[Alert]:
    if one.last is None or one.bilan is not None:
        return []
    months = whole_months(one.last.on, day)
    return [Alert(f"Aucun fait depuis {months} mois.", [one.last])] if months >= SILENT_MONTHS else []


def _known(fact: Fact | None) -> list[Fact]:
    return [] if fact is None else [fact]
