"""The shared grid in the portal: written, agreed to, rewritten by two people, kept in its versions."""

from __future__ import annotations

import pytest

from shared.contracts.diagnostic import GetGrid, GridVersion, LogInterview
from tests.integration.portal.conftest import Document, Visitor, at_the_door
from tests.support.enrolled import enrolled


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment to work on."""
    return visitor.enter(), enrolled(visitor.house)


def current(visitor: Visitor, acc: str) -> GridVersion:
    found = visitor.house.ask(GetGrid(accompaniment=acc)).current
    assert found is not None
    return found


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def test_a_grid_is_written_agreed_to_and_shared(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/grille"
    assert "Aucune grille pour l’instant" in words(visitor.get(url).text)
    questions = "Mobilité ; Comment vient-on chez vous ?\r\nQue manque-t-il ici ?"
    sent = visitor.send(
        f"{url}/ecrire", preparation_whom="Trente structures", questions=questions, expertises="métiers, soins"
    )
    assert sent.status_code == 303
    grid = current(visitor, acc)
    assert [(one.theme, one.text) for one in grid.questions] == [
        ("Mobilité", "Comment vient-on chez vous ?"),
        ("", "Que manque-t-il ici ?"),
    ]
    assert (grid.preparation, grid.expertises) == ({"whom": "Trente structures"}, ["métiers", "soins"])
    assert "pas encore partagée" in words(visitor.get(url).text)
    for party in ("Ville d'Arras", "Mission locale"):
        assert visitor.send(f"{url}/accord", party=party, occurred="mars 2026").status_code == 303
    page = words(visitor.get(url).text)
    assert "Version 1 partagée" in page
    assert "Mission locale mars 2026" in page
    again = visitor.send(f"{url}/accord", party="mission locale")
    assert again.status_code == 409
    assert "a déjà donné son accord" in again.text


def test_a_grid_changed_after_interviews_keeps_the_old_questions_readable(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/grille"
    visitor.send(f"{url}/ecrire", questions="Que manque-t-il ?")
    grid = current(visitor, acc)
    said = {grid.questions[0].key: "Un local."}
    visitor.house.obey(LogInterview(accompaniment=acc, structure="École", kind="public", grid=grid.id, answers=said))
    assert "en fait une nouvelle version" in words(visitor.get(f"{url}/ecrire").text)
    visitor.send(f"{url}/ecrire", questions="Et demain ?", note="On parle d’avenir")
    page = words(visitor.get(url).text)
    assert "Version 2 pas encore partagée" in page
    assert "On parle d’avenir" in page
    assert "1 entretien" in page
    assert "Que manque-t-il\u202f?" in page or "Que manque-t-il ?" in page


def test_the_second_of_two_writers_sees_the_first(here: tuple[Visitor, str]) -> None:
    first, acc = here
    second = at_the_door(first.house).enter_as("team")
    url = f"/accompagnements/{acc}/grille/ecrire"
    theirs = second.form(url)
    first.send(url, questions="La première question ?")
    answer = second.client.post(url, data={**theirs, "questions": "Une autre question ?"})
    assert answer.status_code == 409
    assert "La première question" in answer.text
    assert "Une autre question ?</textarea>" in answer.text
    assert [one.text for one in current(first, acc).questions] == ["La première question ?"]


def test_a_note_is_kept_while_nobody_uses_the_version(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/grille/ecrire"
    visitor.send(url, questions="Une question ?")
    visitor.send(url, questions="Une question ?", expertises=", ".join(current(visitor, acc).expertises), note="Relue")
    assert (current(visitor, acc).version, current(visitor, acc).note) == (1, "Relue")


def test_nobody_agrees_to_a_grid_that_is_not_there(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    assert visitor.get(f"/accompagnements/{acc}/grille/accord").status_code == 404
