"""What a page makes of the slot finder's answer."""

from __future__ import annotations

from services.portal.slot_search import read_answer

MAY = "Mai est un mois jonché de jours fériés."


def slot(start: str, missing: list[str] | None = None, notes: list[str] | None = None) -> dict[str, object]:
    """A slot of three hours."""
    end = start.replace("T09", "T12").replace("T14", "T17")
    return {"start": start, "end": end, "score": 1, "present": [], "missing": missing or [], "notes": notes or []}


def test_slots_are_told_day_by_day_with_the_functions_of_those_missing() -> None:
    first, second = "2025-05-05T09:00:00+02:00", "2025-05-05T14:00:00+02:00"
    answer = {"slots": [slot(second, ["p1"]), slot(first, ["p1"])], "excluded": {}}
    (day,) = read_answer(answer, {"p1": "l’élue référente"}).days
    assert day.missing == ("l’élue référente",)
    assert [one.start for one in day.slots] == [first, second]
    assert day.slots[0].value == "2025-05-05T09:00:00+02:00/2025-05-05T12:00:00+02:00"


def test_a_remark_that_holds_for_a_month_is_made_once() -> None:
    days = [slot(f"2025-05-0{day}T09:00:00+02:00", notes=[MAY]) for day in (5, 6, 7)]
    found = read_answer({"slots": days, "excluded": {}}, {})
    assert [day.notes for day in found.days] == [(MAY,), (), ()]


def test_reasons_come_most_frequent_first_and_name_nobody_by_an_id() -> None:
    excluded = {"trop peu de personnes présentes (moins de\u00a02)": 1, "personne indispensable absente\u00a0: p1": 8}
    found = read_answer({"slots": [], "excluded": excluded}, {"p1": "le maire adjoint"})
    assert found.excluded == [
        ("personne indispensable absente\u00a0: le maire adjoint", "8 débuts possibles"),
        ("trop peu de personnes présentes (moins de\u00a02)", "1 début possible"),
    ]


def test_what_the_calendar_keeps_out_is_not_counted_but_told_by_its_days() -> None:
    excluded = {"jour férié": 12, "hors des horaires d’ouverture": 1806, "vacances scolaires (zone\u00a0B)": 4}
    assert read_answer({"slots": [], "excluded": excluded}, {}).excluded == []


def test_a_compromise_is_told_with_its_slots() -> None:
    compromise = {"message": "Sans p1, 1 créneau.", "slots": [slot("2025-05-05T09:00:00+02:00", ["p1"])]}
    found = read_answer({"slots": [], "excluded": {}, "compromise": compromise}, {"p1": "le maire adjoint"})
    assert found.compromise == "Sans le maire adjoint, 1 créneau."
    assert found.compromise_days[0].missing == ("le maire adjoint",)
