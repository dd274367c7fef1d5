"""The mails of a poll, written with what the real other rooms answer: each guest gets their own link, and only they."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.contracts.base import Command
from shared.contracts.notifications import GetMail, ListMails
from shared.contracts.territories import (
    DesignateReferent,
    EnrolTerritory,
    PublishCall,
    RegisterPerson,
    RegisterTerritory,
)
from shared.contracts.workshops import (
    AnswerPoll,
    AskBusyTimes,
    ChangePollSlot,
    ChasePoll,
    DecidePoll,
    GetBusyLinks,
    GetPoll,
    OpenPoll,
    PollPage,
    RevokeBusyLink,
    SlotChoice,
)
from tests.integration.notifications.conftest import paris
from tests.support.house import House, open_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, SetClock(paris("2026-02-02T10:00"))) as opened:
        yield opened


def do(house: House, command: type[Command], **told: object) -> str:
    return house.obey(command.model_validate(told)).id


def person(house: House, accompaniment: str, role: str, name: str) -> str:
    known = do(house, RegisterPerson, name=name, email=f"{name.lower()}@exemple.fr", function="Conseillère")
    do(house, DesignateReferent, accompaniment=accompaniment, person=known, role=role)
    return known


def left(house: House) -> list[tuple[str, str, str]]:
    """To whom, the subject and the text of every mail so far, the oldest first."""
    house.run_duties()
    cards = house.ask(ListMails()).mails
    return [
        (card.to.partition(" <")[0], re.sub(r"^\[.*?\] ", "", card.subject), house.ask(GetMail(id=card.id)).text)
        for card in reversed(cards)
    ]


@pytest.fixture
def poll(house: House) -> PollPage:
    """Ana (referent), Bo and Cy are asked about two mornings; Dominique is the officer."""
    call = do(house, PublishCall, title="Appel", occurred="2025-05")
    territory = do(house, RegisterTerritory, label="Val d’Exemple", kind="grouping")
    accompaniment = do(house, EnrolTerritory, call=call, territory=territory, occurred="2026-01-05")
    ana = person(house, accompaniment, "elected-referent", "Ana")
    others = [person(house, accompaniment, "agent", name) for name in ("Bo", "Cy")]
    person(house, accompaniment, "programme-officer", "Dominique")
    slots = [{"start": f"2026-03-{day}T09:00:00+01:00", "end": f"2026-03-{day}T12:00:00+01:00"} for day in ("12", "13")]
    opened = do(
        house,
        OpenPoll,
        accompaniment=accompaniment,
        title="Idées",
        slots=slots,
        guests=[{"person": ana, "needed": True}, *({"person": one} for one in others)],
        deadline="2026-02-20T18:00:00+01:00",
        note="Venez avec vos agendas.",
    )
    return house.ask(GetPoll(id=opened))


def answer(house: House, poll: PollPage, guest: int) -> None:
    choices = [SlotChoice(slot=one.id, version=one.version, answer="yes") for one in poll.slots]
    house.obey(AnswerPoll(link=poll.guests[guest].link or "", choices=choices))


def test_each_guest_is_sent_their_own_link_with_all_that_is_needed(house: House, poll: PollPage) -> None:
    mails = left(house)
    assert [to for to, _, _ in mails] == ["Ana", "Bo", "Cy"]
    links = [re.findall(r"\S+/reponse/(\S+)", text) for _, _, text in mails]
    assert links == [[guest.link] for guest in poll.guests]
    for words in (
        "jeudi 12 mars 2026, de 9\u00a0h à 12\u00a0h",
        "vendredi 13 mars 2026",
        "Réponse attendue avant le\u00a0: vendredi 20 février 2026 à 18\u00a0h",
        "Venez avec vos agendas.",
        "Dominique, Conseillère",
    ):
        assert all(words in text for _, _, text in mails)


def test_only_those_who_have_still_not_answered_are_chased(house: House, poll: PollPage) -> None:
    left(house)
    answer(house, poll, 0)
    house.obey(ChasePoll(poll=poll.id))
    answer(house, poll, 1)  # between the order and the writing of the mails
    assert [(to, subject.partition("\u00a0:")[0]) for to, subject, _ in left(house)[3:]] == [
        ("Cy", "Votre réponse manque")
    ]


def test_a_change_reaches_those_who_had_answered_it(house: House, poll: PollPage) -> None:
    left(house)
    answer(house, poll, 2)
    slot = poll.slots[0].id
    moved = {"start": "2026-03-19T09:00:00+01:00", "end": "2026-03-19T12:00:00+01:00"}
    do(house, ChangePollSlot, poll=poll.id, slot=slot, **moved)
    ((to, subject, text),) = left(house)[3:]
    assert (to, subject.partition("\u00a0:")[0]) == ("Cy", "Un créneau a changé")
    assert "jeudi 19 mars 2026" in text
    assert "jeudi 12 mars" not in text


def test_the_date_is_told_once_to_each_and_nobody_is_chased_after_it(house: House, poll: PollPage) -> None:
    left(house)
    house.obey(ChasePoll(poll=poll.id))
    house.obey(DecidePoll(poll=poll.id, slot=poll.slots[1].id))
    told = left(house)[3:]
    # Ana holds a role and is told by the announcement of the workshop.
    assert sorted((to, subject.partition("\u00a0:")[0]) for to, subject, _ in told) == [
        ("Ana", "Atelier «\u00a0Idées\u00a0»"),
        ("Bo", "La date est fixée"),
        ("Cy", "La date est fixée"),
    ]
    assert all("vendredi 13 mars 2026" in text for _, _, text in told)


def test_the_officer_hears_that_the_time_is_over(house: House, poll: PollPage) -> None:
    left(house)
    house.clock.instant = paris("2026-02-20T18:00")
    house.run_duties()
    ((to, subject, text),) = left(house)[3:]
    assert (to, subject.partition(",")[0]) == ("Dominique", "Sondage terminé")
    assert f"/sondages/{poll.id}" in text
    assert "Il manque 3 réponses." in text


def test_who_is_asked_for_busy_times_is_sent_their_own_grid(house: House, poll: PollPage) -> None:
    people = [str(guest.person) for guest in poll.guests]
    left(house)
    do(house, AskBusyTimes, people=people[:2], accompaniment=poll.accompaniment)
    mails = [mail for mail in left(house) if "pas libre" in mail[1]]
    assert {to for to, _, _ in mails} == {"Ana", "Bo"}
    known = house.ask(GetBusyLinks(people=people))
    paths = {person: f"/disponibilites/{one.link}" for person, one in zip(("Ana", "Bo"), known.links, strict=False)}
    for to, _, text in mails:
        assert {person for person, path in paths.items() if path in text} == {to}
        assert "Val d’Exemple" in text
        assert "parce que l’équipe du programme souhaite vous inviter" in text


def test_a_grid_whose_link_was_taken_back_is_not_asked_for(house: House, poll: PollPage) -> None:
    person = str(poll.guests[0].person)
    before = len(left(house))
    do(house, AskBusyTimes, people=[person], accompaniment=poll.accompaniment)
    do(house, RevokeBusyLink, person=person)
    assert len(left(house)) == before
