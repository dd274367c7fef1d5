"""Public identifiers: what is accepted, in what form, and what a person is told otherwise."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shared.identifiers import Insee, Siren, WrongIdentifier, insee, rna, siren, siret, spaced


@pytest.mark.parametrize("text", ["248000747", "248 000 747", "248.000.747", "\u00a0248\u202f000\u202f747 "])
def test_a_siren_is_kept_as_nine_digits(text):
    assert siren(text) == "248000747"


def is_siren(text):
    try:
        return siren(text) == text
    except WrongIdentifier:
        return False


@given(st.from_regex(r"[1-9][0-9]{7}", fullmatch=True))
def test_exactly_one_key_in_ten_makes_a_siren(start):
    assert sum(is_siren(start + key) for key in "0123456789") == 1


@given(st.sampled_from(["248000747", "200093201", "215903501"]), st.integers(0, 7))
def test_two_neighbouring_digits_swapped_are_noticed(right, place):
    digits = list(right)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    pair = {digits[place], digits[place + 1]}
    if len(pair) == 1 or pair == {"0", "9"}:  # Luhn's known blind spot
        return
    assert not is_siren("".join(digits))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Le SIREN est vide"),
        ("24800074", "en a 8"),
        ("248000748", "clé de contrôle"),
        ("24800074700019", "c’est un SIRET"),
        ("2480O0747", "sans lettres"),
        ("٢٤٨٠٠٠٧٤٧", "sans lettres"),
        ("000000000", "clé de contrôle"),
    ],
)
def test_a_wrong_siren_says_what_is_wrong(text, sentence):
    with pytest.raises(WrongIdentifier, match=re.escape(sentence)) as refusal:
        siren(text)
    assert refusal.value.as_dict()["code"] == "wrong-identifier"


def test_a_siret_has_its_own_key():
    assert siret("248 000 747 00019") == "24800074700019"
    with pytest.raises(WrongIdentifier, match="clé de contrôle"):
        siret("24800074700012")


def test_a_siret_must_begin_with_a_siren():
    with pytest.raises(WrongIdentifier, match="SIREN impossible"):
        siret("24800074800012")


def test_la_poste_has_another_rule_but_for_its_head_office():
    assert siret("35600000000048") == "35600000000048"
    assert siret("35600000049837") == "35600000049837"


@given(st.from_regex(r"[0-9]{5}", fullmatch=True).filter(lambda number: number != "00048"))
def test_an_establishment_of_la_poste_is_right_when_its_digit_sum_is_a_multiple_of_five(number):
    text = f"356000000{number}"
    if sum(map(int, text)) % 5 == 0:
        assert siret(text) == text
    else:
        with pytest.raises(WrongIdentifier, match="clé de contrôle"):
            siret(text)


@pytest.mark.parametrize("text", ["w595012345", "W 595 012 345", "W9R1003456", "W2A1000123"])
def test_an_rna_number_is_kept_in_capitals(text):
    assert rna(text) == text.replace(" ", "").upper()


@pytest.mark.parametrize("text", ["", "595012345", "W59501234", "W5950123456", "WABC012345"])
def test_what_is_no_rna_number_is_refused(text):
    with pytest.raises(WrongIdentifier, match="RNA"):
        rna(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("59298", "59298"), ("2a004", "2A004"), ("2B 033", "2B033"), ("01001", "01001"), ("97411", "97411")],
)
def test_a_commune_code_keeps_its_letters_and_its_leading_zero(text, code):
    assert insee(text) == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2001", "écrivez 02001"),
        ("20004", "2A ou 2B"),
        ("59000", "diffère du code postal"),
        ("99123", "5 signes"),
        ("00123", "5 signes"),
        ("2C001", "5 signes"),
        ("592988", "5 signes"),
        ("Lille", "5 signes"),
        ("", "5 signes"),
    ],
)
def test_a_wrong_commune_code_comes_with_advice(text, sentence):
    with pytest.raises(WrongIdentifier, match=re.escape(sentence)):
        insee(text)


def test_sirens_and_sirets_are_shown_in_groups():
    assert spaced("248000747") == "248\u202f000\u202f747"
    assert spaced("24800074700019") == "248\u202f000\u202f747\u202f00019"


class _Territory(BaseModel):
    siren: Siren
    insee: Insee | None = None


def test_a_model_keeps_canonical_identifiers_and_repeats_our_sentences():
    assert _Territory(siren="248 000 747", insee="2a004").model_dump() == {"siren": "248000747", "insee": "2A004"}
    with pytest.raises(ValidationError) as wrong:
        _Territory(siren="248000748", insee="2001")
    assert [problem["type"] for problem in wrong.value.errors()] == ["wrong-identifier", "wrong-identifier"]
    assert wrong.value.errors()[1]["msg"].endswith("écrivez 02001.")
