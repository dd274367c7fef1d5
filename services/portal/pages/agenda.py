"""The agenda: one month over all territories, with public holidays and the school holidays of zone B."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template, request

from services.portal.desk import accompaniments, ask, today
from services.portal.forms import new_form
from services.portal.pages.feeds import enrolled, mine
from services.portal.security import signed_in
from shared.calendar import SchoolCalendar, public_holiday, school_calendar, school_holiday
from shared.clock import PARIS
from shared.contracts.workshops import ListAgenda, WorkshopCard
from shared.errors import InvalidInput
from shared.french import month as month_of

PAGES = Blueprint("agenda", __name__)


@dataclass(frozen=True)
class Day:
    """One day of the page: why it is special, and what takes place."""

    day: date
    in_month: bool
    holiday: str | None
    school: str | None
    workshops: list[WorkshopCard]

    @property
    def weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.day.weekday() > calendar.FRIDAY

    @property
    def worth_a_line(self) -> bool:
        """Whether a list of the month mentions it."""
        return bool(self.workshops or self.holiday)


@PAGES.get("/agenda")
@signed_in
def show() -> str:
    """The month asked for (`?mois=2025-07`), this month without."""
    first = _month(request.args.get("mois"))
    weeks = _weeks(first)
    found = ask(ListAgenda(from_day=weeks[0][0].isoformat(), to_day=weeks[-1][-1].isoformat())).workshops
    by_day: dict[date, list[WorkshopCard]] = {}
    for card in found:
        if card.start:
            by_day.setdefault(_day(card.start), []).append(card)
    days = [[_about(day, first, by_day.get(day, [])) for day in week] for week in weeks]
    return render_template(
        "agenda.html",
        title=month_of(first),
        before=_shift(first, -1),
        after=_shift(first, 1),
        weeks=days,
        undated=[card for card in found if not card.start],
        labels={card.id: card.territory_label for card in accompaniments()},
        today_=today(),
        subscriptions=mine(),
        territories=enrolled(),
        form=new_form(),
    )


def _month(text: str | None) -> date:
    if not text:
        return today().replace(day=1)
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if found is None or not date.min.year < int(found[1]) < date.max.year:
        raise InvalidInput("Le mois s’écrit sous la forme 2025-07.", code="wrong-month")
    return date(int(found[1]), int(found[2]), 1)


def _weeks(first: date) -> list[list[date]]:
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


def _shift(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _about(day: date, first: date, workshops: list[WorkshopCard]) -> Day:
    known = school_calendar(day) is not SchoolCalendar.UNKNOWN
    return Day(
        day=day,
        in_month=day.month == first.month,
        holiday=public_holiday(day),
        school=school_holiday(day, "B") if known else None,
        workshops=workshops,
    )


def _day(start: str) -> date:
    return datetime.fromisoformat(start).astimezone(PARIS).date()
