"""One mail of every kind, with all that a real one has: what tests look at, and people too.

    python -m tests.support.letters FOLDER

writes the HTML of each into FOLDER.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

from services.notifications.gathering import Ready
from services.notifications.rendering import Bodies, Contact, Link, as_part, render, render_digest
from services.notifications.rules.catalogue import RULES
from services.notifications.rules.letters import Circumstances, personal_link, sign_in, write
from services.notifications.rules.watches import WATCHES
from services.notifications.tables import MailRow, Plan
from services.notifications.writing import fill, in_place, links
from shared.contracts.territories import Address
from shared.settings import Settings

TERRITORY = "CC du Val d’Exemple"
FACTS: dict[str, str | None] = {
    "title": "Idéation à la Manufacture",
    "start": "2026-07-02T09:30:00+02:00",
    "end": "2026-07-02T12:30:00+02:00",
    "occurred": "2026-07-02",
    "before_start": "2026-06-25T09:30:00+02:00",
    "before_end": "2026-06-25T12:30:00+02:00",
    "reason": "la salle n’est pas libre",
    "month": "2026-06",
    "withdrawals": "3",
    "missing": "2",
    "on": "2026-07-02",
    "due": "2026-07-06",
    "entered": "2026-04-01",
    "stage": "diagnostic",
    "closes": "2026-09-30",
    "funder": "Région",
    "period": "2025",
    "decision": "retained",
    "name": "Zoé Exemple",
    "what": "project",
    "note": "Le conseil décide en septembre.",
}
ABOUT = Circumstances(
    TERRITORY,
    FACTS,
    place="La Manufacture, 2 rue du Moulin",
    structure="Association des voisins",
    call="AMI 2026",
    slots=("jeudi 2 juillet 2026, de 9 h 30 à 12 h 30", "mardi 7 juillet 2026, de 14 h à 17 h"),
    deadline="lundi 22 juin 2026",
    note="Prévoir de quoi écrire.",
)
OFFICER = Contact("p", "Dominique Modèle", "chargée de mission", "dominique@exemple.fr", "03 00 00 00 00")
HOME = "https://terreau.exemple.fr"
TO = Address(person="q", name="Camille Exemple", function="Élue", email="camille@exemple.fr")
PAGE = f"{HOME}/courrier/un-jeton/un-courriel"
OCCASIONS = ("started", "recovered", "last-call", "correction", "reading")
NEWS = (
    "Le Val d’Exemple a tenu son premier atelier, avec vingt personnes.",
    "Deux associations ont commencé à partager leurs véhicules.",
)
OF_WORKSHOPS = tuple(code for code, one in WATCHES.items() if code.startswith(("workshop-", "visit-")))
PERSONAL = tuple(f"personal-{occasion}" for occasion in OCCASIONS)


@dataclass(frozen=True)
class Kind:
    """A mail of one kind: its subject and its two bodies; `link` is where its button leads."""

    code: str
    subject: str
    bodies: Bodies
    link: str


def every_kind() -> Iterator[Kind]:
    """Each rule delivered, a refused candidature, signing in, five personal links, several reminders in one."""
    for code in RULES:
        yield _planned(code, ABOUT, "\n\n".join(NEWS) if code == "monthly-news" else None)
    refused = replace(ABOUT, facts={**FACTS, "decision": "not-retained"})
    yield replace(_planned("decision", refused, None), code="decision-refused")
    link = Link("Se connecter", f"{HOME}/connexion/secret")
    yield Kind("sign-in", sign_in(15).subject, render(sign_in(15), name=None, link=link), link.url)
    for occasion in OCCASIONS:
        letter, words = personal_link(occasion, "AMI 2026", "mercredi 30 septembre 2026", "contact@exemple.fr")
        link = Link(words, f"{HOME}/candidature/secret")
        yield Kind(f"personal-{occasion}", letter.subject, render(letter, name=None, link=link), link.url)
    yield _digest()


def _planned(code: str, about: Circumstances, words: str | None) -> Kind:
    """As the room writes it for a plan of this rule; `words` are the team's own."""
    rule = RULES[code]
    ready = Ready(about, [TO], OFFICER, {TO.person: "/sondages/reponse/jeton"} if rule.guests else {})
    plan = Plan(watch=rule.watched, rule=code, about="1", territory="2", facts={**FACTS, "call": "3"})
    plan.edited_words = words
    desk = SimpleNamespace(settings=Settings(public_url=HOME))
    mail = MailRow()
    link = links(desk, plan, ready, [TO])[TO.person]  # type: ignore[arg-type]  # it is asked for its settings only
    fill(mail, plan, ready, TO, link, rule, PAGE)
    button = re.search(r'<a href="([^"]+)" style="display:inline-block', mail.html)
    assert button is not None, code
    return Kind(code, mail.subject, Bodies(mail.text, mail.html), button[1])


def _digest() -> Kind:
    link = Link("Ouvrir Terreau", HOME)
    parts = [
        as_part(in_place(write(code, ABOUT), TERRITORY), OFFICER, link)
        for code in ("interview-to-log", "bilan-due", "workshop-reminder")
    ]
    subject = f"[{TERRITORY}] 3 rappels"
    return Kind("digest", subject, render_digest(parts, subject=subject, name="Camille Exemple", about_you=PAGE), HOME)


def main(folder: Path) -> None:
    """Write every kind as a page."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in every_kind():
        (folder / f"{one.code}.html").write_text(one.bodies.html, encoding="utf-8")
        (folder / f"{one.code}.txt").write_text(f"{one.subject}\n\n{one.bodies.text}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
