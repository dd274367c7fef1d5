"""Where mails are given up, and what they look like when they leave."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.notifications.post import Outgoing, Server, WrongSmtpUrl, is_final, message, read_url

MAIL = Outgoing(
    id="0190a000-0000-7000-8000-000000000001",
    to_name="Zoé Exemple",
    to_address="zoe@exemple.fr",
    reply_to="dominique@exemple.fr",
    subject="Rappel\u00a0: atelier «\u00a0Idéation\u00a0»",
    text="Bonjour Zoé,\n",
    html="<p>Bonjour Zoé,</p>",
    written=datetime(2025, 7, 3, 7, 0, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.exemple.fr", Server("mail.exemple.fr", 587, "starttls", None, "")),
        ("smtp://mail.exemple.fr?tls=none", Server("mail.exemple.fr", 25, "none", None, "")),
        ("smtps://u%40x:p%2Fw@mail.exemple.fr", Server("mail.exemple.fr", 465, "implicit", "u@x", "p/w")),
        ("smtp://u:p@h:2525?tls=starttls", Server("h", 2525, "starttls", "u", "p")),
    ],
)
def test_the_url_says_where_and_how(url: str, server: Server) -> None:
    assert read_url(url) == server


@pytest.mark.parametrize("url", ["", "http://h", "smtp://", "smtp://h?tls=maybe", "smtp://u:secret@h:99999"])
def test_a_wrong_url_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(WrongSmtpUrl) as refusal:
        read_url(url)
    assert "secret" not in str(refusal.value)


def test_a_mail_is_text_and_html_with_a_stable_id() -> None:
    mail = message(MAIL, "Terreau <terreau@apes.exemple.fr>")
    assert mail["Message-ID"] == "<0190a000-0000-7000-8000-000000000001@apes.exemple.fr>"
    assert str(mail["To"]) == "Zoé Exemple <zoe@exemple.fr>"
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("dominique@exemple.fr", "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert str(mail["Subject"]).split() == MAIL.subject.split()
    assert message(MAIL, "Terreau <terreau@apes.exemple.fr>")["Message-ID"] == mail["Message-ID"]


def test_a_mail_is_from_a_person_when_one_is_known_and_answers_go_to_them() -> None:
    ours = "Équipe du programme <terreau@exemple.fr>"
    mail = message(replace(MAIL, reply_name="Dominique Modèle"), ours)
    assert str(mail["From"]) == '"Dominique Modèle (Équipe du programme)" <terreau@exemple.fr>'
    assert str(mail["Reply-To"]) == "Dominique Modèle <dominique@exemple.fr>"
    assert str(message(MAIL, ours)["From"]) == ours


def test_a_name_cannot_add_a_header() -> None:
    mail = message(replace(MAIL, to_name="Zoé\r\nBcc: tout-le-monde@exemple.fr"), "terreau@exemple.fr")
    assert mail["Bcc"] is None
    assert "\nBcc" not in mail.as_string()


@pytest.mark.parametrize("address", ["", "zoe", "@exemple.fr", "zoe@"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        message(replace(MAIL, to_address=address), "terreau@exemple.fr")


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (smtplib.SMTPRecipientsRefused({"zoe@exemple.fr": (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({"zoe@exemple.fr": (450, b"greylisted")}), False),
        (smtplib.SMTPDataError(554, b"spam"), True),
        (smtplib.SMTPDataError(451, b"later"), False),
        (ValueError("no address"), True),
        (smtplib.SMTPServerDisconnected(), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_only_a_refusal_for_good_ends_the_tries(error: Exception, final: bool) -> None:
    assert is_final(error) == final


def test_a_long_link_to_refuse_stays_whole_on_its_line() -> None:
    link = f"https://{'terreau.' * 12}exemple.fr/courrier/{'x' * 32}/desabonner"
    raw = message(replace(MAIL, unsubscribe=link), "terreau@apes.exemple.fr").as_bytes()
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in raw
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
