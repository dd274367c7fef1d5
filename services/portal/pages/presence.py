"""Presence: the sheets to print, what is typed afterwards or checked at the door, the signed scans."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.portal.attendees import Attendee, accompaniers, attendees, directory_of
from services.portal.authors import authors
from services.portal.desk import accompaniment, accompaniments, ask, today
from services.portal.emargement import Sheet as PrintedSheet
from services.portal.emargement import emargement, said_when
from services.portal.forms import Form, new_form, sent_form
from services.portal.lines import page_of
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from services.portal.words import ATTENDANCE
from shared.codes import read_pages
from shared.contracts.base import Command, Receipt
from shared.contracts.territories import AccompanimentCard
from shared.contracts.workshops import (
    AttachScan,
    AttendanceEntry,
    CheckAtDoor,
    GetPresence,
    GetScan,
    HalfDay,
    HeadSheets,
    HoldWorkshop,
    ListUnsigned,
    PresencePage,
    PresenceRow,
    RecordAttendance,
)
from shared.documents import make
from shared.french import without_accents

PAGES = Blueprint("presence", __name__)

EXTRA_LINES = 3
"""Lines for people who are not on the list."""
MOST_FORM_BYTES = 16 * 1024 * 1024
"""A scan of ten megabytes and what goes around it."""


@dataclass(frozen=True)
class Line:
    """A row of the presence list as the page shows it: `key` names its fields."""

    key: str
    row: PresenceRow
    name: str
    about: str


# --- typed afterwards ------------------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/presence", methods=["GET", "POST"])
@signed_in
def typed(id: str) -> Response:
    """The presence of a session: who came, what was typed before, the sheets and their scans."""
    page = ask(GetPresence(workshop=id))
    card = accompaniment(page.workshop.accompaniment)
    lines = _lines(page)
    if request.method == "GET":
        return _typed_page(page, card, lines, new_form(_known(lines)))
    form = sent_form()
    receipts = form.send(*_commands(page, lines, form))
    if receipts is None:
        return _typed_page(page, card, lines, form)
    for sentence in ("La présence est enregistrée : les chiffres du suivi en tiennent compte.", *receipts[-1].notes):
        flash(sentence)
    return redirect(f"/ateliers/{id}/presence", 303)


def _lines(page: PresencePage) -> list[Line]:
    people = attendees(page.workshop.accompaniment, [row.person for row in page.rows])
    lines = [_line(number, row, people) for number, row in enumerate(page.rows)]
    return sorted(lines, key=lambda one: (one.row.person is None, without_accents(one.name).lower()))


def _line(number: int, row: PresenceRow, people: dict[str, Attendee]) -> Line:
    if row.person is None:
        return Line(f"s{number}", row, row.structure or "Personne effacée", "structure" if row.structure else "")
    known = people.get(row.person)
    if known is None:
        return Line(row.person, row, "Personne de l’annuaire", "")
    return Line(row.person, row, known.name, ", ".join(one for one in (known.function, known.structure) if one))


def _known(lines: list[Line]) -> dict[str, Any]:
    """What is known so far: a mark made at the door since the last typing comes first."""
    said = {f"statut-{one.key}": one.row.door or one.row.status for one in lines if one.row.door or one.row.status}
    minutes = {f"minutes-{one.key}": one.row.minutes for one in lines if one.row.minutes is not None}
    return {**said, **minutes}


def _commands(page: PresencePage, lines: list[Line], form: Form) -> list[Any]:
    entries = [entry for line in lines if (entry := _entry(line, form))]
    entries += [entry for number in range(EXTRA_LINES) if (entry := _extra(number, form))]
    if not entries:
        form.refuse("Dites au moins d’une personne si elle est venue.")
        form.note("presence", "La liste est vide.")
    steps: list[Any] = []
    if form.get("tenu") == "oui" and page.workshop.state == "scheduled":
        steps.append(lambda _: HoldWorkshop(workshop=page.workshop.id))

    def record(_: list[Receipt]) -> Command:
        return RecordAttendance(
            workshop=page.workshop.id,
            entries=entries,
            walk_ins="accept" if form.get("imprevus") == "oui" else "ask",
            regularisation=form.get("regularisation"),
        )

    return [*steps, record]


def _entry(line: Line, form: Form) -> AttendanceEntry | None:
    status = form.get(f"statut-{line.key}")
    if status not in ATTENDANCE:
        # Whoever was invited stays expected as long as nobody says otherwise; silence is never an absence.
        status = "expected" if line.row.invited else ""
    if not status:
        return None
    minutes = form.number(f"minutes-{line.key}")
    who = {"person": line.row.person} if line.row.person else {"structure": line.row.structure or "Personne effacée"}
    return AttendanceEntry.model_validate({**who, "status": status, "minutes": minutes})


def _extra(number: int, form: Form) -> AttendanceEntry | None:
    person, structure = form.get(f"qui-{number}"), form.get(f"structure-{number}")
    if not person and not structure:
        return None
    who = {"person": person} if person else {"structure": structure}
    return AttendanceEntry.model_validate({**who, "status": "walk-in"})


def _typed_page(page: PresencePage, card: AccompanimentCard, lines: list[Line], form: Form) -> Response:
    listed = {one.row.person for one in lines}
    html = render_template(
        "presence.html",
        page=page,
        card=card,
        lines=lines,
        form=form,
        halves=[(half, said_when(page.workshop, half)) for half in page.half_days],
        others=[one for one in directory_of(card.id) if one.id not in listed],
        extra=range(EXTRA_LINES),
        names=authors([*(one.by for one in page.recordings), *(one.by for one in page.scans)]),
        past=_past(page),
    )
    return make_response(html, form.status)


def _past(page: PresencePage) -> bool:
    start = page.workshop.start
    return start is None or start[:10] <= today().isoformat()


# --- at the door -----------------------------------------------------------------------------------------------


@PAGES.route("/ateliers/<id>/pointage", methods=["GET", "POST"])
@signed_in
def door(id: str) -> Response:
    """The list for a phone at the door: one touch a person; works without a script."""
    page = ask(GetPresence(workshop=id))
    card = accompaniment(page.workshop.accompaniment)
    lines = [one for one in _lines(page) if one.row.person]
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        person, _, status = form.get("marque").partition(":")
        if form.get("ajouter"):
            person, status = form.get("venu"), "walk-in"
        if not person or status not in ATTENDANCE:
            form.note("venu", "Choisissez une personne.")
        command = {"workshop": id, "person": person, "status": status}
        if form.send(lambda _: CheckAtDoor.model_validate(command)) is not None:
            return redirect(f"/ateliers/{id}/pointage#p-{person}", 303)
    listed = {one.row.person for one in lines}
    html = render_template(
        "door.html",
        page=page,
        lines=lines,
        form=form,
        here=sum((one.row.door or one.row.status) in ("present", "walk-in") for one in lines),
        others=[one for one in directory_of(card.id) if one.id not in listed],
    )
    return make_response(html, form.status)


# --- sheets and scans ------------------------------------------------------------------------------------------


@PAGES.get("/ateliers/<id>/emargement/<int:number>.pdf")
@signed_in
def printed(id: str, number: int) -> Response:
    """The sheet of a half-day, to print and to sign."""
    page = ask(GetPresence(workshop=id))
    half = _half(page, number)
    card = accompaniment(page.workshop.accompaniment)
    people = attendees(card.id, [row.person for row in page.rows if row.invited])
    sheet = PrintedSheet(
        card=page.workshop,
        half=half,
        head=page.head,
        territory=card.territory_label,
        call=card.call_title,
        people=sorted(people.values(), key=lambda one: one.order),
        facilitators=accompaniers(card.id),
        printed=today(),
    )
    content = make(emargement(sheet), "pdf")
    name = f'inline; filename="emargement-{half.reference}.pdf"'
    return Response(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _half(page: PresencePage, number: int) -> HalfDay:
    found = next((one for one in page.half_days if one.number == number), None)
    if found is None:
        raise NotFound
    return found


@PAGES.route("/ateliers/<id>/feuille/<int:number>", methods=["GET", "POST"])
@signed_in
def scan(id: str, number: int) -> Response:
    """Attach the signed sheet of a half-day."""
    request.max_content_length = MOST_FORM_BYTES
    page = ask(GetPresence(workshop=id))
    half = _half(page, number)
    form = sent_form() if request.method == "POST" else new_form()
    if request.method == "POST":
        sent = request.files.get("fichier")
        content = sent.read() if sent else b""
        if not content:
            form.note("fichier", "Choisissez le fichier numérisé : PDF, JPEG ou PNG.")
        command = {
            "workshop": id,
            "half_day": number,
            "filename": (sent.filename or "")[-255:] if sent else "",
            "content": b64encode(content),
            "pages": read_pages(content) if content else [],
            "reference": form.get("reference"),
            "sure": form.get("sure") == "oui",
        }
        receipts = form.send(lambda _: AttachScan.model_validate(command))
        if receipts is not None:
            for sentence in ("La feuille signée est jointe.", *receipts[0].notes):
                flash(sentence)
            return redirect(f"/ateliers/{id}/presence#feuilles", 303)
        if "content" in form.problems:
            form.problems["fichier"] = form.problems.pop("content")
    html = render_template("scan.html", page=page, half=half, when=said_when(page.workshop, half), form=form)
    return make_response(html, form.status)


@PAGES.get("/ateliers/<id>/feuilles/<scan>")
@signed_in
def kept(id: str, scan: str) -> Response:
    """A signed sheet as it was sent, byte for byte."""
    found = ask(GetScan(scan=scan))
    if found.workshop != id:
        raise NotFound
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[found.media_type]
    name = f'attachment; filename="feuille-{found.sha256[:12]}.{ending}"'
    return Response(found.content, content_type=found.media_type, headers={"Content-Disposition": name})


@PAGES.route("/accompagnements/<id>/entete-emargement", methods=["GET", "POST"])
@signed_in
def head(id: str) -> Response:
    """What stands at the head of every sheet of an accompaniment."""
    card = accompaniment(id)
    back = request.args.get("atelier", "")
    known = ask(GetPresence(workshop=back)).head if back else None
    inputs = (
        Input("operation", "Intitulé de l’opération", default=(known.operation if known else "") or card.call_title),
        Input("convention", "Numéro de dossier ou de convention", default=known.convention if known else ""),
        Input("beneficiary", "Bénéficiaire de l’aide", default=known.beneficiary if known else ""),
        Input(
            "partners",
            "Autres financeurs",
            hint="Séparés par des virgules. Vide : Région Hauts-de-France. L’emblème européen figure toujours.",
            default=known.partners if known else "",
        ),
    )
    sheet = Sheet(
        "En-tête des feuilles d’émargement",
        HeadSheets,
        inputs,
        "L’en-tête est enregistré : il figurera sur les prochaines feuilles.",
        intro="Le même pour toutes les séances de ce territoire. Ce qui reste vide s’écrira à la main.",
    )
    return show(sheet, card.id, About(card.territory_label, f"/ateliers/{back}/presence" if back else page_of(card)))


# --- what is missing -------------------------------------------------------------------------------------------


@PAGES.get("/emargements")
@signed_in
def unsigned() -> str:
    """The sessions that lack their presence or a signed sheet, over all territories."""
    places = {card.id: card.territory_label for card in accompaniments()}
    return render_template("unsigned.html", sessions=ask(ListUnsigned()).sessions, places=places)
