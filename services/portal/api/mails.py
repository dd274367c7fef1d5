"""What the API offers of the mails: what will leave, and changing or stopping it."""

from __future__ import annotations

from services.portal.api import territory_scope as scope
from services.portal.api.kinds import Reading, Writing
from shared.contracts.notifications import (
    AnswerMooc,
    CancelLetter,
    CancelPlan,
    CloneRule,
    ConfirmPlan,
    EditPlan,
    FinishTask,
    GetPostState,
    ListComing,
    ListInvitations,
    ListLinkLetters,
    ListRules,
    ListTasks,
    PostponePlan,
    PrepareNews,
    SaveRule,
    StopLastCalls,
    StopLink,
    SwitchRule,
)

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
    Reading(
        "/waiting-links",
        "listLinkLetters",
        ListLinkLetters,
        "Les messages avec un lien personnel\u00a0: ceux qui attendent, et ceux qui ont été arrêtés. Jamais le lien.",
        {},
        ("call",),
        before=scope.nobody_else,
    ),
    Reading("/mail-rules", "listMailRules", ListRules, "Les règles des courriels, et de quoi en faire.", {}),
    Reading(
        "/workshops/{id}/invitations",
        "listInvitations",
        ListInvitations,
        "Qui a été invité à un atelier par courriel, et les réponses.",
        {"id": "workshop"},
        before=scope.nobody_else,
    ),
    Reading(
        "/mail-returns",
        "getPostState",
        GetPostState,
        "Ce qui revient\u00a0: courriels rejetés, réponses à lire, serveurs qui refusent.",
        {},
        before=scope.nobody_else,
    ),
    Reading(
        "/mail-tasks",
        "listMailTasks",
        ListTasks,
        "Ce que deux rappels n’ont pas obtenu.",
        {},
        before=scope.nobody_else,
    ),
)

MAIL_WRITINGS = (
    Writing("/waiting-links/stops", "stopLink", StopLink, "Arrêter un message avec un lien personnel.", whole=True),
    Writing(
        "/waiting-links/last-call-stops",
        "stopLastCalls",
        StopLastCalls,
        "Arrêter les derniers appels d’un appel qui attendent de partir.",
        whole=True,
    ),
    Writing("/coming-mails/cancellations", "cancelPlan", CancelPlan, "Ne pas envoyer ce qui est prévu."),
    Writing("/coming-mails/confirmations", "confirmPlan", ConfirmPlan, "Écrire à plus de monde que jamais."),
    Writing("/coming-mails/postponements", "postponePlan", PostponePlan, "Envoyer un autre jour."),
    Writing("/coming-mails/edits", "editPlan", EditPlan, "Écrire d’autres mots dans un seul envoi."),
    Writing("/coming-mails/withdrawals", "cancelLetter", CancelLetter, "Retirer une personne d’un envoi."),
    Writing("/mail-rules", "saveMailRule", SaveRule, "Faire une règle, ou en changer une."),
    Writing("/mail-rules/copies", "cloneMailRule", CloneRule, "Copier une règle\u00a0; la copie est désactivée."),
    Writing("/mail-rules/switches", "switchMailRule", SwitchRule, "Activer ou désactiver une règle."),
    Writing("/news", "prepareNews", PrepareNews, "Préparer les nouvelles d’un mois\u00a0; elles attendent un oui."),
    Writing("/mooc-requests/answers", "answerMooc", AnswerMooc, "Dire qu’une demande d’accès au MOOC a sa réponse."),
    Writing("/mail-tasks/endings", "finishMailTask", FinishTask, "Dire qu’une tâche est faite."),
)
