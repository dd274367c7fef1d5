"""The reference of communes and EPCI: looked up by code, searched by name."""

import json
import statistics
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import build_reference
from services.territories import reference
from shared.french import without_accents
from shared.identifiers import insee, siren

COQUELICOT, MEL, LILLE, HELLEMMES, LOMME = "248000747", "200093201", "59350", "59298", "59355"

every_epci = st.sampled_from(reference.all_epci())
every_commune = every_epci.flatmap(lambda one: st.sampled_from(reference.members(one.siren)))


def codes(found):
    return [place.siren if isinstance(place, reference.Epci) else place.insee for place in found]


def test_the_region_has_92_epci_and_3782_communes():
    communes = [place for one in reference.all_epci() for place in reference.members(one.siren)]
    assert len(reference.all_epci()) == 92
    assert sum(place.region == "32" for place in communes) == 3782
    assert len({place.insee for place in communes}) == len(communes)


def test_the_pays_du_coquelicot_has_its_65_communes():
    epci = reference.epci(COQUELICOT)
    assert (epci.name, epci.long_name) == (
        "CC du Pays du Coquelicot",
        "Communauté de communes du Pays du Coquelicot",
    )
    assert len(reference.members(COQUELICOT)) == 65
    assert "Albert" in {place.name for place in reference.members(COQUELICOT)}


def test_hellemmes_is_a_commune_associee_of_lille():
    hellemmes = reference.commune(HELLEMMES)
    assert (hellemmes.name, hellemmes.kind, hellemmes.chief) == ("Hellemmes-Lille", "associee", LILLE)
    assert hellemmes.label == "Hellemmes-Lille (59), commune associée de Lille"
    assert hellemmes.epci == MEL
    assert (hellemmes.siren, hellemmes.population_municipale) == (None, None)
    assert reference.current_commune(HELLEMMES).insee == LILLE
    assert codes(reference.parts(LILLE)) == [HELLEMMES, LOMME]


def test_a_commune_deleguee_with_the_code_of_its_commune_does_not_hide_it():
    assert (reference.commune("02018").name, reference.commune("02018").kind) == ("Anizy-le-Grand", "commune")
    assert "Anizy-le-Château" in {part.name for part in reference.parts("02018")}


@given(every_epci)
def test_every_epci_adds_up_to_its_communes(epci):
    members = reference.members(epci.siren)
    assert sum(place.population_municipale for place in members) == epci.population_municipale
    assert sum(place.population_totale for place in members) == epci.population_totale


@given(every_commune)
def test_every_commune_has_right_identifiers_and_is_found_by_them(place):
    assert insee(place.insee) == place.insee
    assert siren(place.siren) == place.siren
    assert reference.commune(place.insee) == place
    assert reference.find(place.siren) == place
    assert place in reference.members(place.epci)


def test_an_interregional_epci_has_its_communes_outside_the_region_too():
    outside = [place for one in reference.all_epci() for place in reference.members(one.siren) if place.region != "32"]
    assert {place.departement for place in outside} == {"76"}
    assert len(outside) == 49


def test_an_unknown_code_is_refused_in_french():
    with pytest.raises(reference.UnknownCommune, match="n’est pas le code INSEE d’une commune des Hauts-de-France"):
        reference.commune("75056")
    with pytest.raises(reference.UnknownEpci, match="n’est pas le SIREN d’un EPCI"):
        reference.members("215903501")
    assert reference.find("75056") is None


def test_a_former_code_says_what_it_became():
    with pytest.raises(reference.UnknownCommune, match="fait partie d’Aizy-Jouy"):
        reference.commune("02394")
    assert reference.current_commune("02394").name == "Aizy-Jouy"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lille", LILLE),
        ("hellemmes", HELLEMMES),
        ("LOMME", LOMME),
        ("coquelicot", COQUELICOT),
        ("pays du coquelicot", COQUELICOT),
        ("communauté de communes du pays du coquelicot", COQUELICOT),
        ("cc coquelicot", COQUELICOT),
        ("MEL", MEL),
        ("metropole lille", MEL),
        (HELLEMMES, HELLEMMES),
        ("248 000 747", COQUELICOT),
        ("02394", "02008"),
        ("st omer", "62765"),
        ("Villeneuve d’Ascq", "59009"),
        ("henin", "246200299"),
        ("cœur de fl", "200040947"),
        ("loos en g", "62528"),
        ("le quesnoy", "59481"),
    ],
)
def test_what_people_type_finds_the_place_first(text, first):
    assert codes(reference.search(text))[0] == first


def test_a_postcode_finds_its_communes():
    assert set(codes(reference.search("59160"))) >= {LILLE, "59128"}


def test_exact_names_come_before_beginnings_and_those_before_the_rest():
    names = [place.name for place in reference.search("lille", 4)]
    assert names[:3] == ["Lille", "Lillers", "Métropole Européenne de Lille"]


@given(every_commune.filter(lambda place: place.region == "32"), st.booleans())
def test_every_commune_is_found_by_its_name_with_or_without_accents(place, plain):
    name = without_accents(place.name) if plain else place.name
    assert place in reference.search(name, 200)


@given(every_epci, st.integers(1, 40))
def test_every_epci_is_found_by_the_beginning_of_its_name(epci, length):
    assert epci in reference.search(epci.name[:length], 4000) or not epci.name[:length].strip()


@given(st.text(), st.integers(0, 20))
def test_any_text_is_answered_within_the_limit(text, limit):
    assert len(reference.search(text, limit)) <= limit


@pytest.mark.parametrize("text", ["", "   ", "%_", "xyzzy"])
def test_what_matches_nothing_finds_nothing(text):
    assert reference.search(text) == []


def test_a_search_takes_well_under_five_milliseconds():
    reference.search("warm")
    timings = []
    for text in ["l", "a", "saint", "lille", "59", "communauté de communes", "de la"] * 5:
        start = time.process_time()
        reference.search(text)
        timings.append(time.process_time() - start)
    assert statistics.median(timings) < 0.005


def test_the_source_is_named_for_whoever_shows_the_data():
    assert reference.source().year == 2026
    assert "Licence Ouverte" in reference.source().licence


def test_building_the_reference_twice_gives_the_same_bytes(tmp_path):
    package = tmp_path / "data"
    package.mkdir()
    (tmp_path / "package.json").write_text('{"version": "6.0.0"}')
    member = {"code": "80016", "populationMunicipale": 9, "populationTotale": 10}
    place = {"code": "80016", "nom": "Albert", "siren": "218000164", "region": "32", "codesPostaux": ["80300"]}
    part = {"code": "80017", "nom": "Part", "type": "commune-associee", "chefLieu": "80016", "region": "32"}
    epci = {"code": COQUELICOT, "nom": "CC", "type": "CC", "populationMunicipale": 9, "populationTotale": 10}
    other = epci | {"code": MEL, "membres": [{"code": "75056"}]}
    (package / "communes.json").write_text(json.dumps([part, place | {"type": "commune-actuelle", "population": 8}]))
    (package / "epci.json").write_text(json.dumps([other, epci | {"membres": [member]}]))
    built = build_reference.build(tmp_path, "32", 2026)
    assert [row[0] for row in built["epci"]] == [COQUELICOT]
    assert built["communes"] == [["80016", "Albert", "218000164", COQUELICOT, "32", "80300", "", 9, 10]]
    assert built["parts"] == [["80017", "Part", "associee", "80016"]]
    text = build_reference.as_lines(built)
    assert json.loads(text) == built
    assert text == build_reference.as_lines(build_reference.build(tmp_path, "32", 2026))
