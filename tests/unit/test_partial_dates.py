"""Partial dates: what they mean, how they are shown, and how what people type becomes one."""

import datetime as dt
import re
import warnings
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shared.errors import InvalidInput
from shared.partial_dates import (
    Gap,
    Occurred,
    PartialDate,
    WrongDate,
    from_french,
    in_french,
    latest_day,
    order_key,
    parse,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import edtf

# The typed form needs four digits, and the library's day arithmetic stops at the ends of the calendar.
days = st.dates(dt.date(1000, 1, 1), dt.date(9990, 12, 31))
months = days.map(lambda day: f"{day:%Y-%m}")
years = days.map(lambda day: f"{day:%Y}")
seasons = st.builds("{}-{}".format, years, st.sampled_from([21, 22, 23, 24]))
typeable_seasons = seasons.filter(lambda text: not text.endswith("-24"))
marks = st.sampled_from(["", "~", "?", "%"])
dates = st.one_of(days.map(dt.date.isoformat), months, years)


def intervals(sides):
    pairs = st.tuples(sides, sides).filter(lambda pair: parse(pair[0]).earliest <= parse(pair[1]).latest)
    return pairs.map("/".join)


marked = st.builds("{}{}".format, st.one_of(dates, seasons), marks)
half_open = st.one_of(marked.map(lambda text: f"{text}/.."), marked.map(lambda text: f"../{text}"))
any_edtf = st.one_of(marked, intervals(marked), half_open)
typeable_sides = st.builds("{}{}".format, st.one_of(dates, typeable_seasons), marks)
typeable = st.one_of(
    typeable_sides,
    intervals(typeable_sides).filter(lambda text: parse(text).start != parse(text).end),
    typeable_sides.map(lambda text: f"{text}/.."),
    typeable_sides.map(lambda text: f"../{text}"),
    typeable_sides.map(lambda text: f"{text}/"),
)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-07-03", "2025-07-03", "2025-07-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-22", "2025-06-01", "2025-08-31"),
        ("2025-23", "2025-09-01", "2025-11-30"),
        ("2025-24", "2025-12-01", "2025-12-31"),
        ("2024-11~", "2024-11-01", "2024-11-30"),
        ("2024-11?", "2024-11-01", "2024-11-30"),
        ("2024-11%", "2024-11-01", "2024-11-30"),
        ("2025-07-01/2025-07-10", "2025-07-01", "2025-07-10"),
        ("2026-01/2026-03", "2026-01-01", "2026-03-31"),
        ("2025-04/..", "2025-04-01", "2025-04-30"),
        ("../2025-04", "2025-04-01", "2025-04-30"),
        ("2025-04/", "2025-04-01", "2025-04-30"),
        ("2025/2025-03", "2025-01-01", "2025-03-31"),
    ],
)
def test_a_date_stands_between_its_strict_bounds(text, earliest, latest):
    assert parse(text).earliest.isoformat() == earliest
    assert latest_day(text).isoformat() == latest


@given(any_edtf)
def test_the_first_day_is_never_after_the_last(text):
    assert parse(text).earliest <= parse(text).latest


@given(st.one_of(dates, seasons), marks)
def test_a_doubt_moves_no_bound(text, mark):
    doubtful, plain = parse(text + mark), parse(text)
    assert (doubtful.earliest, doubtful.latest) == (plain.earliest, plain.latest)


@given(any_edtf)
def test_both_ends_write_themselves_as_they_were_read(text):
    date = parse(text)
    sides = [side.value if isinstance(side, Gap) else str(side) for side in (date.start, date.end)]
    assert text == ("/".join(sides) if date.is_interval else sides[0])


@given(st.one_of(st.builds("{}{}".format, dates, marks), seasons, intervals(st.one_of(dates, seasons))))
def test_bounds_are_those_of_the_edtf_library(text):
    theirs = edtf.parse_edtf(text)
    assert parse(text).earliest == dt.date(*theirs.lower_strict()[:3])
    assert parse(text).latest == dt.date(*theirs.upper_strict()[:3])


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?[~?%]?", fullmatch=True))
def test_days_and_months_are_refused_exactly_when_the_edtf_library_refuses_them(text):
    # The library knows more codes than the house speaks (25 to 41) and no doubtful season, and has a year 0.
    if not 1 <= int(text[5:7]) <= 13 or text.startswith("0000"):
        return
    try:
        edtf.parse_edtf(text)
    except edtf.EDTFParseException:
        with pytest.raises(WrongDate):
            parse(text)
    else:
        assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "La date est vide"),
        ("2025-02-30", "février 2025 n’a que 28 jours"),
        ("2025-13", "le mois 13 n’existe pas"),
        ("2025-00", "le mois 00 n’existe pas"),
        ("2025-07-00", "le jour 00 n’existe pas"),
        ("2025-21-03", "une saison (21) n’a pas de jour"),
        ("0000", "l’année va de 0001 à 9999"),
        ("2025-07/2025-01", "se termine avant de commencer"),
        ("2025-07-01T10:00", "porte une heure"),
        ("2025-07-01 10:00", "porte une heure"),
        ("2025/2026/2027", "plus de deux bornes"),
        ("..", "ni début ni fin"),
        ("../..", "ni début ni fin"),
        ("/", "ni début ni fin"),
        ("2024-XX", "sans X"),
        ("2025-7-3", "n’est pas une date reconnue"),
        ("٢٠٢٥", "n’est pas une date reconnue"),
        ("octobre 2024", "n’est pas une date reconnue"),
    ],
)
def test_a_wrong_or_impossible_date_says_in_french_what_is_wrong(text, sentence):
    with pytest.raises(WrongDate, match=re.escape(sentence)) as refusal:
        parse(text)
    assert refusal.value.message.endswith(".")
    assert " :" not in refusal.value.message  # only non-breaking spaces before a colon


def test_a_wrong_date_is_a_wrong_input_with_a_stable_code():
    with pytest.raises(InvalidInput) as refusal:
        parse("2025-13")
    assert refusal.value.as_dict()["code"] == "wrong-date"
    assert refusal.value.as_dict()["status"] == 422


_WORDS = (
    "du", "de", "d'", "au", "à", "entre", "et", "depuis", "jusqu'à", "vers", "environ", "?", "(à confirmer)", "–", "-",
    "début", "mi", "fin", "3", "1er", "30", "00", "T3", "2e", "semestre", "jeudi", "juillet", "févr.", "hiver", "/",
    "printemps", "2025", "2024-11", "2024-11~", "2025-21", "0000", "9999", "..", "03/07/2025", "13/2025", "l'", "9 h",
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    for read in (parse, from_french):
        with suppress(WrongDate):
            assert parse(read(text).text).latest


def test_a_whole_day_is_made_from_a_date():
    assert PartialDate.of(dt.date(987, 7, 3)) == parse("0987-07-03")


def test_dates_order_by_the_day_they_stand_on_then_the_more_precise_first():
    texts = ["2025", "2025-04/..", "2025-12-31", "2024-11~", "2025-04-30", "2025-12"]
    ordered = [date.text for date in sorted(map(parse, texts), key=order_key)]
    assert ordered == ["2024-11~", "2025-04-30", "2025-04/..", "2025-12-31", "2025-12", "2025"]


@pytest.mark.parametrize(
    ("text", "long", "short", "sentence"),
    [
        ("2024-10", "octobre 2024", "oct. 2024", "en octobre 2024"),
        ("2025-21", "printemps 2025", "printemps 2025", "au printemps 2025"),
        ("2025-22~", "vers l’été 2025", "vers l’été 2025", "vers l’été 2025"),
        ("2024-11~", "vers novembre 2024", "vers nov. 2024", "vers novembre 2024"),
        ("2024?", "2024 (à confirmer)", "2024\u00a0?", "en 2024 (à confirmer)"),
        ("2025-07-03", "jeudi 3 juillet 2025", "3 juill. 2025", "le jeudi 3 juillet 2025"),
        ("2025-08-01", "vendredi 1er août 2025", "1er août 2025", "le vendredi 1er août 2025"),
        ("2025-07-03~", "vers le 3 juillet 2025", "vers le 3 juill. 2025", "vers le 3 juillet 2025"),
        ("2025-07-01/2025-07-10", "du 1er au 10 juillet 2025", "1er–10 juill. 2025", "du 1er au 10 juillet 2025"),
        ("2025-06-28/2025-07-03", "du 28 juin au 3 juillet 2025", "28 juin\u00a0– 3 juill. 2025", None),
        ("2024-12-28/2025-01-03", "du 28 décembre 2024 au 3 janvier 2025", None, None),
        ("2024-11/2025-04", "de novembre 2024 à avril 2025", "nov. 2024\u00a0– avr. 2025", None),
        ("2025-04/2026-01", "d’avril 2025 à janvier 2026", None, None),
        ("2026-01/2026-03", "entre janvier et mars 2026", "janv.–mars 2026", None),
        ("2021/2022", "de 2021 à 2022", "2021–2022", None),
        ("2025-22/2025-23", "de l’été 2025 à l’automne 2025", None, None),
        ("2025-07-03/2025-11", "du 3 juillet 2025 à novembre 2025", None, None),
        ("2024-11~/2025-04?", "de novembre 2024 environ à avril 2025 (à confirmer)", None, None),
        ("2025-04/..", "depuis avril 2025", "depuis avr. 2025", "depuis avril 2025"),
        ("2025-21/..", "depuis le printemps 2025", None, None),
        ("2025-07-01/..", "depuis le 1er juillet 2025", None, None),
        ("../2025-04", "jusqu’à avril 2025", None, None),
        ("../2025-07-03", "jusqu’au 3 juillet 2025", None, None),
        ("2025-04/", "à partir d’avril 2025 (fin inconnue)", None, None),
        ("2025-07-03/2025-07-03", "jeudi 3 juillet 2025", "3 juill. 2025", "le jeudi 3 juillet 2025"),
    ],
)
def test_a_date_reads_as_a_french_person_would_say_it(text, long, short, sentence):
    date = parse(text)
    assert in_french(date) == long
    assert short is None or in_french(date, "short") == short
    assert sentence is None or in_french(date, "sentence") == sentence


def test_an_unknown_date_is_said_to_be_unknown():
    assert in_french(None) == "date inconnue"
    assert in_french(None, "short") == "non daté"
    assert in_french(None, "sentence") == "à une date inconnue"


@given(typeable, st.sampled_from(["long", "short", "sentence"]))
def test_what_is_shown_can_be_typed_back(text, form):
    assert from_french(in_french(parse(text), form)) == parse(text)


@given(any_edtf)
def test_edtf_can_be_typed_as_it_is(text):
    assert from_french(f"  {text} ") == parse(text)


@pytest.mark.parametrize(
    ("typed", "edtf_text"),
    [
        ("03/07/2025", "2025-07-03"),
        ("3.7.2025", "2025-07-03"),
        ("3 juillet 2025", "2025-07-03"),
        ("Jeudi 3 Juillet 2025", "2025-07-03"),
        ("le 1er août 2025", "2025-08-01"),
        ("1er aout 2025", "2025-08-01"),
        ("juillet\u00a02025", "2025-07"),
        ("07/2025", "2025-07"),
        ("juil. 2025", "2025-07"),
        ("en sept 2025", "2025-09"),
        ("printemps 2025", "2025-21"),
        ("l’été 2025", "2025-22"),
        ("hiver 2024-2025", "2024-12/2025-02"),
        ("2025", "2025"),
        ("2024-2025", "2024/2025"),
        ("T3 2025", "2025-07/2025-09"),
        ("1er trimestre 2026", "2026-01/2026-03"),
        ("second semestre 2025", "2025-07/2025-12"),
        ("début juillet 2025", "2025-07-01/2025-07-10"),
        ("mi-juillet 2025", "2025-07-11/2025-07-20"),
        ("fin novembre 2024", "2024-11-21/2024-11-30"),
        ("fin février 2024", "2024-02-21/2024-02-29"),
        ("début 2026", "2026-01/2026-03"),
        ("mi-2025", "2025-05/2025-08"),
        ("fin de l'année 2025", "2025-10/2025-12"),
        ("vers novembre 2024", "2024-11~"),
        ("octobre 2024 environ", "2024-10~"),
        ("octobre 2024 ?", "2024-10?"),
        ("vers octobre 2024 (à confirmer)", "2024-10%"),
        ("du 1er au 10 juillet 2025", "2025-07-01/2025-07-10"),
        ("3 au 10 juillet 2025", "2025-07-03/2025-07-10"),
        ("du lundi 30 juin au jeudi 3 juillet 2025", "2025-06-30/2025-07-03"),
        ("de novembre 2024 à avril 2025", "2024-11/2025-04"),
        ("d'avril à octobre 2025", "2025-04/2025-10"),
        ("de fin novembre 2024 à début avril 2025", "2024-11-21/2025-04-10"),
        ("entre janvier et mars 2026", "2026-01/2026-03"),
        ("depuis l’été 2025", "2025-22/.."),
        ("jusqu'en avril 2025", "../2025-04"),
    ],
)
def test_what_french_people_type_becomes_edtf(typed, edtf_text):
    assert from_french(typed).text == edtf_text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("  ", "La date est vide"),
        ("30/02/2025", "février 2025 n’a que 28 jours"),
        ("31 avril 2025", "avril 2025 n’a que 30 jours"),
        ("21/2025", "le mois 21 n’existe pas"),
        ("3/7/25", "écrivez l’année en quatre chiffres"),
        ("3 juillet", "il manque l’année"),
        ("mai", "il manque l’année"),
        ("lundi 3 juillet 2025", "ce jour est un jeudi, pas un lundi"),
        ("hiver 2025", "désigne deux hivers"),
        ("hiver 2024-2026", "un hiver va d’une année à la suivante"),
        ("3e semestre 2025", "deux semestres"),
        ("3 juillet 2025 à 9h30", "porte une heure"),
        ("3 juillet 2025 à 9 h", "porte une heure"),
        ("du 10 au 1er juillet 2025", "se termine avant de commencer"),
        ("bientôt", "n’est pas une date reconnue"),
        ("? – 2025", "n’est pas une date reconnue"),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_the_words_that_were_typed(typed, sentence):
    with pytest.raises(WrongDate, match=re.escape(sentence)) as refusal:
        from_french(typed)
    assert typed.strip() in refusal.value.message.replace("\u00a0", " ")


class _Fact(BaseModel):
    occurred: Occurred | None = None


def test_a_model_keeps_the_canonical_text():
    assert _Fact(occurred=" 2024-11~ ").occurred == "2024-11~"
    assert _Fact().occurred is None
    assert "EDTF" in str(_Fact.model_json_schema())


def test_a_model_refuses_an_impossible_date_with_the_same_sentence():
    with pytest.raises(WrongDate) as refusal:
        parse("2025-02-30")
    with pytest.raises(ValidationError) as wrong:
        _Fact(occurred="2025-02-30")
    (problem,) = wrong.value.errors()
    assert (problem["type"], problem["msg"]) == ("wrong-date", refusal.value.message)
