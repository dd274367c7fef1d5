"""Facts as pages show them: with the day they stand on and their sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

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


def all_shown(facts: Iterable[Fact], names: Mapping[str, str], said: int | None = None) -> list[contract.Fact]:
    """Several facts, in the order given; of a run of one type and date only the first `said` in words (None: all)."""
    told = []
    for _, run in groupby(facts, key=lambda fact: (fact.type, fact.occurred)):
        told += [
            shown(fact, names) if said is None or rank < said else shown(replace(fact, data={}), names, "")
            for rank, fact in enumerate(run)
        ]
    return told
