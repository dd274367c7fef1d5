"""Signing in by a one-time link sent by e-mail, and signing out."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.portal.accounts import LINK_LIFETIME, SESSION_LIFETIME, SignIn
from services.portal.desk import office, settings
from services.portal.forms import new_form, sent_form
from services.portal.security import (
    COOKIE,
    StaleForm,
    check_form_token,
    local_path,
    set_session_cookie,
    who,
)
from shared.contracts.notifications import SendSignInLink
from shared.errors import TerreauError

PAGES = Blueprint("sign_in", __name__)
log = structlog.get_logger()


@PAGES.get("/connexion")
def ask() -> str | Response:
    """Ask for an e-mail address."""
    if who() is not None:
        return redirect(local_path(request.args.get("suite")), 303)
    return render_template("sign_in.html", form=new_form({"suite": request.args.get("suite") or ""}))


@PAGES.post("/connexion")
def send() -> tuple[str, int] | str:
    """Send a link if the address is known; the page says the same either way, so nobody learns who has an account."""
    form = sent_form()
    email = form.get("email").lower()
    if "@" not in email or len(email) > 254:
        form.note("email", "Une adresse électronique est attendue, par exemple prenom@collectivite.fr.")
    try:
        check_form_token()
    except StaleForm as error:
        form.refuse(error.message)
    if form.status != 200:
        return render_template("sign_in.html", form=form), form.status
    token = _desk().link_for(email)
    if token is not None:
        _mail(email, token, form.order, local_path(form.optional("suite")))
    return render_template("sign_in_sent.html", minutes=_minutes())


@PAGES.get("/connexion/<token>")
def open_link(token: str) -> tuple[str, int] | str:
    """Show the button: mail scanners follow links, so following one does not use it."""
    if not _desk().is_open(token):
        return render_template("sign_in_closed.html"), 404
    return render_template("sign_in_enter.html", token=token, form=new_form({"suite": request.args.get("suite") or ""}))


@PAGES.post("/connexion/<token>")
def enter(token: str) -> tuple[str, int] | Response:
    """Use the link: open a session and go to the page that was wanted."""
    form = sent_form()
    try:
        check_form_token()
    except StaleForm as error:
        form.refuse(error.message)
        return render_template("sign_in_enter.html", token=token, form=form), form.status
    secret = _desk().enter(token)
    if secret is None:
        return render_template("sign_in_closed.html"), 404
    response = current_app.make_response(redirect(local_path(form.optional("suite")), 303))
    set_session_cookie(response, secret, int(SESSION_LIFETIME.total_seconds()))
    return response


@PAGES.post("/deconnexion")
def leave() -> Response:
    """End the session."""
    check_form_token()
    secret = request.cookies.get(COOKIE)
    if secret:
        _desk().leave(secret)
    flash("Vous êtes déconnecté. À bientôt\u202f!")
    response = redirect(url_for("sign_in.ask"), 303)
    response.delete_cookie(COOKIE)
    return response


def _mail(email: str, token: str, order: str, wanted: str) -> None:
    path = url_for("sign_in.open_link", token=token, suite=None if wanted == "/" else wanted)
    link = f"{settings().public_url.rstrip('/')}{path}"
    try:
        office().obey(SendSignInLink(email=email, link=link, minutes=_minutes()), order=order, actor=None)
    except TerreauError as error:
        # The page must not tell known addresses from unknown ones, not even by failing.
        log.error("sign_in.mail_failed", code=error.stable_code, exc_info=error)


def _minutes() -> int:
    return int(LINK_LIFETIME.total_seconds()) // 60


def _desk() -> SignIn:
    return current_app.extensions["terreau.sign_in"]  # type: ignore[no-any-return]  # flask's extensions hold anything
