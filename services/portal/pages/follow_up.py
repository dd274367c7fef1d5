"""The follow-up «état au …»: a card per territory, every figure open to its facts, the same as a workbook."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from services.portal.desk import accompaniments, ask, today
from services.portal.lines import addresses
from services.portal.security import signed_in
from shared.clock import PARIS
from shared.contracts.reporting import ExplainFigure, FollowUp, GetFollowUp, MakeFollowUpWorkbook
from shared.errors import InvalidInput
from shared.partial_dates import WrongDate, from_french

PAGES = Blueprint("follow_up", __name__)

FIGURES = (
    ("interviews", "entretien", "entretiens"),
    ("organisations_met", "structure rencontrée", "structures rencontrées"),
    ("organisations_ess_interested", "structure de l’ESS intéressée", "structures de l’ESS intéressées"),
    ("stakes", "enjeu", "enjeux"),
    ("workshops_held", "atelier tenu", "ateliers tenus"),
    ("platforms_presented", "plateforme présentée", "plateformes présentées"),
)


@dataclass(frozen=True)
class AsOf:
    """The day and the knowledge that figures stand on, and how an address says them."""

    day: date | None
    known: datetime | None

    def query(self, **more: str | None) -> str:
        """The part of an address that keeps both, with `more` beside them."""
        words = {
            "au": self.day.isoformat() if self.day else None,
            "connu": self.known.isoformat() if self.known else None,
            **more,
        }
        return urlencode({name: value for name, value in words.items() if value})


def asked_as_of() -> AsOf:
    """`?au=` (a day) and `?connu=` (a day, whole, or an instant). Raises `InvalidInput` for anything else."""
    return AsOf(_day(request.args.get("au")), _instant(request.args.get("connu")))


def _day(text: str | None) -> date | None:
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(from_french(text).text)
    except (WrongDate, ValueError) as error:
        raise InvalidInput(
            "«\u00a0État au\u00a0» attend un jour précis, par exemple 15 juillet 2025.", code="wrong-date"
        ) from error


def _instant(text: str | None) -> datetime | None:
    if not text or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
    except ValueError:
        moment = datetime.combine(_day(text) or today(), time.min)
    if "T" not in text:
        # What was known on a day is what was known when that day ended.
        moment = datetime.combine(moment.date(), time.min) + timedelta(days=1, microseconds=-1)
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


@PAGES.get("/suivi")
@signed_in
def show() -> str:
    """The follow-up of every call, or of one (`?appel=`)."""
    asked = asked_as_of()
    page = _follow_up(asked)
    return render_template(
        "follow_up.html",
        page=page,
        asked=asked,
        figures=FIGURES,
        addresses=addresses(page.calls),
        call=request.args.get("appel"),
        default=today(),
    )


def _follow_up(asked: AsOf) -> FollowUp:
    return ask(GetFollowUp(as_of=asked.day, known_at=asked.known, call=request.args.get("appel") or None))


@PAGES.get("/suivi/chiffre")
@signed_in
def figure() -> str:
    """The facts behind one figure of one territory."""
    asked = asked_as_of()
    accompaniment = request.args.get("accompagnement") or None
    found = ask(
        ExplainFigure(
            figure=request.args.get("figure", ""),
            accompaniment=accompaniment,
            as_of=asked.day,
            known_at=asked.known,
            funder_period=request.args.get("periode") or None,
        )
    )
    label = next((card.territory_label for card in accompaniments() if card.id == accompaniment), None)
    return render_template("figure.html", page=found, asked=asked, territory=label, period=request.args.get("periode"))


@PAGES.get("/suivi.xlsx")
@signed_in
def workbook() -> Response:
    """The follow-up as a workbook."""
    asked = asked_as_of()
    document = ask(MakeFollowUpWorkbook(as_of=asked.day, known_at=asked.known, call=request.args.get("appel") or None))
    return Response(
        base64.b64decode(document.content),
        content_type=document.media_type,
        headers={"Content-Disposition": f'attachment; filename="{document.filename}"'},
    )


@PAGES.get("/suivi.json")
@signed_in
def as_json() -> Response:
    """The follow-up as JSON, the same as `terreau export follow-up --format json`."""
    page = _follow_up(asked_as_of())
    text = json.dumps(page.model_dump(mode="json"), ensure_ascii=False, indent=2)
    name = f"suivi-{page.as_of}.json"
    return Response(
        text, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
