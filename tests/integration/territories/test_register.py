"""The register of territories: codes checked against the reference, facts as declared, contacts, neighbours."""

from __future__ import annotations

import pytest

from shared.contracts.territories import (
    DeclaredFact,
    DeclareFact,
    EnrolTerritory,
    GetTerritory,
    LinkNeighbour,
    ListTerritories,
    NoteContact,
    RegisterTerritory,
    ResolveTerritory,
    SearchPlaces,
    SetDeadline,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import ContactNoted, TerritoryRegistered
from tests.integration.territories.told import COQUELICOT, HELLEMMES, LILLE, LOMME, call, coquelicot, hellemmes
from tests.support.rooms import RoomAtWork


def test_an_epci_takes_its_communes_from_the_reference(work: RoomAtWork):
    territory = coquelicot(work)
    page = work.ask(GetTerritory(id=territory))
    assert (page.communes, page.siren, page.kind_label) == (65, COQUELICOT, "Communauté de communes")
    (told,) = work.told(TerritoryRegistered)
    assert told.subject == territory
    assert (told.data["siren"], told.data["insee"]) == (COQUELICOT, None)


def test_an_epci_registered_with_communes_keeps_those(work: RoomAtWork):
    assert work.ask(GetTerritory(id=coquelicot(work, communes=["80016", "80016"]))).communes == 1


@pytest.mark.parametrize("key", ["248000747", "248 000 747", "248.000.747"])
def test_a_territory_answers_to_its_siren_however_it_is_spaced(work: RoomAtWork, key: str):
    territory = coquelicot(work)
    assert work.ask(ResolveTerritory(id=key)).territory == territory


def test_a_territory_answers_to_its_id_its_insee_code_and_its_accompaniments(work: RoomAtWork):
    territory = hellemmes(work)
    assert work.ask(ResolveTerritory(id=HELLEMMES)).accompaniment is None
    first = work.obey(EnrolTerritory(call=call(work, "2022"), territory=territory, occurred="2022")).id
    latest = work.obey(EnrolTerritory(call=call(work, "2024"), territory=HELLEMMES)).id
    assert work.ask(ResolveTerritory(id=territory)).accompaniment == latest
    assert work.ask(ResolveTerritory(id=first)).accompaniment == first
    assert work.ask(ResolveTerritory(id=first)).territory == territory


def test_what_nobody_registered_is_named_in_the_refusal(work: RoomAtWork):
    with pytest.raises(NotFound, match="«\u00a0248000747\u00a0»") as unknown:
        work.ask(GetTerritory(id=COQUELICOT))
    assert unknown.value.stable_code == "unknown-territory"


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"kind": "commune", "insee": "59999"}, "unknown-commune", "«\u00a059999\u00a0» n’est pas le code INSEE"),
        ({"kind": "commune", "insee": "5959"}, "wrong-identifier", "«\u00a05959\u00a0»"),
        ({"kind": "metropole", "siren": "200093202"}, "wrong-identifier", "clé de contrôle"),
        ({"kind": "communaute-urbaine", "siren": "732829320"}, "unknown-epci", "«\u00a0732829320\u00a0»"),
        ({"kind": "commune", "siren": COQUELICOT}, "wrong-code", "Un SIREN désigne une intercommunalité"),
        ({"kind": "qpv", "insee": HELLEMMES}, "wrong-code", "Un code INSEE désigne une commune"),
        ({"kind": "metropole", "siren": COQUELICOT}, "wrong-code", "Communauté de communes, et non Métropole"),
        ({"kind": "grouping", "communes": [LILLE, "59999", "00001"]}, "unknown-commune", "59999"),
    ],
)
def test_a_wrong_code_is_refused_by_name_and_registers_nothing(work: RoomAtWork, wrong, code, sentence):
    with pytest.raises(InvalidInput) as refused:
        work.obey(RegisterTerritory(label="Essai", **wrong))
    assert refused.value.stable_code == code
    assert sentence in refused.value.message
    assert work.ask(ListTerritories()).territories == []
    assert work.told() == []


def test_every_unknown_commune_is_named_with_its_place(work: RoomAtWork):
    with pytest.raises(InvalidInput) as refused:
        work.obey(RegisterTerritory(label="Essai", kind="grouping", communes=[LILLE, "59999", "00001"]))
    assert [where for where, _ in refused.value.problems] == ["communes.1", "communes.2"]


def test_a_code_is_registered_once(work: RoomAtWork):
    coquelicot(work)
    with pytest.raises(Refused, match="déjà inscrit sous le nom «\u00a0CC du Pays du Coquelicot\u00a0»"):
        work.obey(RegisterTerritory(label="Coquelicot", kind="communaute-de-communes", siren="248 000 747"))


def test_a_grouping_gathers_communes_and_a_commune_its_quarters(work: RoomAtWork):
    grouping = work.obey(
        RegisterTerritory(label="Lille – Lomme – Hellemmes", kind="grouping", communes=[LILLE, LOMME, HELLEMMES])
    ).id
    town = hellemmes(work, parent=grouping)
    for quarter in ("L’Épine", "Dombrowski"):
        work.obey(RegisterTerritory(label=quarter, kind="qpv", parent=HELLEMMES))
    page = work.ask(GetTerritory(id=town))
    assert (page.parent_label, page.sub_areas) == ("Lille – Lomme – Hellemmes", ["L’Épine", "Dombrowski"])
    above = work.ask(GetTerritory(id=grouping))
    assert (above.communes, above.sub_areas) == (3, ["Hellemmes"])


def test_an_unknown_parent_is_refused_and_registers_nothing(work: RoomAtWork):
    with pytest.raises(NotFound):
        hellemmes(work, parent="59000")
    assert work.ask(ListTerritories()).territories == []


def test_a_territory_outside_the_reference_is_registered_without_a_code(work: RoomAtWork):
    territory = work.obey(RegisterTerritory(label="Grenoble", kind="commune")).id
    assert work.ask(GetTerritory(id=territory)).communes == 0


def test_declared_figures_stay_as_declared_even_where_they_do_not_add_up(work: RoomAtWork):
    declared = [
        DeclaredFact(label="Communes", value="65", source="article", occurred="2024-12"),
        DeclaredFact(label="Ville-centre", value="1", source="article"),
        DeclaredFact(label="Pôles structurants", value="3", source="article"),
        DeclaredFact(label="Communes rurales", value="55", source="article"),
    ]
    territory = coquelicot(work, facts=declared)
    other = DeclaredFact(label="Communes", value="59", source="guide", occurred="2025")
    work.obey(DeclareFact(territory=COQUELICOT, fact=other))
    assert work.ask(GetTerritory(id=territory)).facts == [*declared, other]


def test_neighbours_are_noted_once_with_or_without_a_siren(work: RoomAtWork):
    territory = coquelicot(work)
    work.obey(LinkNeighbour(territory=territory, label="Amiens Métropole", siren="248 000 531"))
    work.obey(LinkNeighbour(territory=territory, label="CC de la Haute Somme"))
    for label, siren in (("CA Amiens Métropole", "248000531"), ("CC de la Haute Somme", None)):
        with pytest.raises(Refused, match="déjà noté parmi les voisins"):
            work.obey(LinkNeighbour(territory=territory, label=label, siren=siren))
    with pytest.raises(InvalidInput, match="clé de contrôle"):
        work.obey(LinkNeighbour(territory=territory, label="Essai", siren="248000532"))
    assert work.ask(GetTerritory(id=territory)).neighbours == ["Amiens Métropole", "CC de la Haute Somme"]


def test_a_contact_precedes_every_call_by_years(work: RoomAtWork):
    territory = coquelicot(work)
    work.obey(NoteContact(territory=territory, summary="Premier échange", origin="rendez-vous", occurred="2022-04"))
    (contact,) = work.ask(GetTerritory(id=territory)).contacts
    assert (contact.value, contact.source, contact.occurred) == ("Premier échange", "rendez-vous", "2022-04")
    (told,) = work.told(ContactNoted)
    assert (told.subject, told.occurred, told.data["accompaniment"]) == (territory, "2022-04", None)


@pytest.mark.parametrize(
    ("occurred", "belongs"), [("2022-04", False), ("2024-11", True), ("2025-03", True), (None, True)]
)
def test_a_contact_belongs_to_the_accompaniment_unless_it_came_before(work: RoomAtWork, occurred, belongs):
    territory = coquelicot(work)
    enrolled = work.obey(EnrolTerritory(call=call(work), territory=territory, occurred="2024-11-21/2024-11-30")).id
    work.obey(NoteContact(territory=territory, summary="Un échange", occurred=occurred))
    (told,) = work.told(ContactNoted)
    assert told.data["accompaniment"] == (enrolled if belongs else None)


def test_territories_are_listed_by_name_accents_aside(work: RoomAtWork):
    for label in ("Étaples", "Zuydcoote", "Albert"):
        work.obey(RegisterTerritory(label=label, kind="commune"))
    assert [card.label for card in work.ask(ListTerritories()).territories] == ["Albert", "Étaples", "Zuydcoote"]


def test_places_are_found_while_one_types(work: RoomAtWork):
    (epci,) = work.ask(SearchPlaces(text="pays du coquel", limit=1)).places
    assert (epci.code, epci.label, epci.departement) == (COQUELICOT, "CC du Pays du Coquelicot", "80")
    town = work.ask(SearchPlaces(text=HELLEMMES)).places[0]
    assert (town.code, town.kind) == (HELLEMMES, "associee")
    assert work.ask(SearchPlaces(text="")).places == []


def test_an_impossible_date_is_refused_before_anything_is_written(work: RoomAtWork):
    with pytest.raises(ValueError, match="le mois 13 n’existe pas"):
        NoteContact(territory=coquelicot(work), summary="…", occurred="2024-13")
    with pytest.raises(ValueError, match="due"):
        SetDeadline.model_validate({"kind": "other", "title": "…", "due": "2025-02-30"})
