"""What servers do with our mails: they put off, refuse one, refuse all; and what leaves says how to stop it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar

from shared.contracts.notifications import GetPostState, SendSignInLink
from shared.settings import Settings
from tests.integration.notifications.conftest import Elsewhere, Scheduled, mails
from tests.integration.notifications.test_smtp import Letterbox, OpenServer, letterbox, open_server, use
from tests.support.rooms import RoomAtWork

__all__ = ["letterbox", "open_server"]


@pytest.fixture
def served(work: RoomAtWork, open_server: OpenServer) -> Callable[[], None]:
    """Mails leave to a real server."""
    url = f"smtp://127.0.0.1:{open_server()}?tls=none"
    use(work, url)
    return lambda: use(work, url)


def test_each_mail_can_be_refused_in_one_click(
    work: RoomAtWork, scheduled: Scheduled, served: Callable[[], None], letterbox: Letterbox
) -> None:
    scheduled()
    work.tick("send_due")
    for message in letterbox.received:
        assert re.fullmatch(r"<http\S+/courrier/[\w-]{20,}/desabonner>", str(message["List-Unsubscribe"]).strip())
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    links = {str(message["List-Unsubscribe"]) for message in letterbox.received}
    assert len(links) == 2, "each person has a link of their own"
    work.obey(SendSignInLink(email="camille@exemple.fr", link="https://terreau.exemple.fr/x", minutes=15))
    work.tick("deliver")
    assert letterbox.received[-1]["List-Unsubscribe"] is None


def test_the_invitation_is_the_last_alternative_and_a_file_with_one_method(
    work: RoomAtWork, scheduled: Scheduled, served: Callable[[], None], letterbox: Letterbox
) -> None:
    scheduled()
    work.tick("send_due")
    for message, guest in zip(letterbox.received, ("camille@exemple.fr", "pilote@exemple.fr"), strict=True):
        alternative, attached = message.iter_parts()
        kinds = [part.get_content_type() for part in alternative.iter_parts()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        inside = list(alternative.iter_parts())[-1]
        assert inside.get_param("method") == "REQUEST"
        assert inside["Content-Transfer-Encoding"] == attached["Content-Transfer-Encoding"] == "base64"
        assert attached.get_filename() == "invitation.ics"
        content = inside.get_payload(decode=True)
        assert content == attached.get_payload(decode=True)
        calendar = Calendar.from_ical(content)
        assert calendar["method"] == "REQUEST"
        (event,) = calendar.walk("VEVENT")
        assert str(event["attendee"]) == f"mailto:{guest}"
        assert str(event["organizer"]) == "mailto:terreau@apes.exemple.fr"


def test_what_the_server_answered_is_kept_with_each_mail(
    work: RoomAtWork, scheduled: Scheduled, served: Callable[[], None], letterbox: Letterbox
) -> None:
    letterbox.answers["camille@exemple.fr"] = "550 5.1.1 <camille@exemple.fr> unknown"
    scheduled()
    work.tick("send_due")
    refused, taken = mails(work)
    assert (refused.state, refused.answer) == ("failed", "550 5.1.1 … unknown")
    assert (taken.state, taken.answer) == ("sent", "250 OK")


def test_a_host_that_puts_us_off_is_left_alone_and_the_others_are_not(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, served: Callable[[], None], letterbox: Letterbox
) -> None:
    other = "0190a000-0000-7000-8000-0000000000f1"
    elsewhere.add(other, "elected-referent", "Alix", "Élu", "alix@ailleurs.fr")
    letterbox.answers["camille@exemple.fr"] = letterbox.answers["pilote@exemple.fr"] = "451 4.7.1 too many"
    scheduled()
    work.tick("send_due")
    assert letterbox.recipients == ["alix@ailleurs.fr"]
    (held,) = work.ask(GetPostState()).held
    assert (held.host, held.reason) == ("exemple.fr", "451 4.7.1 too many")
    letterbox.answers.clear()
    work.tick("deliver")
    assert len(letterbox.recipients) == 1
    work.clock.advance(timedelta(minutes=2))
    work.tick("deliver")
    assert sorted(letterbox.recipients) == ["alix@ailleurs.fr", "camille@exemple.fr", "pilote@exemple.fr"]
    assert work.ask(GetPostState()).held == []


def test_a_server_that_refuses_everything_suspends_the_sending_and_nothing_is_lost(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, served: Callable[[], None], letterbox: Letterbox
) -> None:
    elsewhere.add("0190a000-0000-7000-8000-0000000000f1", "elected-referent", "Alix", "Élu", "alix@ailleurs.fr")
    every = ("camille@exemple.fr", "pilote@exemple.fr", "alix@ailleurs.fr")
    letterbox.answers.update(dict.fromkeys(every, "550 5.7.1 relaying denied"))
    scheduled()
    work.tick("send_due")
    assert {card.state for card in mails(work)} == {"pending"}
    (held,) = work.ask(GetPostState()).held
    assert held.host == "*"
    assert "relaying denied" in held.reason
    letterbox.answers.clear()
    work.clock.advance(timedelta(minutes=59))
    work.tick("deliver")
    assert letterbox.recipients == []
    work.clock.advance(timedelta(minutes=2))
    work.tick("deliver")
    assert sorted(letterbox.recipients) == sorted(every)


def test_no_more_mails_leave_in_a_minute_than_the_setting_says(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Elsewhere, served: Callable[[], None], letterbox: Letterbox
) -> None:
    for number in range(8):
        elsewhere.add(
            f"0190a000-0000-7000-8000-0000000000e{number}", "elected-referent", None, "Élu", f"e{number}@x.fr"
        )
    work.settings = Settings(**{**work.settings.model_dump(), "mail_per_minute": 5})
    scheduled()
    for _ in range(3):
        work.tick("send_due")
    assert len(letterbox.recipients) <= 10
    work.clock.advance(timedelta(minutes=2))
    work.tick("deliver")
    assert len(letterbox.recipients) == 10
