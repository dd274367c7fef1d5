"""How far a contact is, when it is overdue, and how a version of the grid is written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.diagnostic.rules.contacts import Seen, is_stalled, progress, state_of, waiting_since
from services.diagnostic.rules.grids import EXPERTISES, expertises, keyed, said, unknown_keys
from services.diagnostic.rules.rows import Known, read_rows, sort_out
from services.diagnostic.rules.structures import fingerprint, structure_id
from shared.contracts.diagnostic import GridQuestion, InterviewRow

TODAY = date(2026, 2, 2)
MEETING = Seen(planned=date(2026, 2, 9))


@pytest.mark.parametrize(
    ("said_", "seen", "shown"),
    [
        ("to-contact", Seen(), "to-contact"),
        ("to-contact", MEETING, "meeting-set"),
        ("contacted", MEETING, "meeting-set"),
        ("paused", MEETING, "paused"),
        ("to-contact", Seen(logged=2), "met"),
        ("declined", Seen(logged=1), "declined"),
        ("met", Seen(), "met"),
    ],
)
def test_interviews_say_more_than_the_plan(said_, seen, shown):
    assert state_of(said_, seen) == shown


@pytest.mark.parametrize(
    ("due", "state", "stalled"),
    [
        (None, "contacted", False),
        (date(2026, 2, 1), "contacted", True),
        (TODAY, "contacted", False),
        (date(2026, 2, 1), "met", True),
        (date(2026, 2, 1), "declined", False),
        (date(2026, 2, 1), "paused", False),
    ],
)
def test_a_next_step_is_overdue_from_the_day_after(due, state, stalled):
    assert is_stalled(due, state, TODAY) is stalled


def test_a_structure_met_and_planned_again_is_met():
    assert progress([Seen(1, planned=TODAY), MEETING, Seen(), Seen(3)]) == (2, 1)


@given(st.lists(st.builds(GridQuestion, text=st.text("abcdé ?", min_size=1).filter(str.strip)), max_size=8))
def test_every_question_has_one_key_whatever_its_place(questions):
    found = keyed(questions)
    assert len({one["key"] for one in found}) == len(found)
    again = keyed(reversed(questions))
    assert {one["key"] for one in again} == {one["key"] for one in found}


def test_a_question_put_twice_is_one_and_blank_answers_say_nothing():
    twice = keyed([GridQuestion(text="Vos besoins ?"), GridQuestion(text="vos besoins ?")])
    assert len(twice) == 1
    assert said({"a": "  ", "b": " oui "}) == {"b": "oui"}
    assert unknown_keys(["x", twice[0]["key"]], twice) == ["x"]


def test_expertises_are_those_of_the_guide_until_others_are_said():
    assert expertises([]) == list(EXPERTISES)
    assert expertises(["Métiers", "métiers", " logistique ", ""]) == ["Métiers", "logistique"]


def _row(number: int, **changes: str) -> InterviewRow:
    return InterviewRow.model_validate(
        {"row": number, "date": "03/02/2026", "structure": "Usine", "kind": "industrie", "appetite": "refus"} | changes
    )


def _sorted(*rows: InterviewRow, known: tuple[Known, ...] = ()):
    read, problems = read_rows(rows)
    assert not problems
    return [(one.row.row, one.new, one.remark) for one in sort_out("a", read, known)]


def test_an_interview_twice_in_a_workbook_names_the_first():
    told = _sorted(_row(2), _row(3), _row(4, synthesis="Autre."))
    assert told[0] == (2, True, "")
    assert told[1] == (3, False, "Le même entretien que ligne 2.")
    assert told[2][:2] == (4, True)
    assert "ligne 2" in told[2][2]


def test_an_interview_known_already_is_said_to_be():
    print_ = fingerprint("a", "2026-02-03", "Usine", "")
    known = Known(print_, structure_id("a", "Usine", None), "2026-02-03", "industry", "refusal")
    assert _sorted(_row(2), known=(known,)) == [(2, False, "Cet entretien est déjà connu.")]
    ((_, new, remark),) = _sorted(_row(2, synthesis="Autre."), known=(known,))
    assert new
    assert "déjà saisi" in remark


@pytest.mark.parametrize(("typed", "wrong"), [("1234", "zéro"), ("802", "INSEE"), ("80021", ""), ("2a004", "")])
def test_a_lost_leading_zero_is_said_and_never_guessed(typed: str, wrong: str):
    read, problems = read_rows([_row(2, insee=typed)])
    if wrong:
        ((where, sentence),) = problems
        assert where == "rows.2.insee"
        assert wrong in sentence
    else:
        assert read[0].insee == (typed.upper() or None)


@pytest.mark.parametrize(
    ("due", "state", "next_step", "heard", "why"),
    [
        (date(2026, 2, 1), "contacted", "Rappeler", TODAY, ("overdue", date(2026, 2, 1))),
        (None, "contacted", "", date(2026, 1, 2), ("silent", date(2026, 2, 1))),
        (None, "contacted", "", date(2026, 1, 3), None),
        (None, "contacted", "Rappeler en mars", date(2025, 1, 2), None),
        (date(2026, 3, 1), "contacted", "", date(2025, 1, 2), None),
        (None, "to-contact", "", date(2025, 1, 2), None),
        (None, "met", "", date(2025, 1, 2), None),
    ],
)
def test_a_contact_waits_for_a_reason_and_since_a_day(due, state, next_step, heard, why):
    assert waiting_since(due, state, next_step, heard, TODAY) == why
