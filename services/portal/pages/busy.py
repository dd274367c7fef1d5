"""When somebody is busy: said by themselves on their personal link, without an account, or noted by the team.

Opening a page changes nothing. A calendar file is read here and only its busy times travel on: what they are taken by
is known to nobody, not even for a moment elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response

from services.portal.attendees import Attendee, directory_of
from services.portal.desk import accompaniment, accompaniments, ask, settings, today
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from shared.aside import aside
from shared.busy_calendars import MOST_BYTES, Interval, WrongCalendar, read_busy, window_around
from shared.calendar import public_holiday
from shared.contracts.base import Command
from shared.contracts.territories import Address, FindAddresses, GetOrganisation, GetPerson
from shared.contracts.workshops import (
    AskBusyTimes,
    BusyOf,
    BusyPage,
    DropBusy,
    FillBusyGrid,
    GetBusy,
    MakeBusyLink,
    ReplaceBusyTimes,
    RevokeBusyLink,
    SubscribeBusy,
)
from shared.french import NBSP

PAGES = Blueprint("busy", __name__)

WEEKS = 8
WORKING = 5
HALVES = (("morning", "Matin"), ("afternoon", "Après-midi"))
_ASKED = "La demande partira par courriel\u00a0: vous pouvez encore la relire dans «\u00a0Ce qui va partir\u00a0»."
_ROOM_FOR_A_FORM = 64 * 1024


@dataclass(frozen=True)
class Whose:
    """Whose time a page is about: a title, the page itself, and where one came from; `reachable` for somebody who
    can be written to; `own` on a personal link."""

    of: BusyOf
    title: str
    url: str
    back: tuple[str, str] | None = None
    reachable: bool = False

    @property
    def own(self) -> bool:
        """Whether whoever reads this page is the person."""
        return self.of.kind == "link"


@PAGES.route("/disponibilites/<link>", methods=["GET", "POST"])
def own(link: str) -> Response | tuple[str, int]:
    """One's own time, on a personal link."""
    return _page(Whose(BusyOf(kind="link", id=link[:64]), "Mes disponibilités", f"/disponibilites/{link}"))


@PAGES.route("/annuaire/personnes/<id>/disponibilites", methods=["GET", "POST"])
@signed_in
def of_person(id: str) -> Response | tuple[str, int]:
    """Somebody's time, as the team notes it."""
    person = ask(GetPerson(id=id))
    home = f"/annuaire/personnes/{person.id}"
    name = person.name or person.function
    return _page(
        Whose(
            BusyOf(kind="person", id=person.id),
            "Disponibilités",
            f"{home}/disponibilites",
            (name, home),
            person.reachable,
        )
    )


@PAGES.route("/annuaire/structures/<id>/disponibilites", methods=["GET", "POST"])
@signed_in
def of_venue(id: str) -> Response | tuple[str, int]:
    """When the place of an organisation is taken."""
    venue = ask(GetOrganisation(id=id))
    home = f"/annuaire/structures/{venue.id}"
    where = (venue.label, home)
    return _page(Whose(BusyOf(kind="venue", id=venue.id), "Quand le lieu est pris", f"{home}/disponibilites", where))


@PAGES.route("/accompagnements/<id>/disponibilites", methods=["GET", "POST"])
@signed_in
def of_territory(id: str) -> Response | tuple[str, int]:
    """What keeps everybody of a territory busy."""
    card = accompaniment(id)
    where = (card.territory_label, page_of(card))
    whose = BusyOf(kind="accompaniment", id=card.id)
    return _page(Whose(whose, "Agenda du territoire", f"/accompagnements/{card.id}/disponibilites", where))


@PAGES.route("/accompagnements/<id>/demander-disponibilites", methods=["GET", "POST"])
@signed_in
def ask_people(id: str) -> Response:
    """Write to people of a territory, each with the link of their own grid."""
    card = accompaniment(id)
    known = directory_of(card.id)
    reachable = {one.person for one in _addresses([one.id for one in known]) if one.email}
    people = [(one.id, _asked(one, mailed=one.id in reachable)) for one in known]
    sheet = Sheet(
        "Demander des disponibilités",
        AskBusyTimes,
        (Input("people", "À qui", "checks", required=True, options=people),),
        _ASKED,
        intro="Chaque personne reçoit par courriel le lien de sa grille, sans compte. Qui en avait un le garde.",
        button="Demander",
    )
    return show(sheet, card.id, About(card.territory_label, f"/accompagnements/{card.id}/atelier"))


def _addresses(people: list[str]) -> list[Address]:
    return ask(FindAddresses(people=people)).addresses if people else []


def _asked(one: Attendee, *, mailed: bool) -> str:
    named = f"{one.name}, {one.structure}" if one.structure else one.name
    return named if mailed else f"{named} (sans adresse de courriel)"


# --- reading and writing ---------------------------------------------------------------------------------------


def _page(whose: Whose) -> Response | tuple[str, int]:
    known = ask(GetBusy(of=whose.of, first=_first(), last=_last()))
    if request.method == "GET":
        return _shown(whose, known, new_form(_filled(known)))
    request.max_content_length = MOST_BYTES + _ROOM_FOR_A_FORM
    try:
        form = sent_form()
    except RequestEntityTooLarge:
        form = new_form(_filled(known))
        form.note("file", f"Un calendrier pèse 5{NBSP}Mo au plus\u00a0: exportez-le sans pièces jointes.")
        form.refuse("Le fichier est trop lourd\u00a0: rien n’a été enregistré.", 413)
        return _shown(whose, known, form)
    done = _DOING.get(form.get("quoi"))
    if done is None:
        raise NotFound
    command, sentence = done(whose, form)
    receipts = form.send(*([lambda _: command] if command is not None else []))
    if receipts is None:
        if form.get("quoi") != "grille":
            form.values = new_form({**_filled(known), "address": form.get("address")}).values
        return _shown(whose, known, form)
    for one in (sentence, *receipts[0].notes):
        if one:
            flash(one)
    return redirect(whose.url, 303)


def _grid(whose: Whose, form: Form) -> tuple[Command | None, str]:
    habits = [one.partition("-") for one in form.get_all("habit")]
    taken = [one.rpartition("-") for one in form.get_all("taken")]
    command = FillBusyGrid.model_validate(
        {
            "of": whose.of,
            "first": _first(),
            "last": _last(),
            "habits": [{"weekday": day, "half": half} for day, _, half in habits],
            "taken": [{"day": day, "half": half} for day, _, half in taken],
        }
    )
    return command, "C’est noté. Vous pouvez revenir ici et corriger."


def _file(whose: Whose, form: Form) -> tuple[Command | None, str]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.note("file", "Choisissez un fichier de calendrier (.ics).")
        return None, ""
    try:
        times: list[Interval] = aside(read_busy, sent.read(), *window_around(today()))
    except WrongCalendar as wrong:
        form.note("file", " ".join(f"Ligne {line}{NBSP}: {sentence}" for line, sentence in wrong.problems[:3]))
        return None, ""
    return ReplaceBusyTimes(of=whose.of, times=times), ""


def _address(whose: Whose, form: Form) -> tuple[Command | None, str]:
    if not form.get("address"):
        form.note("address", "Collez l’adresse du calendrier.")
        return None, ""
    return SubscribeBusy(of=whose.of, address=form.get("address")), ""


def _drop(whose: Whose, form: Form) -> tuple[Command | None, str]:
    return DropBusy.model_validate({"of": whose.of, "kind": form.get("kind")}), "C’est retiré."


def _make_link(whose: Whose, _form: Form) -> tuple[Command | None, str]:
    _only_team(whose)
    return MakeBusyLink(person=whose.of.id), "Le lien est sur cette page\u00a0: transmettez-le vous-même."


def _ask_for(whose: Whose, _form: Form) -> tuple[Command | None, str]:
    _only_team(whose)
    person = ask(GetPerson(id=whose.of.id))
    places = {role.territory.id for role in person.roles} | ({person.territory.id} if person.territory else set())
    home = next((one.id for one in accompaniments() if one.id in places or one.territory in places), None)
    return AskBusyTimes(people=[person.id], accompaniment=home), _ASKED


def _revoke_link(whose: Whose, _form: Form) -> tuple[Command | None, str]:
    _only_team(whose)
    return RevokeBusyLink(person=whose.of.id), "Le lien ne fonctionne plus."


def _only_team(whose: Whose) -> None:
    if whose.of.kind != "person":
        raise NotFound


_DOING = {
    "grille": _grid,
    "fichier": _file,
    "abonnement": _address,
    "retirer": _drop,
    "lien": _make_link,
    "demander": _ask_for,
    "retirer-lien": _revoke_link,
}


# --- showing ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One day of a week of the grid."""

    day: date
    holiday: str | None


def _first() -> date:
    """The Monday of this week."""
    return today() - timedelta(days=today().weekday())


def _last() -> date:
    return _first() + timedelta(weeks=WEEKS, days=-1)


def _weeks() -> list[list[Column]]:
    first = _first()
    days = [[first + timedelta(weeks=week, days=day) for day in range(WORKING)] for week in range(WEEKS)]
    return [[Column(day, public_holiday(day)) for day in week] for week in days]


def _filled(known: BusyPage) -> dict[str, list[str]]:
    return {
        "habit": [f"{one.weekday}-{one.half}" for one in known.habits],
        "taken": [f"{one.day.isoformat()}-{one.half}" for one in known.taken],
    }


def _shown(whose: Whose, known: BusyPage, form: Form) -> tuple[str, int]:
    page = render_template(
        "busy.html",
        whose=whose,
        known=known,
        form=form,
        weeks=_weeks(),
        halves=HALVES,
        sources={one.kind: one for one in known.sources},
        home=settings().public_url.rstrip("/"),
    )
    return page, form.status
