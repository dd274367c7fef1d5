"""The lines of an iCalendar text that say when, and nothing else; what is wrong with it, line by line.

Titles, places, people and notes are left behind here, before anything is understood of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from shared.french import NBSP, tidy

_KEPT = {
    "VCALENDAR": {"VERSION", "PRODID"},
    "VEVENT": {
        "UID",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "SEQUENCE",
        "STATUS",
        "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    },
    "VFREEBUSY": {"FREEBUSY"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"},
    "DAYLIGHT": {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"},
}
_WHOLE = ("VEVENT", "VFREEBUSY", "VTIMEZONE")
_NAME = re.compile(r"([A-Za-z0-9-]+)(?=[;:])")
_ZONE = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)
_IN_A_PATH = re.compile(r"[A-Za-z_]+/[A-Za-z_]+(?:/[A-Za-z_]+)?$")
_MOST_PROBLEMS = 20

Problem = tuple[int, str]


class WrongCalendar(ValueError):
    """A text that cannot be read: each problem with its line (from 1) and a French sentence that says the mend."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = [(line, tidy(sentence)) for line, sentence in problems][:_MOST_PROBLEMS]
        super().__init__(self.problems[0][1])


@dataclass
class Component:
    """A component of the file that says when: its kind, its first line, its kept lines with their numbers."""

    kind: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    def text(self) -> str:
        """The component as an iCalendar text again."""
        return "\r\n".join(text for _, text in self.lines) + "\r\n"


@dataclass(frozen=True)
class Scanned:
    """What is left of a file: events, free/busy and time zones; `zone` is what X-WR-TIMEZONE says, if it does."""

    events: list[Component]
    free_busy: list[Component]
    zones: list[Component]
    zone: str | None


class _Scanner:
    """Reads line after line, and knows in which component it stands."""

    def __init__(self) -> None:
        self.found: list[Component] = []
        self.zone: str | None = None
        self.complete = False
        self.stack: list[tuple[str, int]] = []
        self._kept: Component | None = None

    def take(self, number: int, line: str) -> None:
        """Take the next line. Raises `WrongCalendar` where components do not nest."""
        name, value = _name(line), line.rpartition(":")[2].strip()
        if name == "BEGIN":
            self._begin(number, value.upper())
        elif not self.stack:
            raise WrongCalendar([(number, _NOT_ONE)])
        if self._kept is not None and (name in _KEPT.get(self._kind, ()) or self._frames(name)):
            self._kept.lines.append((number, _with_known_zone(line)))
        if name == "X-WR-TIMEZONE" and len(self.stack) == 1:
            self.zone = value
        if name == "END":
            self._end(number, value.upper())

    @property
    def _kind(self) -> str:
        return self.stack[-1][0]

    def _frames(self, name: str) -> bool:
        """Whether a line opens or closes a component that is kept (an alarm inside an event is not)."""
        return name in ("BEGIN", "END") and self._kind in _KEPT

    def _begin(self, number: int, kind: str) -> None:
        if not self.stack and kind != "VCALENDAR":
            raise WrongCalendar([(number, _NOT_ONE)])
        self.stack.append((kind, number))
        if len(self.stack) == 2 and kind in _WHOLE:
            self._kept = Component(kind, number)

    def _end(self, number: int, kind: str) -> None:
        begun, line = self.stack.pop()
        if begun != kind:
            raise WrongCalendar([(number, f"«{NBSP}{begun}{NBSP}», commencé à la ligne {line}, n’est pas fini ici.")])
        if self._kept is not None and len(self.stack) == 1:
            self.found.append(self._kept)
            self._kept = None
        self.complete = self.complete or not self.stack


def scan(text: str) -> Scanned:
    """Read a text into its components. Raises `WrongCalendar`."""
    scanner = _Scanner()
    for number, line in _unfolded(text):
        scanner.take(number, line)
    if scanner.stack:
        kind, begun = scanner.stack[-1]
        cut = f"Le fichier est coupé : «{NBSP}{kind}{NBSP}», commencé à la ligne {begun}, n’est pas fini."
        raise WrongCalendar([(text.count("\n") + 1, f"{cut} Exportez-le à nouveau.")])
    if not scanner.complete:
        raise WrongCalendar([(1, _NOT_ONE)])
    of_kind = {kind: [one for one in scanner.found if one.kind == kind] for kind in _WHOLE}
    own = [one for one in of_kind["VTIMEZONE"] if not _known(_defined(one))]
    scanned = Scanned(of_kind["VEVENT"], of_kind["VFREEBUSY"], own, scanner.zone)
    _check_zones(scanned)
    return scanned


_NOT_ONE = (
    "Ce fichier n’est pas un calendrier : un fichier iCalendar (.ics) commence par «\u00a0BEGIN:VCALENDAR\u00a0»."
)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The content lines with the number of the first line of each (RFC 5545, 3.1); empty lines are left out."""
    begun, held = 0, ""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line[:1] in (" ", "\t") and held:
            held += line[1:]
            continue
        if held.strip():
            yield begun, held
        begun, held = number, line
    if held.strip():
        yield begun, held


def _name(line: str) -> str:
    found = _NAME.match(line)
    return found[1].upper() if found else ""


def _with_known_zone(line: str) -> str:
    """The line with the zone's own name where a program has another for it (RFC 5545, 3.2.19: `/…`; Windows).

    The file's own definition of such a zone is then not needed: what is known of it since 1601 would be walked through
    for each event.
    """
    head, colon, rest = line.partition(":")
    found = _ZONE.search(head)
    if not found:
        return line
    name = found[1].strip('"')
    inner = _IN_A_PATH.search(name) if name.startswith("/") else None
    known = WINDOWS_TO_OLSON.get(name) or (inner[0] if inner and _known(inner[0]) else name)
    return f"{head[: found.start(1)]}{known}{head[found.end(1) :]}{colon}{rest}"


def _check_zones(scanned: Scanned) -> None:
    defined = {
        text.partition(":")[2].strip() for one in scanned.zones for _, text in one.lines if _name(text) == "TZID"
    }
    problems = []
    for one in (*scanned.events, *scanned.free_busy):
        for number, line in one.lines:
            found = _ZONE.search(line.partition(":")[0])
            name = found[1].strip('"') if found else ""
            if name and name not in defined and not _known(name):
                problems.append((number, _unknown(name)))
    if scanned.zone and not _known(scanned.zone):
        problems.append((1, _unknown(scanned.zone)))
    if problems:
        raise WrongCalendar(problems)


def _defined(zone: Component) -> str:
    """The name that a VTIMEZONE gives to what it defines."""
    return next((text.partition(":")[2].strip() for _, text in zone.lines if _name(text) == "TZID"), "")


def _unknown(name: str) -> str:
    return f"Fuseau horaire inconnu : «{NBSP}{name[:60]}{NBSP}». Exportez le calendrier en heure de Paris."


@cache
def _known(name: str) -> bool:
    if name in WINDOWS_TO_OLSON:
        return True
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True
