"""What people want to receive, what comes back into the mailbox, and what each of them changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from services.notifications.receiving import receive
from shared.contracts.notifications import (
    AnswerInvitation,
    GetCorrespondence,
    GetPostState,
    InvitationCard,
    ListComing,
    ListInvitations,
    MailCard,
    SetWishes,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import DesignationEnded, PersonErased, WorkshopCancelled, WorkshopMoved
from shared.settings import Settings
from tests.integration.notifications.conftest import (
    PILOT,
    PLACE,
    REFERENT,
    WORKSHOP,
    Elsewhere,
    Scheduled,
    mail,
    mails,
    paris,
    workshop_card,
)
from tests.support.postcards import bounce, calendar_reply, reply_mail
from tests.support.rooms import RoomAtWork

CAMILLE = "camille@exemple.fr"


@pytest.fixture
def announced(work: RoomAtWork, scheduled: Scheduled) -> RoomAtWork:
    """A workshop that was announced to the referent and the pilot."""
    scheduled()
    work.tick("send_due")
    return work


def card_of(work: RoomAtWork, person: str) -> MailCard:
    name = {REFERENT: "camille", PILOT: "pilote"}[person]
    return next(card for card in mails(work) if name in card.to)


def token_of(work: RoomAtWork, person: str) -> str:
    text = mail(work, card_of(work, person)).text
    found = re.search(r"/courrier/([\w-]+)/", text)
    assert found
    return found[1]


def invitations(work: RoomAtWork) -> dict[str, InvitationCard]:
    return {card.person: card for card in work.ask(ListInvitations(workshop=WORKSHOP)).invitations}


def answer(work: RoomAtWork, said: str = "ACCEPTED", sender: str = CAMILLE, **more: object) -> str:
    given = {"stamp": "20250617T080000Z", **more}
    named = str(given.pop("id", "")) or None
    ics = calendar_reply(WORKSHOP, sender, said, **given)  # type: ignore[arg-type]
    return receive(work, reply_mail(ics, sender, id=named))


# --- Preferences


def test_each_mail_leads_to_a_page_that_says_why(announced: RoomAtWork) -> None:
    card = card_of(announced, REFERENT)
    known = announced.ask(GetCorrespondence(token=token_of(announced, REFERENT), mail=card.id))
    assert "la règle «\u00a0Annonce d’un atelier\u00a0» écrit à\u00a0: élu·e référent·e, pilote" in known.why
    assert known.workshop == WORKSHOP
    # Somebody else's mail says nothing.
    other = card_of(announced, PILOT)
    assert announced.ask(GetCorrespondence(token=token_of(announced, REFERENT), mail=other.id)).why == ""
    with pytest.raises(NotFound):
        announced.ask(GetCorrespondence(token="x" * 20))


def test_who_refuses_a_subject_is_not_written_to_and_the_page_says_so(
    announced: RoomAtWork, elsewhere: Elsewhere
) -> None:
    announced.obey(SetWishes(token=token_of(announced, REFERENT), muted=["workshops"]))
    before = len(mails(announced))
    announced.tick("send_due")
    (reminder,) = announced.ask(ListComing()).plans
    said = {letter.person: (letter.state, letter.reason) for letter in reminder.letters}
    assert said[REFERENT] == ("cancelled", "ne souhaite plus recevoir ces messages")
    announced.clock.instant = paris("2025-06-26T09:00")
    announced.tick("send_due")
    assert [card.to for card in mails(announced)[before:]] == ["pilote@exemple.fr"]


def test_an_address_that_cannot_be_one_is_told_to_the_team_and_written_to_once_mended(
    announced: RoomAtWork, elsewhere: Elsewhere
) -> None:
    role, known = elsewhere.people[PILOT]
    elsewhere.people[PILOT] = (role, known.model_copy(update={"email": "pilote exemple.fr"}))
    announced.clock.advance(timedelta(hours=7))
    announced.tick("send_due")
    (reminder,) = announced.ask(ListComing()).plans
    said = {letter.person: (letter.state, letter.reason) for letter in reminder.letters}
    assert said[PILOT] == ("cancelled", "son adresse n’en est pas une : corrigez-la dans l’annuaire")
    before = len(mails(announced))
    elsewhere.people[PILOT] = (role, known)
    announced.clock.instant = paris("2025-06-26T09:00")
    announced.tick("send_due")
    assert sorted(card.to for card in mails(announced)[before:]) == [
        "Camille Exemple <camille@exemple.fr>",
        "pilote@exemple.fr",
    ]


def test_an_address_that_cannot_be_one_is_never_given_to_a_server(announced: RoomAtWork, elsewhere: Elsewhere) -> None:
    role, known = elsewhere.people[PILOT]
    elsewhere.people[PILOT] = (role, known.model_copy(update={"email": "pilote exemple.fr"}))
    before = len(mails(announced))
    announced.clock.instant = paris("2025-06-26T09:00")
    announced.tick("send_due")
    assert [card.to for card in mails(announced)[before:]] == ["Camille Exemple <camille@exemple.fr>"]


def test_who_changes_their_mind_is_written_to_again(announced: RoomAtWork) -> None:
    token = token_of(announced, REFERENT)
    announced.obey(SetWishes(token=token, nothing=True))
    announced.tick("send_due")
    announced.obey(SetWishes(token=token))
    announced.clock.instant = paris("2025-06-26T09:00")
    announced.tick("send_due")
    assert len(mails(announced)) == 4


def test_an_unknown_subject_or_link_is_refused(announced: RoomAtWork) -> None:
    with pytest.raises(InvalidInput):
        announced.obey(SetWishes(token=token_of(announced, REFERENT), muted=["tout"]))
    with pytest.raises(NotFound):
        announced.obey(SetWishes(token="y" * 20, nothing=True))


def test_a_forgotten_person_has_no_link_any_more(announced: RoomAtWork) -> None:
    token = token_of(announced, REFERENT)
    announced.hear(PersonErased(person=REFERENT))
    with pytest.raises(NotFound):
        announced.ask(GetCorrespondence(token=token))


# --- Invitations


def test_an_answer_by_calendar_is_noted_once(announced: RoomAtWork) -> None:
    assert invitations(announced)[REFERENT].reply is None
    assert answer(announced, comment="Avec plaisir", id="one") == "applied"
    assert answer(announced, comment="Avec plaisir", id="one") == "twice"
    said = invitations(announced)[REFERENT]
    assert (said.reply, said.comment, said.channel) == ("accepted", "Avec plaisir", "mail")
    assert invitations(announced)[PILOT].reply is None


@pytest.mark.parametrize(
    ("said", "more", "reply"),
    [
        ("DECLINED", {}, "declined"),
        ("TENTATIVE", {}, "tentative"),
        ("ACCEPTED", {"organizer": False}, "accepted"),
        ("TENTATIVE", {"method": "COUNTER"}, "counter"),
    ],
)
def test_every_kind_of_answer_is_shown(announced: RoomAtWork, said: str, more: dict[str, object], reply: str) -> None:
    assert answer(announced, said, **more) == "applied"
    assert invitations(announced)[REFERENT].reply == reply
    if reply == "counter":
        assert "jeudi 19 mars 2026, de 14\u00a0h à 17\u00a0h" in invitations(announced)[REFERENT].wanted


def test_a_strangers_answer_changes_nothing_and_the_organiser_sees_it(announced: RoomAtWork) -> None:
    assert answer(announced, sender="inconnu@ailleurs.fr") == "stranger"
    assert receive(announced, reply_mail(calendar_reply("nothing", CAMILLE, "ACCEPTED"), CAMILLE)) == "unknown-meeting"
    assert {card.reply for card in invitations(announced).values()} == {None}
    assert {one.outcome for one in announced.ask(GetPostState()).incoming} == {"stranger", "unknown-meeting"}


def test_an_answer_to_an_earlier_version_or_overtaken_is_not_the_last_word(
    announced: RoomAtWork, elsewhere: Elsewhere
) -> None:
    moved = {"start": "2025-07-10T09:00:00+02:00", "end": "2025-07-10T12:00:00+02:00"}
    elsewhere.workshops[WORKSHOP] = workshop_card(**moved)
    assert answer(announced, stamp="20250617T090000Z") == "applied"
    assert answer(announced, "DECLINED", stamp="20250617T080000Z") == "overtaken"
    event = WorkshopMoved(**PLACE, workshop=WORKSHOP, reason="salle", planned="2025-07-10", **moved)
    announced.hear(event, occurred="2025-06-16")
    announced.tick("send_due")
    assert invitations(announced)[REFERENT].stale
    assert answer(announced, "DECLINED", stamp="20250618T080000Z") == "past-sequence"
    assert answer(announced, "DECLINED", stamp="20250618T080000Z", sequence=1) == "applied"
    assert not invitations(announced)[REFERENT].stale


def test_a_button_on_the_web_answers_too_and_the_last_word_counts(announced: RoomAtWork) -> None:
    token = token_of(announced, REFERENT)
    announced.obey(AnswerInvitation(token=token, workshop=WORKSHOP, reply="declined", comment="En congé"))
    said = invitations(announced)[REFERENT]
    assert (said.reply, said.channel, said.comment) == ("declined", "web", "En congé")
    with pytest.raises(NotFound):
        announced.obey(AnswerInvitation(token=token, workshop="another", reply="accepted"))


def test_somebody_taken_out_is_told_by_their_calendar_and_only_they(
    announced: RoomAtWork, elsewhere: Elsewhere
) -> None:
    del elsewhere.people[REFERENT]
    # Their address is still known to the directory, their role is not.
    elsewhere.add(REFERENT, "former", "Camille Exemple", "Conseillère", CAMILLE)
    announced.hear(DesignationEnded(**PLACE, person=REFERENT, role="elected-referent"))
    before = len(mails(announced))
    announced.tick("send_due")
    (card,) = mails(announced)[before:]
    assert (card.to, card.method) == ("Camille Exemple <camille@exemple.fr>", "CANCEL")
    assert {person: one.state for person, one in invitations(announced).items()} == {
        REFERENT: "withdrawn",
        PILOT: "invited",
    }
    assert answer(announced, sequence=5) == "withdrawn"
    token = token_of(announced, REFERENT)
    with pytest.raises(Refused):
        announced.obey(AnswerInvitation(token=token, workshop=WORKSHOP, reply="accepted"))


def test_a_cancelled_workshop_leaves_every_calendar(announced: RoomAtWork, elsewhere: Elsewhere) -> None:
    announced.hear(WorkshopCancelled(**PLACE, workshop=WORKSHOP, reason="budget"), occurred="2025-07-03")
    elsewhere.workshops[WORKSHOP] = workshop_card(state="cancelled", start="2025-07-03T09:00:00+02:00")
    announced.tick("send_due")
    assert [card.method for card in mails(announced)] == ["REQUEST", "REQUEST", "CANCEL", "CANCEL"]
    assert {one.sequence for one in invitations(announced).values()} == {1}


# --- Bounces


def test_a_bounce_is_told_with_its_mail(announced: RoomAtWork) -> None:
    card = card_of(announced, REFERENT)
    assert receive(announced, bounce(card.id, CAMILLE).as_bytes()) == "applied"
    (shown,) = announced.ask(GetPostState()).bounced
    assert shown.id == card.id
    assert "5.1.1" in (shown.bounce or "")
    assert "@" not in (shown.bounce or "")


def test_what_comes_back_and_is_no_notification_is_left_to_a_person(announced: RoomAtWork) -> None:
    raw = b"From: MAILER-DAEMON@mx.exemple.fr\r\nSubject: failure\r\nMessage-ID: <1@mx>\r\n\r\nIt did not work.\r\n"
    assert receive(announced, raw) == "not-understood"
    assert receive(announced, b"From: ami@exemple.fr\r\nSubject: Bonjour\r\n\r\nMerci !\r\n") == "other"
    assert receive(announced, bounce("no-such-mail", CAMILLE).as_bytes()) == "unknown-mail"
    assert receive(announced, b"\xff\xfe not a mail") == "other"
    kinds = {(one.kind, one.outcome) for one in announced.ask(GetPostState()).incoming}
    assert kinds == {("bounce", "not-understood"), ("other", "other"), ("bounce", "unknown-mail")}


def test_the_log_line_of_a_mail_outlives_its_day(announced: RoomAtWork) -> None:
    announced.clock.advance(timedelta(days=30))
    announced.settings = Settings(mail_undo_minutes=0)
    card = card_of(announced, REFERENT)
    assert card.body_hash is not None
    assert len(card.body_hash) == 64
