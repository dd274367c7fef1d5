"""Conflicts of the agenda that hold, as the morning page says them."""

from __future__ import annotations

from datetime import datetime

from services.reporting.rules.facts import Fact
from services.reporting.rules.programme import Programme
from shared.clock import paris_day
from shared.contracts.reporting import ConflictLine
from shared.french import agree, plural, tidy


def open_conflicts(programme: Programme) -> list[ConflictLine]:
    """The conflicts told and not resolved since, of workshops not yet past, the nearest first."""
    lines = [_line(programme, fact) for one in programme.enrolled() for fact in one.conflicts.values()]
    ahead = [line for line in lines if paris_day(datetime.fromisoformat(line.start)) >= programme.day]
    return sorted(ahead, key=lambda line: (datetime.fromisoformat(line.start), line.conflict))


def _line(programme: Programme, fact: Fact) -> ConflictLine:
    where = programme.names.get(fact.territory or "", "un territoire")
    return ConflictLine(
        conflict=fact.data["conflict"],
        kind=fact.data["kind"],
        workshop=fact.data["workshop"],
        accompaniment=fact.accompaniment,
        territory=fact.territory,
        start=fact.data["start"],
        sentence=tidy(f"{where}, « {fact.data['title']} » : {why(fact, programme.names)}."),
    )


def why(fact: Fact, names: dict[str, str]) -> str:
    """What cannot be, in a few French words without a name of anybody."""
    count = fact.data.get("people", 0)
    people = plural(count, "personne")
    other = _other(fact, names)
    said: dict[str, str] = {
        "person": f"{people} {agree(count, 'est', 'sont')} {agree(count, 'attendue')} au même moment{other}",
        "facilitator": f"{people} {agree(count, 'anime', 'animent')} au même moment{other}",
        "venue": f"le lieu est pris au même moment{other}" if other else "le lieu est pris à ce moment",
        "travel": f"{people} n’{agree(count, 'a', 'ont')} pas le temps de faire la route{other}",
        "holiday": f"ce jour est maintenant férié ({fact.data.get('named', '')})",
        "busy": "une personne attendue n’est plus libre" if count else "le territoire est pris à ce moment",
    }
    return said.get(fact.data["kind"], "deux choses ne vont pas ensemble")


def _other(fact: Fact, names: dict[str, str]) -> str:
    if not fact.data.get("other"):
        return ""
    if fact.data.get("other_territory") in (None, fact.territory):
        return " à un autre atelier du même territoire"
    return f" à un atelier d’un autre territoire, {names.get(fact.data['other_territory'], 'sans nom connu')}"
