"""What guards a request: who is signed in, the token that ties a form to a browser, and the headers of a page."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound

from services.portal.accounts import SignIn, Who
from shared.errors import Forbidden, InvalidInput

COOKIE = "terreau_session"
FEED = "feeds.read"
"""The endpoint that calendar programs read: no page, and without anything personal."""
FORM_LIFETIME = 24 * 3600
"""Seconds a form may lie open; longer than a working day, so that nobody loses what was typed before lunch."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Sign-in links carry their secret in the address: it goes nowhere.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

P = ParamSpec("P")
R = TypeVar("R")


class StaleForm(InvalidInput):
    """A form without a valid token: it lay open too long, or another site sent it."""

    code = "stale-form"


def who() -> Who | None:
    """The account signed in with this request's cookie, looked up once per request."""
    if "who" not in g:
        secret = request.cookies.get(COOKIE)
        g.who = _sign_in().who(secret) if secret else None
    return g.who  # type: ignore[no-any-return]  # flask's g holds anything


def signed_in(page: Callable[P, R]) -> Callable[P, R | Any]:
    """Let only signed-in accounts see a page; others go to the sign-in page and come back after it."""
    return _guarded(page, readers_may_post=False)


def signed_in_for_oneself(page: Callable[P, R]) -> Callable[P, R | Any]:
    """The same for what concerns nobody but the account itself: one that only reads may do it too."""
    return _guarded(page, readers_may_post=True)


def _guarded(page: Callable[P, R], *, readers_may_post: bool) -> Callable[P, R | Any]:
    @wraps(page)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Any:
        account = who()
        if account is None:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("sign_in.ask", suite=wanted), 303)
        if request.method == "POST" and not (account.may_write or readers_may_post):
            raise Forbidden("Votre compte permet de lire, pas de modifier\u00a0: demandez à l’équipe du programme.")
        return page(*args, **kwargs)

    return guarded


def admins_only() -> None:
    """Raise `Forbidden` unless an administrator is signed in."""
    account = who()
    if account is None or account.role != "admin":
        raise Forbidden("Cette page est réservée à l’administration de Terreau.")


def form_token() -> str:
    """The token that every form carries: it is worth something in this browser only."""
    return str(_serializer().dumps(_browser()))


def check_form_token() -> None:
    """Raise `StaleForm` unless the form sent was made for this browser, at most a day ago."""
    try:
        sent = _serializer().loads(request.form.get("jeton", ""), max_age=FORM_LIFETIME)
    except BadSignature as error:
        raise StaleForm(_STALE) from error
    if not hmac.compare_digest(str(sent), _browser()):
        raise StaleForm(_STALE)


_STALE = (
    "Ce formulaire était ouvert depuis trop longtemps\u00a0: rien n’a été enregistré. "
    "Ce que vous avez saisi est toujours là, envoyez-le à nouveau."
)


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path of this site, else the morning page: nobody is sent elsewhere after signing in."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def protect(app: Flask, *, https: bool) -> None:
    """Set the cookies' and the pages' protections on `app`."""
    app.config.update(
        SESSION_COOKIE_NAME="terreau_visit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
    )

    @app.before_request
    def refuse_nul() -> None:
        # No database takes a NUL: an address that holds one leads nowhere.
        if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
            raise NotFound

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint == FEED:
            # Kept by the one program that subscribed, and never used without asking whether it changed.
            response.headers["Cache-Control"] = "private, no-cache"
        elif request.endpoint != "static":
            # Never kept: personal data, and a form taken from the history would carry an order already obeyed.
            response.headers["Cache-Control"] = "no-store"
        return response


def set_session_cookie(response: Response, secret: str, seconds: int) -> None:
    """Give the browser its session."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, secret, max_age=seconds, httponly=True, samesite="Lax", secure=secure)


def _browser() -> str:
    """What ties a form to a browser: its session once signed in, before that a number of this visit."""
    secret = request.cookies.get(COOKIE)
    if secret and who() is not None:
        return hashlib.sha256(f"form:{secret}".encode()).hexdigest()
    if "visit" not in session:
        session["visit"] = secrets.token_urlsafe(16)
    return str(session["visit"])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="terreau.form")


def _sign_in() -> SignIn:
    return current_app.extensions["terreau.sign_in"]  # type: ignore[no-any-return]  # flask's extensions hold anything
