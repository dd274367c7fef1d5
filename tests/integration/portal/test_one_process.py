"""The portal as `terreau up` serves it: entering by a mail that left, parked events of real rooms, the agenda."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from icalendar import Calendar

from services.workshops.room import ROOM
from shared.clock import SystemClock
from shared.envelope import seal
from shared.events import PersonErased
from shared.ids import new_id
from shared.messaging import inbox
from shared.storage.database import Database, sqlite_url
from tests.integration.portal.conftest import Document, hidden_fields
from tests.support.command import Terreau, free_port
from tests.support.example import running
from tests.support.waiting import until

EMAIL = "prenom@exemple.fr"


@dataclass
class Letterbox:
    """What an SMTP server received."""

    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd names it
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=default))
        return "250 OK"


@dataclass
class Browser:
    """A browser that keeps its cookies."""

    base: str
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=20) as answer:
            return str(answer.read().decode())

    def send(self, page: str, to: str, **fields: str) -> str:
        """Send the form of a page; the page it leads to."""
        sent = urlencode({**hidden_fields(self.get(page)), **fields}).encode()
        with self.opener.open(self.base + to, sent, timeout=20) as answer:
            return str(answer.read().decode())


@dataclass
class Portal:
    """A portal at work in a process of its own, and the letterbox behind its SMTP server."""

    folder: Path
    base: str
    letterbox: Letterbox
    terreau: Terreau


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder, letterbox, port = tmp_path_factory.mktemp("portal") / "var", Letterbox(), free_port()
    smtp = Controller(letterbox, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    smtp.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TERREAU_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=none")
            with running(folder, "--no-example") as link:
                parts = urlsplit(link)
                yield Portal(folder, f"{parts.scheme}://{parts.netloc}", letterbox, Terreau(folder))
    finally:
        smtp.stop()
        smtp.loop.close()


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Browser:
    """Somebody who entered with the link of `terreau account link`."""
    opened = portal.terreau("account", "add", EMAIL, "--label", "Prénom", "--role", "admin")
    assert opened.code == 0, opened.err
    return _entered(portal, portal.terreau("account", "link", EMAIL).out.strip())


def _entered(portal: Portal, link: str) -> Browser:
    assert link.startswith(portal.base)
    browser, path = Browser(portal.base), link.removeprefix(portal.base)
    assert "Se déconnecter" in browser.send(path, path)
    return browser


def test_a_link_asked_for_arrives_by_mail_and_opens_the_portal_once(portal: Portal, browser: Browser) -> None:
    visitor = Browser(portal.base)
    assert "Regardez votre boîte" in visitor.send("/connexion", "/connexion", email=EMAIL)
    until(lambda: portal.letterbox.received, what="the mail")
    (mail,) = portal.letterbox.received
    assert EMAIL in str(mail["To"])
    text = mail.get_body(("plain",))
    assert text is not None
    (link,) = set(re.findall(rf"{portal.base}/connexion/[\w-]+", text.get_content()))
    _entered(portal, link)
    with pytest.raises(HTTPError) as used:
        visitor.get(link.removeprefix(portal.base))
    assert used.value.code == 404
    used.value.close()
    # Whoever may read the mails of the house must not sign in as somebody else.
    token = link.rpartition("/")[2]
    (kept,) = set(re.findall(r"/courriels/[0-9a-f-]{36}", browser.get("/courriels")))
    assert token not in browser.get(kept)


def test_an_address_without_account_gets_the_same_page_and_no_mail(portal: Portal, browser: Browser) -> None:
    before = len(portal.letterbox.received)
    pages = [
        Browser(portal.base).send("/connexion", "/connexion", email=email) for email in ("inconnue@exemple.fr", EMAIL)
    ]
    assert pages[0] == pages[1]
    until(lambda: len(portal.letterbox.received) > before, what="the mail to who has an account")
    assert {str(mail["To"]) for mail in portal.letterbox.received} == {EMAIL}


def test_the_rooms_say_what_they_parked_and_try_it_again(portal: Portal, browser: Browser) -> None:
    assert "Tout a été traité." in browser.get("/technique")
    event = PersonErased(person=new_id())
    clock = SystemClock()
    sealed = seal(event, id=new_id(), now=clock.now(), occurred=None, correlation=new_id(), causation=None)
    unreadable = {**sealed.as_json(), "data": {"somebody": "else"}}
    database = Database("workshops", sqlite_url(portal.folder, "workshops"))
    try:
        inbox.store(ROOM, database, clock, [b"not even JSON", unreadable])
    finally:
        database.close()
    page = browser.get("/technique")
    assert "Ce n’est pas un événement" in page
    # Whoever is asked to try again looks at what waits, and finds the other one.
    assert "Rien n’a été repris" in browser.send("/aide", "/technique/tout-reessayer", jeton=_token(page))
    until(lambda: sealed.id in browser.get("/technique"), what="the event that its schema refuses")
    said = browser.send("/technique", "/technique/reessayer", service="workshops", event=sealed.id)
    assert "L’événement est repris" in Document(said).text
    assert "Sans réponse" not in said
    until(lambda: sealed.id in browser.get("/technique"), what="the event that comes back")


def _token(page: str) -> str:
    found = re.search(r'name="jeton" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_subscription_is_read_by_a_program_without_account(portal: Portal, browser: Browser) -> None:
    made = browser.send("/agenda", "/agenda/abonnements", territory="tous")
    (address,) = re.findall(rf'value="({portal.base}/agenda/[\w-]+\.ics)"', made)
    with urlopen(address, timeout=20) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert Calendar.from_ical(answer.read()).walk("VEVENT") == []


def test_an_account_that_is_closed_is_out_at_once(portal: Portal, browser: Browser) -> None:
    other = "autre@exemple.fr"
    opened = portal.terreau("account", "add", other, "--label", "Autre", "--role", "reader", "--json")
    theirs = _entered(portal, portal.terreau("account", "link", other).out.strip())
    (card,) = re.findall(r'"id":"([^"]+)"', opened.out)
    browser.send(f"/comptes/{card}/fermer", f"/comptes/{card}/fermer")
    assert "Pas de mot de passe à retenir" in theirs.get("/")
