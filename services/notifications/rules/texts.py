"""The team's own texts: plain words with fields between braces, checked when they are saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from services.notifications.rules.letters.base import Circumstances, Letter, when_text
from services.notifications.rules.watches import FIELDS
from shared.french import listing, tidy

_FIELD = re.compile(r"\{([^{}\n]*)\}")


def problems(text: str) -> list[str]:
    """What is wrong with a text, each as a French sentence with its line; empty when it can be kept."""
    return [
        tidy(f"Ligne {number} : {sentence}")
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
        for sentence in _of_line(line)
    ]


def _of_line(line: str) -> list[str]:
    found = [_unknown(name.strip()) for name in _FIELD.findall(line) if name.strip() not in FIELDS]
    rest = _FIELD.sub("", line)
    if "{" in rest or "}" in rest:
        found.append("une accolade est seule ; un champ s’écrit entre deux accolades, par exemple {territoire}.")
    if "<" in rest and re.search(r"</?[a-zA-Z!]", rest):
        found.append("un texte ne contient pas de balise ; écrivez des mots, un paragraphe par bloc.")
    return found


def _unknown(name: str) -> str:
    near = get_close_matches(name.lower(), FIELDS, n=1, cutoff=0.5)
    mend = f"peut-être {{{near[0]}}} ?" if near else f"les champs sont {listing([f'{{{one}}}' for one in FIELDS])}."
    return f"le champ {{{name}}} n’existe pas ; {mend}"


def fields(about: Circumstances) -> dict[str, str]:
    """The value of every field, from what is true now; empty where nothing is known."""
    facts = about.facts
    reason = facts.get("reason") or facts.get("note") or ""
    return {
        "territoire": about.territory,
        "titre": facts.get("title") or "",
        "date": when_text(facts) if facts.get("start") or facts.get("occurred") else "",
        "lieu": about.place,
        "motif": reason,
        "structure": about.structure,
        "appel": about.call,
        "échéance": about.deadline or facts.get("due") or "",
        "note": about.note,
    }


def said(text: str, values: Mapping[str, str]) -> str:
    """A text with its fields filled; what is put in is never read as a field again."""
    return _FIELD.sub(lambda found: values.get(found[1].strip(), ""), text)


def in_own_words(letter: Letter, subject: str, words: str, about: Circumstances) -> Letter:
    """The letter with the subject and the paragraphs that the team wrote for its rule, its facts unchanged."""
    values = fields(about)
    paragraphs = letter.paragraphs
    if words.strip():
        parts = said(words, values).replace("\r\n", "\n").split("\n\n")
        paragraphs = tuple(tidy(" ".join(part.split())) for part in parts if part.strip())
    own = " ".join(said(subject, values).split())
    return Letter(
        subject=tidy(own) or letter.subject,
        opening=letter.opening,
        lines=letter.lines,
        paragraphs=paragraphs,
        why=letter.why,
    )
