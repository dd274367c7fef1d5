"""The menu says where one is."""

from __future__ import annotations

import pytest

from services.portal.menu import menu


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/", "Ce matin", "page"),
        ("/territoires", "Territoires", "page"),
        ("/territoires/abc", "Territoires", "true"),
        ("/accompagnements/abc/comparaison", "Territoires", "true"),
        ("/annuaire/structures/abc", "Annuaire", "true"),
        ("/ateliers/abc", "Agenda", "true"),
        ("/plateformes/mobicoop", "Plateformes", "true"),
    ],
)
def test_one_entry_is_where_one_is(path: str, label: str, current: str) -> None:
    assert [(one.label, one.current) for one in menu(path) if one.current] == [(label, current)]


@pytest.mark.parametrize("path", ["/aide", "/comptes", "/territoiresx"])
def test_a_page_outside_the_menu_lights_nothing(path: str) -> None:
    assert not any(one.current for one in menu(path))
