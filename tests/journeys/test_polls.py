"""A date looked for with ten people, each on their own link and phone: found, asked, chased, decided, told."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.visits import PHONE, Portal, add_people, enrol, heading, open_until, part, today

NEXT = today().year + 1
MAILS_LEAVE = 60.0
"""Seconds to wait for a mail at most: they are written every ten seconds."""

NAMES = [f"Personne {letter}" for letter in "ABCDEFGHIJ"]
ANSWERS = (("Oui", "Non"), ("Si besoin", "Oui"), ("Non", "Oui"), ("Oui", "Oui"))
"""What the first four say of the first and the second slot; the others say yes to both but the last, who is silent."""


def ask_ten(page: Page) -> None:
    """Look for slots, and make a poll of those found."""
    page.get_by_role("link", name="Planifier un atelier").first.click()
    page.get_by_label("Entre le").fill(f"{NEXT}-03-01")
    page.get_by_label("et le", exact=True).fill(f"{NEXT}-03-31")
    page.get_by_role("radio", name="3 h").check()
    page.get_by_role("checkbox", name=f"indispensable : {NAMES[0]}").check()
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_role("link", name="Demander à chacun par un sondage").click()
    heading(page, "Demander à chacun")
    for extra in page.get_by_role("group", name="Créneaux proposés").get_by_role("checkbox").all()[2:]:
        extra.uncheck()
    page.get_by_label("Titre de l’atelier").fill("Coopérer ensemble")
    page.get_by_label("Réponses jusqu’au").fill(f"{NEXT}-02-15")
    page.get_by_role("button", name="Ouvrir le sondage").click()
    heading(page, "Coopérer ensemble")


def links(page: Page) -> list[str]:
    """Everybody's personal address, as the organiser's page shows it."""
    return [path[path.index("/reponse/") :] for path in page.locator(".poll-link").all_text_contents()]


def answer(portal: Portal, link: str, said: tuple[str, str], comment: str = "") -> None:
    """Open a personal link on a phone that never saw Terreau, and answer."""
    with portal.visit(width=PHONE, signed_in=False) as phone:
        phone.goto(link)
        for group, word in zip(phone.locator(".poll-slot").all(), said, strict=True):
            group.get_by_role("radio", name=re.compile(f"^{word}")).check()
        if comment:
            phone.get_by_label("Un mot pour l’équipe").fill(comment)
        phone.get_by_role("button", name="Envoyer ma réponse").click()
        expect(phone.get_by_role("status")).to_contain_text("votre réponse est enregistrée")


def test_ten_people_answer_on_ten_links_and_the_date_is_decided(portal: Portal, page: Page) -> None:
    territory = enrol(page, "Hirson")
    roles = ["Élu·e référent·e", *["Agent ou agente"] * 9]
    addresses = [f"invite{number}@exemple.fr" for number in range(10)]
    add_people(page, territory, list(zip(NAMES, roles, addresses, strict=True)))
    page.goto(territory)
    ask_ten(page)
    poll, addresses = page.url, links(page)
    assert len(set(addresses)) == 10

    # Scanners of mails open every link: reading one answers nothing.
    with portal.visit(width=PHONE, signed_in=False) as scanner:
        for address in addresses:
            scanner.goto(address)
            expect(scanner.get_by_role("button", name="Envoyer ma réponse")).to_be_visible()
        scanner.goto("/reponse/" + "x" * 32)
        expect(scanner.get_by_role("main")).to_contain_text("Ce lien ne donne accès à aucun sondage")
    page.goto(poll)
    expect(page.get_by_role("main")).to_contain_text("10 réponses manquent")

    for number, address in enumerate(addresses[:9]):
        said = ANSWERS[number] if number < len(ANSWERS) else ("Oui", "Oui")
        answer(portal, address, said, "Plutôt le matin" if number == 2 else "")
    page.goto(poll)
    expect(page.get_by_role("main")).to_contain_text("1 réponse manque")
    first = page.locator(".poll-slots > li").first
    expect(first).to_contain_text("7 oui, 1 si besoin, 1 non, 1 sans réponse")
    expect(part(page, "Qui a répondu")).to_contain_text("« Plutôt le matin »")

    # Only the one who is missing is chased, and not twice the same day.
    page.get_by_role("link", name="Relancer 1 personne").click()
    expect(page.get_by_role("main")).to_contain_text(f"1 personne recevra un message\u00a0: {NAMES[9]}.")
    page.get_by_role("button", name="Relancer").click()
    page.get_by_role("link", name="Relancer 1 personne").click()
    page.get_by_role("button", name="Relancer").click()
    expect(page.get_by_role("alert")).to_contain_text("Une relance est déjà partie")
    open_until(page, "/courriels", page.get_by_text("Votre réponse manque").first, seconds=MAILS_LEAVE)

    # One says it by telephone; it is noted as such.
    page.goto(poll)
    last = part(page, "Qui a répondu").get_by_role("listitem").filter(has=page.get_by_role("heading", name=NAMES[9]))
    last.get_by_text("Lien et réponse").click()
    last.get_by_role("link", name="Répondre pour cette personne").click()
    for group in page.locator(".poll-slot").all():
        group.get_by_role("radio", name=re.compile("^Oui")).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(last).to_contain_text("Noté par l’équipe.")
    expect(page.get_by_role("main")).to_contain_text("Tout le monde a répondu.")

    # Two organisers decide at once: the second is told what the first decided.
    with portal.visit() as other:
        other.goto(poll)
        other.locator(".poll-slots > li").nth(1).get_by_role("link", name="Fixer cette date").click()
        page.locator(".poll-slots > li").first.get_by_role("link", name="Fixer cette date").click()
        page.get_by_role("button", name="Fixer la date").click()
        heading(page, "Coopérer ensemble")
        expect(page).to_have_url(re.compile("/ateliers/"))
        other.get_by_role("button", name="Fixer la date").click()
        expect(other.get_by_role("alert")).to_contain_text("La date est déjà fixée")

    with portal.visit(width=PHONE, signed_in=False) as guest:
        guest.goto(addresses[4])
        expect(guest.get_by_role("main")).to_contain_text("La date est fixée")
        expect(guest.get_by_role("button", name="Envoyer ma réponse")).to_have_count(0)
    open_until(
        page, "/courriels", page.get_by_text("La date est fixée : « Coopérer ensemble »").first, seconds=MAILS_LEAVE
    )
