"""The story of Hellemmes, told through the pages as a team would: two waves, two quarters, a scale that grows."""

from __future__ import annotations

import re

from shared.contracts.territories import GetTerritory, ListAccompaniments, PublishCall
from tests.integration.portal.conftest import Visitor

PLACE = "/territoires/nouveau?kind=commune-associee&code=59298&label=Hellemmes"


def enrolled(visitor: Visitor, call: str, occurred: str) -> str:
    """Enrol the town in a call; its page."""
    made = visitor.send(PLACE, label="Hellemmes", kind="commune-associee", call=call, occurred=occurred)
    assert made.status_code == 303, made.text
    return made.headers["Location"]


def test_hellemmes_is_told_through_the_pages(visitor: Visitor) -> None:
    visitor.enter()
    waves = [visitor.house.obey(PublishCall(title=title)).id for title in ("PlateformCoop", "AMI 2024")]
    page = [enrolled(visitor, call, when) for call, when in zip(waves, ("2022", "fin novembre 2024"), strict=True)][1]
    here = next(card for card in visitor.house.ask(ListAccompaniments()).accompaniments if card.call == waves[1]).id
    acc = f"/accompagnements/{here}"

    for quarter in ("L’Épine", "Dombrowski"):
        made = visitor.send(f"{page}/quartier", label=quarter)
        assert made.status_code == 303, made.text
        portrait = made.headers["Location"]
        told = visitor.send(f"{portrait}/trait", kind="totem", label=f"Le tiers-lieu de {quarter}", source="Le guide")
        assert told.status_code == 303, told.text
    for stake in ("Alimentation durable", "Économie circulaire", "Insertion professionnelle", "Outillage numérique"):
        assert visitor.send(f"{acc}/enjeu", title=stake).status_code == 303
    wider = visitor.send(f"{acc}/perimetre", communes="59350, 59355", reason="À la juste échelle")
    assert wider.status_code == 303, wider.text
    visit = {"title": "Une visite inspirante", "destination": "Roubaix", "lessons": "Voir faire, puis essayer."}
    assert visitor.send(f"{acc}/visite", **visit).status_code == 303
    case = f"{acc}/prefiguration?besoin=Un+portail+des+initiatives&connu=oui"
    assert visitor.send(case, case="4", reason="Le besoin est nommé, l’échelle est en question.").status_code == 303

    text = re.sub(r"<[^>]+>", " ", visitor.get(page).text).replace("\u00a0", " ").replace("&nbsp;", " ")
    for words in ("30 novembre 2024", "Roubaix", "À la juste échelle", "Lomme", "cas 4", "Alimentation durable"):
        assert words in text, words
    found = visitor.house.ask(GetTerritory(id="59298"))
    assert sorted(found.sub_areas) == ["Dombrowski", "L’Épine"]
    assert [card.call_title for card in found.accompaniments] == ["PlateformCoop", "AMI 2024"]
