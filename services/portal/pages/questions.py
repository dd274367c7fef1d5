"""The shared questions on a platform: everybody's answers side by side, and the criteria a territory holds to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import accompaniment, ask
from services.portal.security import signed_in, who
from services.portal.sheets import WHEN, About, Input, Sheet, show
from services.portal.words import CRITERIA, STANCES
from shared.contracts.platforms import (
    AnswerCard,
    AnswerQuestion,
    GetQuestioning,
    HoldEliminatory,
    ListPlatforms,
    ListQuestionings,
    Questioning,
    QuestionReading,
)
from shared.contracts.territories import AccompanimentCard, GetTerritory

PAGES = Blueprint("questions", __name__)


@PAGES.get("/accompagnements/<id>/questions")
@signed_in
def index(id: str) -> str | Response:
    """The platforms questioned here, and the criteria that count above all."""
    card = accompaniment(id)
    chosen = request.args.get("plateforme")
    if chosen:
        return redirect(f"/accompagnements/{card.id}/questions/{chosen}")
    catalogue = [(one.slug, one.label) for one in ask(ListPlatforms()).platforms]
    page = ask(ListQuestionings(accompaniment=card.id))
    return render_template("questions.html", card=card, page=page, catalogue=catalogue)


@PAGES.get("/accompagnements/<id>/questions/<platform>")
@signed_in
def one(id: str, platform: str) -> str:
    """The six questions on one platform, with every answer beside the others."""
    card = accompaniment(id)
    page = ask(GetQuestioning(accompaniment=card.id, platform=platform))
    return render_template("questioning.html", card=card, page=page, voices=_voices(card, page))


def _voices(card: AccompanimentCard, page: Questioning) -> dict[str, str]:
    """Who gave each answer, by its id."""
    answers = [answer for group in page.groups for question in group.questions for answer in question.answers]
    accounts, people = authors(one.author for one in answers), dict(_people(card)) if answers else {}
    return {
        one.id: people.get(one.person, "Une personne oubliée") if one.person else accounts[one.author]
        for one in answers
    }


def _people(card: AccompanimentCard) -> list[tuple[str, str]]:
    page = ask(GetTerritory(id=card.id))
    named = {one.id: one.name or one.function for one in page.people}
    return sorted(named.items(), key=lambda one: one[1])


@PAGES.route("/accompagnements/<id>/questions/<platform>/<question>", methods=["GET", "POST"])
@signed_in
def answer(id: str, platform: str, question: str) -> Response:
    """Answer one question, in one's own name or for somebody who said it."""
    card = accompaniment(id)
    page = ask(GetQuestioning(accompaniment=card.id, platform=platform))
    found = next((one for group in page.groups for one in group.questions if one.question == question), None)
    if found is None:
        raise NotFound
    about = About(f"Questions sur {page.platform.label}", f"/accompagnements/{card.id}/questions/{platform}")
    return show(_sheet(card, platform, found), card.id, about)


def _sheet(card: AccompanimentCard, platform: str, found: QuestionReading) -> Sheet:
    own = _own(found)
    usual = ", ".join(CRITERIA[code].lower() for code in found.usual_criteria)
    criteria = [(code, label) for code, label in CRITERIA.items()]
    return Sheet(
        found.text,
        AnswerQuestion,
        (
            Input("text", "Votre réponse", "area", required=True, default=own.text if own else ""),
            Input(
                "stance",
                "Ce qu’elle vous inspire",
                "radios",
                required=True,
                options=list(STANCES.items()),
                default=own.stance if own else "",
                hint="Ce n’est pas une note : rien n’est compté ni classé.",
            ),
            Input(
                "criteria",
                "Les critères de la charte dont elle parle",
                "checks",
                options=criteria,
                hint=f"Le plus souvent : {usual}." if usual else "",
            ),
            Input(
                "person",
                "Qui le dit",
                "select",
                options=_people(card),
                hint="Laissez vide pour répondre en votre nom ; sinon, la personne de l’annuaire qui l’a dit.",
            ),
        ),
        "La réponse est notée, à côté de celles des autres.",
        shape=lambda values: {"platform": platform, "question": found.question, **values},
        intro="Chacun répond en son nom ; les écarts restent visibles, ils servent à discuter.",
    )


def _own(found: QuestionReading) -> AnswerCard | None:
    account = who()
    return next((one for one in found.answers if account and one.author == account.id and not one.person), None)


@PAGES.route("/accompagnements/<id>/criteres/<criterion>", methods=["GET", "POST"])
@signed_in
def hold(id: str, criterion: str) -> Response:
    """Say that a criterion is eliminatory for this territory, or no longer is."""
    card = accompaniment(id)
    criteria = ask(ListQuestionings(accompaniment=card.id)).criteria
    reading = next((one for one in criteria if one.criterion == criterion), None)
    if reading is None:
        raise NotFound
    held = reading.eliminatory is None
    sheet = Sheet(
        f"{reading.label}\u00a0: critère éliminatoire" if held else f"{reading.label}\u00a0: ne plus éliminer",
        HoldEliminatory,
        (Input("reason", "Pourquoi", "area", required=True), WHEN),
        "C’est noté.",
        shape=lambda values: _held(values, reading.criterion, held),
        intro=reading.content if held else f"Tenu pour éliminatoire : {reading.eliminatory}",
    )
    return show(sheet, card.id, About(f"Questions · {card.territory_label}", f"/accompagnements/{card.id}/questions"))


def _held(values: dict[str, Any], criterion: str, held: bool) -> dict[str, Any]:
    return {**values, "criterion": criterion, "held": held}
