"""Personal links on their way: when they leave, what stops them, and that nobody reads the link in the room."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.links import let_links_go
from shared.contracts.notifications import (
    GetMail,
    LinkLetter,
    ListLinkLetters,
    ListMails,
    SendPersonalLink,
    StopLastCalls,
    StopLink,
)
from shared.contracts.territories import CheckLink, LinkCheck
from shared.errors import NotFound, Refused, Unavailable
from shared.events import PersonErased
from shared.ids import new_id
from tests.integration.notifications.conftest import CALL, REFERENT, paris
from tests.support.rooms import RoomAtWork

SECRET = "s3cret-of-a-personal-link"
LINK = f"https://terreau.exemple.fr/candidature/{SECRET}"


@pytest.fixture
def checked(work: RoomAtWork) -> dict[str, Any]:
    """What the room of the calls answers when a link is about to leave; what it is asked is noted."""
    said: dict[str, Any] = {"why_not": None, "email": "camille@exemple.fr", "asked": []}

    def check(query: CheckLink) -> LinkCheck:
        said["asked"].append(query)
        if said["why_not"] == "away":
            raise Unavailable("Le service ne répond pas.")
        return LinkCheck(email=said["email"], why_not=said["why_not"])

    work.answers["check-link"] = check
    return said


def send(work: RoomAtWork, occasion: str = "last-call", **more: Any) -> str:
    way = {
        "about": new_id(),
        "key": hashlib.sha256(SECRET.encode()).hexdigest(),
        "person": REFERENT,
        "call": CALL,
        "minutes": 10,
        **more,
    }
    order = {"email": "camille@exemple.fr", "link": LINK, "occasion": occasion, "call": "AMI 2026", "on_its_way": way}
    return work.obey(SendPersonalLink.model_validate(order)).id


def letter(work: RoomAtWork) -> LinkLetter:
    (one,) = work.ask(ListLinkLetters(call=CALL)).letters
    return one


def later(work: RoomAtWork, **time: float) -> None:
    work.clock.advance(timedelta(**time))
    work.tick("send_due")


def test_a_link_waits_ten_minutes_is_looked_at_once_more_and_leaves(work: RoomAtWork, checked: dict[str, Any]) -> None:
    id_ = send(work)
    later(work, minutes=9)
    assert (letter(work).state, checked["asked"]) == ("waiting", [])
    assert work.ask(ListMails()).mails == []
    checked["email"] = "nouvelle@exemple.fr"
    later(work, minutes=1)
    (card,) = work.ask(ListMails()).mails
    assert (card.id, card.state, card.to) == (id_, "kept", "nouvelle@exemple.fr")
    assert [one.link for one in checked["asked"]] == [hashlib.sha256(SECRET.encode()).hexdigest()]
    assert SECRET in work.ask(GetMail(id=id_)).text


@pytest.mark.parametrize("way", ["waiting", "stopped", "needless", "pending"])
def test_the_link_is_shown_in_no_state_before_it_leaves(work: RoomAtWork, checked: dict[str, Any], way: str) -> None:
    id_ = send(work)
    if way == "stopped":
        work.obey(StopLink(mail=id_, reason="Dit au téléphone"))
    if way == "needless":
        checked["why_not"] = "la candidature est déposée"
        later(work, minutes=11)
    if way == "pending":
        work.clock.advance(timedelta(minutes=11))
        let_links_go(work)
    shown = work.ask(GetMail(id=id_))
    assert "Votre candidature n’est pas encore déposée" in shown.html
    assert SECRET not in shown.model_dump_json()
    assert letter(work).state == ("leaving" if way == "pending" else way)


def test_a_link_without_object_is_dropped_with_its_reason(work: RoomAtWork, checked: dict[str, Any]) -> None:
    send(work)
    checked["why_not"] = "la candidature est déposée"
    later(work, minutes=11)
    assert (letter(work).state, letter(work).reason) == ("needless", "la candidature est déposée")
    send(work, call=new_id())
    checked |= {"why_not": None, "email": None}
    later(work, minutes=11)
    assert [one.state for one in work.ask(ListMails()).mails] == ["dropped", "dropped"]


def test_while_the_room_of_the_calls_is_away_the_link_waits(work: RoomAtWork, checked: dict[str, Any]) -> None:
    send(work)
    checked["why_not"] = "away"
    later(work, minutes=11)
    assert letter(work).state == "waiting"
    checked["why_not"] = None
    later(work, minutes=1)
    assert letter(work).state == "gone"


def test_nobody_is_written_to_at_night_or_on_a_day_off_unless_the_call_ends(
    work: RoomAtWork, checked: dict[str, Any]
) -> None:
    assert checked
    work.clock.instant = paris("2025-06-20T20:30")  # a Friday evening
    send(work, "correction")
    assert letter(work).leaves == "2025-06-23T08:00:00+02:00"
    send(work, call=(other := new_id()), last_day="2025-06-21")
    assert work.ask(ListLinkLetters(call=other)).letters[0].leaves == "2025-06-20T20:40:00+02:00"
    later(work, days=1, hours=1)  # the service slept until Saturday evening
    assert letter(work).state == "waiting"
    later(work, days=1, hours=11)
    assert letter(work).state == "gone"


def test_a_stopped_link_stays_stopped_and_one_that_left_is_not_stopped(
    work: RoomAtWork, checked: dict[str, Any]
) -> None:
    id_ = send(work)
    for reason in ("Dit au téléphone", "Encore"):
        work.obey(StopLink(mail=id_, reason=reason))
    later(work, hours=2)
    assert (letter(work).state, letter(work).reason, checked["asked"]) == ("stopped", "Dit au téléphone", [])
    gone = send(work, "reading", call=new_id())
    later(work, minutes=11)
    with pytest.raises(Refused):
        work.obey(StopLink(mail=gone, reason="Trop tard"))
    with pytest.raises(NotFound):
        work.obey(StopLink(mail=new_id(), reason="Rien"))


def test_the_last_calls_of_a_call_are_stopped_together_and_nothing_else(
    work: RoomAtWork, checked: dict[str, Any]
) -> None:
    assert checked
    for occasion in ("last-call", "last-call", "correction"):
        send(work, occasion)
    work.obey(StopLastCalls(call=CALL, reason="On prolonge"))
    states = {one.occasion: one.state for one in work.ask(ListLinkLetters(call=CALL)).letters}
    assert states == {"last-call": "stopped", "correction": "waiting"}
    with pytest.raises(Refused):
        work.obey(StopLastCalls(call=CALL, reason="Encore"))


def test_whoever_is_forgotten_is_not_written_to_any_more(work: RoomAtWork, checked: dict[str, Any]) -> None:
    id_ = send(work)
    work.hear(PersonErased(person=REFERENT))
    later(work, minutes=11)
    assert checked["asked"] == []
    card = work.ask(GetMail(id=id_)).card
    assert (card.state, card.to) == ("dropped", "destinataire effacé")


def test_a_week_after_it_was_kept_the_link_is_gone_and_its_words_stay(
    work: RoomAtWork, checked: dict[str, Any]
) -> None:
    assert checked
    id_ = send(work)
    later(work, minutes=11)
    later(work, days=8)
    shown = work.ask(GetMail(id=id_))
    assert (SECRET in shown.text, shown.card.to) == (False, "destinataire effacé")
    assert "Votre brouillon attend toujours" in shown.text
