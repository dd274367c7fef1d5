"""Two people at one record in two browsers: the second sees what the first wrote, and loses nothing."""

from __future__ import annotations

import pytest

from shared.contracts.territories import GetPortrait, RegisterTerritory
from tests.integration.portal.conftest import Visitor, hidden_fields


@pytest.fixture
def record(visitor: Visitor) -> tuple[Visitor, str]:
    """Somebody signed in, and the address of the form of a territory's words."""
    territory = visitor.house.obey(
        RegisterTerritory(label="Arras", kind="commune", insee="62041", context="Ville d’art.\nEt de foires.")
    ).id
    return visitor.enter(), f"/territoires/{territory}/portrait/presentation"


def said(visitor: Visitor, path: str) -> tuple[str, str, str]:
    """What the room has now."""
    page = visitor.house.ask(GetPortrait(id=path.split("/")[2]))
    return page.label, page.context, page.political_project


def send(visitor: Visitor, path: str, hidden: dict[str, str], **typed: str):
    """The form as a browser sends it: what it was filled with, save what was typed."""
    shown = {"label": "Arras", "context": "Ville d’art.\r\nEt de foires.", "political_project": ""}
    return visitor.client.post(path, data={**hidden, **shown, **typed})


def test_the_form_is_filled_with_what_is_recorded(record: tuple[Visitor, str]):
    visitor, path = record
    page = visitor.get(path).text
    assert "Ville d’art.\nEt de foires.</textarea>" in page
    assert send(visitor, path, hidden_fields(page)).status_code == 303


def test_both_changed_the_same_text_both_are_shown_and_sending_again_decides(record: tuple[Visitor, str]):
    visitor, path = record
    mine, theirs = visitor.form(path), visitor.form(path)
    assert send(visitor, path, theirs, context="Le premier texte.").status_code == 303
    answer = send(visitor, path, mine, context="Le second texte.")
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette fiche" in answer.text
    assert "Le premier texte." in answer.text
    assert "Le second texte.</textarea>" in answer.text
    assert said(visitor, path)[1] == "Le premier texte."
    again = {**mine, **hidden_fields(answer.text)}
    assert send(visitor, path, again, context="Les deux textes.").status_code == 303
    assert said(visitor, path)[1] == "Les deux textes."


def test_what_only_the_other_changed_is_taken_over(record: tuple[Visitor, str]):
    visitor, path = record
    mine, theirs = visitor.form(path), visitor.form(path)
    send(visitor, path, theirs, context="Réécrit ailleurs.")
    answer = send(visitor, path, mine, political_project="Projet 2026-2032")
    assert answer.status_code == 409
    assert "Réécrit ailleurs.</textarea>" in answer.text
    assert "Projet 2026-2032</textarea>" in answer.text
    send(
        visitor,
        path,
        {**mine, **hidden_fields(answer.text)},
        context="Réécrit ailleurs.",
        political_project="Projet 2026-2032",
    )
    assert said(visitor, path) == ("Arras", "Réécrit ailleurs.", "Projet 2026-2032")


def test_a_third_change_in_between_is_seen_too(record: tuple[Visitor, str]):
    visitor, path = record
    mine, second = visitor.form(path), visitor.form(path)
    send(visitor, path, second, context="Deux.")
    answer = send(visitor, path, mine, context="Un.")
    newer = visitor.form(path)
    send(visitor, path, newer, context="Trois.")
    again = send(visitor, path, {**mine, **hidden_fields(answer.text)}, context="Un et deux.")
    assert again.status_code == 409
    assert "Trois." in again.text
    assert said(visitor, path)[1] == "Trois."


def test_the_same_form_sent_twice_is_no_conflict_with_oneself(record: tuple[Visitor, str]):
    visitor, path = record
    form = visitor.form(path)
    assert [send(visitor, path, form, context="Une fois.").status_code for _ in range(2)] == [303, 303]


def test_a_form_with_a_mistake_keeps_what_was_typed_and_what_was_seen(record: tuple[Visitor, str]):
    visitor, path = record
    form = visitor.form(path)
    answer = send(visitor, path, form, label="", context="Gardé.")
    assert answer.status_code == 422
    assert "Gardé.</textarea>" in answer.text
    assert hidden_fields(answer.text)["vu"] == form["vu"]
