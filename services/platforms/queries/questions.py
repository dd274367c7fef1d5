"""What people answer about a platform, side by side, and the criteria as a territory holds them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from services.platforms.cards import card_of, found
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.catalogue import by_name
from services.platforms.rules.questions import CRITERIA, GROUPS, QUESTIONS, USUAL, differ
from services.platforms.tables import KNOWN, AnswerRow, EliminatoryStep, Platform
from shared.contracts.platforms import (
    AnswerCard,
    Criterion,
    CriterionReading,
    GetQuestioning,
    ListQuestionings,
    Question,
    QuestionedPlatform,
    QuestionGroup,
    Questioning,
    Questionings,
    QuestionReading,
)
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader

Voice = tuple[str | None, str | None]


@QUERIES.answers(GetQuestioning)
def get_questioning(reader: Reader, query: GetQuestioning) -> Questioning:
    """Every question with every answer that stands. Raises `NotFound`."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    platform = found(reader, query.platform)
    answers = standing(reader, accompaniment, platform.slug)
    return Questioning(
        accompaniment=accompaniment,
        platform=card_of(platform),
        groups=[
            QuestionGroup(number=number, title=title, questions=[_reading(one, answers) for one in questions])
            for number, (title, questions) in enumerate(GROUPS, start=1)
        ],
        criteria=criteria_of(reader, accompaniment, answers),
    )


@QUERIES.answers(ListQuestionings)
def list_questionings(reader: Reader, query: ListQuestionings) -> Questionings:
    """The platforms on which somebody answered, by name. Raises `NotFound`."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    answered = select(AnswerRow.platform).where(AnswerRow.accompaniment == accompaniment)
    platforms = reader.session.scalars(select(Platform).where(Platform.slug.in_(answered)))
    cards = sorted(map(card_of, platforms), key=by_name)
    answers = {card.slug: standing(reader, accompaniment, card.slug) for card in cards}
    return Questionings(
        accompaniment=accompaniment,
        platforms=[
            QuestionedPlatform(
                slug=card.slug,
                label=card.label,
                answers=len(answers[card.slug]),
                voices=len({(one.author, one.person) for _, one in answers[card.slug]}),
            )
            for card in cards
        ],
        criteria=criteria_of(reader, accompaniment, []),
    )


def standing(reader: Reader, accompaniment: str, platform: str) -> list[tuple[Question, AnswerCard]]:
    """The answer that stands of each voice to each question, in the order in which voices first spoke."""
    rows = reader.session.scalars(
        select(AnswerRow)
        .where(AnswerRow.accompaniment == accompaniment, AnswerRow.platform == platform)
        .order_by(AnswerRow.id)
    )
    said: dict[tuple[Question, Voice], list[AnswerRow]] = {}
    for row in rows:
        # What a person of the directory said is theirs, whoever noted it.
        voice: Voice = (None, row.person) if row.person else (row.author, None)
        said.setdefault((row.question, voice), []).append(row)
    return [(question, _card(rows)) for (question, _), rows in said.items()]


def _card(rows: Sequence[AnswerRow]) -> AnswerCard:
    last = rows[-1]
    return AnswerCard(
        id=last.id,
        text=last.text,
        stance=last.stance,
        criteria=last.criteria,
        author=last.author,
        person=last.person,
        recorded=last.recorded_at.isoformat(),
        earlier=[row.text for row in reversed(rows[:-1])],
    )


def _reading(question: Question, answers: list[tuple[Question, AnswerCard]]) -> QuestionReading:
    own = [card for asked, card in answers if asked == question]
    return QuestionReading(
        question=question,
        text=QUESTIONS[question],
        usual_criteria=list(USUAL[question]),
        answers=own,
        differ=differ(card.stance for card in own),
    )


def criteria_of(
    reader: Reader, accompaniment: str, answers: list[tuple[Question, AnswerCard]]
) -> list[CriterionReading]:
    """The five criteria, those that the territory holds to be eliminatory marked, with what speaks to each."""
    steps = reader.session.scalars(
        select(EliminatoryStep).where(EliminatoryStep.accompaniment == accompaniment).order_by(EliminatoryStep.id)
    )
    last = {step.criterion: step for step in steps}
    return [_criterion(code, last.get(code), answers) for code in CRITERIA]


def _criterion(
    code: Criterion, step: EliminatoryStep | None, answers: list[tuple[Question, AnswerCard]]
) -> CriterionReading:
    label, content = CRITERIA[code]
    speaking = [(question, card) for question, card in answers if code in card.criteria]
    held = step if step and step.held else None
    return CriterionReading(
        criterion=code,
        label=label,
        content=content,
        eliminatory=held.reason if held else None,
        eliminatory_since=held.occurred if held else None,
        questions=[question for question in QUESTIONS if any(asked == question for asked, _ in speaking)],
        differ=differ(card.stance for _, card in speaking),
    )
