"""Letters about workshops and the months without slot."""

from __future__ import annotations

from datetime import date

from services.notifications.rules.letters.base import (
    REASONS,
    Circumstances,
    Letter,
    officer,
    participants,
    short_date,
    title_of,
    when_text,
    workshop_lines,
)
from shared.french import de, month, plural


def announced(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Atelier {title_of(about.facts)} : {short_date(about.facts)}",
        opening=f"Un atelier est prévu pour l’accompagnement {de(about.territory)}.",
        lines=workshop_lines(about),
        paragraphs=(
            "Merci de noter ce rendez-vous. Si vous ne pouvez pas venir, dites-le dès que possible.",
            "Trouver un moment qui convient à tout le monde demande du temps.",
        ),
        why=participants(about),
    )


def reminder(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Rappel : atelier {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"L’atelier prévu pour l’accompagnement {de(about.territory)} approche.",
        lines=workshop_lines(about),
        paragraphs=("En cas d’empêchement, prévenez dès maintenant : une autre personne peut peut-être venir.",),
        why=participants(about),
    )


def invited(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Vous êtes invités : {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"Associations et réseaux sont conviés aux actions de l’accompagnement {de(about.territory)}.",
        lines=workshop_lines(about),
        paragraphs=("Venez tels que vous êtes : votre regard sur le territoire compte. Dites-nous si vous venez.",),
        why=(
            "Vous recevez ce message parce que votre association ou votre réseau agit sur le territoire "
            f"{de(about.territory)}. Pour ne plus en recevoir, répondez simplement à ce message."
        ),
    )


def visit(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Préparer la visite {title_of(about.facts)} : {short_date(about.facts)}",
        opening="La visite approche : le trajet, les repas et les accès se préparent bien en amont.",
        lines=workshop_lines(about),
        paragraphs=(
            "Dites-nous comment vous venez, ce que vous ne mangez pas, et ce qu’il vous faut pour accéder au lieu.",
            "Prévenez dès maintenant si vous ne pouvez pas venir : une autre personne peut prendre la place.",
        ),
        why=participants(about),
    )


def moved(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Nouvelle date pour l’atelier {title_of(about.facts)} : {short_date(about.facts)}",
        opening=f"L’atelier prévu pour l’accompagnement {de(about.territory)} change de date.",
        lines=(
            *workshop_lines(about),
            ("Date d’abord retenue", when_text(about.facts, "before_")),
            ("Motif", about.facts.get("reason") or ""),
        ),
        paragraphs=("Merci de corriger votre agenda, et de dire si cette date ne vous convient pas.",),
        why=participants(about),
    )


def corrected(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Le lieu change : atelier {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"L’atelier prévu pour l’accompagnement {de(about.territory)} garde sa date et change de lieu.",
        lines=workshop_lines(about),
        paragraphs=("Votre agenda se met à jour. Si ce lieu ne vous est pas accessible, dites-le dès que possible.",),
        why=participants(about),
    )


def maintained(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    withdrawals = about.facts.get("withdrawals")
    return Letter(
        subject=f"L’atelier {title_of(about.facts)} est maintenu : {short_date(about.facts)}",
        opening=f"L’atelier prévu pour l’accompagnement {de(about.territory)} est maintenu à la date prévue.",
        lines=(
            *workshop_lines(about),
            ("Désistements", plural(int(withdrawals), "personne") if withdrawals else ""),
            ("Motif", about.facts.get("reason") or ""),
        ),
        paragraphs=("Malgré des désistements, la date reste la bonne : nous comptons sur votre présence.",),
        why=participants(about),
    )


def cancelled(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Atelier annulé : {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"L’atelier prévu pour l’accompagnement {de(about.territory)} n’aura pas lieu.",
        lines=(
            ("Territoire", about.territory),
            ("Atelier", about.facts.get("title") or ""),
            ("Date qui était prévue", when_text(about.facts)),
            ("Motif", about.facts.get("reason") or ""),
        ),
        paragraphs=("Merci de libérer ce moment dans votre agenda. Nous reviendrons vers vous pour la suite.",),
        why=participants(about),
    )


def left(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Votre invitation est retirée : {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"Vous ne figurez plus parmi les personnes attendues à cet atelier {de(about.territory)}.",
        lines=workshop_lines(about),
        paragraphs=("Votre agenda est mis à jour. Si c’est une erreur, répondez simplement à ce message.",),
        why=participants(about),
    )


def no_slot(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    searched = month(date.fromisoformat(f"{about.facts['month']}-01"))
    return Letter(
        subject=f"Aucun créneau commun en {searched} : {about.territory}",
        opening=f"Aucun créneau commun n’a été trouvé en {searched} pour l’accompagnement {de(about.territory)}.",
        lines=(
            ("Territoire", about.territory),
            ("Mois", searched),
            ("Motif", REASONS.get(about.facts.get("reason") or "", "")),
            ("Précision", about.facts.get("detail") or ""),
        ),
        paragraphs=(
            "Vous pouvez chercher plus loin, ouvrir d’autres heures, ou revoir ensemble qui est indispensable.",
            "L’essai reste dans le suivi, avec son motif.",
        ),
        why=officer(about),
    )
