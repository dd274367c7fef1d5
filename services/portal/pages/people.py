"""People: entering somebody in the directory and giving them a role for an accompaniment."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.desk import accompaniment, ask
from services.portal.forms import new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import About, Sheet, show
from shared.contracts.territories import DesignateReferent, ErasePerson, GetTerritory, ListOrganisations, RegisterPerson

PAGES = Blueprint("people", __name__)

ERASE = Sheet(
    "Oublier cette personne",
    ErasePerson,
    (),
    "C’est fait : son nom et ses coordonnées ont disparu, les comptes restent justes.",
    target="person",
    intro="Son nom, son adresse et son téléphone sont effacés partout, pour de bon. Sa fonction et son rôle restent.",
    button="Oublier",
)


@PAGES.route("/accompagnements/<id>/personne", methods=["GET", "POST"])
@signed_in
def add(id: str) -> tuple[str, int] | str | Response:
    """Enter a person and give them a role: two orders, one form."""
    card = accompaniment(id)
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        since = form.when()
        if not form.get("function"):
            form.note("function", "La fonction est nécessaire\u00a0: c’est elle que l’équipe lira d’abord.")
        if not form.get("role"):
            form.note("role", "Choisissez un rôle.")
        receipts = form.send(
            lambda _: RegisterPerson(
                name=form.optional("name"),
                email=form.optional("email"),
                phone=form.optional("phone"),
                function=form.get("function"),
                organisation=form.optional("organisation"),
                territory=card.territory,
            ),
            lambda done: DesignateReferent.model_validate(
                {"accompaniment": card.id, "person": done[0].id, "role": form.get("role"), "occurred": since}
            ),
        )
        if receipts is not None:
            flash("La personne est dans l’annuaire, avec son rôle.")
            return redirect(f"{page_of(card)}#personnes", 303)
    organisations = [(one.id, one.label) for one in ask(ListOrganisations(territory=card.territory)).organisations]
    page = render_template("person.html", form=form, card=card, back=page_of(card), organisations=organisations)
    return page, form.status


@PAGES.route("/territoires/<id>/personnes/<person>/oublier", methods=["GET", "POST"])
@signed_in
def erase(id: str, person: str) -> Response:
    """Forget somebody who asks for it."""
    page = ask(GetTerritory(id=id))
    known = next((one for one in page.people if one.id == person), None)
    if known is None:
        raise NotFound
    address = f"/territoires/{page.id}#personnes"
    return show(ERASE, person, About(f"{page.label} · {known.name or known.function}", address))
