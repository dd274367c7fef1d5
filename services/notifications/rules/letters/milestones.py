"""Letters about interviews, the bilan, open choices, candidatures, reports, and signing in."""

from __future__ import annotations

from datetime import date

from services.notifications.rules.letters.base import (
    DECISIONS,
    Circumstances,
    Letter,
    officer,
    tidied,
)
from shared.french import de, long_day, plural

STATEMENT = (
    "« Nous venons comprendre ce qui compte pour vous sur ce territoire, ce qui marche et ce qui manque. Rien n’est à "
    "préparer, rien ne vous sera vendu. Une plateforme de l’économie solidaire est un outil en ligne que ceux qui s’en "
    "servent possèdent et gouvernent ensemble ; il se peut qu’aucune ne convienne ici. Vous relirez ce que nous "
    "garderons de vos mots. »"
)
"""The intention, said plainly, and what a platform is (S0, « présenter clairement l’intention »)."""


def interview(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    day = long_day(date.fromisoformat(about.facts["on"] or ""))
    return Letter(
        subject=f"Entretien à saisir : {about.structure or about.territory}, {day}",
        opening=f"Un entretien était prévu pour le diagnostic {de(about.territory)} et n’est pas encore saisi.",
        lines=(("Territoire", about.territory), ("Structure", about.structure), ("Jour prévu", day)),
        paragraphs=(
            "Quelques mots suffisent : ce qui a été dit, et l’envie de coopérer, refus et méfiance compris.",
            "Si l’entretien n’a pas eu lieu, indiquez une autre date.",
        ),
        why=officer(about),
    )


def interview_ahead(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`; it holds what may be passed on to the person met (NOT-03)."""
    day = long_day(date.fromisoformat(about.facts["on"] or ""))
    return Letter(
        subject=f"Entretien à préparer : {about.structure or about.territory}, {day}",
        opening=f"Un entretien est prévu pour le diagnostic {de(about.territory)}. Avez-vous dit pourquoi ?",
        lines=(("Territoire", about.territory), ("Structure", about.structure), ("Jour prévu", day)),
        paragraphs=(
            "Voici de quoi présenter clairement l’intention de la rencontre ; transmettez-le, avec vos mots.",
            STATEMENT,
        ),
        why=officer(about),
    )


def interviewee(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`: the intention said plainly to the person met (NOT-03)."""
    day = long_day(date.fromisoformat(about.facts["on"] or ""))
    return Letter(
        subject=f"Notre rencontre du {day} : pourquoi nous venons",
        opening=f"Nous avons rendez-vous le {day} pour parler de votre territoire, {about.territory}.",
        lines=(("Territoire", about.territory), ("Structure", about.structure), ("Jour", day)),
        paragraphs=(
            STATEMENT.strip("« »"),
            "Comptez une heure environ. Si ce jour ne vous convient plus, répondez à ce message.",
        ),
        why=(
            "Vous recevez ce message parce qu’une rencontre est prévue avec vous pour le diagnostic "
            f"{de(about.territory)}. Ce que vous direz restera entre nous tant que vous ne l’aurez pas relu."
        ),
    )


def project_end(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py` (NOT-10)."""
    due = long_day(date.fromisoformat(about.facts["due"] or ""))
    title = about.facts.get("title") or "le projet européen"
    return Letter(
        subject=f"Fin du projet européen : {due}",
        opening=f"Le projet européen se termine le {due} : {title}.",
        lines=(("Échéance", due), ("Ce qui s’achève", title), ("Territoire", about.territory)),
        paragraphs=(
            "Regardez ce qui doit avoir lieu avant cette date : ateliers, bilans, émargements signés, pièces à réunir.",
            "Mieux vaut le dire maintenant aux territoires que presser la dernière étape.",
        ),
        why=_TEAM.format(more=" ou accompagnez un territoire"),
    )


def bilan(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    due = long_day(date.fromisoformat(about.facts["due"] or ""))
    return Letter(
        subject=f"Bilan à tenir : {about.territory}",
        opening=f"Le moment du bilan de l’accompagnement {de(about.territory)} est venu.",
        lines=(("Territoire", about.territory), ("Échéance", due)),
        paragraphs=(
            "Le bilan se tient en petit comité et regarde toute l’année, des entretiens aux ateliers.",
            "Il dit aussi ce qui n’a pas marché, et garde les questions ouvertes.",
            "La fin de l’accompagnement n’est pas la fin de la relation.",
        ),
        why=(
            "Vous recevez ce message parce que vous prenez part à l’accompagnement "
            f"{de(about.territory)}. Pour ne plus en recevoir, répondez simplement à ce message."
        ),
    )


def choice(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Une plateforme a-t-elle été choisie ? {about.territory}",
        opening=f"Il y a trois mois, le choix d’une plateforme {de(about.territory)} restait ouvert.",
        lines=(("Territoire", about.territory), ("Remarque", about.facts.get("note") or "")),
        paragraphs=(
            "Où en est-on ? « Pas encore » est une réponse, et se note aussi.",
            "Les projets nés depuis se notent de même, même si la part de l’accompagnement y est incertaine.",
        ),
        why=officer(about),
    )


_TEAM = (
    "Vous recevez ce message parce que vous faites partie de l’équipe du programme{more}. Pour ne plus en recevoir, "
    "répondez simplement à ce message."
)


def report(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    due = long_day(date.fromisoformat(about.facts["due"] or ""))
    funder, period = about.facts.get("funder") or "", about.facts.get("period") or ""
    return Letter(
        subject=f"Rapport à remettre : {funder}, période {period}",
        opening=f"La période {period} est terminée : le rapport pour le financeur {funder} est à remettre.",
        lines=(("Financeur", funder), ("Période", period), ("Échéance", due)),
        paragraphs=("Chaque nombre du rapport s’ouvre sur les faits qui le justifient : relisez-les avant l’envoi.",),
        why=_TEAM.format(more=""),
    )


def decision(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    decision = about.facts.get("decision") or ""
    said = DECISIONS.get(decision, "a reçu une réponse")
    after = (
        "La suite commence par une rencontre pour poser ensemble le cadre du diagnostic."
        if decision == "retained"
        else "Le territoire n’est pas prévenu par Terreau : c’est à l’équipe de lui répondre, avec les raisons."
    )
    return Letter(
        subject=f"La candidature {de(about.territory)} {said}",
        opening=f"La candidature {de(about.territory)} {said}.",
        lines=(("Territoire", about.territory), ("Appel", about.call)),
        paragraphs=(after,),
        why=_TEAM.format(more=" ou du territoire candidat" if decision == "retained" else ""),
    )


def sign_in(minutes: int) -> Letter:
    """The letter around a sign-in link that lives so many minutes."""
    lasts = plural(minutes, "minute")
    return tidied(
        Letter(
            subject="Votre lien de connexion à Terreau",
            opening="Voici le lien pour vous connecter à Terreau.",
            lines=(),
            paragraphs=(f"Il sert une seule fois, et reste valable {lasts}.",),
            why=(
                "Vous recevez ce message parce que votre adresse a été donnée sur la page de connexion. Si ce n’est "
                "pas vous, ne faites rien : sans ce lien, personne ne se connecte à votre place."
            ),
        )
    )
