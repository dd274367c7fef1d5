"""What templates may say: French dates and numbers, words for codes, links, the token of a form."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup, escape

from services.portal import words
from services.portal.desk import territory_label, today
from services.portal.diagnosis import kind_lines, logged, planned
from services.portal.menu import menu
from services.portal.security import form_token, who
from shared import french
from shared.clock import PARIS
from shared.contracts.notifications import RuleCard
from shared.ids import is_id
from shared.partial_dates import WrongDate, in_french, parse
from shared.partial_dates.display import Form


def register_templating(app: Flask) -> None:
    """Give the templates of `app` their filters and names."""
    versions = _versions(Path(str(app.static_folder)))
    app.jinja_env.bytecode_cache = _COMPILED
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        {
            "happened": happened,
            "day": day,
            "short_day": short_day,
            "iso_day": iso_day,
            "far": far,
            "instant": instant,
            "number": french.number,
            "percent": french.percent,
            "money": french.money,
            "plural": french.plural,
            "agree": french.agree,
            "de": lambda name: french.de(name).replace("'", "’"),
            "to_place": french.to,
            "listing": french.listing,
            "slot": slot,
            "hours": hours,
            "tidy": french.tidy,
            "prose": prose,
            "place": place,
            "rule_when": rule_when,
        }
    )
    app.jinja_env.globals.update(
        words=words,
        form_token=form_token,
        who=who,
        menu=menu,
        today=today,
        versioned=versions.url,
        kind_lines=kind_lines,
        logged=logged,
        planned=planned,
    )


def warm_up(app: Flask) -> None:
    """Compile every template now, so that nobody waits for it with the first page."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


class _Compiled(BytecodeCache):
    """Compiled templates for every app of this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Versions:
    """Addresses of static files that change with their content, so that browsers may keep them for a year."""

    def __init__(self, folder: Path):
        self._marks = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            for path in folder.rglob("*")
            if path.is_file()
        }

    def url(self, name: str) -> str:
        return url_for("static", filename=name, v=self._marks[name])


def _versions(folder: Path) -> _Versions:
    return _Versions(folder)


def happened(occurred: str | None, form: Form = "long") -> str:
    """A partial date in French; a text that is none is shown as it is."""
    if occurred is None:
        return in_french(None, form)
    try:
        return in_french(parse(occurred), form)
    except WrongDate:
        return occurred


def day(value: str | date) -> str:
    """« jeudi 3 juillet 2025 », of a day or an instant (shown in Europe/Paris)."""
    return french.long_day(_day(value))


def short_day(value: str | date) -> str:
    """« 3 juill. 2025 »."""
    return french.short_day(_day(value))


def iso_day(value: str | date) -> str:
    """`2025-07-03`, as the browser's own date field wants it."""
    return _day(value).isoformat()


def far(value: str | date) -> str:
    """« dans 3 jours », « il y a 2 mois »."""
    return french.relative_day(_day(value), today())


def instant(value: str | datetime) -> str:
    """« jeudi 3 juillet 2025 à 9 h 30 », in Europe/Paris."""
    return french.moment(_instant(value))


def slot(start: str, end: str | None) -> str:
    """« jeudi 3 juillet 2025, de 9 h à 12 h », in Europe/Paris."""
    return instant(start) if end is None else french.slot(_instant(start), _instant(end))


def hours(start: str, end: str | None) -> str:
    """« de 9 h à 12 h », « 9 h »."""
    return french.hour(_instant(start)) if end is None else french.hours(_instant(start), _instant(end))


def prose(text: str | None) -> Markup:
    """A text typed by a person: its paragraphs and line ends kept, everything else escaped."""
    paragraphs = [part.strip() for part in french.tidy(text or "").replace("\r\n", "\n").split("\n\n")]
    shown = (escape(part).replace("\n", Markup("<br>")) for part in paragraphs if part)
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in shown)


def place(territory: str | None) -> str:
    """The name of a territory given by id, or by name already; empty for none."""
    if territory is None:
        return ""
    return (territory_label(territory) or "") if is_id(territory) else territory


def rule_when(card: RuleCard) -> str:
    """When a rule writes: « 7 jours avant, à 9 h », « aussitôt »."""
    rule = card.rule
    if rule.timing == "at-once":
        return "aussitôt, aux heures ouvrées"
    hour = french.hour(datetime.strptime(rule.at, "%H:%M").time())  # noqa: DTZ007 - an hour of the clock, of no day
    side = "avant" if rule.timing == "before" else "après"
    said = f"{french.plural(rule.days, 'jour')} {side}" if rule.days else "le jour même"
    again = f", puis {french.plural(rule.repeat_days, 'jour')} plus tard" if rule.repeat_days else ""
    return f"{said} à {hour}{again}"


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.astimezone(PARIS).date()
    if isinstance(value, date):
        return value
    return _instant(value).date() if "T" in value else date.fromisoformat(value)


def _instant(value: str | datetime) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(PARIS)
