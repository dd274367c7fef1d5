"""What the API offers of the mails: what will leave, and changing or stopping it."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.kinds import Reading, Writing
from shared.contracts.notifications import CancelLetter, CancelPlan, EditPlan, ListComing, PostponePlan

MAIL_READINGS = (
    Reading(
        "/coming-mails",
        "listComingMails",
        ListComing,
        "Ce qui va partir, par envoi et par personne, avec son texte.",
        {},
        ("territory", "person", "days"),
        before=scope.own_events,
    ),
)

MAIL_WRITINGS = (
    Writing("/coming-mails/cancellations", "cancelPlan", CancelPlan, "Ne pas envoyer ce qui est prévu."),
    Writing("/coming-mails/postponements", "postponePlan", PostponePlan, "Envoyer un autre jour."),
    Writing("/coming-mails/edits", "editPlan", EditPlan, "Écrire d’autres mots dans un seul envoi."),
    Writing("/coming-mails/withdrawals", "cancelLetter", CancelLetter, "Retirer une personne d’un envoi."),
)
