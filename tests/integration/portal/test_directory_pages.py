"""The directory as the team sees it: duplicates before entry, addresses on demand, tables looked at first."""

from __future__ import annotations

import io

import pytest

from shared.contracts.territories import (
    GetOrganisation,
    ListContactViews,
    RegisterOrganisation,
    RegisterPerson,
    RegisterTerritory,
    SearchDirectory,
)
from tests.integration.portal.conftest import Visitor, hidden_fields

TABLE = "structure;nom;fonction;courriel;siret\nSynapse;Camille Fictif;directrice;camille@exemple.fr;\n"


@pytest.fixture
def team(visitor: Visitor) -> Visitor:
    return visitor.enter()


def organisations(visitor: Visitor) -> list[str]:
    return [one.label for one in visitor.house.ask(SearchDirectory()).organisations]


def test_a_likely_duplicate_is_shown_before_anything_is_written(team: Visitor) -> None:
    team.house.obey(RegisterOrganisation(label="Association Synapse 3i", kind="ess"))
    form = team.form("/annuaire/structures/nouvelle")
    typed = {"label": "synapse 3I", "kind": "ess", "note": "Gardée à l’écran."}
    answer = team.client.post("/annuaire/structures/nouvelle", data={**form, **typed})
    assert answer.status_code == 422
    for said in ("Association Synapse 3i", "même nom", "Gardée à l’écran.</textarea>"):
        assert said in answer.text
    assert organisations(team) == ["Association Synapse 3i"]
    again = {**form, **hidden_fields(answer.text), **typed, "nouvelle": "oui"}
    assert team.client.post("/annuaire/structures/nouvelle", data=again).status_code == 303
    assert organisations(team) == ["Association Synapse 3i", "synapse 3I"]


def test_a_siret_with_a_wrong_key_comes_back_beside_its_field(team: Visitor) -> None:
    answer = team.send("/annuaire/structures/nouvelle", label="La Poste", kind="public", siret="35600000000049")
    assert answer.status_code == 422
    assert "clé de contrôle" in answer.text
    assert 'value="35600000000049"' in answer.text
    assert "Traceback" not in answer.text
    assert organisations(team) == []


def test_two_people_at_one_record_lose_nothing_and_records_are_put_together(team: Visitor) -> None:
    kept = team.house.obey(RegisterOrganisation(label="Manufacture", kind="ess", roles=["lieu"])).id
    merged = team.house.obey(RegisterOrganisation(label="La Manufacture", kind="ess", note="Ouverte en 2024.")).id
    path = f"/annuaire/structures/{kept}/modifier"
    mine, theirs = team.form(path), team.form(path)
    typed = {"label": "Manufacture", "kind": "ess", "roles": "lieu"}
    assert team.client.post(path, data={**theirs, **typed, "note": "Le premier."}).status_code == 303
    answer = team.client.post(path, data={**mine, **typed, "note": "Le second."})
    assert answer.status_code == 409
    assert "Le premier." in answer.text
    assert "Le second.</textarea>" in answer.text
    assert team.send(f"/annuaire/structures/{kept}/reunir", merged=merged).status_code == 303
    page = team.house.ask(GetOrganisation(id=kept))
    assert "Ouverte en 2024." in page.note
    assert "réunie à" in team.get(f"/annuaire/structures/{merged}").text


def test_addresses_are_shown_on_demand_and_the_administrator_sees_who_looked(team: Visitor) -> None:
    who = team.house.obey(RegisterPerson(function="Élue", name="Camille Fictif", email="camille@exemple.fr")).id
    path = f"/annuaire/personnes/{who}"
    page = team.get(path)
    assert "camille@exemple.fr" not in page.text
    shown = team.client.post(f"{path}/coordonnees", data=team.form(path))
    assert "camille@exemple.fr" in shown.text
    assert len(team.house.ask(ListContactViews()).views) == 1
    assert "Camille Fictif" in team.get("/annuaire/consultations").text
    fields = {**hidden_fields(shown.text), "email": "camille@exemple", "phone": ""}
    wrong = team.client.post(f"{path}/coordonnees/enregistrer", data=fields)
    assert wrong.status_code == 422
    assert "adresse électronique" in wrong.text
    fields["email"] = "c.fictif@exemple.fr"
    assert team.client.post(f"{path}/coordonnees/enregistrer", data=fields).status_code == 303


def test_somebody_who_only_reads_sees_no_address_and_no_log(visitor: Visitor) -> None:
    who = visitor.house.obey(RegisterPerson(function="Élue", email="camille@exemple.fr")).id
    visitor.enter_as("reader")
    page = visitor.get(f"/annuaire/personnes/{who}")
    assert "coordonnees" not in page.text
    answer = visitor.client.post(
        f"/annuaire/personnes/{who}/coordonnees", data=visitor.form("/annuaire/personnes/" + who)
    )
    assert answer.status_code == 403
    assert visitor.get("/annuaire/consultations").status_code == 403
    assert visitor.house.ask(ListContactViews()).views == []


def test_a_table_is_looked_at_taken_over_and_taken_back(team: Visitor) -> None:
    arras = team.house.obey(RegisterTerritory(label="Arras", kind="commune", insee="62041")).id

    def look(table: str):
        sent = {**team.form("/annuaire/reprise"), "territory": arras}
        sent["fichier"] = (io.BytesIO(table.encode()), "contacts.csv")
        return team.client.post("/annuaire/reprise", data=sent, content_type="multipart/form-data")

    wrong = look(TABLE + "La Poste;;;;35600000000049\n;;;;\nRégie;Quelqu’un;;;\n")
    assert wrong.status_code == 422
    assert "Reprendre ce tableau" not in wrong.text
    assert "<td>3</td><td>siret</td>" in wrong.text
    assert "<td>5</td><td>function</td>" in wrong.text
    assert look("rien;de;tel\n1;2;3\n").status_code == 422
    shown = look(TABLE)
    assert shown.status_code == 200
    assert "Camille Fictif" in shown.text
    assert organisations(team) == []
    assert team.client.post("/annuaire/reprise/faire", data=hidden_fields(shown.text)).status_code == 303
    assert organisations(team) == ["Synapse"]
    page = team.get(f"/annuaire/reprise?territoire={arras}").text
    undo = page.split('href="/annuaire/reprise/')[1].split('"')[0].replace("&amp;", "&")
    assert team.send(f"/annuaire/reprise/{undo}").status_code == 303
    assert organisations(team) == []
    tampered = {**hidden_fields(shown.text), "tableau": "x" + hidden_fields(shown.text)["tableau"]}
    assert team.client.post("/annuaire/reprise/faire", data=tampered).status_code == 422
