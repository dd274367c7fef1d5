"""Mails: what is about to leave, what left, and one mail as it was sent."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from services.portal.desk import ask
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from shared.contracts.notifications import CancelPlan, GetMail, ListMails, ListPlans

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


@PAGES.get("/courriels")
@signed_in
def index() -> str:
    """What is about to leave first, then what left or was kept, then what did not leave and why."""
    plans = ask(ListPlans()).plans
    return render_template(
        "mails.html",
        coming=[plan for plan in plans if plan.state == "planned"],
        not_left=[plan for plan in plans if plan.state not in ("planned", "sent")],
        mails=ask(ListMails()).mails,
    )


@PAGES.get("/courriels/<id>")
@signed_in
def one(id: str) -> str:
    """One mail: as its reader sees it, and its plain text."""
    return render_template("mail.html", mail=ask(GetMail(id=id)))


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
    return show(CANCEL, id, About("Courriels", "/courriels"))
