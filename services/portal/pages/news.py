"""The news of a month, made by a person from its facts (NOT-14); access to the MOOC, asked for by anybody (NOT-13)."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import ask, today
from services.portal.forms import Form, new_form, sent_form
from services.portal.sections import part
from services.portal.security import signed_in
from services.portal.sheets import Input, read
from services.portal.written_to import of_everywhere
from shared.contracts.notifications import AnswerMooc, AskForMooc, ListMoocRequests, PrepareNews
from shared.contracts.reporting import ListFacts
from shared.french import month as in_words

PAGES = Blueprint("news", __name__)

TOLD = (
    "territory-enrolled",
    "diagnostic-presented",
    "workshop-held",
    "visit-held",
    "agreement-recorded",
    "platform-presented",
    "platform-chosen",
    "project-emerged",
    "bilan-held",
)
"""What a month is told by: what happened with people in a territory; never what somebody said in confidence."""

MONTHS = 12
WHO_ASKS = (
    Input("name", "Votre nom", required=True),
    Input("email", "Votre adresse électronique", required=True, hint="L’équipe vous y répondra."),
    Input("structure", "Votre structure ou collectivité"),
    Input("words", "En quelques mots, ce que vous cherchez", "area"),
)


@PAGES.route("/courriels/nouvelles", methods=["GET", "POST"])
@signed_in
def write() -> Response:
    """The news of a month: its facts as a first draft, then a person's words, which wait for a yes among the mails."""
    months = _months()
    chosen = request.values.get("month") or request.args.get("mois") or months[0]
    if request.method == "POST":
        form = sent_form()
        command = {name: form.get(name) for name in ("month", "subject", "words")}
        if form.send(lambda _: PrepareNews.model_validate(command)) is not None:
            flash("Les nouvelles sont prêtes\u00a0: relisez-les ici, puis laissez-les partir.")
            return redirect("/courriels#a-venir", 303)
    else:
        chosen = chosen if chosen in months else months[0]
        form = new_form(
            {"month": chosen, "subject": f"Les nouvelles du programme\u00a0: {_said(chosen)}", **_draft(chosen)}
        )
    html = render_template(
        "news.html",
        form=form,
        months=[(one, _said(one)) for one in months],
        chosen=chosen,
        written=of_everywhere("monthly-news"),
    )
    return make_response(html, form.status)


def _months() -> list[str]:
    """This month and those before it, the latest first: people write about the one that has just ended."""
    year, number = today().year, today().month
    found = [divmod(year * 12 + number - 1 - back, 12) for back in range(MONTHS)]
    return [f"{one}-{other + 1:02}" for one, other in found]


def _said(month: str) -> str:
    try:
        return in_words(date.fromisoformat(f"{month}-01"))
    except ValueError:
        return month


def _draft(month: str) -> dict[str, str]:
    """A paragraph for each fact of the month, under the name of its territory."""
    found = part(ListFacts(types=list(TOLD), limit=2000)).answer
    told = [one for one in found.facts if (one.occurred or "").startswith(month)] if found else []
    paragraphs = [f"{one.territory_label}\u00a0: {one.sentence}" for one in told if one.sentence]
    return {"words": "\n\n".join(dict.fromkeys(paragraphs))}


# --- access to the MOOC


@PAGES.route("/mooc", methods=["GET", "POST"])
def ask_mooc() -> Response:
    """Ask for access, without an account; the team answers by mail."""
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        values = read(form, WHO_ASKS)
        if form.send(lambda _: AskForMooc(**values)) is not None:
            return _mooc(new_form(), sent=True)
    return _mooc(form)


def _mooc(form: Form, *, sent: bool = False) -> Response:
    return make_response(render_template("mooc.html", form=form, inputs=WHO_ASKS, sent=sent), form.status)


@PAGES.get("/courriels/mooc")
@signed_in
def asking() -> str:
    """Who waits for access."""
    return render_template("mooc_requests.html", requests=ask(ListMoocRequests()).requests)


@PAGES.post("/courriels/mooc/<id>/repondu")
@signed_in
def answered(id: str) -> Response:
    """The team answered a request."""
    form = sent_form()
    flash("C’est noté." if form.send(lambda _: AnswerMooc(request=id)) else form.refusal or "")
    return redirect("/courriels/mooc", 303)
