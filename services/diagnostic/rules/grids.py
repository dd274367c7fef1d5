"""The shared interview grid: how a version is written, and when it is shared (DIA-01 to DIA-03)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, uuid5

from services.diagnostic.rules.structures import plain_name
from shared.contracts.diagnostic import GridQuestion

PARTIES = 2
"""A grid is shared once so many parties agreed to it: it makes a first «mise en commun» (DIA-01)."""

EXPERTISES = ("métiers", "marchés", "usages", "territoriales")
"""The kinds of expertise that the guide names; the list is open (DIA-03)."""

_KEYS = uuid5(NAMESPACE_URL, "urn:terreau:grid-question")


def keyed(questions: Iterable[GridQuestion]) -> list[dict[str, str]]:
    """The questions as a version keeps them, each once, in order; the same words have the same key in every version."""
    kept: dict[str, dict[str, str]] = {}
    for one in questions:
        key = str(uuid5(_KEYS, f"{plain_name(one.theme)}\n{plain_name(one.text)}"))[:8]
        kept.setdefault(key, {"key": key, "theme": one.theme, "text": one.text})
    return list(kept.values())


def expertises(said: Iterable[str]) -> list[str]:
    """The kinds of expertise, each once; those of the guide when none are said."""
    kept = {plain_name(one): one.strip() for one in reversed(list(said)) if one.strip()}
    return list(reversed(kept.values())) or list(EXPERTISES)


def said(texts: Mapping[str, str]) -> dict[str, str]:
    """The answers that say something."""
    return {key: text.strip() for key, text in texts.items() if text.strip()}


def unknown_keys(answers: Iterable[str], questions: Iterable[Mapping[str, str]]) -> list[str]:
    """The keys answered that are no questions of this version."""
    known = {one["key"] for one in questions}
    return [key for key in answers if key not in known]
