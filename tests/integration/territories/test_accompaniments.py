"""Accompaniments: a territory in a call, its stages in any order, a perimeter that grows."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from shared.contracts.territories import (
    EnrolTerritory,
    EnterStage,
    GetTerritory,
    GrowPerimeter,
    ListAccompaniments,
    NoteEmergedProject,
    NoteMilestone,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import MilestoneNoted, PerimeterGrown, ProjectEmerged, StageEntered, TerritoryEnrolled
from shared.ids import new_id
from tests.integration.territories.told import (
    COQUELICOT,
    HELLEMMES,
    LILLE,
    LOMME,
    accompaniment,
    call,
    coquelicot,
    hellemmes,
)
from tests.support.rooms import RoomAtWork


def test_an_enrolment_is_told_with_its_accompaniment_and_the_official_code(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    enrolled = work.obey(EnrolTerritory(call=ami, territory=territory, occurred="2024-11-21/2024-11-30")).id
    (told,) = work.told(TerritoryEnrolled)
    assert (told.subject, told.occurred) == (territory, "2024-11-21/2024-11-30")
    assert told.data == {
        "territory": territory,
        "accompaniment": enrolled,
        "call": ami,
        "name": "CC du Pays du Coquelicot",
        "kind": "communaute-de-communes",
        "siren": COQUELICOT,
        "insee": None,
    }


def test_a_territory_comes_back_in_another_call_as_another_accompaniment(work: RoomAtWork):
    territory = hellemmes(work)
    first = work.obey(EnrolTerritory(call=call(work, "Parcours 2022", opens="2022"), territory=territory)).id
    second = work.obey(EnrolTerritory(call=call(work, "AMI 2024", opens="2024"), territory=territory)).id
    assert first != second
    listed = work.ask(ListAccompaniments()).accompaniments
    assert [(card.id, card.call_title, card.insee) for card in listed] == [
        (second, "AMI 2024", HELLEMMES),
        (first, "Parcours 2022", HELLEMMES),
    ]


def test_a_territory_is_enrolled_once_in_a_call(work: RoomAtWork):
    ami, territory = call(work), coquelicot(work)
    work.obey(EnrolTerritory(call=ami, territory=territory))
    with pytest.raises(Refused) as refused:
        work.obey(EnrolTerritory(call=ami, territory=COQUELICOT))
    assert refused.value.stable_code == "already-enrolled"
    assert len(work.told(TerritoryEnrolled)) == 1


def test_two_people_who_enrol_a_territory_at_once_make_one_accompaniment(work: RoomAtWork):
    command = EnrolTerritory(call=call(work), territory=coquelicot(work))
    together = threading.Barrier(2)
    answers: list[str] = []

    def enrol() -> None:
        together.wait()
        try:
            work.obey(command)
            answers.append("enrolled")
        except Refused as refused:
            answers.append(refused.stable_code)

    people = [threading.Thread(target=enrol) for _ in range(2)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    assert sorted(answers) == ["already-enrolled", "enrolled"]


def test_more_territories_than_places_are_noted_and_not_refused(work: RoomAtWork):
    ami = call(work, places=1)
    work.obey(EnrolTerritory(call=ami, territory=coquelicot(work), occurred="2024-11"))
    receipt = work.obey(EnrolTerritory(call=ami, territory=hellemmes(work), occurred="2024-11"))
    assert receipt.notes == ["Cet appel offre 1 place\u00a0: 2 territoires y sont maintenant engagés."]


def test_accompaniments_of_one_call_are_listed_by_name(work: RoomAtWork):
    ami = call(work)
    work.obey(EnrolTerritory(call=ami, territory=hellemmes(work)))
    work.obey(EnrolTerritory(call=ami, territory=coquelicot(work)))
    accompaniment_elsewhere = work.obey(EnrolTerritory(call=call(work, "2022"), territory=HELLEMMES)).id
    listed = work.ask(ListAccompaniments(call=ami)).accompaniments
    assert [card.territory_label for card in listed] == ["CC du Pays du Coquelicot", "Hellemmes"]
    assert accompaniment_elsewhere not in {card.id for card in listed}
    with pytest.raises(NotFound):
        work.ask(ListAccompaniments(call=new_id()))


def test_stages_are_entered_in_any_order_and_keep_their_history(work: RoomAtWork):
    enrolled = accompaniment(work)
    assert work.ask(ListAccompaniments()).accompaniments[0].stage == "prospection"
    stages = [("diagnostic", "2024-12"), ("inspiration", None), ("rencontres", "2025-07"), ("diagnostic", "2025-08")]
    for stage, occurred in stages:
        work.obey(EnterStage(accompaniment=enrolled, stage=stage, reason="Retour en amont", occurred=occurred))
    page = work.ask(GetTerritory(id=enrolled))
    assert [(step.stage, step.occurred) for step in page.stages] == stages
    assert page.accompaniments[0].stage == "diagnostic"
    assert page.stages[1].label == "Prise de hauteur et moments d’inspiration"
    told = work.told(StageEntered)
    assert [(one.data["stage"], one.occurred) for one in told] == stages
    assert {(one.data["accompaniment"], one.subject) for one in told} == {(enrolled, page.id)}


def test_a_perimeter_grows_and_keeps_its_history_with_the_names_of_the_communes(work: RoomAtWork):
    territory = hellemmes(work)
    enrolled = work.obey(EnrolTerritory(call=call(work), territory=territory)).id
    work.obey(GrowPerimeter(accompaniment=enrolled, communes=[LILLE, LOMME], reason="La juste échelle"))
    first, second = work.ask(GetTerritory(id=territory)).perimeter
    assert (first.added, first.added_labels, first.reason) == ([HELLEMMES], ["Hellemmes-Lille"], "Périmètre de départ")
    assert (second.added_labels, second.reason) == (["Lille", "Lomme"], "La juste échelle")
    (told,) = work.told(PerimeterGrown)
    assert (told.data["added"], told.data["accompaniment"], told.subject) == ([LILLE, LOMME], enrolled, territory)


def test_an_unknown_commune_is_named_and_changes_nothing(work: RoomAtWork):
    enrolled = accompaniment(work)
    before = work.ask(GetTerritory(id=enrolled))
    with pytest.raises(InvalidInput) as refused:
        work.obey(GrowPerimeter(accompaniment=enrolled, communes=[LILLE, "80999"]))
    assert refused.value.stable_code == "unknown-commune"
    assert "«\u00a080999\u00a0»" in refused.value.message
    assert work.ask(GetTerritory(id=enrolled)) == before
    assert work.told(PerimeterGrown) == []


def test_a_commune_that_is_within_already_is_left_out_and_noted(work: RoomAtWork):
    enrolled = accompaniment(work)
    receipt = work.obey(GrowPerimeter(accompaniment=enrolled, communes=["80016", LILLE]))
    assert receipt.notes == ["Déjà dans le périmètre, laissé tel quel\u00a0: Albert."]
    assert work.told(PerimeterGrown)[0].data["added"] == [LILLE]
    with pytest.raises(Refused, match="Le périmètre comprend déjà Albert et Lille"):
        work.obey(GrowPerimeter(accompaniment=enrolled, communes=["80016", LILLE]))


def test_perimeters_of_two_accompaniments_do_not_mix(work: RoomAtWork):
    territory = hellemmes(work)
    first = work.obey(EnrolTerritory(call=call(work, "2022"), territory=territory)).id
    second = work.obey(EnrolTerritory(call=call(work, "2024"), territory=territory)).id
    work.obey(GrowPerimeter(accompaniment=second, communes=[LILLE]))
    assert [step.added for step in work.ask(GetTerritory(id=first)).perimeter] == [[HELLEMMES]]
    assert [step.added for step in work.ask(GetTerritory(id=second)).perimeter] == [[HELLEMMES], [LILLE]]
    assert [step.accompaniment for step in work.ask(GetTerritory(id=territory)).perimeter] == [first, second, second]


def test_milestones_and_later_projects_are_told_for_their_accompaniment(work: RoomAtWork):
    enrolled = accompaniment(work)
    work.obey(NoteMilestone(accompaniment=enrolled, title="Réouverture du tiers-lieu", occurred="2025-21"))
    work.obey(NoteEmergedProject(accompaniment=enrolled, title="Garage solidaire"))
    (milestone,) = work.told(MilestoneNoted)
    assert (milestone.data["title"], milestone.occurred) == ("Réouverture du tiers-lieu", "2025-21")
    (project,) = work.told(ProjectEmerged)
    assert (project.data["attribution"], project.data["accompaniment"], project.occurred) == (
        "uncertain",
        enrolled,
        None,
    )


@pytest.mark.parametrize(
    "command",
    [
        lambda unknown_id: EnterStage(accompaniment=unknown_id, stage="suites"),
        lambda unknown_id: GrowPerimeter(accompaniment=unknown_id, communes=[LILLE]),
        lambda unknown_id: NoteMilestone(accompaniment=unknown_id, title="…"),
        lambda unknown_id: NoteEmergedProject(accompaniment=unknown_id, title="…"),
    ],
)
def test_an_unknown_accompaniment_is_named(work: RoomAtWork, command):
    unknown_id = new_id()
    with pytest.raises(NotFound) as unknown:
        work.obey(command(unknown_id))
    assert (unknown.value.stable_code, unknown_id in unknown.value.message) == ("unknown-accompaniment", True)


def test_calls_entered_without_a_date_stand_on_the_day_they_were_entered(work: RoomAtWork):
    work.clock.instant = datetime(2023, 5, 1, tzinfo=UTC)
    old = call(work, "Entré en 2023")
    work.clock.instant = datetime(2026, 5, 1, tzinfo=UTC)
    dated = call(work, "AMI 2024", opens="2024")
    territory = coquelicot(work)
    for ami in (old, dated):
        work.obey(EnrolTerritory(call=ami, territory=territory))
    listed = work.ask(ListAccompaniments()).accompaniments
    assert [card.call_title for card in listed] == ["AMI 2024", "Entré en 2023"]
