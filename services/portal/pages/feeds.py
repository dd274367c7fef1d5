"""Subscribing to the agenda: links for calendar programs, made and revoked here, and what they read."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.portal.calendar_feed import calendar_of
from services.portal.desk import accompaniments, ask, settings
from services.portal.forms import sent_form
from services.portal.own_feed import own_calendar
from services.portal.security import check_form_token, signed_in_for_oneself, who
from services.portal.sign_in.subscriptions import Subscription, Subscriptions
from shared.contracts.notifications import GetCorrespondence
from shared.contracts.workshops import ListAgenda, WorkshopCard
from shared.errors import InvalidInput

PAGES = Blueprint("feeds", __name__)

FIRST_DAY, LAST_DAY = "1900-01-01", "2999-12-31"
"""All days that a programme speaks of."""

ALL = "tous"
EVERYWHERE = "tous les territoires"


@PAGES.get("/agenda/<token>.ics")
def read(token: str) -> AnyResponse:
    """The workshops with exact dates, for whoever has the link; a program that has them already is told so."""
    subscription = _desk().find(token)
    if subscription is None:
        raise NotFound
    if subscription.person is not None:
        return _served(own_calendar(subscription.person, settings().public_url.rstrip("/")))
    name = "Ateliers" if subscription.territory is None else f"Ateliers, {_label(subscription.territory)}"
    return _served(calendar_of(name, _workshops(subscription.territory), settings().public_url.rstrip("/")))


def _served(calendar: bytes) -> AnyResponse:
    response = Response(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="terreau.ics"'},
    )
    response.add_etag()
    return response.make_conditional(request)


@PAGES.post("/agenda/abonnements")
@signed_in_for_oneself
def make() -> str:
    """A new link, shown this once, with what to do with it."""
    check_form_token()
    form = sent_form()
    wanted = form.get("territory")
    territory = None if wanted in ("", ALL) else wanted
    if territory is not None and territory not in dict(enrolled()):
        raise InvalidInput("Choisissez un territoire engagé dans un appel.", code="unknown-territory")
    token = _desk().make(_account(), form.order, territory)
    url = f"{settings().public_url.rstrip('/')}{url_for('feeds.read', token=token)}"
    return render_template("feed_made.html", url=url, about=_label(territory))


@PAGES.post("/agenda/abonnements/<id>/revoquer")
@signed_in_for_oneself
def revoke(id: str) -> AnyResponse:
    """End one of one's own links."""
    check_form_token()
    _desk().revoke(_account(), id)
    flash("Le lien est révoqué\u00a0: les agendas qui l’utilisaient ne recevront plus rien.")
    return redirect(url_for("agenda.show", _anchor="abonnements"), 303)


@PAGES.post("/courrier/<token>/agenda")
def make_own(token: str) -> str:
    """A person's own link, made from the link of one of their mails, shown this once."""
    known = ask(GetCorrespondence(token=token))
    check_form_token()
    made = _desk().make_for_person(known.person, sent_form().order)
    url = f"{settings().public_url.rstrip('/')}{url_for('feeds.read', token=made)}"
    return render_template("feed_made.html", url=url, about="", own=token)


@PAGES.post("/courrier/<token>/agenda/<id>/revoquer")
def revoke_own(token: str, id: str) -> AnyResponse:
    """A person ends one of their own links."""
    known = ask(GetCorrespondence(token=token))
    check_form_token()
    _desk().revoke_of_person(known.person, id)
    flash("Le lien est révoqué\u00a0: les agendas qui l’utilisaient ne recevront plus rien.")
    return redirect(f"/courrier/{token}", 303)


def own_of(person: str) -> list[Subscription]:
    """The links of a person, for their own page."""
    return _desk().of_person(person)


def mine() -> list[tuple[Subscription, str]]:
    """The subscriptions of who is signed in, each with what it is about."""
    return [(one, _label(one.territory)) for one in _desk().of(_account())]


def enrolled() -> list[tuple[str, str]]:
    """The territories one may subscribe to: id and name, each once, by name."""
    found = {card.territory: card.territory_label for card in accompaniments()}
    return sorted(found.items(), key=lambda item: item[1])


def _workshops(territory: str | None) -> list[tuple[WorkshopCard, str]]:
    labels = {card.id: card.territory_label for card in accompaniments()}
    found = ask(ListAgenda(from_day=FIRST_DAY, to_day=LAST_DAY)).workshops
    return [
        (card, labels.get(card.accompaniment, "")) for card in found if territory is None or card.territory == territory
    ]


def _label(territory: str | None) -> str:
    return EVERYWHERE if territory is None else dict(enrolled()).get(territory, "un territoire")


def _account() -> str:
    account = who()
    if account is None:
        raise NotFound
    return account.id


def _desk() -> Subscriptions:
    return current_app.extensions["terreau.subscriptions"]  # type: ignore[no-any-return]  # flask's extensions hold anything
