"""Error pages: a calm French sentence and a way on, never a stack trace; a form that met one is sent again from it."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Flask, Response, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from shared.errors import TerreauError
from shared.messaging.french_validation import french_problems

log = structlog.get_logger()

TITLES = {
    400: "Demande incomprise",
    401: "Connexion nécessaire",
    403: "Accès réservé",
    404: "Page introuvable",
    405: "Action impossible ici",
    408: "Demande arrivée trop tard",
    409: "Ce n’est plus possible",
    413: "Envoi trop volumineux",
    415: "Format non pris en charge",
    422: "Demande incomprise",
    500: "Une erreur s’est produite",
    503: "Un service est indisponible",
}
PASSING = frozenset({408, 500, 503})
"""What the same request may outlive: its form is kept on the page, under the order id that makes it one effect."""
GONE = frozenset({404})
"""What was written to has gone meanwhile, or its link was replaced: the words are shown, to be copied elsewhere."""
UNSAID = ("jeton", "ordre", "vu", "avant-")
"""What the names of the fields begin with that carry nothing a person typed."""

SENTENCES = {
    400: "L’adresse ou le formulaire est incomplet.",
    404: "Rien ne se trouve à cette adresse\u00a0: elle a peut-être changé, ou contient une faute de frappe.",
    405: "Cette adresse ne se visite pas de cette façon.",
    413: "Ce que vous envoyez dépasse 4\u00a0Mo.",
    500: "Rien n’a été modifié. L’erreur est consignée dans le journal technique.",
}


def register_errors(app: Flask, machines: str, problem_of: Callable[[Exception], Response]) -> None:
    """Answer every failure of a page with its page, and one under the path `machines` with its problem document."""

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if request.path.startswith(f"{machines}/"):
            return problem_of(error)
        return _page_of(error)


def _page_of(error: Exception) -> Response:
    if isinstance(error, TerreauError):
        if error.status >= 500:
            log.error("page.failed", path=_path(), code=error.stable_code, exc_info=error)
        return error_page(error.status, error.message)
    if isinstance(error, HTTPException):
        if error.code is None or error.code < 400:
            return make_response(error.get_response())
        return error_page(error.code, SENTENCES.get(error.code, SENTENCES[400]))
    if isinstance(error, ValidationError):
        return error_page(422, french_problems(error)[0][1])
    log.error("page.failed", path=_path(), exc_info=error)
    return error_page(500, SENTENCES[500])


def _path() -> str:
    """Where it happened, as the log may say it: an address that is a secret itself is named by its pattern."""
    rule = request.url_rule
    return rule.rule if rule is not None and "token" in rule.arguments else request.path


def error_page(status: int, sentence: str) -> Response:
    """The page for a refusal, without asking any other room: they may be what failed.

    A form that was sent stands on it, to be sent again, unless it brought a file, which no page can give back.
    """
    title = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    sent = request.method == "POST" and status in (PASSING | GONE) and not request.files
    kept = [(name, text) for name, texts in request.form.lists() for text in texts] if sent else []
    # A single word is mostly a choice, by the code of the form: only what reads as somebody's own is shown again.
    typed = [text for name, text in kept if len(text.split()) > 1 and not name.startswith(UNSAID)]
    again = kept if status in PASSING else []
    page = render_template("error.html", title=title, sentence=sentence, status=status, kept=again, typed=typed)
    return make_response(page, status)
