"""The portrait of a territory: what is declared beside the reference, features, quarters, two people at one text."""

from __future__ import annotations

import pytest

from shared.contracts.territories import (
    DeclaredFact,
    DeclareFact,
    DescribeTerritory,
    GetPortrait,
    LinkNeighbour,
    NoteFeature,
    RegisterTerritory,
    ReviseFeature,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import FeatureNoted, TerritoryDescribed
from tests.integration.territories.told import HELLEMMES, LILLE, LOMME, coquelicot, hellemmes
from tests.support.rooms import RoomAtWork


def test_the_second_of_two_people_does_not_overwrite_the_first(work: RoomAtWork):
    here = coquelicot(work)
    seen = work.ask(GetPortrait(id=here)).stamp
    words = {"territory": here, "label": "CC du Pays du Coquelicot", "seen": seen}
    work.obey(DescribeTerritory(**words, context="Écrit d’abord."))
    with pytest.raises(Refused) as refused:
        work.obey(DescribeTerritory(**words, context="Écrit ensuite."))
    assert refused.value.stable_code == "changed-meanwhile"
    page = work.ask(GetPortrait(id=here))
    assert page.context == "Écrit d’abord."
    work.obey(DescribeTerritory(**{**words, "seen": page.stamp}, context="Les deux.", political_project="2020-2026"))
    assert work.ask(GetPortrait(id=here)).context == "Les deux."
    assert [told.data["changed"] for told in work.told(TerritoryDescribed)] == [
        ["context"],
        ["context", "political_project"],
    ]


def test_saving_a_text_as_it_was_tells_nothing(work: RoomAtWork):
    here = hellemmes(work)
    work.obey(DescribeTerritory(territory=here, seen=work.ask(GetPortrait(id=here)).stamp, label="Hellemmes"))
    assert work.told(TerritoryDescribed) == []


def test_declared_figures_stand_beside_the_reference_and_their_gap_is_said(work: RoomAtWork):
    here = coquelicot(work)
    for label, count, part_of in (("Communes", 65, None), ("Ville-centre", 1, "Communes"), ("Rurales", 55, "Communes")):
        fact = DeclaredFact(label=label, value=str(count), source="annonce", count=count, part_of=part_of)
        work.obey(DeclareFact(territory=here, fact=fact))
    page = work.ask(GetPortrait(id=here))
    assert [fact.value for fact in page.facts] == ["65", "1", "55"]
    assert len(page.gaps) == 1
    assert {fact.label: fact.count for fact in page.reference}["Communes"] == 65
    assert "INSEE" in page.reference[0].source


def test_a_feature_has_its_dates_and_is_never_erased(work: RoomAtWork):
    here = hellemmes(work)
    feature = work.obey(
        NoteFeature(territory=here, kind="totem", label="Tiers-lieu Dombrowski", source="guide", occurred="2025-21")
    ).id
    (card,) = work.ask(GetPortrait(id=here)).features
    assert (card.kind_label, card.occurred, card.ended) == ("Lieu totem", "2025-21", None)
    revised = {"feature": feature, "label": card.label, "source": card.source, "occurred": card.occurred}
    work.obey(ReviseFeature(**revised, seen=card.stamp, ended="2027"))
    with pytest.raises(Refused):
        work.obey(ReviseFeature(**revised, seen=card.stamp))
    (card,) = work.ask(GetPortrait(id=here)).features
    assert card.ended == "2027"
    assert len(work.told(FeatureNoted)) == 1


def test_an_unknown_feature_is_refused(work: RoomAtWork):
    with pytest.raises(NotFound, match="portrait"):
        work.obey(ReviseFeature(feature="0199aaaa-0000-7000-8000-000000000000", seen="", label="x"))


def test_quarters_groupings_and_neighbours_are_linked_both_ways(work: RoomAtWork):
    town = hellemmes(work)
    quarter = work.obey(RegisterTerritory(label="L’Épine", kind="qpv", parent=town)).id
    wide = work.obey(
        RegisterTerritory(label="Lille – Lomme – Hellemmes", kind="grouping", communes=[LILLE, LOMME, HELLEMMES])
    ).id
    basin = work.obey(RegisterTerritory(label="Bassin lillois", kind="bassin-de-vie", communes=[LILLE, HELLEMMES])).id
    lezennes = work.obey(RegisterTerritory(label="Lezennes", kind="commune", insee="59346")).id
    work.obey(LinkNeighbour(territory=town, label="Lezennes", insee="59346", note="L’Épine est ouverte sur Lezennes."))
    page = work.ask(GetPortrait(id=town))
    assert [one.id for one in page.inside] == [quarter]
    assert [one.id for one in page.groupings] == [wide, basin]
    assert [(one.label, one.territory) for one in page.neighbours] == [("Lezennes", lezennes)]
    below = work.ask(GetPortrait(id=quarter))
    assert below.parent is not None
    assert below.parent.id == town
    assert [one.epci for one in work.ask(GetPortrait(id=wide)).communes] == ["Métropole Européenne de Lille"] * 3


def test_a_neighbour_is_noted_once_and_by_a_right_code(work: RoomAtWork):
    town = hellemmes(work)
    work.obey(LinkNeighbour(territory=town, label="Lezennes", insee="59346"))
    with pytest.raises(Refused):
        work.obey(LinkNeighbour(territory=town, label="Ville de Lezennes", insee="59346"))
    with pytest.raises(InvalidInput):
        work.obey(LinkNeighbour(territory=town, label="Ailleurs", insee="5934"))
