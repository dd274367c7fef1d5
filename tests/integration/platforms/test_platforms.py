"""Catalogue, cases, shortlists and choices, on both databases."""

from __future__ import annotations

import pytest

from services.platforms.room import ROOM
from shared.contracts.platforms import (
    AssignCase,
    ChoosePlatform,
    DescribePlatform,
    GetPlatform,
    GetPlatforms,
    LeaveChoiceOpen,
    ListPlatforms,
    PlatformSource,
    PresentPlatforms,
    ShortlistCard,
    ShortlistPlatforms,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    CaseAssigned,
    ChoiceLeftOpen,
    NeedEmerged,
    PlatformChosen,
    PlatformPresented,
    PlatformShortlisted,
    TerritoryEnrolled,
)
from shared.ids import new_id
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

HERE, ELSEWHERE = "0190c3c0-0000-7000-8000-000000000001", "0190c3c0-0000-7000-8000-000000000002"
TERRITORY = "0190c3c0-0000-7000-8000-00000000000a"
NEED = "Réserver des espaces"


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    """The room, with two accompaniments it has heard of and three platforms."""
    work = open_room(ROOM)
    for accompaniment in (HERE, ELSEWHERE):
        work.hear(
            TerritoryEnrolled(territory=TERRITORY, accompaniment=accompaniment, call="c", name="Ville", kind="commune")
        )
    work.obey(DescribePlatform(slug="espace-sur-demande", label="Espace sur demande", operator="ANCT", public=True))
    work.obey(DescribePlatform(slug="dokos", label="Dokos", openness="Open source"))
    work.obey(DescribePlatform(slug="tipimi", label="Tipimi"))
    return work


def shortlisting(*slugs: str, **changes: object) -> ShortlistPlatforms:
    options = [{"platform": slug, "approach": f"L’approche de {slug}"} for slug in slugs]
    return ShortlistPlatforms.model_validate(
        {"accompaniment": HERE, "need": NEED, "options": options, "occurred": "2026-01/2026-03"} | changes
    )


def the_shortlist(work: RoomAtWork) -> ShortlistCard:
    (card,) = work.ask(GetPlatforms(accompaniment=HERE)).shortlists
    return card


# --- the catalogue


def test_what_nobody_stated_stays_null(work: RoomAtWork):
    card = work.ask(GetPlatform(slug="dokos"))
    assert (card.openness, card.legal_form, card.white_label, card.refused) == ("Open source", None, None, None)
    assert (card.aliases, card.domains, card.sources, card.public) == ([], [], [], False)


def test_an_empty_text_is_nothing_stated(work: RoomAtWork):
    work.obey(DescribePlatform(slug="dokos", label="Dokos", legal_form=" ", aliases=["DOKOS", "", "DOKOS"]))
    card = work.ask(GetPlatform(slug="dokos"))
    assert (card.legal_form, card.aliases) == (None, ["DOKOS"])


def test_describing_a_card_again_corrects_it_and_sources_stay_with_their_fields(work: RoomAtWork):
    source = PlatformSource(field="refused", source="S1", quote="n’a pas débouché sur une coopération")
    work.obey(DescribePlatform(slug="dans-ta-roue", label="Dans ta roue"))
    receipt = work.obey(
        DescribePlatform(slug="dans-ta-roue", label="Dans ta roue", refused="Pas de communauté", sources=[source])
    )
    assert receipt.id == "dans-ta-roue"
    card = work.ask(GetPlatform(slug="dans-ta-roue"))
    assert (card.refused, card.sources) == ("Pas de communauté", [source])
    assert len(work.ask(ListPlatforms()).platforms) == 4


def test_a_source_for_no_field_of_a_card_is_refused_and_changes_nothing(work: RoomAtWork):
    with pytest.raises(InvalidInput):
        work.obey(DescribePlatform(slug="dokos", label="Autre", sources=[PlatformSource(field="stars", source="S1")]))
    assert work.ask(GetPlatform(slug="dokos")).label == "Dokos"


def test_the_catalogue_is_listed_by_name_and_searched_in_all_it_says(work: RoomAtWork):
    assert [card.slug for card in work.ask(ListPlatforms()).platforms] == ["dokos", "espace-sur-demande", "tipimi"]
    assert [card.slug for card in work.ask(ListPlatforms(text="anct")).platforms] == ["espace-sur-demande"]
    assert work.ask(ListPlatforms(text="rien de tel")).platforms == []


def test_an_unknown_card_is_not_found(work: RoomAtWork):
    with pytest.raises(NotFound) as refused:
        work.ask(GetPlatform(slug="trello"))
    assert refused.value.stable_code == "unknown-platform"


# --- cases


def test_a_need_changes_its_case_and_keeps_its_history(work: RoomAtWork):
    work.obey(AssignCase(accompaniment=HERE, need=NEED, case=5, reason="Pas de communauté", occurred="2025-04"))
    work.obey(AssignCase(accompaniment=HERE, need="Se déplacer", case=4, reason="Rien n’existe"))
    work.obey(AssignCase(accompaniment=HERE, need="réserver des  espaces", case=1, reason="Deux outils répondent"))

    steps = work.ask(GetPlatforms(accompaniment=HERE)).cases
    assert [(step.case, step.current, step.occurred) for step in steps] == [
        (5, False, "2025-04"),
        (4, True, None),
        (1, True, None),
    ]
    assert steps[0].title == "La plateforme arrive trop tôt dans le projet"
    assert work.ask(GetPlatforms(accompaniment=ELSEWHERE)).cases == []
    told = work.told(CaseAssigned)
    assert (told[0].data["case"], told[0].subject, told[0].occurred) == (5, TERRITORY, "2025-04")
    assert {e.data["accompaniment"] for e in told} == {HERE}


def test_a_need_heard_of_is_listed_and_its_id_stands_for_its_words(work: RoomAtWork):
    need = new_id()
    work.hear(NeedEmerged(territory=TERRITORY, accompaniment=HERE, need=need, title=NEED))
    work.obey(AssignCase(accompaniment=HERE, need=need, case=1, reason="Deux outils"))
    work.obey(shortlisting("dokos", "tipimi", need=need))

    page = work.ask(GetPlatforms(accompaniment=HERE))
    assert [(found.id, found.title) for found in page.needs] == [(need, NEED)]
    assert (page.cases[0].need, page.shortlists[0].need) == (NEED, NEED)
    assert work.told(CaseAssigned)[0].data["need"] == NEED


# --- shortlists


def test_a_shortlist_tells_each_option_with_its_approach(work: RoomAtWork):
    receipt = work.obey(shortlisting("espace-sur-demande", "dokos", differences="L’une vient d’un tiers-lieu."))

    told = work.told(PlatformShortlisted)
    assert receipt.told == [envelope.id for envelope in told]
    assert {(e.data["platform"], e.data["approach"], e.data["public"]) for e in told} == {
        ("espace-sur-demande", "L’approche de espace-sur-demande", True),
        ("dokos", "L’approche de dokos", False),
    }
    assert {(e.data["shortlist"], e.data["accompaniment"], e.subject, e.occurred) for e in told} == {
        (receipt.id, HERE, TERRITORY, "2026-01/2026-03")
    }
    card = the_shortlist(work)
    assert [option.platform.slug for option in card.options] == ["dokos", "espace-sur-demande"]
    assert (card.presented, card.presented_on, card.choice, card.open_note) == (False, None, None, None)
    assert card.differences == "L’une vient d’un tiers-lieu."


@pytest.mark.parametrize(
    ("slugs", "error", "code"),
    [
        (["dokos"], Refused, "too-few-options"),
        (["dokos", "dokos"], Refused, "too-few-options"),
        ([], Refused, "too-few-options"),
        (["dokos", "trello"], NotFound, "unknown-platform"),
        (["dokos", "tipimi", "dokos"], InvalidInput, "invalid-input"),
    ],
    ids=["one alone", "one twice", "none", "unknown", "twice among others"],
)
def test_a_wrong_shortlist_is_refused_and_nothing_is_told(work: RoomAtWork, slugs, error, code):
    with pytest.raises(error) as refused:
        work.obey(shortlisting(*slugs))
    assert refused.value.stable_code == code
    assert work.told(PlatformShortlisted) == []
    assert work.ask(GetPlatforms(accompaniment=HERE)).shortlists == []


def test_an_unknown_accompaniment_is_refused(work: RoomAtWork):
    for command in (
        shortlisting("dokos", "tipimi", accompaniment="nowhere"),
        AssignCase(accompaniment="nowhere", need=NEED, case=1, reason="x"),
    ):
        with pytest.raises(NotFound) as refused:
            work.obey(command)
        assert refused.value.stable_code == "unknown-accompaniment"
    with pytest.raises(NotFound):
        work.ask(GetPlatforms(accompaniment="nowhere"))


@pytest.mark.parametrize(
    "command",
    [
        PresentPlatforms(shortlist="none"),
        LeaveChoiceOpen(shortlist="none"),
        ChoosePlatform(shortlist="none", platform="dokos"),
    ],
    ids=lambda command: command.wire(),
)
def test_an_unknown_shortlist_is_refused(work: RoomAtWork, command):
    with pytest.raises(NotFound) as refused:
        work.obey(command)
    assert refused.value.stable_code == "unknown-shortlist"


def test_presenting_tells_each_platform_once(work: RoomAtWork):
    shortlist = work.obey(shortlisting("espace-sur-demande", "dokos")).id
    work.obey(PresentPlatforms(shortlist=shortlist, circle="restreint", occurred="2026-01/2026-03"))
    again = work.obey(PresentPlatforms(shortlist=shortlist, occurred="2026-04"))

    told = work.told(PlatformPresented)
    assert [(e.data["platform"], e.data["shortlist"], e.occurred) for e in told] == [
        ("dokos", shortlist, "2026-01/2026-03"),
        ("espace-sur-demande", shortlist, "2026-01/2026-03"),
    ]
    assert (again.told, len(again.notes)) == ([], 1)
    card = the_shortlist(work)
    assert (card.presented, card.presented_on, card.circle) == (True, "2026-01/2026-03", "restreint")


# --- the choice


def test_the_choice_may_stay_open_as_often_as_it_is_said(work: RoomAtWork):
    shortlist = work.obey(shortlisting("espace-sur-demande", "dokos")).id
    work.obey(LeaveChoiceOpen(shortlist=shortlist, note="À voir au conseil", occurred="2026-02"))
    work.obey(LeaveChoiceOpen(shortlist=shortlist))

    assert [e.data["note"] for e in work.told(ChoiceLeftOpen)] == ["À voir au conseil", None]
    card = the_shortlist(work)
    assert (card.choice, card.open_note, len(card.history)) == (None, None, 2)


def test_a_choice_can_be_made_reopened_and_made_again_and_its_history_stays(work: RoomAtWork):
    shortlist = work.obey(shortlisting("espace-sur-demande", "dokos")).id
    work.obey(ChoosePlatform(shortlist=shortlist, platform="dokos", reason="Simple", occurred="2026-03"))
    assert the_shortlist(work).choice == "dokos"
    with pytest.raises(Refused) as refused:
        work.obey(ChoosePlatform(shortlist=shortlist, platform="espace-sur-demande"))
    assert refused.value.stable_code == "already-chosen"

    work.obey(LeaveChoiceOpen(shortlist=shortlist, note="Budget à revoir"))
    card = the_shortlist(work)
    assert (card.choice, card.open_note) == (None, "Budget à revoir")

    work.obey(ChoosePlatform(shortlist=shortlist, platform="espace-sur-demande"))
    card = the_shortlist(work)
    assert (card.choice, card.open_note) == ("espace-sur-demande", None)
    assert [(step.choice, step.note, step.occurred) for step in card.history] == [
        ("dokos", "Simple", "2026-03"),
        (None, "Budget à revoir", None),
        ("espace-sur-demande", "", None),
    ]
    assert [e.data["platform"] for e in work.told(PlatformChosen)] == ["dokos", "espace-sur-demande"]


def test_only_a_platform_of_the_shortlist_can_be_chosen(work: RoomAtWork):
    shortlist = work.obey(shortlisting("espace-sur-demande", "dokos")).id
    for platform in ("tipimi", "trello"):
        with pytest.raises(Refused) as refused:
            work.obey(ChoosePlatform(shortlist=shortlist, platform=platform))
        assert refused.value.stable_code == "not-on-shortlist"
    assert work.told(PlatformChosen) == []
    assert the_shortlist(work).choice is None


def test_the_same_order_twice_makes_one_shortlist(work: RoomAtWork):
    order = new_id()
    command = shortlisting("espace-sur-demande", "dokos")
    assert work.obey(command, order=order) == work.obey(command, order=order)
    assert len(work.told(PlatformShortlisted)) == 2
