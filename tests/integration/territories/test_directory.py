"""The directory: organisations as they are, people by role, names and addresses in one place only."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from services.territories.room import ROOM
from services.territories.tables import Person
from shared.contracts.territories import (
    ChangeLegalForm,
    DesignateReferent,
    ErasePerson,
    FindAddresses,
    GetTerritory,
    LegalForm,
    ListOrganisations,
    RegisterOrganisation,
    RegisterPerson,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import LegalFormChanged, OrganisationRegistered, PersonErased, ReferentDesignated
from shared.ids import new_id
from tests.integration.territories.told import COQUELICOT, accompaniment, coquelicot, hellemmes, person
from tests.support.rooms import RoomAtWork


def organisation(work: RoomAtWork, label: str = "Manufacture", **more) -> str:
    return work.obey(RegisterOrganisation(label=label, kind="tiers-lieu", **more)).id


# --- organisations


def test_an_organisation_holds_several_roles_at_once_and_each_once(work: RoomAtWork):
    enrolled = accompaniment(work)
    manufacture = organisation(work, ess=True, accompaniment=enrolled, roles=["lieu", "porte d’entrée", "lieu"])
    (card,) = work.ask(GetTerritory(id=COQUELICOT)).organisations
    assert (card.id, card.ess, card.roles) == (manufacture, True, ["lieu", "porte d’entrée"])
    (told,) = work.told(OrganisationRegistered)
    assert (told.data["accompaniment"], told.data["ess"], told.data["organisation"]) == (enrolled, True, manufacture)
    assert told.subject == work.ask(GetTerritory(id=enrolled)).id


def test_an_organisation_of_an_enrolled_territory_is_told_with_its_accompaniment(work: RoomAtWork):
    enrolled = accompaniment(work)
    organisation(work, territory=COQUELICOT)
    assert work.told(OrganisationRegistered)[0].data["accompaniment"] == enrolled


def test_legal_forms_are_dated_and_kept_in_time(work: RoomAtWork):
    enrolled = accompaniment(work)
    id_ = organisation(work, legal_forms=[LegalForm(form="association")], accompaniment=enrolled)
    work.obey(ChangeLegalForm(organisation=id_, legal_form="SCIC", occurred="2024"))
    (card,) = work.ask(ListOrganisations()).organisations
    assert [(form.form, form.since) for form in card.legal_forms] == [("association", None), ("SCIC", "2024")]
    (told,) = work.told(LegalFormChanged)
    assert (told.data["legal_form"], told.occurred, told.data["accompaniment"]) == ("SCIC", "2024", enrolled)


def test_a_grouping_gathers_organisations_that_act_also_on_their_own(work: RoomAtWork):
    group = organisation(work, "Groupement de coopération")
    organisation(work, "Association des Aînés", parent=group)
    cards = {card.label: card for card in work.ask(ListOrganisations()).organisations}
    assert cards["Association des Aînés"].parent == group
    assert cards["Association des Aînés"].parent_label == "Groupement de coopération"
    assert cards["Groupement de coopération"].parent is None


def test_an_informal_collective_is_an_organisation_and_has_no_siret(work: RoomAtWork):
    organisation(work, "Collectif d’habitants", informal=True)
    assert work.ask(ListOrganisations()).organisations[0].informal
    with pytest.raises(InvalidInput, match="n’a pas de personnalité juridique"):
        organisation(work, "Collectif", informal=True, siret="35600000000048")


def test_a_siret_is_checked_and_known_once(work: RoomAtWork):
    with pytest.raises(InvalidInput, match="SIRET"):
        organisation(work, siret="35600000000049")
    organisation(work, "La Poste", siret="356 000 000 00048")
    with pytest.raises(Refused, match="est déjà celui de «\u00a0La Poste\u00a0»"):
        organisation(work, "Autre", siret="35600000000048")
    assert len(work.ask(ListOrganisations()).organisations) == 1


def test_organisations_are_listed_by_name_and_by_territory(work: RoomAtWork):
    coquelicot(work)
    organisation(work, "Synapse", territory=COQUELICOT)
    organisation(work, "Épicerie", territory=COQUELICOT)
    organisation(work, "Ailleurs", territory=hellemmes(work))
    here = work.ask(ListOrganisations(territory=COQUELICOT)).organisations
    assert [card.label for card in here] == ["Épicerie", "Synapse"]
    assert len(work.ask(ListOrganisations()).organisations) == 3
    with pytest.raises(NotFound):
        work.ask(ListOrganisations(territory=new_id()))


def test_an_accompaniment_of_another_territory_is_refused(work: RoomAtWork):
    enrolled = accompaniment(work)
    with pytest.raises(InvalidInput, match="celui d’un autre territoire"):
        organisation(work, territory=hellemmes(work), accompaniment=enrolled)
    for unknown in ({"parent": new_id()}, {"territory": new_id()}, {"accompaniment": new_id()}):
        with pytest.raises(NotFound):
            organisation(work, **unknown)
    assert work.ask(ListOrganisations()).organisations == []


# --- people


def designate(work: RoomAtWork, enrolled: str, who: str, role: str, occurred: str | None = None) -> None:
    work.obey(DesignateReferent(accompaniment=enrolled, person=who, role=role, occurred=occurred))


def test_a_territory_page_shows_people_by_role_then_the_others(work: RoomAtWork):
    enrolled = accompaniment(work)
    manufacture = organisation(work, territory=COQUELICOT)
    host = person(work, "Gérance du tiers-lieu", organisation=manufacture)
    pilot, referent = person(work, "Développement local"), person(work, "Conseillère déléguée", territory=COQUELICOT)
    designate(work, enrolled, pilot, "diagnostic-pilot")
    designate(work, enrolled, referent, "elected-referent", "2024-12")
    cards = work.ask(GetTerritory(id=enrolled)).people
    assert [(card.id, card.role, card.role_label, card.since) for card in cards] == [
        (referent, "elected-referent", "Élu·e référent·e", "2024-12"),
        (pilot, "diagnostic-pilot", "Pilote du diagnostic", None),
        (host, None, None, None),
    ]
    assert cards[2].organisation_label == "Manufacture"


def test_the_same_person_is_not_referent_and_pilot_of_one_accompaniment(work: RoomAtWork):
    enrolled, who = accompaniment(work), person(work)
    designate(work, enrolled, who, "elected-referent")
    with pytest.raises(Refused) as refused:
        designate(work, enrolled, who, "diagnostic-pilot")
    assert refused.value.stable_code == "referent-is-pilot"
    designate(work, enrolled, person(work), "elected-referent")
    designate(work, enrolled, who, "diagnostic-pilot")  # no longer referent
    assert [card.id for card in work.ask(GetTerritory(id=enrolled)).people if card.role == "diagnostic-pilot"] == [who]


def test_a_new_referent_takes_over_and_agents_add_up(work: RoomAtWork):
    enrolled = accompaniment(work)
    before, after, *agents = (person(work) for _ in range(4))
    for who, role in (
        (before, "elected-referent"),
        (after, "elected-referent"),
        (agents[0], "agent"),
        (agents[1], "agent"),
    ):
        designate(work, enrolled, who, role)
    people = work.ask(GetTerritory(id=enrolled)).people
    assert [card.id for card in people] == [after, *agents]
    with pytest.raises(Refused, match="a déjà ce rôle\u00a0: Agent"):
        designate(work, enrolled, agents[0], "agent")


def test_designations_are_told_with_ids_and_never_with_names(work: RoomAtWork):
    enrolled = accompaniment(work)
    who = person(work, name="Prénom Nom-Fictif", email="personne@mairie.example", phone="03 00 00 00 00")
    designate(work, enrolled, who, "agent", "2025-01")
    (told,) = work.told(ReferentDesignated)
    assert (told.data["person"], told.data["role"], told.occurred) == (who, "agent", "2025-01")
    everything = json.dumps([one.as_json() for one in work.told()])
    assert "Nom-Fictif" not in everything
    assert "mairie.example" not in everything
    assert "03 00" not in everything


def test_addresses_are_found_by_role_and_by_person_each_once(work: RoomAtWork):
    enrolled = accompaniment(work)
    referent = person(work, "Élue", email="elue@mairie.example")
    agent, outside = person(work, "Agent"), person(work, "Invitée", email="invitee@asso.example")
    designate(work, enrolled, referent, "elected-referent")
    designate(work, enrolled, referent, "agent")
    designate(work, enrolled, agent, "agent")

    def found(**query) -> list[tuple[str, str | None]]:
        return [(one.person, one.email) for one in work.ask(FindAddresses(**query)).addresses]

    assert found(accompaniment=enrolled) == [(referent, "elue@mairie.example"), (agent, None)]
    assert found(accompaniment=enrolled, roles=["elected-referent"]) == [(referent, "elue@mairie.example")]
    assert found(people=[outside, new_id(), outside]) == [(outside, "invitee@asso.example")]
    assert found(accompaniment=enrolled, roles=["accompanier"], people=[agent]) == [(agent, None)]
    assert found() == []


def test_a_forgotten_person_leaves_a_function_and_no_name_or_address(work: RoomAtWork):
    enrolled = accompaniment(work)
    who = person(work, "Élue", name="Prénom Nom-Fictif", email="elue@mairie.example", phone="03 00 00 00 00")
    designate(work, enrolled, who, "elected-referent")
    work.obey(ErasePerson(person=who))
    (card,) = work.ask(GetTerritory(id=enrolled)).people
    assert (card.function, card.role) == ("Élue", "elected-referent")
    assert (card.name, card.email, card.phone) == (None, None, None)
    assert [one.email for one in work.ask(FindAddresses(people=[who])).addresses] == [None]
    (told,) = work.told(PersonErased)
    assert told.data["person"] == who


def test_every_personal_column_is_blank_after_an_erasure(work: RoomAtWork):
    who = person(work, name="Prénom Nom-Fictif", email="elue@mairie.example", phone="03 00 00 00 00")
    work.obey(ErasePerson(person=who))
    assert set(ROOM.personal) == {Person.__tablename__}
    with work.database.read() as session:
        row = session.execute(select(Person.__table__).where(Person.id == who)).one()
    assert [getattr(row, column) for column in ROOM.personal["people"]] == [None, None, None]


def test_a_person_is_forgotten_once_and_gets_no_role_any_more(work: RoomAtWork):
    enrolled, who = accompaniment(work), person(work)
    work.obey(ErasePerson(person=who))
    assert work.obey(ErasePerson(person=who)).notes == ["Cette personne est déjà oubliée."]
    assert len(work.told(PersonErased)) == 1
    with pytest.raises(Refused, match="a demandé à être oubliée"):
        designate(work, enrolled, who, "agent")


def test_a_wrong_address_or_an_unknown_person_is_refused(work: RoomAtWork):
    with pytest.raises(InvalidInput, match="«\u00a0elue@mairie\u00a0» n’est pas une adresse électronique"):
        work.obey(RegisterPerson(function="Élue", email="elue@mairie"))
    for command in (ErasePerson(person=new_id()), RegisterPerson(function="Élue", organisation=new_id())):
        with pytest.raises(NotFound):
            work.obey(command)
    with pytest.raises(NotFound, match="Aucune personne"):
        designate(work, accompaniment(work), new_id(), "agent")
