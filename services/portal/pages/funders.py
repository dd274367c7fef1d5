"""The funder's figures: each with its definition, open to the events that justify it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from services.portal.desk import accompaniments, ask, today
from services.portal.pages.follow_up import asked_as_of
from services.portal.security import signed_in
from services.portal.sheets import About, Input, Sheet, show
from shared.contracts.reporting import GetFunderReport, SetFunderPeriod

PAGES = Blueprint("funders", __name__)

PERIOD = Sheet(
    "Annoncer un compte rendu",
    SetFunderPeriod,
    (
        Input("funder", "Le bailleur", required=True),
        Input("period", "La période", required=True, hint="2025, 2025-S1, 2025-T3, 2025-03 ou deux jours."),
        Input("due", "À remettre le", "day", required=True),
    ),
    "L’échéance est posée : la page du matin la rappellera.",
)


@PAGES.get("/bailleurs")
@signed_in
def show_figures() -> str:
    """The figures of a period (`?periode=2025&au=…`), this year without."""
    asked = asked_as_of()
    period = (request.args.get("periode") or str(today().year)).strip()
    page = ask(GetFunderReport(period=period, as_of=asked.day, known_at=asked.known))
    cards = {card.territory: card.id for card in accompaniments()} | {card.id: card.id for card in accompaniments()}
    return render_template("funders.html", page=page, asked=asked, period=period, accompaniment_of=cards)


@PAGES.route("/bailleurs/echeance", methods=["GET", "POST"])
@signed_in
def period() -> Response:
    """Say which period a funder wants a report for, and when."""
    return show(PERIOD, None, About("Bailleurs", "/bailleurs"))
