"""For administrators: the events that could not be handled, and another chance for them."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from services.portal.forms import sent_form
from services.portal.parked import ParkedEvents, Retried
from services.portal.security import admins_only, check_form_token, signed_in
from shared.errors import Unavailable
from shared.french import agree, listing, plural

PAGES = Blueprint("technical", __name__)
HOOK = "terreau.parked"
"""The key of `app.extensions` where whoever mounts the app puts a `ParkedEvents`."""

_COMES_BACK = "S’il échoue encore, il reviendra ici."
_COME_BACK = "Ceux qui échouent encore reviendront ici."


@PAGES.get("/technique")
@signed_in
def show() -> str:
    """What is parked, room by room."""
    admins_only()
    desk = _desk()
    return render_template("technical.html", parked=desk.look() if desk else None)


@PAGES.post("/technique/reessayer")
@signed_in
def retry() -> Response:
    """Give one event (`service` and `event` in the form) another chance."""
    admins_only()
    check_form_token()
    form = sent_form()
    service = form.get("service")
    if _required().retry(service, form.get("event")):
        flash(f"L’événement est repris par le service «\u00a0{service}\u00a0». {_COMES_BACK}")
    else:
        flash("Cet événement n’attend plus\u00a0: il a déjà été repris.")
    return redirect(url_for("technical.show"), 303)


@PAGES.post("/technique/tout-reessayer")
@signed_in
def retry_all() -> Response:
    """Give everything that is parked another chance."""
    admins_only()
    check_form_token()
    flash(_told(_required().retry_all()))
    return redirect(url_for("technical.show"), 303)


def _told(done: Retried) -> str:
    if done.count:
        said = f"{plural(done.count, 'événement repris', 'événements repris')}. "
        said += _COMES_BACK if done.count == 1 else _COME_BACK
    else:
        said = "Rien n’a été repris\u00a0: aucun événement n’attendait plus."
    if done.away:
        said += f" Sans réponse\u00a0: {listing(done.away)}."
        said += f" Recommencez dans un instant pour {agree(len(done.away), 'ce service', 'ces services')}."
    return said


def _desk() -> ParkedEvents | None:
    found: ParkedEvents | None = current_app.extensions.get(HOOK)
    return found


def _required() -> ParkedEvents:
    desk = _desk()
    if desk is None:
        raise Unavailable("Les événements en attente ne se reprennent pas d’ici\u00a0: terreau events retry --all.")
    return desk
