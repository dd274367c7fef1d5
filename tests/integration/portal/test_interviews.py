"""Interviews in the portal: the form with the grid's questions, sent once however often, and read a page at a time."""

from __future__ import annotations

import pytest

from shared.contracts.diagnostic import GetGrid, GetInterview, InterviewSheet, ListInterviews, LogInterview, WriteGrid
from shared.ids import new_id
from tests.integration.portal.conftest import Document, Visitor
from tests.support.enrolled import enrolled

JSON = {"Accept": "application/json"}


@pytest.fixture
def here(visitor: Visitor) -> tuple[Visitor, str]:
    """A visitor who is signed in, and an accompaniment with a grid of two questions."""
    acc = enrolled(visitor.enter().house)
    questions = [{"theme": "Mobilité", "text": "Comment vient-on ?"}, {"text": "Que manque-t-il ?"}]
    visitor.house.obey(WriteGrid.model_validate({"accompaniment": acc, "questions": questions}))
    return visitor, acc


def keys(visitor: Visitor, acc: str) -> list[str]:
    grid = visitor.house.ask(GetGrid(accompaniment=acc)).current
    assert grid is not None
    return [one.key for one in grid.questions]


def only(visitor: Visitor, acc: str) -> InterviewSheet:
    (one,) = visitor.house.ask(ListInterviews(accompaniment=acc)).interviews
    return visitor.house.ask(GetInterview(interview=one.id))


def words(page: str) -> str:
    return " ".join(Document(page).text.split())


def test_the_questions_of_the_grid_are_answered_and_read_under_their_version(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    first, second = keys(visitor, acc)
    url = f"/accompagnements/{acc}/entretien"
    answers = {f"reponse-{first}": "À pied.", f"reponse-{second}": ""}
    sent = visitor.send(
        url, structure="Garage", kind="shop", appetite="distrust", expertises=["usages"], elsewhere="80021", **answers
    )
    assert sent.status_code == 303
    sheet = only(visitor, acc)
    assert (sheet.grid_version, sheet.expertises, sheet.insee) == (1, ["usages"], "80021")
    assert [(one.question, one.answer) for one in sheet.answers] == [("Comment vient-on ?", "À pied.")]
    page = words(visitor.get(f"/accompagnements/{acc}/entretiens/{sheet.interview.id}").text)
    assert "Réponses grille, version 1" in page
    assert "À pied." in page


def test_a_phone_that_sends_the_same_sheet_again_is_answered_alike_and_logs_it_once(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/entretien"
    body = {**visitor.form(url), "structure": "Garage", "kind": "shop", "ordre": new_id()}
    answers = [visitor.client.post(url, data=body, headers=JSON) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert len({one.get_json()["url"] for one in answers}) == 1
    assert only(visitor, acc).interview.structure == "Garage"


def test_a_sheet_that_lay_too_long_in_the_field_is_answered_with_a_fresh_token(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/entretien"
    body = {"structure": "Garage", "kind": "shop", "ordre": new_id(), "jeton": "vieux"}
    stale = visitor.client.post(url, data=body, headers=JSON)
    assert (stale.status_code, stale.get_json()["code"]) == (422, "stale-form")
    fresh = visitor.client.post(url, data={**body, "jeton": stale.get_json()["jeton"]}, headers=JSON)
    assert fresh.status_code == 200
    assert only(visitor, acc).interview.structure == "Garage"


def test_what_is_wrong_is_told_to_the_phone_by_field(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/entretien"
    answer = visitor.client.post(url, data={**visitor.form(url), "occurred": "31 février 2025"}, headers=JSON)
    assert answer.status_code == 422
    assert set(answer.get_json()["problems"]) == {"structure", "kind", "occurred"}
    assert visitor.house.ask(ListInterviews(accompaniment=acc)).total == 0


def test_an_answer_to_a_question_rewritten_meanwhile_is_kept_in_the_synthesis(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    url = f"/accompagnements/{acc}/entretien"
    first, second = keys(visitor, acc)
    form = visitor.form(url)
    current = visitor.house.ask(GetGrid(accompaniment=acc)).current
    assert current is not None
    left = {"accompaniment": acc, "questions": [{"text": "Que manque-t-il ?"}], "seen": current.stamp}
    visitor.house.obey(WriteGrid.model_validate(left))
    said = {f"reponse-{first}": "À pied.", f"reponse-{second}": "Un local.", "synthesis": "Bon accueil."}
    assert visitor.client.post(url, data={**form, "structure": "Garage", "kind": "shop", **said}).status_code == 303
    sheet = only(visitor, acc)
    assert [one.answer for one in sheet.answers] == ["Un local."]
    assert sheet.interview.synthesis == "Bon accueil.\n\nComment vient-on ?\nÀ pied."


def test_three_hundred_interviews_are_paged_and_searched(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    for number in range(60):
        said = f"Synthèse {number} : besoin d’un local à Éclusier." if number % 20 == 0 else "Rien."
        kind = "ess" if number % 2 else "shop"
        body = {"accompaniment": acc, "structure": f"Structure {number:02}", "kind": kind, "synthesis": said}
        visitor.house.obey(LogInterview.model_validate(body | {"occurred": f"2025-01-{number % 28 + 1:02}"}))
    url = f"/accompagnements/{acc}/entretiens"
    assert "60 entretiens page 1 sur 3" in words(visitor.get(url).text)
    assert "3 entretiens" in words(visitor.get(f"{url}?q=eclusier").text)
    assert "30 entretiens" in words(visitor.get(f"{url}?monde=ess").text)
    assert "Aucun entretien ne répond" in words(visitor.get(f"{url}?envie=refusal").text)
    assert visitor.get(f"{url}?page=99&monde=rien").status_code == 200
    found = visitor.api("GET", f"/accompaniments/{acc}/interviews?limit=2&offset=58").get_json()
    assert (found["total"], len(found["interviews"])) == (60, 2)


def test_an_interview_of_another_territory_is_not_shown_here(here: tuple[Visitor, str]) -> None:
    visitor, acc = here
    other = enrolled(visitor.house, "Bapaume")
    held = visitor.house.obey(LogInterview(accompaniment=other, structure="Ailleurs", kind="shop")).id
    assert visitor.get(f"/accompagnements/{acc}/entretiens/{held}").status_code == 404
    assert visitor.get(f"/accompagnements/{other}/entretiens/{held}").status_code == 200


def test_the_worker_that_keeps_the_form_is_served_from_the_root(visitor: Visitor) -> None:
    answer = visitor.get("/hors-ligne.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
