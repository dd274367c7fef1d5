"""Mails: what is about to leave, what left, and one mail as it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from services.portal.coming import coming_page, people_names
from services.portal.desk import accompaniments, ask, clock
from services.portal.forms import sent_form
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from shared.contracts.notifications import (
    CancelLetter,
    CancelPlan,
    ConfirmPlan,
    EditPlan,
    GetMail,
    GetMailDesk,
    ListComing,
    PostponePlan,
    StopLastCalls,
    StopLink,
)
from shared.errors import NotFound
from shared.french import plural

PAGES = Blueprint("mails", __name__)

# The mail's own page: its inline styles are allowed, scripts, forms and outside resources are not.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

CANCEL = Sheet(
    "Ne pas envoyer ce message",
    CancelPlan,
    (Input("reason", "Pourquoi", "area", required=True),),
    "Le message ne partira pas.",
    target="plan",
    button="Ne pas envoyer",
)


POSTPONE = Sheet(
    "Envoyer un autre jour",
    PostponePlan,
    (Input("on", "Quel jour", "day", required=True, hint="À 9 h ; un jour non ouvré laisse la place au suivant."),),
    "L’envoi est reporté.",
    target="plan",
    button="Reporter",
)
EDIT = Sheet(
    "Modifier ce message",
    EditPlan,
    (
        Input("subject", "Objet"),
        Input("words", "Texte", "area", hint="Un paragraphe par bloc. Vide : le texte de la règle."),
    ),
    "Le texte est modifié pour cet envoi seulement.",
    target="plan",
    intro="Le territoire, la date, les horaires et le lieu restent ceux du moment de l’envoi.",
)
TAKE_OUT = Sheet(
    "Ne pas écrire à cette personne",
    CancelLetter,
    (Input("reason", "Pourquoi", "area", required=True),),
    "Cette personne ne recevra pas ce message.",
    target="mail",
    button="Ne pas lui écrire",
)


STOP_LINK = Sheet(
    "Arrêter ce message",
    StopLink,
    (Input("reason", "Pourquoi", "area", required=True),),
    "Le message ne partira pas.",
    target="mail",
    intro="La personne ne recevra rien. Si elle avait déjà un lien personnel, il continue de s’ouvrir.",
    button="Arrêter",
)
STOP_LAST_CALLS = Sheet(
    "Arrêter ce dernier appel",
    StopLastCalls,
    (Input("reason", "Pourquoi", "area", required=True),),
    "Le dernier appel ne partira pas.",
    target="call",
    intro="Personne ne recevra rien, et Terreau ne recommence pas de lui-même. Les liens personnels continuent de "
    "s’ouvrir.",
    button="Arrêter",
)


@PAGES.get("/courriels")
@signed_in
def index() -> str:
    """What is about to leave first, then what left or was kept, then what did not leave and why."""
    territory, person = request.args.get("territoire") or None, request.args.get("personne") or None
    desk = ask(GetMailDesk())
    cards = {card.territory: card.territory_label for card in accompaniments()}
    return render_template(
        "mails.html",
        coming=coming_page(territory, person),
        chosen=(territory, person),
        territories=sorted(cards.items(), key=lambda one: one[1]),
        missed=[plan for plan in desk.plans if plan.state in ("missed", "failed")],
        not_left=[plan for plan in desk.plans if plan.state not in ("planned", "sent", "missed", "failed")],
        later=[plan for plan in desk.plans if plan.state == "planned" and not _soon(plan.due)],
        mails=desk.mails,
        tasks=desk.tasks,
        asking=desk.asking,
        post=desk.post,
    )


def _named(sheet: Sheet, about: str) -> Sheet:
    """The sheet, saying which message it is about."""
    return replace(sheet, intro=f"{about} {sheet.intro}".strip())


def _plan(id: str) -> str:
    """A planned message in words; nothing for one that is over, or far away: the form itself says so."""
    found = ask(ListComing(plan=id, days=60)).plans
    if not found:
        return ""
    count = sum(letter.state == "draft" for letter in found[0].letters)
    return f"«\u00a0{found[0].subject or found[0].plan.title}\u00a0», à {plural(count, 'personne')}."


def _soon(due: str) -> bool:
    return datetime.fromisoformat(due) <= clock().now() + timedelta(days=14)


@PAGES.get("/courriels/<id>")
@signed_in
def one(id: str) -> str:
    """One mail: as its reader sees it, and its plain text."""
    mail = ask(GetMail(id=id))
    person = mail.card.person if mail.card.state == "draft" else None
    return render_template("mail.html", mail=mail, name=people_names([person])[person] if person else "")


@PAGES.get("/courriels/<id>/html")
@signed_in
def html(id: str) -> Response:
    """The HTML of a mail for the frame of its page, under a policy of its own."""
    return Response(
        ask(GetMail(id=id)).html,
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": MAIL_POLICY},
    )


@PAGES.route("/courriels/prevus/<id>/annuler", methods=["GET", "POST"])
@signed_in
def cancel(id: str) -> AnyResponse:
    """Keep a planned message from leaving."""
    return show(_named(CANCEL, _plan(id)), id, About("Courriels", "/courriels"))


@PAGES.route("/courriels/prevus/<id>/reporter", methods=["GET", "POST"])
@signed_in
def postpone(id: str) -> AnyResponse:
    """Let a planned message leave on a later day."""
    return show(_named(POSTPONE, _plan(id)), id, About("Courriels", "/courriels"))


@PAGES.route("/courriels/prevus/<id>/modifier", methods=["GET", "POST"])
@signed_in
def edit(id: str) -> AnyResponse:
    """The team's own words in a planned message."""
    found = ask(ListComing(plan=id, days=60)).plans
    if not found:
        raise NotFound("Cet envoi n’est plus à venir.", code="unknown-plan")
    shown = (found[0].subject or "", found[0].words or "")
    inputs = tuple(replace(one, default=text) for one, text in zip(EDIT.inputs, shown, strict=True))
    return show(replace(EDIT, inputs=inputs), id, About("Courriels", "/courriels"))


@PAGES.route("/courriels/<id>/retirer", methods=["GET", "POST"])
@signed_in
def take_out(id: str) -> AnyResponse:
    """Take one person out of a planned message."""
    card = ask(GetMail(id=id)).card
    name = people_names([card.person])[card.person] if card.person else card.to
    return show(_named(TAKE_OUT, f"«\u00a0{card.subject}\u00a0», à {name}."), id, About("Courriels", "/courriels"))


@PAGES.route("/courriels/liens/<id>/arreter", methods=["GET", "POST"])
@signed_in
def stop_link(id: str) -> AnyResponse:
    """Stop one personal link on its way."""
    card = ask(GetMail(id=id)).card
    return show(_named(STOP_LINK, f"«\u00a0{card.subject}\u00a0», à {card.to}."), id, About("Courriels", "/courriels"))


@PAGES.route("/courriels/derniers-appels/<id>/arreter", methods=["GET", "POST"])
@signed_in
def stop_last_calls(id: str) -> AnyResponse:
    """Stop the last calls of a call that are on their way."""
    return show(STOP_LAST_CALLS, id, About("Courriels", "/courriels"))


@PAGES.post("/courriels/prevus/<id>/confirmer")
@signed_in
def confirm(id: str) -> AnyResponse:
    """Yes, it may reach more people than its rule ever did."""
    form = sent_form()
    flash("Le message partira." if form.send(lambda _: ConfirmPlan(plan=id)) else form.refusal or "")
    return redirect("/courriels", 303)
