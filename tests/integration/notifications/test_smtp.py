"""Mails that leave by SMTP, given to a real server that the test runs."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from services.notifications import post
from shared.contracts.notifications import SendSignInLink
from shared.events import NotificationSent, WorkshopCancelled
from shared.settings import Settings
from tests.integration.notifications.conftest import (
    PLACE,
    REFERENT,
    WORKSHOP,
    Scheduled,
    mail,
    mails,
    states,
    workshop_card,
)
from tests.support.rooms import RoomAtWork


@dataclass
class Letterbox:
    """What a server received, and what it answers to a recipient."""

    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    secured: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802  # aiosmtpd names it
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd names it
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=default))
        self.recipients += envelope.rcpt_tos
        self.secured.append(session.ssl is not None)
        return "250 OK"


OpenServer = Callable[..., int]


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def open_server(letterbox: Letterbox) -> Iterator[OpenServer]:
    """Start a server on a free port and give the port."""
    with ExitStack() as stack:

        def open_(**options: Any) -> int:
            port = free_port()
            controller = Controller(
                letterbox, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop(), **options
            )
            controller.start()
            stack.callback(controller.loop.close)
            stack.callback(controller.stop)
            return port

        yield open_


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def use(work: RoomAtWork, url: str) -> None:
    work.settings = Settings(
        smtp_url=SecretStr(url), mail_from="Terreau <terreau@apes.exemple.fr>", mail_undo_minutes=0
    )


def test_mails_leave_by_smtp_in_text_and_html(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    scheduled()
    work.tick("send_due")
    assert letterbox.recipients == ["camille@exemple.fr", "pilote@exemple.fr"]
    first = letterbox.received[0]
    assert (str(first["From"]), str(first["To"])) == (
        '"Dominique Modèle (Terreau)" <terreau@apes.exemple.fr>',
        "Camille Exemple <camille@exemple.fr>",
    )
    assert str(first["Reply-To"]) == "Dominique Modèle <dominique@exemple.fr>"
    kept = mail(work, mails(work)[0])
    assert body(first, "plain").strip() == kept.text
    assert body(first, "html").strip() == kept.html
    assert [card.state for card in mails(work)] == ["sent", "sent"]
    assert states(work)["workshop-announced"] == "sent"
    assert len(work.told(NotificationSent)) == 2


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_each_mail_keeps_its_own_message_id_at_every_try(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    letterbox.answers["camille@exemple.fr"] = "450 later"
    scheduled()
    work.tick("send_due")
    waiting = mails(work)[0]
    assert ([card.state for card in mails(work)], states(work)["workshop-announced"]) == (
        ["pending", "sent"],
        "planned",
    )
    letterbox.answers.clear()
    work.tick("send_due")
    assert len(letterbox.received) == 1
    work.clock.advance(timedelta(minutes=1))
    work.tick("deliver")
    assert str(letterbox.received[1]["Message-ID"]) == f"<{waiting.id}@apes.exemple.fr>"
    assert str(letterbox.received[1]["Message-ID"]) != str(letterbox.received[0]["Message-ID"])
    assert states(work)["workshop-announced"] == "sent"


def test_an_address_refused_for_good_fails_and_the_others_leave(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    letterbox.answers["camille@exemple.fr"] = "550 no such user"
    scheduled()
    work.tick("send_due")
    assert [card.state for card in mails(work)] == ["failed", "sent"]
    assert states(work)["workshop-announced"] == "sent"
    assert REFERENT not in {e.data["person"] for e in work.told(NotificationSent)}


def test_when_every_address_is_refused_the_plan_failed(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    letterbox.answers.update(dict.fromkeys(["camille@exemple.fr", "pilote@exemple.fr"], "550 no such user"))
    scheduled()
    work.tick("send_due")
    assert states(work)["workshop-announced"] == "failed"


def test_a_server_that_is_away_delays_and_a_wrong_setting_loses_nothing(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, "http://127.0.0.1")
    scheduled()
    work.tick("send_due")
    use(work, f"smtp://127.0.0.1:{free_port()}?tls=none")
    work.clock.advance(timedelta(minutes=1))
    work.tick("send_due")
    assert [card.state for card in mails(work)] == ["pending", "pending"]
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    work.clock.advance(timedelta(minutes=5))
    work.tick("send_due")
    assert len(letterbox.received) == 2


def test_a_server_that_says_nothing_is_given_up_after_a_while_and_nothing_is_lost(
    work: RoomAtWork,
    scheduled: Scheduled,
    open_server: OpenServer,
    letterbox: Letterbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(post, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes the connection and never greets
        use(work, f"smtp://127.0.0.1:{silent.getsockname()[1]}?tls=none")
        scheduled()
        work.tick("send_due")
    assert [card.state for card in mails(work)] == ["pending", "pending"]
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    work.clock.advance(timedelta(minutes=1))
    work.tick("send_due")
    assert sorted(letterbox.recipients) == ["camille@exemple.fr", "pilote@exemple.fr"]


def test_a_mail_that_waits_for_the_server_does_not_leave_once_its_workshop_is_cancelled(
    work: RoomAtWork, scheduled: Scheduled, elsewhere: Any, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{free_port()}?tls=none")
    scheduled()
    work.tick("send_due")
    work.hear(WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), occurred="2025-07-03")
    elsewhere.workshops[WORKSHOP] = workshop_card(state="cancelled", start="2025-07-03T09:00:00+02:00")
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    work.clock.advance(timedelta(minutes=1))
    work.tick("send_due")
    assert [card.state for card in mails(work)] == ["dropped", "dropped", "sent", "sent"]
    assert all("Atelier annulé" in str(message["Subject"]) for message in letterbox.received)


def test_a_sign_in_link_leaves_within_the_short_tick_and_is_not_kept_for_others_to_use(
    work: RoomAtWork, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}?tls=none")
    work.obey(SendSignInLink(email="camille@exemple.fr", link="https://terreau.exemple.fr/connexion/abc", minutes=15))
    assert letterbox.received == []
    work.tick("deliver")
    assert "https://terreau.exemple.fr/connexion/abc" in body(letterbox.received[0], "plain")
    (card,) = mails(work)
    assert card.state == "sent"
    assert "connexion/abc" not in mail(work, card).text + mail(work, card).html
    # A mail that comes back must say whose it is; a week later nobody is known any more.
    work.clock.advance(timedelta(days=6))
    work.tick("send_due")
    assert mails(work)[0].to == "camille@exemple.fr"
    work.clock.advance(timedelta(days=2))
    work.tick("send_due")
    assert mails(work)[0].to == "destinataire effacé"


# --- Encryption and signing in


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert,
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return key, cert


def served(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_mails_leave_encrypted_to_a_server_whose_certificate_is_trusted(
    work: RoomAtWork,
    scheduled: Scheduled,
    open_server: OpenServer,
    letterbox: Letterbox,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    context = served(certificate)
    options: dict[str, Any] = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    port = open_server(**options)
    use(work, f"{scheme}://localhost:{port}")
    scheduled()
    work.tick("send_due")
    assert letterbox.received == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    work.clock.advance(timedelta(minutes=1))
    work.tick("send_due")
    assert len(letterbox.received) == 2
    # aiosmtpd notes the encryption only where it was asked for; the other server speaks nothing else
    assert letterbox.secured == ([False, False] if scheme == "smtps" else [True, True])


def test_starttls_is_wanted_unless_the_setting_says_otherwise(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    use(work, f"smtp://127.0.0.1:{open_server()}")
    scheduled()
    work.tick("send_due")
    assert letterbox.received == []
    assert [card.state for card in mails(work)] == ["pending", "pending"]


def test_a_user_and_a_password_with_signs_in_them_are_given_to_the_server(
    work: RoomAtWork, scheduled: Scheduled, open_server: OpenServer, letterbox: Letterbox
) -> None:
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        seen.append((given.login, given.password))
        return AuthResult(success=True)

    port = open_server(authenticator=authenticate, auth_require_tls=False)
    use(work, f"smtp://terreau%40exemple.fr:a%3Ab%2F@127.0.0.1:{port}?tls=none")
    scheduled()
    work.tick("send_due")
    assert seen == [(b"terreau@exemple.fr", b"a:b/")]
    assert len(letterbox.received) == 2
