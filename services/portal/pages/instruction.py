"""Examining candidatures: one file whole, corrections asked, opinions of outside readers, last calls, the vivier."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.coming_links import link_states
from services.portal.desk import ask, office
from services.portal.forms import Form, new_form, sent_form
from services.portal.pages.directory import territories
from services.portal.personal_links import hashed, mail_link, new_secret
from services.portal.security import check_form_token, signed_in, who
from services.portal.sheets import AS_SAID, WHEN, About, Input, Sheet, read, show
from services.portal.written_to import of_people, of_typed_address
from shared.contracts.territories import (
    AddProspect,
    AskCorrection,
    CallPage,
    CandidaturePage,
    ExtendCall,
    GetCall,
    GetCandidature,
    GetReading,
    GiveOpinion,
    InviteReader,
    ListProspects,
    OnCriterion,
    OpenCall,
    RemoveProspect,
    RenewLink,
    RevokeLink,
    StopLastCall,
    TakeUpCandidature,
)
from shared.errors import NotFound
from shared.french import plural
from shared.ids import new_id

PAGES = Blueprint("instruction", __name__)

READER = (
    Input("name", "Son nom", required=True),
    Input("function", "Sa fonction", required=True),
    Input("email", "Son adresse électronique", hint="Le lien lui est envoyé ; sans adresse, vous le lui donnez."),
)
EXTEND = Sheet(
    "Prolonger l’appel",
    ExtendCall,
    (
        Input("closes", "Nouvelle date de clôture", "when", required=True, hint=AS_SAID),
        Input("full_until", "Dossiers complets jusqu’à", "when"),
        Input("reason", "Pourquoi", "area"),
    ),
    "L’appel est prolongé.",
    target="call",
    intro="Des délais trop courts écartent ceux qui auraient le plus à gagner. On prolonge, on ne raccourcit pas.",
)
OPEN = Sheet("Publier cet appel", OpenCall, (WHEN,), "L’appel est publié.", target="call", button="Publier")
STOP = Sheet(
    "Ne pas faire de dernier appel",
    StopLastCall,
    (Input("reason", "Pourquoi", "area", required=True),),
    "Aucun dernier appel ne partira de lui-même.",
    target="call",
    intro="Personne ne sera relancé avant la clôture. Si vous prolongez l’appel, un autre se prépare.",
    button="Ne pas relancer",
)
STOPPABLE = "Le message peut encore être arrêté, rubrique «\u00a0Courriels\u00a0»."
UNREACHABLE = "Personne ne recevra de message\u00a0: aucune adresse n’est connue."
PROSPECT_NOTE = Input("note", "Ce qu’il faut savoir", "area")


@PAGES.route("/appels/<id>/<any(prolonger, ouvrir):what>", methods=["GET", "POST"])
@signed_in
def change(id: str, what: str) -> Response:
    """Publish a draft, or give candidates more time."""
    page = ask(GetCall(id=id))
    return show(EXTEND if what == "prolonger" else OPEN, id, About(page.call.title, f"/appels/{id}"))


# --- one candidature


@PAGES.get("/candidatures/<id>")
@signed_in
def one(id: str) -> str:
    """One candidature with all that was said about it."""
    page = ask(GetCandidature(id=id))
    return render_template("candidature.html", page=page, letters=link_states(page.call.id))


@PAGES.route("/candidatures/<id>/instruire", methods=["GET", "POST"])
@signed_in
def take_up(id: str) -> Response:
    """The team begins to examine it."""
    sheet = Sheet("Passer en instruction", TakeUpCandidature, (WHEN,), "La candidature est en instruction.",
                  target="candidature", button="Passer en instruction")  # fmt: skip
    return show(sheet, id, _about(ask(GetCandidature(id=id))))


@PAGES.route("/candidatures/<id>/correction", methods=["GET", "POST"])
@signed_in
def correction(id: str) -> Response:
    """Ask the applicant to mend or complete; they are written to with a new link."""
    page = ask(GetCandidature(id=id))
    inputs = (
        Input("asked", "Ce qu’il faut corriger ou compléter", "area", required=True),
        Input("until", "Réponse attendue jusqu’au", "when", hint=AS_SAID),
    )
    sheet = Sheet("Demander une correction", AskCorrection, inputs, "La question est posée.", target="candidature",
                  intro="La personne peut de nouveau modifier son dossier, jusqu’à sa réponse.",
                  written=of_people([page.contact.person] if page.contact else []))  # fmt: skip
    answer = show(sheet, page.id, _about(page))
    if request.method == "POST" and answer.status_code == 303 and page.contact:
        asked = ask(GetCandidature(id=id)).corrections[-1]
        flash(STOPPABLE if _send_link(page.contact.file, "correction", asked.until) else UNREACHABLE)
    return answer


@PAGES.route("/candidatures/<id>/avis", methods=["GET", "POST"])
@signed_in
def invite(id: str) -> Response:
    """Ask somebody outside the team for an opinion; their link is mailed, and shown this once."""
    page = ask(GetCandidature(id=id))
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        values, secret = read(form, READER), new_secret()
        receipts = form.send(lambda _: InviteReader(candidature=page.id, link=hashed(secret), **values))
        if receipts is not None:
            path = f"/avis/{secret}"
            mailed = mail_link(receipts[0].id, path, "reading")
            after = f". {STOPPABLE}" if mailed else f"\u00a0: donnez-lui ce lien, {path}"
            flash(f"L’avis est demandé{after}")
            return redirect(_about(page).url, 303)
    intro = "Une personne extérieure lit le dossier, sans savoir qui l’a écrit, et dit ce qu’elle en pense, en mots."
    sheet = Sheet("Demander un avis", InviteReader, READER, "", "candidature", intro, "Demander")
    written = of_typed_address(form.get("name"), form.get("email"))
    html = render_template("sheet.html", sheet=sheet, form=form, about=_about(page), written=written)
    return make_response(html, form.status)


@PAGES.route("/candidatures/<id>/liens/<link>/fermer", methods=["GET", "POST"])
@signed_in
def revoke(id: str, link: str) -> Response:
    """End somebody's personal link."""
    sheet = Sheet("Fermer ce lien personnel", RevokeLink, (), "Le lien ne s’ouvre plus.", target="id", button="Fermer")
    return show(sheet, link, _about(ask(GetCandidature(id=id))))


def _about(page: CandidaturePage) -> About:
    return About(page.territory_label, f"/candidatures/{page.id}")


# --- drafts that were not sent


@PAGES.post("/appels/<id>/dernier-appel")
@signed_in
def last_call(id: str) -> Response:
    """Call those a last time whose draft is due, once each: a new link goes out with it."""
    check_form_token()
    due = [one for one in ask(GetCall(id=id)).drafts if one.due and one.reachable]
    sent = sum(_send_link(one.id, "last-call") for one in due)
    ready = plural(sent, "dernier appel est prêt", "derniers appels sont prêts")
    flash(f"{ready}. {STOPPABLE}" if sent else "Aucun brouillon à relancer.")
    return redirect(f"/appels/{id}", 303)


@PAGES.route("/appels/<id>/dernier-appel/arreter", methods=["GET", "POST"])
@signed_in
def stop_last_call(id: str) -> Response:
    """Let the clock call nobody about this call."""
    page = ask(GetCall(id=id))
    return show(STOP, id, About(page.call.title, f"/appels/{id}"))


@PAGES.route("/appels/<id>/dernier-appel/<file>/arreter", methods=["GET", "POST"])
@signed_in
def stop_one_last_call(id: str, file: str) -> Response:
    """Let the clock not call one draft."""
    page = ask(GetCall(id=id))
    if all(one.id != file for one in page.drafts):
        raise NotFound("Ce brouillon n’existe plus.", code="unknown-file")
    sheet = replace(
        STOP, title="Ne pas relancer ce brouillon", target="file", done="Ce brouillon ne sera pas relancé.",
        intro="Les autres brouillons de cet appel seront relancés.", shape=lambda values: {**values, "call": id},
    )  # fmt: skip
    return show(sheet, file, About(page.call.title, f"/appels/{id}"))


def _send_link(file: str, occasion: str, answer_by: str | None = None) -> bool:
    secret, account = new_secret(), who()
    actor = account.id if account else None
    command = RenewLink(file=file, link=hashed(secret), beside=True)
    office().obey(command, order=new_id(), actor=actor)
    mailed = mail_link(file, f"/candidature/{secret}", occasion, answer_by)
    if mailed and occasion == "last-call":  # a draft counts as called once there is a message to it
        office().obey(command.model_copy(update={"called": True}), order=new_id(), actor=actor)
    return mailed


# --- the reader


@PAGES.route("/avis/<token>", methods=["GET", "POST"])
def reading(token: str) -> Response:
    """A candidature as an outside reader sees it, and their opinion."""
    link = hashed(token)
    page = ask(GetReading(link=link))
    if request.method == "GET":
        said = {one.criterion: one.text for one in page.on_criteria}
        values = {f"criterion-{number}": said.get(text, "") for number, text in enumerate(page.call.criteria)}
        return _reading(new_form({"text": page.text, "version": page.version, **values}), token)
    form = sent_form()
    on_criteria = [
        OnCriterion(criterion=text, text=form.get(f"criterion-{number}"))
        for number, text in enumerate(page.call.criteria)
    ]
    if not form.get("text"):
        form.note("text", "Dites en quelques mots ce que vous en pensez.")
    version = int(form.get("version")) if form.get("version").isdecimal() else 0
    sent = form.send(lambda _: GiveOpinion(link=link, version=version, text=form.get("text"), on_criteria=on_criteria))
    if sent is None:
        return _reading(form, token)
    flash("Merci. Vous pouvez encore modifier votre avis jusqu’à la réponse.")
    return redirect(f"/avis/{token}", 303)


def _reading(form: Form, token: str) -> Response:
    page = ask(GetReading(link=hashed(token)))
    return make_response(render_template("reading.html", page=page, form=form, token=token), form.status)


# --- the vivier


@PAGES.get("/appels/vivier")
@signed_in
def vivier() -> str:
    """Territories that may answer a call one day, with the exchanges that precede it by years."""
    return render_template("vivier.html", prospects=ask(ListProspects()).prospects)


@PAGES.route("/appels/vivier/ajouter", methods=["GET", "POST"])
@signed_in
def add_prospect() -> Response:
    """Put a registered territory into the vivier."""
    inputs = (Input("territory", "Le territoire", "select", required=True, options=territories()), PROSPECT_NOTE, WHEN)
    intro = "Il n’est pas dans la liste ? Inscrivez-le d’abord depuis « Territoires », sans appel."
    sheet = Sheet("Ajouter au vivier", AddProspect, inputs, "Le territoire est dans le vivier.", intro=intro)
    return show(sheet, None, About("Vivier", "/appels/vivier"))


@PAGES.route("/appels/vivier/<territory>/retirer", methods=["GET", "POST"])
@signed_in
def remove_prospect(territory: str) -> Response:
    """Take a territory out of the vivier."""
    sheet = Sheet("Retirer du vivier", RemoveProspect, (Input("reason", "Pourquoi", "area"),), "C’est noté.",
                  target="territory", intro="Ses échanges restent.", button="Retirer")  # fmt: skip
    return show(sheet, territory, About("Vivier", "/appels/vivier"))


@PAGES.route("/appels/<id>/informer", methods=["GET", "POST"])
@signed_in
def tell(id: str) -> Response:
    """Note that a territory was told of a call."""
    page: CallPage = ask(GetCall(id=id))
    inputs = (Input("territory", "Le territoire", "select", required=True, options=territories()), PROSPECT_NOTE, WHEN)
    sheet = Sheet("Noter un territoire informé", AddProspect, inputs, "C’est noté.", target="call")
    return show(sheet, id, About(page.call.title, f"/appels/{id}"))
