"""French typography: what pages, mails and workbooks show."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import french
from shared.clock import PARIS

NB, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (3782, None, f"3{NN}782"),
        (12345.67, None, f"12{NN}345,67"),
        (1_234_567, None, f"1{NN}234{NN}567"),
        (1.5, None, "1,5"),
        (2.0, None, "2"),
        (100, None, "100"),
        (0.005, None, "0,01"),
        (Decimal("2.675"), None, "2,68"),
        (2.5, 0, "3"),
        (2, 2, "2,00"),
        (-3782.5, None, f"−3{NN}782,5"),
        (-0.001, None, "0"),
    ],
)
def test_numbers_have_a_comma_and_narrow_spaces(value, decimals, shown):
    assert french.number(value, decimals) == shown


@given(st.integers(-(10**15), 10**15))
def test_a_number_reads_back_as_itself(value):
    assert int(french.number(value).replace(NN, "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(2 / 3, f"66,7{NB}%"), (0.5, f"50{NB}%"), (0, f"0{NB}%"), (1, f"100{NB}%"), (1.2345, f"123,5{NB}%")],
)
def test_percentages_drop_a_useless_decimal(ratio, shown):
    assert french.percent(ratio) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("12345.67"), f"12{NN}345,67{NB}€"),
        (Decimal("12345.60"), f"12{NN}345,60{NB}€"),
        (500, f"500{NB}€"),
        (Decimal("0.5"), f"0,50{NB}€"),
        (-20, f"−20{NB}€"),
    ],
)
def test_money_shows_cents_only_where_there_are_some(amount, shown):
    assert french.money(amount) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 atelier tenu"),
        (1, "1 atelier tenu"),
        (1.5, "1,5 atelier tenu"),
        (1.99, "1,99 atelier tenu"),
        (2, "2 ateliers tenus"),
        (1200, f"1{NN}200 ateliers tenus"),
        (-1, "−1 atelier tenu"),
    ],
)
def test_french_is_singular_below_two(count, shown):
    assert french.plural(count, "atelier tenu", "ateliers tenus") == shown


def test_the_usual_plural_takes_an_s():
    assert french.plural(3, "jour") == "3 jours"
    assert french.agree(0, "jour") == "jour"


@pytest.mark.parametrize(
    ("items", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_a_list_ends_with_et(items, shown):
    assert french.listing(items) == shown
    assert french.listing(iter(items), "ou") == shown.replace(" et ", " ou ")


def test_days_and_hours_are_said_in_french():
    start, end = dt.datetime(2025, 7, 3, 9, 0, tzinfo=PARIS), dt.datetime(2025, 7, 3, 12, 30, tzinfo=PARIS)
    assert french.long_day(dt.date(2025, 8, 1)) == "vendredi 1er août 2025"
    assert french.short_day(start) == "3 juill. 2025"
    assert french.month(start) == "juillet 2025"
    assert french.hour(dt.time(9, 5)) == f"9{NB}h{NB}05"
    assert french.hour(dt.time(0, 0)) == f"0{NB}h"
    assert french.hours(start, end) == f"de 9{NB}h à 12{NB}h{NB}30"
    assert french.moment(end) == f"jeudi 3 juillet 2025 à 12{NB}h{NB}30"
    assert french.slot(start, end) == f"jeudi 3 juillet 2025, de 9{NB}h à 12{NB}h{NB}30"


def test_a_slot_over_midnight_names_both_days():
    start, end = dt.datetime(2025, 7, 3, 18, tzinfo=PARIS), dt.datetime(2025, 7, 4, 9, tzinfo=PARIS)
    assert french.slot(start, end) == f"du jeudi 3 juillet 2025 à 18{NB}h au vendredi 4 juillet 2025 à 9{NB}h"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, f"0{NB}min"), (45, f"45{NB}min"), (60, f"1{NB}h"), (90, f"1{NB}h{NB}30"), (185, f"3{NB}h{NB}05")],
)
def test_durations_are_said_in_hours_and_minutes(minutes, shown):
    assert french.duration(minutes) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2025-07-03", "aujourd’hui"),
        ("2025-07-02", "hier"),
        ("2025-07-01", "avant-hier"),
        ("2025-07-04", "demain"),
        ("2025-07-05", "après-demain"),
        ("2025-07-06", "dans 3 jours"),
        ("2025-06-20", "il y a 13 jours"),
        ("2025-07-17", "dans 2 semaines"),
        ("2025-08-02", "dans 4 semaines"),
        ("2025-08-03", "dans 1 mois"),
        ("2025-05-03", "il y a 2 mois"),
        ("2025-05-04", "il y a 1 mois"),
        ("2026-07-03", "dans 12 mois"),
        ("2027-07-02", "dans 23 mois"),
        ("2027-07-03", "dans 2 ans"),
        ("2022-07-04", "il y a 2 ans"),
    ],
)
def test_days_are_told_from_today(day, shown):
    assert french.relative_day(dt.date.fromisoformat(day), dt.date(2025, 7, 3)) == shown


@given(st.dates(), st.dates())
def test_what_lies_ahead_for_one_day_lies_behind_for_the_other(one, other):
    ahead, behind = (
        french.relative_day(max(one, other), min(one, other)),
        french.relative_day(min(one, other), max(one, other)),
    )
    if ahead.startswith("dans "):
        assert behind == ahead.replace("dans ", "il y a ")


@pytest.mark.parametrize(
    ("name", "after_de", "after_a"),
    [
        ("Lille", "de Lille", "à Lille"),
        ("avril", "d’avril", "à avril"),
        ("Œuilly", "d’Œuilly", "à Œuilly"),
        ("Étaples", "d’Étaples", "à Étaples"),
        ("Hellemmes", "d’Hellemmes", "à Hellemmes"),
        ("Hénin-Beaumont", "d’Hénin-Beaumont", "à Hénin-Beaumont"),
        ("Ham", "de Ham", "à Ham"),
        ("Hem-Lenglet", "de Hem-Lenglet", "à Hem-Lenglet"),
        ("handicap", "de handicap", "à handicap"),
        ("onze", "de onze", "à onze"),
        ("Ytres", "d’Ytres", "à Ytres"),
        ("yaourt", "de yaourt", "à yaourt"),
        ("Le Quesnoy", "du Quesnoy", "au Quesnoy"),
        ("Les Attaques", "des Attaques", "aux Attaques"),
        ("La Bassée", "de La Bassée", "à La Bassée"),
        ("L'Étoile", "de L'Étoile", "à L'Étoile"),
        ("CC du Pays du Coquelicot", "de la CC du Pays du Coquelicot", "à la CC du Pays du Coquelicot"),
        ("Hauts-de-France", "des Hauts-de-France", "aux Hauts-de-France"),
        ("Pays du Coquelicot", "du Pays du Coquelicot", "au Pays du Coquelicot"),
        ("", "de ", "à "),
    ],
)
def test_prepositions_elide_and_melt_as_french_wants(name, after_de, after_a):
    assert french.de(name) == after_de
    assert french.to(name) == after_a


def test_a_quotation_stays_on_one_line_and_short():
    assert french.quoted("deux\nlignes") == f"«{NB}deux lignes{NB}»"
    assert len(french.quoted("a" * 1000)) < 70


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("Quand ? Oui !", f"Quand{NN}? Oui{NN}!"),
        ("un ; deux : trois", f"un{NN}; deux{NB}: trois"),
        ("« a » et «b»", f"«{NB}a{NB}» et «{NB}b{NB}»"),
        ("66,7 % de 12 345,67 €", f"66,7{NB}% de 12{NN}345,67{NB}€"),
        ("de 9 h à 12 h 30", f"de 9{NB}h à 12{NB}h{NB}30"),
        ("atelier n° 2", f"atelier n°{NB}2"),
        ("en 2025 100 personnes", "en 2025 100 personnes"),
        ("http://exemple.fr/?a=b:c", "http://exemple.fr/?a=b:c"),
        ("code:valeur 10:30", "code:valeur 10:30"),
        ("", ""),
    ],
)
def test_tidy_puts_non_breaking_spaces_where_french_needs_them(text, tidied):
    assert french.tidy(text) == tidied


_sentences = st.text(st.sampled_from("ab1234 «»:;!?%€h°n,.\n" + NB + NN))


@given(_sentences)
def test_tidying_twice_changes_nothing_more(text):
    assert french.tidy(french.tidy(text)) == french.tidy(text)


@given(_sentences)
def test_tidying_changes_only_spaces(text):
    assert "".join(french.tidy(text).split()) == "".join(text.split())


def test_accents_and_ligatures_do_not_count_when_comparing():
    assert french.without_accents("Œuvre À Évêché") == "oeuvre a eveche"
