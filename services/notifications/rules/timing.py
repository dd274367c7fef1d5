"""When a message is due, and whether it should leave at all."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from services.notifications.rules.catalogue import NINE, Rule
from shared.calendar import is_working_day, next_working_day, previous_working_day
from shared.clock import PARIS, paris_day

CATCH_UP = timedelta(days=2)
RETRIES_MINUTES = (1, 5, 15, 60, 240, 720)

PAST = "fait passé"
UNDATED = "fait sans date"
STALE = "nouvelle apprise trop tard"
TOO_CLOSE = "date trop proche pour un rappel"
TOO_LATE = "l’heure de l’envoi est passée de plus de deux jours"
NOBODY = "personne à qui écrire"

State = Literal["planned", "skipped", "missed"]


@dataclass(frozen=True)
class Birth:
    """How a plan begins: its due instant (UTC), its state, and why it will not leave when it will not."""

    due: datetime
    state: State = "planned"
    reason: str | None = None


@dataclass(frozen=True)
class Heard:
    """When a fact is heard: `now` and `recorded` (told by its room) are aware instants."""

    now: datetime
    recorded: datetime

    @property
    def today(self) -> date:
        """The calendar day in Paris."""
        return paris_day(self.now)


def due_at(rule: Rule, day: date) -> datetime:
    """The instant (UTC) at which a dated rule is due for the day it hangs on.

    Days are counted on the calendar and the hour is that of Paris, so a change of the clock moves nothing. What
    falls on a day off goes forward for a follow-up and backward before a date (peers.md 3.1, rule 9).
    """
    if rule.timing == "before":
        wanted = day - timedelta(days=rule.days)
        chosen = wanted if is_working_day(wanted) else previous_working_day(wanted)
    else:
        chosen = on_working_day(day + timedelta(days=rule.days))
    return datetime.combine(chosen, rule.at, PARIS).astimezone(UTC)


def on_working_day(day: date) -> date:
    """The day itself, or the next working day."""
    return day if is_working_day(day) else next_working_day(day)


STAGE_MONTHS = {"diagnostic": 3, "rencontres": 2, "inspiration": 1}
"""How long the guide gives a stage (domain.md, section 14)."""


def stage_over(stage: str, entered: date) -> date | None:
    """The day on which a stage has lasted as long as the guide gives it; None for a stage without such a length."""
    months = STAGE_MONTHS.get(stage)
    if months is None:
        return None
    year, month = divmod(entered.year * 12 + entered.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(entered.day, last))


OPENS, CLOSES = time(8, 0), time(19, 0)
PRESSING = timedelta(hours=24)
"""Somebody about to leave for a workshop must hear of a change even on a Sunday."""


def next_opening(now: datetime) -> datetime:
    """The first instant (UTC) from `now` on, on a working day from eight to seven in the evening in Paris."""
    local = now.astimezone(PARIS)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return now.astimezone(UTC)
    same_day = is_working_day(local.date()) and local.time() < OPENS
    day = local.date() if same_day else next_working_day(local.date())
    return datetime.combine(day, OPENS, PARIS).astimezone(UTC)


def news_at(now: datetime, start: datetime | None = None) -> datetime:
    """When news leaves: at once in working hours, else when they begin again (peers.md, section 7: never at night).

    News of something that starts less than a day after that does not wait.
    """
    opening = next_opening(now)
    return now if start is not None and start - opening < PRESSING else opening


def postponed(day: date) -> datetime:
    """The instant (UTC) at which a message leaves that somebody put off to `day`: nine in Paris, on a working day."""
    return datetime.combine(on_working_day(day), NINE, PARIS).astimezone(UTC)


def birth(rule: Rule, heard: Heard, *, day: date | None, start: datetime | None = None) -> Birth:
    """Decide what becomes of a message whose fact stands on `day` (its latest possible one), begun at `start`.

    News leaves in working hours, unless what it speaks of begins before it could be read.
    """
    why_not = _past(rule, heard, day, start)
    if why_not or day is None:
        return Birth(heard.now, "skipped", why_not)
    if rule.timing == "at-once":
        stale = heard.now - heard.recorded > CATCH_UP
        return Birth(heard.now, "skipped", STALE) if stale else Birth(news_at(heard.now, start))
    due = due_at(rule, day)
    if rule.timing == "before" and heard.recorded >= due:
        return Birth(due, "skipped", TOO_CLOSE)
    return Birth(due, "missed", TOO_LATE) if is_missed(due, heard.now) else Birth(due)


def _past(rule: Rule, heard: Heard, day: date | None, start: datetime | None) -> str | None:
    if day is None:
        return UNDATED
    if start is not None and start <= heard.now:
        return PAST
    return PAST if day < heard.today - timedelta(days=rule.grace) else None


def is_missed(due: datetime, now: datetime) -> bool:
    """Whether a message is so late that it would only confuse."""
    return now - due > CATCH_UP


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: no more."""
    if attempts > len(RETRIES_MINUTES):
        return None
    return now + timedelta(minutes=RETRIES_MINUTES[attempts - 1])


# --- Stop conditions, looked at again when the mail is about to be written


def workshop_stop(rule: Rule, *, state: str, start: str | None, planned_start: str | None, now: datetime) -> str | None:
    """Why a message about a workshop must not leave any more, given how the workshop stands now; None: it may.

    `start` and `planned_start` are ISO texts with offset: the workshop's, and the one the message was planned with.
    """
    if state == "held":
        return "l’atelier s’est tenu"
    if rule.watched == "workshop-cancelled":
        return None
    if state == "cancelled":
        return "l’atelier est annulé"
    if _instant(start) != _instant(planned_start):
        return "l’atelier a changé de date"
    begun = _instant(start)
    return "l’atelier a commencé" if begun is not None and begun <= now else None


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
