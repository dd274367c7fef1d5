"""The morning page: what happened, what is due, who waits for whom, and a quiet line per territory."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.portal.desk import accompaniments, ask
from services.portal.lines import addresses
from services.portal.moments import by_territory
from services.portal.pages.conflicts import on_the_morning
from services.portal.security import signed_in
from services.portal.sheets_missing import missing_sheets
from services.portal.stalled import stalled_contacts
from shared.contracts.reporting import GetMorning

PAGES = Blueprint("morning", __name__)


@PAGES.get("/")
@signed_in
def morning() -> str:
    """The page of the morning."""
    page = ask(GetMorning())
    return render_template(
        "morning.html",
        page=page,
        happened=by_territory(page.happened),
        addresses=addresses(page.lines),
        conflicts=on_the_morning(page.conflicts),
        stalled=stalled_contacts(),
        sheets=missing_sheets(),
        known=bool(accompaniments()),
    )


@PAGES.get("/aide")
@signed_in
def help_page() -> str:
    """How the portal is meant to be used, on one page."""
    return render_template("help.html")
