"""A place as workshops see it: how many it holds, when it is open, how far it is from the others."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.pages.workshops import venues
from services.portal.security import signed_in
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import GetOrganisation
from shared.contracts.workshops import DescribeVenue, GetVenue, MeasureWay, OpeningHours
from shared.french import NBSP, hour_of_minutes

PAGES = Blueprint("places", __name__)

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HOUR = r"([0-9]{1,2})\s*[hH:]\s*([0-5][0-9])?"
_SPAN = re.compile(rf"(?:de\s+)?{_HOUR}\s*(?:-|–|à)\s*{_HOUR}")


@PAGES.route("/annuaire/structures/<id>/lieu", methods=["GET", "POST"])
@signed_in
def one(id: str) -> tuple[str, int] | Response:
    """What a place can hold, its hours, and the way to others."""
    place = ask(GetOrganisation(id=id))
    known = ask(GetVenue(venue=place.id))
    form = sent_form() if request.method == "POST" else new_form(_filled(known.capacity, known.hours))
    if request.method == "POST":
        make = _way(place.id, form) if form.get("quoi") == "route" else _describe(place.id, form)
        if form.send(make) is not None:
            flash("C’est noté.")
            return redirect(f"/annuaire/structures/{place.id}/lieu", 303)
    names = dict(venues())
    page = render_template(
        "place.html",
        place=place,
        form=form,
        days=DAYS,
        ways=[(names.get(way.venue, "un autre lieu"), way.minutes) for way in known.ways],
        others=[(other, label) for other, label in names.items() if other != place.id],
    )
    return page, form.status


def _filled(capacity: int | None, hours: list[OpeningHours]) -> dict[str, Any]:
    days: dict[int, list[str]] = defaultdict(list)
    for one in hours:
        days[one.weekday].append(f"{hour_of_minutes(one.opens)} - {hour_of_minutes(one.closes)}")
    return {"capacity": "" if capacity is None else capacity, **{f"day-{day}": ", ".join(x) for day, x in days.items()}}


def _describe(venue: str, form: Form) -> Any:
    capacity = form.number("capacity")
    hours = [
        {"weekday": day, "opens": opens, "closes": closes}
        for day in range(len(DAYS))
        for opens, closes in _spans(form, f"day-{day}")
    ]

    def command(_: list[Receipt]) -> Command:
        return DescribeVenue.model_validate({"venue": venue, "capacity": capacity, "hours": hours})

    return command


def _spans(form: Form, name: str) -> list[tuple[int, int]]:
    """The spans typed for a day (« 9 h - 12 h 30, 14 h - 18 h »); what is none is noted on the form."""
    spans = []
    for text in filter(None, (part.strip() for part in form.get(name).split(","))):
        found = _SPAN.fullmatch(text)
        opens, closes = (_minutes(found[1], found[2]), _minutes(found[3], found[4])) if found else (0, 0)
        if not opens < closes <= 24 * 60:
            form.note(
                name, f"Des heures sont attendues, par exemple 9{NBSP}h - 12{NBSP}h{NBSP}30, 14{NBSP}h - 18{NBSP}h."
            )
            return []
        spans.append((opens, closes))
    return spans


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0)


def _way(venue: str, form: Form) -> Any:
    minutes = form.number("minutes")
    if not form.get("other"):
        form.note("other", "Choisissez l’autre lieu.")
    if minutes is None:
        form.note("minutes", "Combien de minutes\u00a0?")
    return lambda _: MeasureWay(venue=venue, other=form.get("other"), minutes=minutes or 0)
