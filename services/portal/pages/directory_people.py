"""The records of people: function and role for everybody, addresses on demand, and a note of who looked."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from services.portal.authors import authors
from services.portal.desk import ask
from services.portal.entering import enter
from services.portal.forms import Form, sent_form
from services.portal.merging import merge_page
from services.portal.pages.directory import HOME, organisations, territories
from services.portal.pages.people import ERASE
from services.portal.security import admins_only, signed_in
from services.portal.sheets import AS_SAID, About, Input, Sheet, read, show
from services.portal.together import SEEN, Clash, Current, edit, fill, meet, typed_date
from shared.contracts.territories import (
    ContactDetails,
    GetContact,
    GetPerson,
    ListContactViews,
    LookAtContact,
    MergePeople,
    PersonPage,
    RegisterPerson,
    ReviseContactDetails,
    RevisePerson,
    SearchDirectory,
    SuggestDuplicates,
)
from shared.stamps import CHANGED

PAGES = Blueprint("directory_people", __name__)

ADDRESSES = (
    Input("email", "Adresse électronique"),
    Input("phone", "Téléphone"),
)
OWN_PURPOSE = "Suivi de l’accompagnement"


def _inputs() -> tuple[Input, ...]:
    return (
        Input("function", "Sa fonction", required=True, hint="C’est elle que l’équipe lira d’abord."),
        Input("name", "Son nom"),
        Input("organisation", "Sa structure", "select", options=organisations()),
        Input("territory", "Son territoire", "select", options=territories()),
        Input("purpose", "Pourquoi cette personne est dans l’annuaire", required=True, default=OWN_PURPOSE),
        Input("consent", "Comment elle l’a accepté", hint="Par exemple : à l’oral, en réunion. Vide : pas demandé."),
        Input("consent_on", "Quand elle l’a accepté", "when", hint=AS_SAID),
        Input("kept_until", "À garder jusqu’au", "day", hint="Passé ce jour, l’annuaire propose de l’oublier."),
    )


@PAGES.route("/annuaire/personnes/nouvelle", methods=["GET", "POST"])
@signed_in
def new() -> Response:
    """Enter a person; those who may be the same are shown first."""
    inputs = _inputs()
    sheet = Sheet(
        "Ajouter une personne à l’annuaire",
        RegisterPerson,
        (*inputs[:2], *ADDRESSES, *inputs[2:]),
        "La personne est dans l’annuaire.",
        intro="Une fonction suffit. Le nom et les coordonnées restent ici et n’en sortent que pour lui écrire.",
    )
    return enter(sheet, HOME, _suspect, "/annuaire/personnes", lambda receipt: f"/annuaire/personnes/{receipt.id}")


def _suspect(form: Form) -> SuggestDuplicates:
    return SuggestDuplicates(sort="person", label=form.get("name")[:200], email=form.get("email"))


@PAGES.get("/annuaire/personnes/<id>")
@signed_in
def one(id: str) -> str:
    """One person, addresses aside."""
    return render_template("person_record.html", page=ask(GetPerson(id=id)))


@PAGES.route("/annuaire/personnes/<id>/modifier", methods=["GET", "POST"])
@signed_in
def revise(id: str) -> Response:
    """Rewrite one person, addresses aside; a change made meanwhile is shown."""
    page = ask(GetPerson(id=id))
    sheet = Sheet("Modifier la fiche", RevisePerson, _inputs(), "La fiche est à jour.", target="person")
    return edit(sheet, page.id, _about(page), lambda: _current(ask(GetPerson(id=id))))


def _current(page: PersonPage) -> Current:
    values = {
        "function": page.function,
        "name": page.name or "",
        "organisation": page.organisation.id if page.organisation else "",
        "territory": page.territory.id if page.territory else "",
        "purpose": page.purpose,
        "consent": page.consent or "",
        "consent_on": typed_date(page.consent_on),
        "kept_until": page.kept_until.isoformat() if page.kept_until else "",
    }
    return Current(page.stamp, values)


@PAGES.post("/annuaire/personnes/<id>/coordonnees")
@signed_in
def addresses(id: str) -> Response:
    """Show somebody's addresses, and note who looked: a button, since a page read by a robot must not count."""
    form = sent_form()
    if form.send(lambda _: LookAtContact(person=id)) is None:
        flash(form.refusal or "Les coordonnées n’ont pas pu être montrées.")
        return redirect(f"/annuaire/personnes/{id}", 303)
    contact = ask(GetContact(person=id))
    return _addresses(contact, fill(ADDRESSES, _addressed(contact)), [])


@PAGES.post("/annuaire/personnes/<id>/coordonnees/enregistrer")
@signed_in
def save_addresses(id: str) -> Response:
    """Rewrite somebody's addresses."""
    form = sent_form()
    values = read(form, ADDRESSES)
    if form.send(lambda _: ReviseContactDetails(person=id, seen=form.get(SEEN), **values)) is not None:
        flash("Les coordonnées sont à jour.")
        return redirect(f"/annuaire/personnes/{id}", 303)
    contact = ask(GetContact(person=id))
    return _addresses(contact, form, meet(form, ADDRESSES, _addressed(contact)) if form.code == CHANGED else [])


def _addressed(contact: ContactDetails) -> Current:
    return Current(contact.stamp, {"email": contact.email or "", "phone": contact.phone or ""})


def _addresses(contact: ContactDetails, form: Form, clashes: list[Clash]) -> Response:
    kept = [(name, text) for name, texts in form.values.lists() if name.startswith(("vu", "avant-")) for text in texts]
    page = render_template(
        "contact_details.html", contact=contact, form=form, clashes=clashes, kept=kept, inputs=ADDRESSES
    )
    return make_response(page, form.status)


@PAGES.route("/annuaire/personnes/<id>/reunir", methods=["GET", "POST"])
@signed_in
def merge(id: str) -> Response:
    """Put another record together with this one."""
    page = ask(GetPerson(id=id))
    options = [(one.id, f"{one.label or 'Sans nom'} ({one.why})") for one in page.duplicates]
    others = ask(SearchDirectory(limit=500)).people
    options += [
        (one.id, " · ".join(part for part in (one.name, one.function, one.organisation) if part))
        for one in others
        if one.id != page.id and one.id not in dict(options)
    ]
    return merge_page(MergePeople, page.id, page.name or page.function, options, _about(page))


@PAGES.route("/annuaire/personnes/<id>/oublier", methods=["GET", "POST"])
@signed_in
def erase(id: str) -> Response:
    """Forget somebody who asks for it, or whose time is over."""
    return show(ERASE, id, _about(ask(GetPerson(id=id))))


@PAGES.get("/annuaire/consultations")
@signed_in
def views() -> str:
    """Who looked at whose addresses; for the administration only."""
    admins_only()
    seen = ask(ListContactViews(person=request.args.get("personne") or None)).views
    return render_template("contact_views.html", views=seen, names=authors(one.actor for one in seen))


def _about(page: PersonPage) -> About:
    return About(page.name or page.function, f"/annuaire/personnes/{page.id}")
