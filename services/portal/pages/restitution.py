"""The restitution document: what it will hold, the names to look at first, and the three files."""

from __future__ import annotations

import base64
from typing import get_args

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from services.portal.desk import accompaniment, ask
from services.portal.leaving import NAMES, findings, hand_out, review_of
from services.portal.lines import page_of
from services.portal.security import signed_in
from shared.contracts.diagnostic import GetOutgoing, RestitutionFormat
from shared.errors import Refused

PAGES = Blueprint("restitution", __name__)

FORMATS: dict[RestitutionFormat, str] = {
    "odt": "ODT, à compléter dans LibreOffice",
    "docx": "DOCX, à compléter dans Word",
    "pdf": "PDF, à lire et à imprimer",
}
assert set(FORMATS) == set(get_args(RestitutionFormat))  # noqa: S101 - said at start, not on a page


@PAGES.get("/accompagnements/<id>/restitution")
@signed_in
def overview(id: str) -> str:
    """What the document will hold, and the names that would leave with it; `?relu=` once they were read."""
    card = accompaniment(id)
    page = ask(GetOutgoing(accompaniment=card.id))
    found = findings(page.texts)
    review = review_of(found)
    return render_template(
        "restitution.html",
        card=card,
        page=page,
        findings=found,
        review=review,
        reviewed=bool(review) and request.args.get("relu") == review,
        formats=FORMATS,
        back=page_of(card),
    )


@PAGES.get("/accompagnements/<id>/restitution.<format>")
@signed_in
def download(id: str, format: str) -> AnyResponse:
    """The document as a file; leads back to the page while somebody may be named in it."""
    card = accompaniment(id)
    chosen = next((one for one in FORMATS if one == format), None)
    if chosen is None:
        raise NotFound
    try:
        file = hand_out(card.id, chosen, request.args.get("relu", ""))
    except Refused as refusal:
        if refusal.stable_code != NAMES:
            raise
        return redirect(f"/accompagnements/{card.id}/restitution#noms", 303)
    return Response(
        base64.b64decode(file.content),
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"'},
    )
