"""The rules of a trip (WKS-30 to WKS-35): the checklist that comes with it, and what is not ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from services.workshops.rules import Problem
from shared.clock import paris_day
from shared.contracts.workshops import StopCard, TaskCard, TaskKind
from shared.french import plural, tidy


class Usual(NamedTuple):
    """A line that every trip needs, so many days before it begins."""

    kind: TaskKind
    title: str
    before: int


CHECKLIST = (
    Usual("announce", "Annoncer le voyage aux élus et aux techniciens", 60),
    Usual("contact", "Prendre contact avec les lieux et les personnes à rencontrer", 45),
    Usual("prepare", "Préparer le groupe : intention, questions à poser", 21),
    Usual("slots", "Faire valider chaque créneau de visite par son hôte", 30),
    Usual("transport", "Réserver le transport", 30),
    Usual("lodging", "Réserver l’hébergement", 30),
    Usual("meals", "Prévoir les repas", 14),
    Usual("transitions", "Vérifier les trajets entre les lieux", 7),
)
"""WKS-32; a day trip needs no lodging. The days before are ours, to be changed line by line."""


def checklist(first: date, last: date, today: date) -> list[tuple[Usual, date]]:
    """The lines of a new trip with their days; one whose day has passed already is due today."""
    wanted = [one for one in CHECKLIST if one.kind != "lodging" or last > first]
    return [(one, max(today, first - timedelta(days=one.before))) for one in wanted]


def day_problems(first: date, last: date) -> list[Problem]:
    """What is wrong with the days of a trip, each `(field, French sentence)`."""
    if last < first:
        return [("last", "Le voyage se terminerait avant de commencer.")]
    if last - first > timedelta(days=30):
        return [("last", "Un voyage de plus d’un mois\u00a0: vérifiez les jours.")]
    return []


def stop_problems(start: datetime | None, end: datetime | None, first: date, last: date) -> list[Problem]:
    """What is wrong with the slot of a meeting."""
    if (start is None) != (end is None):
        return [("end" if end is None else "start", "Donnez le début et la fin, ou ni l’un ni l’autre.")]
    if start is None or end is None:
        return []
    if end <= start:
        return [("end", "La rencontre se terminerait avant de commencer.")]
    if not first <= paris_day(start) <= last:
        return [("start", "Ce jour n’est pas dans le voyage.")]
    return []


def not_ready(stops: Sequence[StopCard], tasks: Sequence[TaskCard]) -> list[str]:
    """What stands between the plan and the departure, in French."""
    notes = []
    open_ = [one for one in stops if not one.validated]
    if open_:
        said = plural(len(open_), "rencontre n’est pas validée", "rencontres ne sont pas validées")
        notes.append(f"{said} par son hôte : un créneau se valide avant le départ.")
    clash = _clash(stops)
    if clash:
        notes.append(f"« {clash[0].host} » et « {clash[1].host} » se chevauchent.")
    nobody = [one for one in tasks if not one.done and one.owner is None]
    if nobody:
        notes.append(f"{plural(len(nobody), 'ligne', 'lignes')} à faire sans responsable.")
    return [tidy(one) for one in notes]


def _clash(stops: Sequence[StopCard]) -> tuple[StopCard, StopCard] | None:
    timed = [one for one in stops if one.start and one.end]
    for one, other in pairwise(timed):
        if datetime.fromisoformat(str(other.start)) < datetime.fromisoformat(str(one.end)):
            return one, other
    return None
