"""Letters about calls, contacts that wait, stages that last, and what came of an accompaniment."""

from __future__ import annotations

from datetime import date

from services.notifications.rules.letters.base import Circumstances, Letter, officer, referents
from shared.french import de, long_day
from shared.partial_dates import in_french, parse

_STAGES = {"diagnostic": "le diagnostic", "rencontres": "les rencontres", "inspiration": "le temps d’inspiration"}
_LENGTHS = {"diagnostic": "trois mois", "rencontres": "deux mois", "inspiration": "un mois"}


def call(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`; a call may end on a day or in a month."""
    closes = about.facts.get("closes")
    return Letter(
        subject=f"Un appel est ouvert aux territoires : {about.call}",
        opening="Le programme cherche des territoires qui veulent explorer les plateformes de l’économie solidaire.",
        lines=(
            ("Appel", about.call),
            ("Se termine", in_french(parse(closes)) if closes else ""),
            ("Pour en parler", about.note),
        ),
        paragraphs=(
            "Répondre engage à peu : un premier échange, puis un diagnostic mené ensemble si le moment est le bon.",
            "Une question, un doute ? Un coup de téléphone vaut mieux qu’un dossier.",
        ),
        why=(
            "Vous recevez ce message parce que vous avez été en contact avec le programme. Pour ne plus en recevoir, "
            "répondez simplement à ce message."
        ),
    )


def stalled(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    due = about.facts.get("due")
    return Letter(
        subject=f"Un contact à reprendre : {about.structure}, {about.territory}",
        opening=f"La prise de contact avec {about.structure} n’avance plus.",
        lines=(
            ("Territoire", about.territory),
            ("Structure", about.structure),
            ("Étape attendue", long_day(date.fromisoformat(due)) if due else ""),
        ),
        paragraphs=("Un appel suffit souvent. Un refus est une réponse, et se note aussi.",),
        why=referents(about),
    )


def stage(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    code = about.facts.get("stage") or ""
    entered = about.facts.get("entered")
    return Letter(
        subject=f"{_STAGES[code][3:].capitalize() if code in _STAGES else code} : où en est-on ? {about.territory}",
        opening=(
            f"Le guide donne {_LENGTHS.get(code, 'un temps')} environ à cette étape de l’accompagnement "
            f"{de(about.territory)} : {_STAGES.get(code, code)}."
        ),
        lines=(
            ("Territoire", about.territory),
            ("Étape commencée le", long_day(date.fromisoformat(entered)) if entered else ""),
        ),
        paragraphs=(
            "C’est un signal, pas une faute : prendre le temps peut être le bon choix. Notez où vous en êtes.",
        ),
        why=officer(about),
    )


def outcome(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    project = about.facts.get("title") or ""
    born = about.facts.get("what") == "project"
    return Letter(
        subject=f"Des nouvelles {de(about.territory)}",
        opening=(f"Vous avez pris part à l’accompagnement {de(about.territory)} : voici ce qui en est sorti."),
        lines=(
            ("Territoire", about.territory),
            ("Projet", project if born else ""),
            ("Plateforme choisie", "" if born else about.structure),
        ),
        paragraphs=("Merci du temps que vous y avez consacré. Nous vous dirons la suite.",),
        why=referents(about),
    )
