"""What was seen in the field besides interviews: visits, meetings, pictures, rapports d'étonnement (DIA-15)."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.directory import people_of
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import AS_SAID, About, Input, Sheet, read, show
from services.portal.words import OBSERVATION_KINDS
from shared.aside import aside
from shared.contracts.diagnostic import GetPicture, ListObservations, NoteObservation, ObservationCard, RemovePicture
from shared.contracts.territories import AccompanimentCard
from shared.french import NBSP
from shared.pictures import NotAPicture, clean

PAGES = Blueprint("observations", __name__)

MOST_PICTURES = 6
MOST_BYTES = 64 * 1024 * 1024
"""Six pictures as a phone takes them."""


@PAGES.get("/accompagnements/<id>/observations")
@signed_in
def index(id: str) -> str:
    """The observations, the latest first, with the form that adds one."""
    return _page(accompaniment(id), new_form({"kind": request.args.get("sorte", "visit")}))


@PAGES.post("/accompagnements/<id>/observations")
@signed_in
def note(id: str) -> Response:
    """Note an observation with its pictures, made small and clean here, before they travel."""
    request.max_content_length = MOST_BYTES
    card = accompaniment(id)
    form = sent_form()
    values = read(form, _inputs(card))
    pictures = _pictures(form)
    receipts = form.send(lambda _: NoteObservation(accompaniment=card.id, pictures=pictures, **values))
    if receipts is None:
        return current_app.make_response((_page(card, form), form.status))
    for sentence in ("L’observation est notée.", *receipts[0].notes):
        flash(sentence)
    return redirect(f"{address(card.id)}#observation-{receipts[0].id}", 303)


def _pictures(form: Form) -> list[dict[str, Any]]:
    """The pictures sent, as the contract takes them; what is none is noted on the form."""
    sent = [one for one in request.files.getlist("photos") if one.filename]
    if len(sent) > MOST_PICTURES:
        form.note("photos", f"{MOST_PICTURES} photos au plus par observation : notez-en une autre pour les suivantes.")
        return []
    kept = []
    for one in sent:
        try:
            kept.append({"content": b64encode(aside(clean, one.read()).content), "caption": form.get("caption")[:200]})
        except NotAPicture as wrong:
            form.note("photos", f"«{NBSP}{(one.filename or '')[-60:]}{NBSP}»{NBSP}: {wrong}")
    return kept


@PAGES.route("/accompagnements/<id>/photos/<picture>/retirer", methods=["GET", "POST"])
@signed_in
def remove(id: str, picture: str) -> Response:
    """Take a picture away for good."""
    card = accompaniment(id)
    if not any(picture == one.id for card_ in _observations(card.id) for one in card_.pictures):
        raise NotFound
    sheet = Sheet(
        "Retirer cette photo",
        RemovePicture,
        (),
        "La photo est retirée, pour de bon.",
        target="picture",
        intro="Elle ne pourra pas être reprise. L’observation, elle, reste.",
        button="Retirer",
        shape=lambda values: {"accompaniment": card.id, **values},
    )
    return show(sheet, picture, About(f"Observations · {card.territory_label}", address(card.id)))


@PAGES.get("/accompagnements/<id>/photos/<picture>")
@signed_in
def picture(id: str, picture: str) -> Response:
    """One picture, or its thumbnail with `?vignette`."""
    card = accompaniment(id)
    found = ask(GetPicture(picture=picture, thumbnail="vignette" in request.args))
    if found.accompaniment != card.id:
        raise NotFound
    return Response(found.content, mimetype="image/jpeg")


def address(id: str) -> str:
    """The page of the observations of an accompaniment."""
    return f"/accompagnements/{id}/observations"


def _observations(id: str) -> list[ObservationCard]:
    return ask(ListObservations(accompaniment=id)).observations


def _inputs(card: AccompanimentCard) -> tuple[Input, ...]:
    people = list(people_of(card.id).items())
    return (
        Input("kind", "De quoi s’agit-il", "radios", required=True, options=list(OBSERVATION_KINDS.items())),
        Input("title", "Où, ou quoi", required=True, hint="Le lieu, le moment, la question."),
        Input("text", "Ce qu’on a vu, ce qui étonne", "area"),
        Input("occurred", "Quand", "when", hint=AS_SAID),
        *([Input("people", "Qui est sur les photos ou a été rencontré", "checks", options=people)] if people else []),
    )


def _page(card: AccompanimentCard, form: Form) -> str:
    return render_template(
        "observations.html",
        card=card,
        form=form,
        inputs=_inputs(card),
        observations=_observations(card.id),
        base=f"/accompagnements/{card.id}",
        most=MOST_PICTURES,
        back=page_of(card),
    )
