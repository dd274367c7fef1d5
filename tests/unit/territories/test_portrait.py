"""Declared figures: shown as declared, the gap between a whole and its parts said and never mended."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.territories.rules.portrait import FEATURES, Declared, contradictions, gaps
from shared.contracts.territories import NoteFeature

WHOLE = Declared("Communes", "65", "annonce", count=65)
PARTS = [
    Declared("Ville-centre", "Albert", "guide", part_of="Communes", count=1),
    Declared("Pôles structurants", "3", "annonce", part_of="Communes", count=3),
    Declared("Communes rurales", "55", "annonce", part_of="Communes", count=55),
]


def test_the_sixty_five_communes_declared_and_their_fifty_nine_are_both_kept():
    (gap,) = gaps([WHOLE, *PARTS])
    assert (gap.declared, gap.total) == (65, 59)
    assert "65 dans l’ensemble, mais 1 + 3 + 55 = 59 dans le détail (6 de moins)" in gap.sentence


def test_what_nobody_counted_is_not_added_up():
    assert gaps([WHOLE, *(Declared(one.label, one.value, one.source, one.part_of) for one in PARTS)]) == []
    assert gaps([Declared("Communes", "65", "annonce"), *PARTS]) == []


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 2000))
def test_there_is_a_gap_exactly_where_the_parts_do_not_add_up(counts: list[int], declared: int):
    facts = [Declared("Tout", "", "s", count=declared)]
    facts += [Declared(f"Partie {n}", "", "s", part_of="Tout", count=count) for n, count in enumerate(counts)]
    assert [(gap.declared, gap.total) for gap in gaps(facts)] == (
        [] if sum(counts) == declared else [(declared, sum(counts))]
    )


def test_sources_that_contradict_each_other_stand_side_by_side():
    (said,) = contradictions(
        [
            Declared("Situation", "nord-est de la Somme", "annonce"),
            Declared("Situation", "au nord d’Amiens", "guide"),
            Declared("Habitants", "28 000", "annonce"),
        ]
    )
    assert said.startswith("Situation : 2 versions")
    assert "nord-est de la Somme" in said
    assert "au nord d’Amiens" in said


def test_every_kind_of_feature_has_its_french_name():
    assert set(FEATURES) == set(NoteFeature.model_fields["kind"].annotation.__args__)
