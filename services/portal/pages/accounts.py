"""For administrators: who may sign in, with which role."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from services.portal.desk import settings
from services.portal.forms import Form, new_form, sent_form
from services.portal.security import admins_only, check_form_token, signed_in
from services.portal.sign_in.team import Team
from services.portal.words import ACCOUNT_ROLES
from shared.errors import TerreauError

PAGES = Blueprint("accounts", __name__)


@PAGES.get("/comptes")
@signed_in
def index() -> Response:
    """Every account, and the form that opens one."""
    admins_only()
    return _page(new_form())


@PAGES.post("/comptes")
@signed_in
def add() -> Response:
    """Open an account."""
    admins_only()
    form = sent_form()
    try:
        check_form_token()
        card = _team().add(form.get("email"), form.get("label"), form.get("role"))
    except TerreauError as error:
        for where, sentence in error.problems:
            form.note(where, sentence)
        form.refuse("Un champ est à revoir avant d’enregistrer." if error.problems else error.message, error.status)
        return _page(form)
    flash(f"Le compte est ouvert. Pour entrer, {card.label} demande un lien à la page Connexion, avec son adresse.")
    return redirect(url_for("accounts.index"), 303)


@PAGES.post("/comptes/<id>/role")
@signed_in
def change_role(id: str) -> Response:
    """Give an account another role."""
    admins_only()
    form = sent_form()
    check_form_token()
    card = _team().change_role(id, form.get("role"))
    flash(f"{card.label}\u00a0: {ACCOUNT_ROLES[card.role]}.")
    return redirect(url_for("accounts.index"), 303)


@PAGES.get("/comptes/<id>/fermer")
@signed_in
def ask_to_close(id: str) -> str:
    """Say what closing means before it is done."""
    admins_only()
    return render_template("account_close.html", account=_team().find(id), form=new_form())


@PAGES.post("/comptes/<id>/fermer")
@signed_in
def close(id: str) -> Response:
    """Close an account."""
    admins_only()
    check_form_token()
    card = _team().close(id)
    flash(f"Le compte de {card.label} est fermé.")
    return redirect(url_for("accounts.index"), 303)


def _page(form: Form) -> Response:
    accounts = _team().everybody()
    page = render_template(
        "accounts.html",
        form=form,
        accounts=accounts,
        administrators=sum(one.role == "admin" for one in accounts),
        sends_mail=settings().smtp_url is not None,
    )
    return make_response(page, form.status)


def _team() -> Team:
    return current_app.extensions["terreau.team"]  # type: ignore[no-any-return]  # flask's extensions hold anything
