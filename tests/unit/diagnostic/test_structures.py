"""Which structure an interview is with, and when two tellings are one interview."""

from hypothesis import given
from hypothesis import strategies as st

from services.diagnostic.rules.structures import fingerprint, plain_name, structure_id
from shared.ids import is_id

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"


def test_a_structure_of_the_directory_keeps_its_id_whatever_its_name():
    assert (
        structure_id(HERE, "La Manufacture", "org-7") == structure_id(HERE, "Manufacture du pays", "org-7") == "org-7"
    )


def test_the_same_name_written_otherwise_is_the_same_structure():
    ids = {
        structure_id(HERE, name, None)
        for name in ("L'Épicerie  coopérative", "l’epicerie-coopérative", "L'ÉPICERIE COOPERATIVE")
    }
    assert len(ids) == 1


def test_two_names_are_two_structures_and_two_accompaniments_too():
    ids = {
        structure_id(HERE, "Atelier bois", None),
        structure_id(HERE, "Atelier fer", None),
        structure_id(ELSEWHERE, "Atelier bois", None),
    }
    assert len(ids) == 3


def test_names_without_letters_stay_apart():
    assert plain_name("***") != plain_name("+++")


@given(st.text(min_size=1).filter(str.strip))
def test_every_name_gives_a_stable_id_that_does_not_mind_case_and_blanks(name: str):
    found = structure_id(HERE, name, None)
    assert is_id(found)
    assert structure_id(HERE, f"  {name} ", None) == found


def test_the_same_interview_told_twice_has_one_fingerprint():
    first = fingerprint(HERE, "2025-03", "Atelier bois", "Manque de moyens.\r\nVeut coopérer.")
    assert first == fingerprint(HERE, "2025-03", "ATELIER BOIS", "Manque de moyens.\nVeut  coopérer. ")


def test_another_date_structure_synthesis_or_accompaniment_is_another_interview():
    tellings = {
        fingerprint(HERE, "2025-03", "Atelier bois", "a"),
        fingerprint(HERE, None, "Atelier bois", "a"),
        fingerprint(HERE, "2025-03", "Atelier fer", "a"),
        fingerprint(HERE, "2025-03", "Atelier bois", "b"),
        fingerprint(ELSEWHERE, "2025-03", "Atelier bois", "a"),
    }
    assert len(tellings) == 5
