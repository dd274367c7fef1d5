"""Rules of the register: deadlines, calls, roles, legal forms."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.territories import rules
from services.territories.rules import Holding, Reception
from shared.contracts.territories import DesignateReferent, EnterStage, RegisterTerritory

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(0, 60)


# --- deadlines


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 11, 30), 12, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 7, 3), 0, date(2025, 7, 3)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_added_day_for_day_and_end_with_their_month(day: date, months: int, later: date):
    assert rules.add_months(day, months) == later


@given(DAYS, MONTHS)
def test_a_deadline_lies_that_many_months_later_on_the_same_day_or_on_the_last_of_its_month(day: date, months: int):
    later = rules.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == day.day or (later.day == last and day.day > last)


@given(DAYS, DAYS, MONTHS)
def test_who_was_enrolled_later_is_never_due_earlier(one: date, other: date, months: int):
    first, second = sorted((one, other))
    assert rules.add_months(first, months) <= rules.add_months(second, months)


@pytest.mark.parametrize(
    ("enrolled", "due"),
    [
        ("2024-11-21/2024-11-30", date(2025, 11, 30)),
        ("2024-11", date(2025, 11, 30)),
        ("2024-02", date(2025, 2, 28)),
        ("2024-11~", date(2025, 11, 30)),
        ("2024-22", date(2025, 8, 31)),
        ("2024", date(2025, 12, 31)),
        ("2024-11-05/..", date(2025, 11, 5)),
    ],
)
def test_the_bilan_is_counted_from_the_latest_possible_day_of_the_enrolment(enrolled: str, due: date):
    assert rules.bilan_due(enrolled, 12) == due


@pytest.mark.parametrize(("enrolled", "months"), [(None, 12), ("2024-11", None), (None, None)])
def test_without_a_date_or_a_delay_there_is_no_bilan_deadline_but_a_sentence_that_asks_for_it(enrolled, months):
    assert rules.bilan_due(enrolled, months) is None
    sentence = rules.bilan_to_set("AMI 2022", enrolled, months)
    assert sentence.startswith("Échéance du bilan à fixer pour «\u00a0AMI 2022\u00a0»\u00a0: ")


@given(DAYS, DAYS, DAYS)
def test_a_bilan_fell_due_before_it_was_held_exactly_when_its_day_had_come_by_both_dates(due, held, today):
    assert rules.fell_due(due, held.isoformat(), today) == (due <= held and due <= today)
    assert rules.fell_due(due, None, today) == (due <= today)


# --- calls


def test_a_call_takes_files_on_its_first_and_on_its_last_day():
    call = Reception("2024-09-01", "2024-10-31")
    answers = [
        call.takes(day, day) for day in (date(2024, 8, 31), date(2024, 9, 1), date(2024, 10, 31), date(2024, 11, 1))
    ]
    assert answers == ["not-yet", "yes", "yes", "closed"]


def test_a_file_known_by_month_only_is_in_time_when_it_may_have_been():
    call = Reception(closes="2024-10-15")
    assert call.takes(date(2024, 10, 1), date(2024, 10, 31)) == "yes"
    assert call.takes(date(2024, 11, 1), date(2024, 11, 30)) == "closed"


def test_a_call_that_closes_in_a_month_takes_files_until_its_last_day():
    assert Reception(closes="2024-10").is_open(date(2024, 10, 31))
    assert not Reception(closes="2024-10").is_open(date(2024, 11, 1))


@given(DAYS, DAYS)
def test_a_closed_call_takes_nothing_whatever_the_date_on_the_file(closed: date, arrived: date):
    assert Reception("1900", "2200", closed.isoformat()).takes(arrived, arrived) == "closed"


@given(DAYS)
def test_a_call_without_dates_is_open_until_somebody_closes_it(day: date):
    assert Reception().is_open(day)


def test_the_refusal_of_a_late_file_names_the_earlier_of_the_two_ends():
    announced = rules.why_closed(Reception(closes="2024-10-31"))
    assert announced == (
        "La réception des candidatures à cet appel s’est terminée le jeudi 31 octobre 2024\u00a0: "
        "ce pré-dossier arrive trop tard."
    )
    assert "le mardi 15 octobre 2024" in rules.why_closed(Reception(closes="2024-10-31", closed_on="2024-10-15"))
    assert "le jeudi 31 octobre 2024" in rules.why_closed(Reception(closes="2024-10-31", closed_on="2024-12-01"))


def test_the_refusal_of_an_early_file_names_the_opening_day():
    assert "le dimanche 1er septembre 2024\u00a0: " in rules.why_not_yet(Reception(opens="2024-09"))


@pytest.mark.parametrize("code", ["59", "80", "01", "2A", "971"])
def test_numbers_of_departements_are_taken(code: str):
    assert not rules.wrong_departement(code)


@pytest.mark.parametrize("code", ["", "0", "00", "20", "96", "5", "591", "Nord", "999", "２A"])
def test_other_texts_are_no_departement(code: str):
    assert rules.wrong_departement(code)


# --- people and organisations


def holding(told: int, person: str, role: str, accompaniment: str = "a") -> Holding:
    return Holding(f"{told:03}", accompaniment, person, role, None)


def test_a_new_pilot_takes_the_place_of_the_earlier_one():
    now = rules.current_holdings([holding(2, "new", "diagnostic-pilot"), holding(1, "old", "diagnostic-pilot")])
    assert [one.person for one in now] == ["new"]


def test_several_agents_hold_their_role_together_and_referents_come_first():
    now = rules.current_holdings(
        [holding(1, "a1", "agent"), holding(2, "a2", "agent"), holding(3, "elected", "elected-referent")]
    )
    assert [one.person for one in now] == ["elected", "a1", "a2"]


def test_accompaniments_have_referents_of_their_own():
    now = rules.current_holdings([holding(1, "x", "elected-referent", "a"), holding(2, "y", "elected-referent", "b")])
    assert {one.person for one in now} == {"x", "y"}


ROLES = st.sampled_from(sorted(rules.ROLES))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), ROLES)))
def test_nobody_ever_holds_the_same_role_twice_and_single_roles_have_one_holder(given_roles):
    told = [holding(rank, person, role, where) for rank, (where, person, role) in enumerate(given_roles)]
    now = rules.current_holdings(told)
    keys = [(one.accompaniment, one.role, "" if one.role in rules.ONE_HOLDER else one.person) for one in now]
    assert len(keys) == len(set(keys))
    assert {(one.accompaniment, one.role) for one in now} == {(one.accompaniment, one.role) for one in told}


def test_referent_and_pilot_exclude_each_other_and_no_other_role_does():
    assert rules.clashing_role("elected-referent") == "diagnostic-pilot"
    assert rules.clashing_role("diagnostic-pilot") == "elected-referent"
    assert [role for role in rules.ROLES if rules.clashing_role(role)] == ["elected-referent", "diagnostic-pilot"]


def test_legal_forms_are_put_in_time_and_undated_ones_stay_where_they_were_told():
    told = [(None, "association"), ("2024", "SCIC"), ("2022-05", "SCOP"), (None, "unknown")]
    assert rules.in_time(told) == ["association", "SCOP", "unknown", "SCIC"]


@given(st.lists(st.one_of(st.none(), DAYS)))
def test_putting_in_time_loses_nothing_and_sorts_what_is_dated(days):
    told = [(day.isoformat() if day else None, (rank, day)) for rank, day in enumerate(days)]
    result = rules.in_time(told)
    assert sorted(rank for rank, _ in result) == list(range(len(days)))
    dated = [day for _, day in result if day]
    assert dated == sorted(dated)


@pytest.mark.parametrize("text", ["accueil@coquelicot.example", "a.b+c@mairie.ville-d-ascq.example"])
def test_ordinary_addresses_are_taken(text: str):
    assert not rules.wrong_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "accueil",
        "a@b",
        "a@@b.fr",
        "a b@c.fr",
        "a@b.fr\nBcc: x@y.fr",
        "a@.fr",
        "a@b..fr",
        "Nom <a@b.fr>",
        "a@b.fr,c@d.fr",
    ],
)
def test_what_mail_cannot_be_sent_to_is_no_address(text: str):
    assert rules.wrong_email(text)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_address_with_a_line_break_is_ever_taken(text: str):
    assert rules.wrong_email(f"a@b.fr\n{text}")
    assert rules.wrong_email(f"{text}\r@b.fr")


def test_an_address_too_long_for_smtp_is_refused():
    assert rules.wrong_email("a" * 250 + "@b.fr")


# --- words


def words_of(model: type, field: str) -> set[str]:
    return set(model.model_json_schema()["properties"][field]["enum"])


def test_every_stage_role_and_kind_of_the_contracts_has_a_french_name():
    assert set(rules.STAGES) == words_of(EnterStage, "stage")
    assert set(rules.ROLES) == words_of(DesignateReferent, "role")
    assert set(rules.KINDS) == words_of(RegisterTerritory, "kind")


def test_every_kind_has_at_most_one_family_of_codes():
    assert rules.EPCI_KINDS.isdisjoint(rules.COMMUNE_KINDS)
    assert set(rules.KINDS) > rules.EPCI_KINDS | rules.COMMUNE_KINDS


@given(DAYS, st.integers(0, 400))
def test_a_call_is_open_from_opening_to_closing_and_on_no_other_day(opens: date, length: int):
    closes = opens + timedelta(days=length)
    call = Reception(opens.isoformat(), closes.isoformat())
    assert call.is_open(opens)
    assert call.is_open(closes)
    assert not call.is_open(opens - timedelta(days=1))
    assert not call.is_open(closes + timedelta(days=1))
