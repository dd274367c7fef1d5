"""Reading a matrix across kinds of actors."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.diagnostic.rules.moff import CATEGORIES, Said, read_themes

SAID = st.builds(
    Said,
    theme=st.sampled_from(["", "Mobilité", "mobilite", "Emploi"]),
    category=st.sampled_from(CATEGORIES),
    voice=st.sampled_from(["ess", "shop", "public"]),
)


def test_one_kind_of_actor_alone_makes_no_reading() -> None:
    said = [Said("Mobilité", "weakness", "ess"), Said("Mobilité", "resource", "ess")]
    assert read_themes(said) == []


def test_two_kinds_in_one_category_converge() -> None:
    (reading,) = read_themes([Said("Mobilité", "weakness", "ess"), Said("mobilite", "weakness", "shop")])
    assert (reading.theme, reading.convergences, reading.contradiction) == ("Mobilité", ["weakness"], False)
    assert reading.kinds == {"weakness": ["ess", "shop"]}


def test_an_asset_for_some_and_a_difficulty_for_others_is_a_contradiction() -> None:
    (reading,) = read_themes([Said("Foncier", "resource", "public"), Said("Foncier", "risk", "industry")])
    assert (reading.convergences, reading.contradiction) == ([], True)


def test_what_worries_two_kinds_in_two_ways_is_neither() -> None:
    (reading,) = read_themes([Said("Emploi", "weakness", "public"), Said("Emploi", "risk", "industry")])
    assert (reading.convergences, reading.contradiction) == ([], False)


def test_contradictions_come_first() -> None:
    said = [
        Said("Alimentation", "weakness", "ess"),
        Said("Alimentation", "weakness", "shop"),
        Said("Zones d’activité", "resource", "industry"),
        Said("Zones d’activité", "weakness", "citizens"),
    ]
    assert [one.theme for one in read_themes(said)] == ["Zones d’activité", "Alimentation"]


@given(st.lists(SAID))
def test_a_reading_has_several_kinds_and_does_not_depend_on_the_order(said: list[Said]) -> None:
    """Every reading joins at least two kinds of actors; who spoke first changes at most how the theme is written."""
    readings = read_themes(said)
    for one in readings:
        assert len({kind for kinds in one.kinds.values() for kind in kinds}) > 1
        assert all(len(one.kinds[category]) > 1 for category in one.convergences)
    backwards = [(one.kinds, one.contradiction) for one in read_themes(reversed(said))]
    assert [(one.kinds, one.contradiction) for one in readings] == backwards
