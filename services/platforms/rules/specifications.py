"""The first draft of a cahier des charges: needs, constraints and values that people already stated (case 4)."""

from __future__ import annotations

from collections.abc import Iterable

from services.platforms.rules.words import plain
from shared.contracts.platforms import CaseStep, CriterionReading, NeedLinkCard, SpecificationFacts


def first_draft(
    need: str, links: Iterable[NeedLinkCard], cases: Iterable[CaseStep], criteria: Iterable[CriterionReading]
) -> SpecificationFacts:
    """What is known of the need, as lines to keep, change or drop; nothing is made up."""
    own = [link for link in links if plain(link.need) == plain(need)]
    standing = [step for step in cases if step.current and plain(step.need) == plain(need)]
    return SpecificationFacts(
        functions=_lines([need, *(link.how for link in own)]),
        constraints=_lines([*(link.limits for link in own), *(step.reason for step in standing)]),
        principles=_lines(f"{one.label} : {one.eliminatory}" for one in criteria if one.eliminatory is not None),
    )


def _lines(texts: Iterable[str]) -> list[str]:
    lines = (" ".join(text.split()) for text in texts)
    return list(dict.fromkeys(line for line in lines if line))
