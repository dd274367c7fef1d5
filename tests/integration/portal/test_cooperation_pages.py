"""A cooperation as the team enters it: axes, a budget in euros as people write them, aids and their ceiling."""

from __future__ import annotations

from shared.contracts.territories import EnrolTerritory, PublishCall, RegisterOrganisation, RegisterTerritory
from tests.integration.portal.conftest import Visitor


def test_a_cooperation_is_noted_placed_budgeted_and_aided(visitor: Visitor) -> None:
    visitor.enter()
    arras = visitor.house.obey(RegisterTerritory(label="Arras", kind="commune", insee="62041")).id
    carrier = visitor.house.obey(RegisterOrganisation(label="Saint-Jean", kind="ess")).id
    made = visitor.send(f"/territoires/{arras}/cooperations/nouvelle", title="Garage solidaire", beneficiary=carrier)
    page = made.headers["Location"]
    placed = visitor.send(f"{page}/situer", stage="emergence", towards="creation", systemic="3", modelled="0")
    assert placed.status_code == 303
    wrong = visitor.send(f"{page}/charge", year="2026", category="animation", amount="beaucoup")
    assert wrong.status_code == 422
    assert 'id="p-amount"' in wrong.text
    assert visitor.send(f"{page}/charge", year="2026", category="animation", amount="12 500,50 €").status_code == 303
    hours = {"year": "2026", "category": "volunteering", "quantity": "300 heures"}
    assert visitor.send(f"{page}/ressource", **hours).status_code == 303
    aid = {"organisation": carrier, "giver": "Région", "regime": "de-minimis", "granted": "mars 2026"}
    assert visitor.send(f"{page}/aide", **aid, amount="310 000").status_code == 303
    text = visitor.get(page).text
    for said in (
        "Émergence",
        "plutôt systémique",
        "12\u202f500,50\u00a0€",
        "300 heures",
        "non monétaire",
        "Plafond dépassé",
    ):
        assert said in text, said
    assert "tiers de confiance" in text
    assert "Garage solidaire" in visitor.get(f"/territoires/{arras}/cooperations").text
    assert "Garage solidaire" in visitor.get(f"/annuaire/structures/{carrier}").text


def test_a_cooperation_and_the_platforms_sought_for_it_lead_to_each_other(visitor: Visitor) -> None:
    visitor.enter()
    call = visitor.house.obey(PublishCall(title="Appel")).id
    arras = visitor.house.obey(RegisterTerritory(label="Arras", kind="commune", insee="62041")).id
    here = visitor.house.obey(EnrolTerritory(call=call, territory=arras)).id
    garage = visitor.send(f"/territoires/{arras}/cooperations/nouvelle", title="Garage solidaire").headers["Location"]
    talk = f"/accompagnements/{here}/prefiguration"
    assert f"{talk}?projet=Garage+solidaire" in visitor.get(garage).text
    start = visitor.get(f"{talk}?projet=Garage+solidaire").text
    assert 'value="Garage solidaire"' in start
    assert "Le cas est déjà connu" in start
    known = f"{talk}?besoin=Prêter+des+outils&projet=Garage+solidaire&connu=oui"
    assert "Quel cas retenez-vous" in visitor.get(known).text
    assert visitor.send(known, case="4", reason="").status_code == 422
    assert visitor.send(known, case="4", reason="Rien ne convient encore.").status_code == 303
    assert f'href="{garage}"' in visitor.get(f"/territoires/{arras}").text
    assert "Prêter des outils" in visitor.get(garage).text
    cahier = visitor.send(f"/accompagnements/{here}/cahier", need="Prêter des outils", project="Garage solidaire")
    assert f'href="{garage}"' in visitor.get(cahier.headers["Location"]).text
    assert visitor.get(f"/accompagnements/{here}/cas").headers["Location"] == talk
