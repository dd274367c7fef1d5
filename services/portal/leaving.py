"""What leaves the team: looked through for names before it is handed out (french-context.md 2, architecture.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.portal.desk import ask
from shared.contracts.diagnostic import MakeRestitution, OutgoingText, RestitutionFile, RestitutionFormat
from shared.contracts.territories import FindNames
from shared.errors import Refused
from shared.stamps import stamp

NB = "\u00a0"
NAMES = "names-to-review"
"""The stable code of the refusal to hand out a document in which somebody may be named."""
_AROUND = 60


@dataclass(frozen=True)
class Finding:
    """A name in a text that is to leave: the place, where to change it, and the words around; for the team only."""

    kind: Literal["person", "part", "structure"]
    place: str
    path: str
    before: str
    words: str
    after: str


def findings(texts: Sequence[OutgoingText]) -> list[Finding]:
    """The people of the directory named in these texts, and the structures named in verbatims, text by text."""
    hits = ask(FindNames(texts=[one.text for one in texts])).hits if texts else []
    found = []
    for number, one in enumerate(texts):
        found += [_structure(one, name) for name in one.names]
        found += [
            _cut(one, "person" if hit.whole else "part", hit.start, hit.end) for hit in hits if hit.text == number
        ]
    return found


def review_of(found: Sequence[Finding]) -> str:
    """What somebody who has read these findings gives back with the request; empty for none."""
    said = [[one.kind, one.path, one.before, one.words, one.after] for one in found]
    return stamp({"findings": said}) if said else ""


def hand_out(accompaniment: str, format: RestitutionFormat, reviewed: str) -> RestitutionFile:
    """The document; raises `Refused` (`names-to-review`) while somebody may be named in it."""
    file = ask(MakeRestitution(accompaniment=accompaniment, format=format, reviewed=reviewed))
    check(file)
    return file


def check(file: RestitutionFile) -> None:
    """Raise `Refused` unless the names that may stand in the document were reviewed; the refusal repeats none."""
    found = findings(file.texts)
    if found and file.reviewed != review_of(found):
        places = dict.fromkeys(one.place for one in found)
        raise Refused(
            f"Un nom figure peut-être dans ce qui sortirait{NB}: {' ; '.join(places)}. Relisez ces passages sur la "
            "page «\u00a0Document de restitution\u00a0», corrigez-les ou confirmez qu’ils ne désignent personne.",
            code=NAMES,
            problems=[(place, f"{place}{NB}: un nom figure peut-être dans ce passage.") for place in places],
        )


def _cut(one: OutgoingText, kind: Literal["person", "part"], start: int, end: int) -> Finding:
    before, after = one.text[max(0, start - _AROUND) : start], one.text[end : end + _AROUND]
    return Finding(
        kind,
        one.place,
        one.path,
        f"…{before}" if start > _AROUND else before,
        one.text[start:end],
        f"{after}…" if len(one.text) > end + _AROUND else after,
    )


def _structure(one: OutgoingText, name: str) -> Finding:
    return Finding("structure", one.place, one.path, "", name, "")
