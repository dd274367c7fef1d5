"""Names inside texts that leave: people by whole name or surname, structures as whole words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.naming import People, structures_in

PEOPLE = People(["Zoé Lefèvre-Dubois", "Karim Haddad"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Karim Haddad nous l’a dit.", [("Karim Haddad", True)]),
        ("HADDAD Karim nous l’a dit.", [("HADDAD Karim", True)]),
        ("M. Haddad hésite.", [("Haddad", False)]),
        ("zoe lefevre dubois y croit", [("zoe lefevre dubois", True)]),
        ("Demandez à Zoé, puis à Karim.", [("Zoé", False), ("Karim", False)]),
        ("un haddad de plus", []),
        ("On manque de bus.", []),
    ],
)
def test_people_are_found_where_they_stand(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(text[one.start : one.end], one.whole) for one in PEOPLE.named_in(text)] == found


def test_structures_are_found_as_whole_words() -> None:
    names = ["GEIQ Hauts-de-France", "Atelier bois", "SI"]
    assert structures_in("Le geiq hauts de france le dit, si.", names) == ["GEIQ Hauts-de-France"]
    assert structures_in("un atelier boisé", names) == []
    assert structures_in("À l’ISPT, on y croit", ["Association ISPT"]) == ["Association ISPT"]
    assert structures_in("Notre association y croit", ["Association ISPT", "L’association"]) == []


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_whole_name_is_found_wherever_it_stands(before: str, after: str) -> None:
    """Whatever stands around it, as long as it touches no letter."""
    text = f"{before} Karim Haddad, {after}"
    assert any(one.whole for one in PEOPLE.named_in(text))
