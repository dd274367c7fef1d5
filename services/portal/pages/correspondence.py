"""What a person does by the links of their mails: why they received one, what they want, whether they come.

Opening an address changes nothing: scanners of mails open every link (peers.md, section 6).
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from services.portal.coming import people_names
from services.portal.desk import ask, office
from services.portal.forms import Form, new_form, sent_form
from services.portal.pages.feeds import own_of
from services.portal.security import signed_in
from shared.contracts.notifications import (
    AnswerInvitation,
    Correspondence,
    GetCorrespondence,
    ListInvitations,
    SetWishes,
)
from shared.contracts.workshops import GetWorkshop
from shared.ids import new_id

PAGES = Blueprint("correspondence", __name__)

ONE_CLICK = "One-Click"


@PAGES.route("/courrier/<token>", methods=["GET", "POST"])
@PAGES.route("/courrier/<token>/<mail>", methods=["GET", "POST"])
def wishes(token: str, mail: str | None = None) -> tuple[str, int] | AnyResponse:
    """Why somebody received a mail, and what they want to receive; kept by a button only."""
    known = ask(GetCorrespondence(token=token, mail=mail))
    if request.method == "GET":
        wanted = [one.code for one in known.topics if one.code not in known.muted]
        form = new_form({"wanted": wanted, "nothing": "oui" if known.nothing else ""})
        return _page(known, form, token, mail), 200
    form = sent_form()
    muted = [one.code for one in known.topics if one.code not in form.get_all("wanted")]
    command = SetWishes(token=token, muted=muted, nothing=form.get("nothing") == "oui")
    if form.send(lambda _: command) is None:
        return _page(known, form, token, mail), form.status
    flash("C’est noté\u00a0: nous n’enverrons que ce que vous avez choisi.")
    return redirect(request.path, 303)


def _page(known: Correspondence, form: Form, token: str, mail: str | None) -> str:
    own = own_of(known.person)
    topics = _topics(known)
    return render_template(
        "correspondence.html", known=known, form=form, topics=topics, token=token, mail=mail, own=own
    )


@PAGES.route("/courrier/<token>/desabonner", methods=["GET", "POST"])
def unsubscribe(token: str) -> tuple[str, int] | AnyResponse:
    """One-click refusal (RFC 8058): a POST by a mail program, without cookie; a GET only shows the page."""
    known = ask(GetCorrespondence(token=token))
    if request.method == "POST" and request.form.get("List-Unsubscribe") == ONE_CLICK:
        office().obey(SetWishes(token=token, muted=known.muted, nothing=True), order=new_id(), actor=None)
        return Response("C’est noté.", content_type="text/plain; charset=utf-8")
    return redirect(f"/courrier/{token}", 303)


@PAGES.post("/courrier/<token>/<mail>/reponse")
def reply(token: str, mail: str) -> AnyResponse:
    """Whether somebody comes, by a button."""
    known = ask(GetCorrespondence(token=token, mail=mail))
    form = sent_form()
    if known.workshop is None:
        flash("Cette invitation n’attend plus de réponse.")
    else:
        command = {
            "token": token,
            "workshop": known.workshop,
            "reply": form.get("reply"),
            "comment": form.get("comment")[:500],
        }
        sent = form.send(lambda _: AnswerInvitation.model_validate(command))
        flash("Merci, votre réponse est enregistrée." if sent else form.refusal or "")
    return redirect(f"/courrier/{token}/{mail}", 303)


def _topics(known: Correspondence) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in known.topics]


@PAGES.get("/courriels/invitations/<workshop>")
@signed_in
def invitations(workshop: str) -> str:
    """Who was invited to a workshop by mail, and what they answered."""
    found = ask(ListInvitations(workshop=workshop)).invitations
    return render_template(
        "invitations.html",
        workshop=ask(GetWorkshop(id=workshop)),
        invitations=found,
        names=people_names(sorted(one.person for one in found)),
    )
