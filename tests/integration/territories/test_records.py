"""The records of the directory: found, rewritten by two people, put together without losing a fact, looked at."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from services.territories.tables import ContactView, Person
from shared.contracts.territories import (
    ChangeLegalForm,
    DesignateReferent,
    ErasePerson,
    FindAddresses,
    GetContact,
    GetOrganisation,
    GetPerson,
    GetTerritory,
    LegalForm,
    ListContactViews,
    ListOrganisations,
    LookAtContact,
    MergeOrganisations,
    MergePeople,
    NoteFeature,
    RegisterOrganisation,
    ReviseContactDetails,
    ReviseOrganisation,
    RevisePerson,
    SearchDirectory,
    SuggestDuplicates,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import OrganisationRevised, OrganisationsMerged, PeopleMerged, PersonErased
from shared.ids import new_id
from tests.integration.territories.told import COQUELICOT, accompaniment, coquelicot, person
from tests.support.rooms import RoomAtWork


def organisation(work: RoomAtWork, label: str = "Manufacture", **more) -> str:
    return work.obey(RegisterOrganisation(label=label, kind="ess", **more)).id


def code(work: RoomAtWork, command) -> str:
    with pytest.raises(Refused) as refused:
        work.obey(command)
    return refused.value.stable_code


def revision(work: RoomAtWork, id_: str, **changed) -> ReviseOrganisation:
    page = work.ask(GetOrganisation(id=id_))
    said = {name: getattr(page, name) for name in ("label", "kind", "ess", "informal", "siret", "rna", "roles", "note")}
    return ReviseOrganisation(organisation=id_, seen=page.stamp, **{**said, **changed})


# --- finding


def test_the_directory_is_searched_by_any_word_of_a_record_whatever_its_accents(work: RoomAtWork):
    coquelicot(work)
    epicerie = organisation(work, "Épicerie solidaire", territory=COQUELICOT, legal_forms=[LegalForm(form="SCIC")])
    organisation(work, "Garage", siret="35600000000048")
    person(work, "Gérance", name="Zoé Fictive", organisation=epicerie)
    found = work.ask(SearchDirectory(text="EPICERIE"))
    assert [(one.label, one.legal_form) for one in found.organisations] == [("Épicerie solidaire", "SCIC")]
    assert [one.name for one in found.people] == ["Zoé Fictive"]
    assert work.ask(SearchDirectory(text="356000000")).organisations[0].label == "Garage"
    assert work.ask(SearchDirectory(territory=COQUELICOT)).organisations_found == 1
    short = work.ask(SearchDirectory(limit=1))
    assert (len(short.organisations), short.organisations_found) == (1, 2)
    assert work.ask(SearchDirectory(text="rien de tel")).organisations_found == 0


def test_whoever_is_kept_too_long_is_shown(work: RoomAtWork):
    person(work, "Ancienne candidate", kept_until="2026-02-01")
    person(work, "Candidate", kept_until="2026-02-02")
    found = work.ask(SearchDirectory())
    assert [(one.function, one.overdue) for one in found.people] == [("Ancienne candidate", True), ("Candidate", False)]
    assert found.overdue == 1


# --- rewriting


def test_a_record_is_rewritten_and_the_second_of_two_people_loses_nothing(work: RoomAtWork):
    id_ = organisation(work, roles=["lieu"])
    first, second = revision(work, id_, note="D’abord."), revision(work, id_, note="Ensuite.")
    work.obey(first)
    assert code(work, second) == "changed-meanwhile"
    assert work.ask(GetOrganisation(id=id_)).note == "D’abord."
    work.obey(revision(work, id_, roles=["lieu", "porte d’entrée"], ess=True))
    page = work.ask(GetOrganisation(id=id_))
    assert (page.roles, page.ess) == (["lieu", "porte d’entrée"], True)
    assert [told.data["changed"] for told in work.told(OrganisationRevised)] == [["note"], ["ess", "roles"]]


def test_numbers_are_checked_and_known_once_also_when_rewritten(work: RoomAtWork):
    poste = organisation(work, "La Poste", siret="35600000000048", rna="w595012345")
    assert work.ask(GetOrganisation(id=poste)).rna == "W595012345"
    work.obey(revision(work, poste, note="Le même numéro, la même structure."))
    other = organisation(work, "Autre")
    for changed in ({"siret": "35600000000048"}, {"rna": "W595012345"}):
        assert code(work, revision(work, other, **changed)) == "already-registered"
    for changed, where in (({"siret": "35600000000049"}, "siret"), ({"rna": "595012345"}, "rna")):
        with pytest.raises(InvalidInput) as wrong:
            work.obey(revision(work, other, **changed))
        assert [place for place, _ in wrong.value.problems] == [where]
    with pytest.raises(InvalidInput, match="collectif informel"):
        work.obey(revision(work, poste, informal=True))


def test_nobody_is_part_of_what_is_part_of_them(work: RoomAtWork):
    group, member = organisation(work, "Groupement"), organisation(work, "Association")
    work.obey(revision(work, member, parent=group))
    assert [one.label for one in work.ask(GetOrganisation(id=group)).members] == ["Association"]
    assert code(work, revision(work, group, parent=member)) == "part-of-itself"
    assert code(work, revision(work, group, parent=group)) == "part-of-itself"


def test_a_person_s_purpose_and_consent_are_kept_and_their_addresses_apart(work: RoomAtWork):
    who = person(work, name="Camille Fictif", email="camille@exemple.fr", consent="à l’oral", consent_on="2026-01")
    page = work.ask(GetPerson(id=who))
    assert (page.consent, page.consent_on, page.reachable) == ("à l’oral", "2026-01", True)
    assert "camille@exemple.fr" not in page.model_dump_json()
    words = {"person": who, "name": "Camille Fictif", "function": "Élue", "purpose": "Invitations"}
    work.obey(RevisePerson(**words, seen=page.stamp, kept_until="2028-01-01"))
    assert code(work, RevisePerson(**words, seen=page.stamp)) == "changed-meanwhile"
    with pytest.raises(InvalidInput, match="adresse électronique"):
        work.obey(
            ReviseContactDetails(person=who, seen=work.ask(GetContact(person=who)).stamp, email="camille@exemple")
        )
    work.obey(ReviseContactDetails(person=who, seen=work.ask(GetContact(person=who)).stamp, phone="03 00 00 00 00"))
    contact = work.ask(GetContact(person=who))
    assert (contact.email, contact.phone) == (None, "03 00 00 00 00")


# --- looking


def test_who_looks_at_addresses_is_noted_and_told_to_nobody(work: RoomAtWork):
    who = person(work, name="Camille Fictif")
    before = len(work.told())
    work.obey(LookAtContact(person=who))
    (view,) = work.ask(ListContactViews(person=who)).views
    assert (view.person, view.label, view.actor) == (who, "Camille Fictif", "unknown")
    assert len(work.told()) == before
    with pytest.raises(NotFound):
        work.obey(LookAtContact(person=new_id()))


# --- duplicates


def test_duplicates_are_suggested_at_entry_and_on_the_record(work: RoomAtWork):
    first = organisation(work, "Association Synapse 3i")
    found = work.ask(SuggestDuplicates(sort="organisation", label="synapse 3I")).found
    assert [(one.id, one.why) for one in found] == [(first, "même nom")]
    second = organisation(work, "Synapse 3i")
    assert [one.id for one in work.ask(GetOrganisation(id=second)).duplicates] == [first]
    someone = person(work, name="Camille Fictif", email="camille@exemple.fr")
    found = work.ask(SuggestDuplicates(sort="person", label="C. Fictif", email="CAMILLE@exemple.fr")).found
    assert [(one.id, one.why) for one in found] == [(someone, "même adresse électronique")]


def test_two_records_of_one_organisation_become_one_without_losing_a_fact(work: RoomAtWork):
    enrolled = accompaniment(work)
    kept = organisation(work, "Manufacture", roles=["lieu"], note="Rénovée.")
    merged = organisation(
        work, "La Manufacture du Coquelicot", roles=["porte d’entrée"], siret="35600000000048", ess=True,
        accompaniment=enrolled, note="Ouverte en 2024.", legal_forms=[LegalForm(form="association")],
    )  # fmt: skip
    member = organisation(work, "Fablab", parent=merged)
    host = person(work, "Gérance", organisation=merged)
    work.obey(ChangeLegalForm(organisation=merged, legal_form="SCIC", occurred="2024"))
    work.obey(NoteFeature(territory=COQUELICOT, kind="totem", label="Le tiers-lieu", organisation=merged))
    work.obey(MergeOrganisations(kept=kept, merged=merged))
    page = work.ask(GetOrganisation(id=kept))
    assert (page.siret, page.ess, page.roles) == ("35600000000048", True, ["lieu", "porte d’entrée"])
    assert [form.form for form in page.legal_forms] == ["association", "SCIC"]
    for words in (
        "Rénovée.",
        "Ouverte en 2024.",
        "Aussi connue sous le nom «\u00a0La Manufacture du Coquelicot\u00a0»",
    ):
        assert words in page.note
    assert page.territory is not None
    assert [one.id for one in page.members] == [member]
    assert [one.id for one in page.people] == [host]
    assert page.features == ["Le tiers-lieu"]
    assert [(one.id, one.label) for one in page.merged] == [(merged, "La Manufacture du Coquelicot")]
    old = work.ask(GetOrganisation(id=merged))
    assert old.merged_into is not None
    assert old.merged_into.id == kept
    assert merged not in {one.id for one in work.ask(ListOrganisations()).organisations}
    assert work.told(OrganisationsMerged)[0].data["merged"] == merged
    assert code(work, MergeOrganisations(kept=kept, merged=merged)) == "already-merged"
    assert code(work, revision(work, merged, note="x")) == "already-merged"


def test_what_is_not_one_organisation_is_not_put_together(work: RoomAtWork):
    one = organisation(work, "Un", siret="35600000000048")
    two = organisation(work, "Deux", siret="73282932000074")
    assert code(work, MergeOrganisations(kept=one, merged=two)) == "two-establishments"
    part = organisation(work, "Partie", parent=one)
    assert code(work, MergeOrganisations(kept=one, merged=part)) == "part-of-itself"
    informal = organisation(work, "Collectif", informal=True)
    assert code(work, MergeOrganisations(kept=informal, merged=two)) == "informal-with-siret"
    with pytest.raises(InvalidInput, match="même fiche"):
        work.obey(MergeOrganisations(kept=one, merged=one))
    assert work.ask(GetOrganisation(id=two)).siret == "73282932000074"


def test_two_records_of_one_person_become_one_and_are_forgotten_together(work: RoomAtWork):
    enrolled = accompaniment(work)
    kept = person(work, "Élue", name="Camille Fictif")
    merged = person(work, "Conseillère", name="C. Fictif", email="camille@exemple.fr")
    work.obey(DesignateReferent(accompaniment=enrolled, person=merged, role="elected-referent"))
    work.obey(LookAtContact(person=merged))
    work.obey(MergePeople(kept=kept, merged=merged))
    page = work.ask(GetPerson(id=kept))
    assert [(one.role, one.territory.label) for one in page.roles] == [("Élu·e référent·e", "CC du Pays du Coquelicot")]
    assert work.ask(GetContact(person=merged)).email == "camille@exemple.fr"
    assert work.ask(GetContact(person=kept)).email == "camille@exemple.fr"
    assert len(work.ask(ListContactViews(person=kept)).views) == 1
    found = work.ask(FindAddresses(people=[merged, kept])).addresses
    assert [(one.person, one.email) for one in found] == [(merged, "camille@exemple.fr")]
    assert [one.id for one in work.ask(GetTerritory(id=enrolled)).people] == [kept]
    assert "Fictif" not in json.dumps([one.as_json() for one in work.told(PeopleMerged)])
    work.obey(ErasePerson(person=kept))
    assert {one.data["person"] for one in work.told(PersonErased)} == {kept, merged}
    with work.database.read() as session:
        assert set(session.scalars(select(Person.name))) == {None}
        assert session.scalars(select(ContactView.person)).all() == [kept]


def test_a_referent_and_a_pilot_are_not_put_together(work: RoomAtWork):
    enrolled = accompaniment(work)
    referent, pilot = person(work), person(work)
    work.obey(DesignateReferent(accompaniment=enrolled, person=referent, role="elected-referent"))
    work.obey(DesignateReferent(accompaniment=enrolled, person=pilot, role="diagnostic-pilot"))
    assert code(work, MergePeople(kept=referent, merged=pilot)) == "referent-is-pilot"
    erased = person(work)
    work.obey(ErasePerson(person=erased))
    assert code(work, MergePeople(kept=pilot, merged=erased)) == "person-erased"
