"""The method page as the team sees it: sheets that two people fill, roles held together, two warnings, signatures."""

from __future__ import annotations

import pytest

from shared.contracts.territories import GetMethod, RegisterTerritory
from tests.integration.portal.conftest import Visitor


@pytest.fixture
def arras(visitor: Visitor) -> str:
    """The address of a territory outside any call."""
    visitor.enter()
    return visitor.house.obey(RegisterTerritory(label="Arras", kind="commune", insee="62041")).id


def test_two_people_fill_a_sheet_and_the_second_sees_the_first(visitor: Visitor, arras: str) -> None:
    path = f"/territoires/{arras}/methode/fiches/timing"
    mine, theirs = visitor.form(path), visitor.form(path)
    first = {**theirs, "road-map": "yes", "elections": "Mars 2026"}
    assert visitor.client.post(path, data=first).status_code == 303
    answer = visitor.client.post(path, data={**mine, "elections": "Juin 2027", "maturity": "Naissante"})
    assert answer.status_code == 409
    for said in ("Mars 2026", "Juin 2027</textarea>", "Naissante</textarea>"):
        assert said in answer.text
    page = visitor.get(f"/territoires/{arras}/methode").text
    assert "<strong>1\u00a0critère sur 3</strong>" in page or "1 critère sur 3" in page
    assert "Mars 2026" in page


def test_roles_are_ticked_together_and_the_two_warnings_stand_side_by_side(visitor: Visitor, arras: str) -> None:
    base = f"/territoires/{arras}/methode"
    assert visitor.send(f"{base}/roles", roles=["buyer", "ambassador"], comment="Par le CCAS").status_code == 303
    assert visitor.send(f"{base}/trop-tot", known=["waiting"], others="Peu d’acteurs").status_code == 303
    assert visitor.send(f"{base}/trop-tard").status_code == 422
    assert visitor.send(f"{base}/trop-tard", known=["settled"]).status_code == 303
    page = visitor.get(base).text
    for said in ("Trop tôt.", "Trop tard.", "Peu d’acteurs", "Par le CCAS"):
        assert said in page
    held = visitor.house.ask(GetMethod(id=arras))
    assert visitor.send(f"{base}/roles/{held.roles[0].id}/fin", reason="Fin du mandat").status_code == 303
    assert visitor.send(f"{base}/alertes/{held.warnings[0].id}/fin", reason="Un collectif est né").status_code == 303
    assert "Fin du mandat" in visitor.get(base).text


def test_anybody_reads_the_manifesto_and_only_the_team_notes_a_signature(visitor: Visitor, arras: str) -> None:
    sent = visitor.send("/manifeste/signer", territory=arras, commitments=["1", "4"], signatory="la maire")
    assert sent.status_code == 303
    visitor.client.delete_cookie("terreau_session")
    page = visitor.get("/manifeste")
    assert page.status_code == 200
    for said in ("Arras", "la maire", "rejoignant des SCIC", "engagements"):
        assert said in page.text
    assert visitor.get("/manifeste/signer").status_code == 303
