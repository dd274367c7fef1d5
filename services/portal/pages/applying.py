"""Answering a call without an account: the public call, a draft behind a personal link, sending, answering the team."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.portal.desk import ask
from services.portal.forms import Form, new_form, sent_form
from services.portal.personal_links import hashed, mail_link, new_secret, sender
from services.portal.sheets import Input, read
from services.portal.together import BEFORE, SEEN, Clash, Current, fill, meet, typed
from shared.contracts.territories import (
    ELSEWHERE,
    AnswerCorrection,
    Answers,
    DiscardFile,
    FilePage,
    GetFile,
    GetPublicCall,
    ListPublicCalls,
    RecoverLink,
    SaveFile,
    SendFile,
    StartFile,
)

PAGES = Blueprint("applying", __name__)

WHO = (
    Input("label", "Votre collectivité", required=True, hint="Le nom de la commune ou de l’intercommunalité."),
    Input("name", "Votre nom", required=True),
    Input("function", "Votre fonction", required=True),
    Input("email", "Votre adresse électronique", required=True, hint="Le lien de votre brouillon y est envoyé."),
    Input("phone", "Votre téléphone"),
)
FIELDS = (
    Input("label", "Votre collectivité", required=True),
    Input("partners", "Qui répond avec vous", "lines", hint="Une collectivité par ligne. Répondre à plusieurs est "
          "encouragé, et ne vous met en concurrence avec personne."),
    Input("motives", "Pourquoi vous répondez", "area", hint="Quelques lignes suffisent pour le pré-dossier."),
    Input("axes", "Les sujets qui vous tiennent", "lines", hint="Un par ligne : alimentation, mobilité…"),
    Input("elected_function", "Qui porte la démarche (élu·e référent·e)", hint="Une fonction, pas un nom."),
    Input("pilot_function", "Qui piloterait le diagnostic", hint="Une fonction, pas un nom. Une autre personne."),
    Input("wished_perimeter", "Le périmètre souhaité", "area"),
    Input("existing_actions", "Ce qui existe déjà", "lines", hint="Une action par ligne : covoiturage, transport à la "
          "demande, économie circulaire…"),
    Input("existing_knowledge", "Ce que l’on sait déjà de l’ESS du territoire", "area"),
    Input("cooperation_places", "Les lieux où l’on coopère déjà", "lines", hint="Un par ligne : tiers-lieu, café…"),
)  # fmt: skip
ANSWER = Input("answer", "Votre réponse à l’équipe", "area", hint="Dites ce que vous avez corrigé ou complété.")


@PAGES.get("/ami")
def calls() -> str:
    """The calls that anybody may read."""
    return render_template("public_calls.html", calls=ask(ListPublicCalls()).calls)


@PAGES.get("/ami/<id>")
def call(id: str) -> str:
    """One call, and the way to answer it."""
    return render_template("public_call.html", page=ask(GetPublicCall(id=id)))


@PAGES.route("/ami/<id>/candidater", methods=["GET", "POST"])
def start(id: str) -> Response:
    """Begin a draft; its personal link is shown at once and mailed."""
    page = ask(GetPublicCall(id=id))
    if request.method == "GET":
        return _sheet("apply_start.html", new_form(), 200, page=page, inputs=WHO)
    form = sent_form()
    values = read(form, WHO)
    secret = new_secret()
    answers = Answers(label=str(values.pop("label", ""))[:300])
    receipts = form.send(lambda _: StartFile(call=id, link=hashed(secret), answers=answers, sender=sender(), **values))
    if receipts is None:
        return _sheet("apply_start.html", form, form.status, page=page, inputs=WHO)
    path = f"/candidature/{secret}"
    mailed = mail_link(receipts[0].id, path, "started")
    flash(
        "Votre brouillon est commencé. Gardez l’adresse de cette page\u00a0: c’est votre lien personnel"
        + (", il vient aussi de vous être envoyé." if mailed else ".")
    )
    return redirect(path, 303)


@PAGES.route("/ami/<id>/retrouver", methods=["GET", "POST"])
def recover(id: str) -> Response:
    """Send the link of a draft again; the page says the same whether there is one or not."""
    page = ask(GetPublicCall(id=id))
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        secret, email = new_secret(), form.get("email")[:254]
        if not email:
            form.note("email", "Écrivez l’adresse donnée au début.")
        receipts = form.send(lambda _: RecoverLink(call=id, email=email, link=hashed(secret)))
        if receipts is not None:
            if receipts[0].id:
                mail_link(receipts[0].id, f"/candidature/{secret}", "recovered")
            flash("Si une candidature a été commencée avec cette adresse, un nouveau lien vient d’y être envoyé.")
            return redirect(f"/ami/{id}", 303)
    return _sheet("apply_recover.html", form, form.status, page=page)


# --- behind a personal link


@PAGES.get("/candidature/<token>")
def file(token: str) -> Response:
    """A candidature as its applicant sees it."""
    page = ask(GetFile(link=hashed(token)))
    return _file(page, fill(_inputs(page), _current(page)), [], token)


@PAGES.post("/candidature/<token>")
def write(token: str) -> Response:
    """Keep the draft, then send it if that is what was asked: what cannot be sent is at least kept."""
    link = hashed(token)
    page = ask(GetFile(link=link))
    inputs = _inputs(page)
    form = sent_form()
    answers = _answers(page, read(form, tuple(replace(one, required=False) for one in inputs)), form)
    if form.get("geste") == "repondre":
        return _after(form, page, token, form.send(lambda _: _reply(form, link, answers)), "Votre réponse est envoyée.")
    version = int(form.get(SEEN)) if form.get(SEEN).isdecimal() else 0
    kept = form.send(lambda _: SaveFile(link=link, version=version, answers=answers))
    if kept is None or form.get("geste") != "deposer":
        return _after(form, page, token, kept, "Votre brouillon est gardé. Il n’est pas encore déposé.")
    sent = form.send(lambda _: SendFile(link=link, version=ask(GetFile(link=link)).version, answers=answers))
    if sent is None:
        now = ask(GetFile(link=link))
        form.values = MultiDict(form.values)
        form.values.setlist(SEEN, [str(now.version)])
        return _file(now, form, [], token, form.status)
    return _after(form, page, token, sent, "C’est déposé. L’équipe vous écrira à cette adresse.")


def _reply(form: Form, link: str, answers: Answers) -> AnswerCorrection:
    version = int(form.get(SEEN)) if form.get(SEEN).isdecimal() else 0
    return AnswerCorrection(link=link, version=version, answers=answers, answer=form.get("answer"))


def _after(form: Form, page: FilePage, token: str, receipts: object, done: str) -> Response:
    if receipts is not None:
        flash(done)
        return redirect(f"/candidature/{token}", 303)
    now = ask(GetFile(link=hashed(token)))
    clashes = meet(form, _inputs(now), _current(now)) if form.code == "file-changed" else []
    del page
    return _file(now, form, clashes, token, form.status)


@PAGES.route("/candidature/<token>/effacer", methods=["GET", "POST"])
def discard(token: str) -> Response:
    """Throw a draft away, with the name behind it."""
    page = ask(GetFile(link=hashed(token)))
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST" and form.send(lambda _: DiscardFile(link=hashed(token))) is not None:
        flash("Votre brouillon et vos coordonnées sont effacés.")
        return redirect(f"/ami/{page.call.id}", 303)
    return _sheet("apply_discard.html", form, form.status, page=page, token=token)


def _needed(page: FilePage) -> set[str]:
    """What the next step asks for; a draft may miss it all the same, and the browser holds nothing back."""
    needed = {"label", "place", "motives", "answer"}
    return needed | {"wished_perimeter", "pilot_function"} if page.next in ("full", "correction") else needed


def _inputs(page: FilePage) -> tuple[Input, ...]:
    chosen = [(one.code, one.label) for one in page.places]
    if page.answers.place:
        chosen = [(page.answers.place, page.place_label or page.answers.label)]
    place: tuple[Input, ...] = ()
    if chosen:
        options = [*[one for one in chosen if one[0] != ELSEWHERE], (ELSEWHERE, "Aucune de celles-là")]
        place = (Input("place", "C’est bien", "radios", options=options),)
    criteria = tuple(
        Input(f"criterion-{number}", criterion, "area") for number, criterion in enumerate(page.call.criteria)
    )
    reply = (ANSWER,) if page.next == "correction" else ()
    return (FIELDS[0], *place, *FIELDS[1:], *criteria, *reply)


def _current(page: FilePage) -> Current:
    answers = page.answers.model_dump()
    said = {one.criterion: one.text for one in page.answers.on_criteria}
    values = {one.name: typed(answers[one.name]) for one in FIELDS}
    values["place"] = page.answers.place
    values |= {f"criterion-{number}": said.get(text, "") for number, text in enumerate(page.call.criteria)}
    return Current(str(page.version), {**values, "answer": ""})


def _answers(page: FilePage, values: dict[str, Any], form: Form) -> Answers:
    del form
    known = {name: value for name, value in values.items() if name in Answers.model_fields}
    if known.get("label") != page.answers.label and known.get("place") == page.answers.place:
        # Another name was typed: the place chosen for the name before is not its place.
        known.pop("place", None)
    said = [
        {"criterion": text, "text": values[f"criterion-{number}"]}
        for number, text in enumerate(page.call.criteria)
        if values.get(f"criterion-{number}")
    ]
    return Answers.model_validate({**known, "on_criteria": said})


def _file(page: FilePage, form: Form, clashes: list[Clash], token: str, status: int = 200) -> Response:
    kept = [(name, text) for name, texts in form.values.lists() if name.startswith((SEEN, BEFORE)) for text in texts]
    return _sheet(
        "apply_file.html",
        form,
        status,
        page=page,
        inputs=[replace(one, required=one.name in _needed(page)) for one in _inputs(page)],
        clashes=clashes,
        kept=kept,
        token=token,
    )


def _sheet(template: str, form: Form, status: int, **values: Any) -> Response:
    return make_response(render_template(template, form=form, **values), status)
