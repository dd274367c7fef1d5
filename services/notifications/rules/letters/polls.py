"""Letters about polls: to those asked, and to who decides when the time is over."""

from __future__ import annotations

from services.notifications.rules.letters.base import (
    Circumstances,
    Letter,
    Lines,
    officer,
    short_date,
    title_of,
    workshop_lines,
)
from shared.french import de, plural


def _poll_lines(about: Circumstances) -> Lines:
    slots = tuple(("Créneau proposé" if number == 0 else "ou", one) for number, one in enumerate(about.slots))
    return (
        ("Territoire", about.territory),
        ("Atelier", about.facts.get("title") or ""),
        *slots,
        ("Lieu", about.place),
        ("À savoir", about.note),
        ("Réponse attendue avant le", about.deadline),
    )


def _guest(about: Circumstances) -> str:
    return (
        f"Vous recevez ce message parce que l’équipe cherche avec vous une date pour l’accompagnement "
        f"{de(about.territory)}. Le lien vous est personnel : ne le transmettez pas. Pour ne plus recevoir de tels "
        "messages, répondez simplement à celui-ci."
    )


_HOW = "Le lien ci-dessous suffit, sans compte ni mot de passe ; vous pouvez corriger vos réponses jusqu’à cette date."


def poll_invitation(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Quelle date pour {title_of(about.facts)} ? {about.territory}",
        opening=f"Nous cherchons avec vous une date pour l’atelier {title_of(about.facts)}.",
        lines=_poll_lines(about),
        paragraphs=("Dites pour chaque créneau s’il vous convient : oui, si besoin, ou non.", _HOW),
        why=_guest(about),
    )


def poll_chase(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Votre réponse manque : {title_of(about.facts)}, {about.territory}",
        opening=f"Il nous manque votre réponse pour fixer la date de l’atelier {title_of(about.facts)}.",
        lines=_poll_lines(about),
        paragraphs=("Une réponse, même « non » partout, nous aide à décider.", _HOW),
        why=_guest(about),
    )


def poll_slot_changed(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"Un créneau a changé : {title_of(about.facts)}, {about.territory}",
        opening=f"Un créneau auquel vous aviez répondu pour l’atelier {title_of(about.facts)} a changé.",
        lines=_poll_lines(about),
        paragraphs=("Vos autres réponses restent. Merci de dire si le nouveau créneau vous convient.", _HOW),
        why=_guest(about),
    )


def poll_decided(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    return Letter(
        subject=f"La date est fixée : {title_of(about.facts)}, {short_date(about.facts)}",
        opening=f"La date de l’atelier {title_of(about.facts)} est fixée. Merci pour votre réponse.",
        lines=workshop_lines(about),
        paragraphs=("Merci de noter ce rendez-vous. Si vous ne pouvez pas venir, dites-le dès que possible.",),
        why=_guest(about),
    )


def poll_overdue(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    missing = int(about.facts.get("missing") or 0)
    rest = f"Il manque {plural(missing, 'réponse')}." if missing else "Tout le monde a répondu."
    return Letter(
        subject=f"Sondage terminé, date à fixer : {title_of(about.facts)}, {about.territory}",
        opening=f"Le sondage pour l’atelier {title_of(about.facts)} est terminé. {rest}",
        lines=(("Territoire", about.territory), ("Atelier", about.facts.get("title") or "")),
        paragraphs=("Vous pouvez fixer la date, prolonger le sondage, ou le clore avec son motif.",),
        why=officer(about),
    )


def busy_asked(about: Circumstances) -> Letter:
    """The letter of this rule, see `rules/catalogue.py`."""
    whose = f" de l’accompagnement {de(about.territory)}" if about.territory else ""
    return Letter(
        subject=f"Quand n’êtes-vous pas libre ?{f' {about.territory}' if about.territory else ''}",
        opening=f"Nous cherchons des dates pour les ateliers{whose} : dites-nous quand vous n’êtes pas libre.",
        lines=(("Territoire", about.territory), ("Le lien vaut jusqu’au", about.deadline)),
        paragraphs=(
            (
                "Le lien ci-dessous ouvre une grille : cochez les demi-journées qui ne vous conviennent pas, ou donnez "
                "votre agenda. Il suffit, sans compte ni mot de passe, et vous pouvez y revenir pour corriger."
            ),
            "Nous ne gardons que les heures prises : ni ce que vous y faites, ni où, ni avec qui.",
        ),
        why=(
            "Vous recevez ce message parce que l’équipe du programme souhaite vous inviter à ses ateliers. Ce lien "
            "vous est personnel : ne le transmettez pas. Pour ne plus recevoir de tels messages, répondez simplement à "
            "celui-ci."
        ),
    )
