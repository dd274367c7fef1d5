"""Facts as pages show them: with the day they stand on and their sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.reporting.rules import sentences
from services.reporting.rules.facts import Fact
from shared.contracts import reporting as contract


def shown(fact: Fact, names: Mapping[str, str], sentence: str | None = None) -> contract.Fact:
    """One fact; `names` gives the territories' names, `sentence` replaces its own."""
    return contract.Fact(
        id=fact.id,
        type=fact.type,
        territory=fact.territory,
        territory_label=names.get(fact.territory) if fact.territory else None,
        accompaniment=fact.accompaniment,
        occurred=fact.occurred,
        stands_on=fact.on.isoformat(),
        recorded=fact.recorded.isoformat(),
        sentence=sentences.sentence(fact) if sentence is None else sentence,
        data=fact.data,
    )


def all_shown(facts: Iterable[Fact], names: Mapping[str, str]) -> list[contract.Fact]:
    """Several facts, in the order given."""
    return [shown(fact, names) for fact in facts]
