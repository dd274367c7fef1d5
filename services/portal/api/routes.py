"""The routes of the API, made from the table of `endpoints.py`, behind a bearer token."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from pydantic import BaseModel

from services.portal.accounts import SignIn
from services.portal.api.endpoints import READINGS, WRITINGS, Reading, Writing
from services.portal.api.openapi import document
from services.portal.api.problems import BadRequest, Unauthorized, WrongMediaType
from services.portal.api.territory_scope import Scope
from services.portal.desk import ask, office, settings
from shared.errors import Forbidden, InvalidInput
from shared.ids import is_id

PREFIX = "/api/v1"
API = Blueprint("api", __name__, url_prefix=PREFIX)
PAGE = Blueprint("api_page", __name__)
_KEYS = uuid.UUID("0b1c7e9a-52c8-4f53-9a57-4c1d8e0a6f21")
MOST_KEY = 255


@API.get("/openapi.json")
def openapi() -> Response:
    """The API described to machines; no token is needed to read it."""
    return jsonify(document(settings().public_url))


@PAGE.get("/api")
def readable() -> str:
    """The API described to people."""
    return render_template("api.html", readings=READINGS, writings=WRITINGS, prefix=PREFIX, url=settings().public_url)


def _scope() -> Scope:
    """What the token of this request allows. Raises `Unauthorized`."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    sign_in: SignIn = current_app.extensions["terreau.sign_in"]
    bearer = sign_in.bearer(token.strip()) if kind.lower() == "bearer" and token.strip() else None
    if bearer is None:
        raise Unauthorized(
            "Un jeton valable est attendu (Authorization\u00a0: Bearer…)\u00a0; il se crée par terreau token create."
        )
    return Scope(bearer)


def _answer(model: BaseModel, status: int = 200) -> Response:
    body = json.dumps(model.model_dump(mode="json"), ensure_ascii=False)
    return Response(body, status=status, content_type="application/json")


def _reading(one: Reading) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        scope = _scope()
        values: dict[str, Any] = {one.in_path[name]: value for name, value in path.items()}
        values |= _parameters(one)
        query = one.query.model_validate(one.before(scope, values))
        return _answer(one.after(scope, ask(query)))

    return view


def _parameters(one: Reading) -> dict[str, Any]:
    """The parameters of the address; an unknown one is refused, so that a typing error is not silently ignored."""
    unknown = [name for name in request.args if name not in one.parameters]
    if unknown:
        sentence = "Ce paramètre est inconnu."
        raise InvalidInput(sentence, code="unknown-parameter", problems=[(name, sentence) for name in unknown])
    lists = {name for name, field in one.query.model_fields.items() if "list" in str(field.annotation)}
    # A plus sign in an offset arrives as a space unless the caller encoded it: `known_at` is read either way.
    return {
        name: request.args.getlist(name) if name in lists else re.sub(r"(T\S+) (\d\d:\d\d)$", r"\1+\2", text)
        for name, text in request.args.items()
    }


def _writing(one: Writing) -> Callable[..., Response]:
    def view() -> Response:
        scope = _scope()
        if not scope.bearer.may_write:
            raise Forbidden("Ce jeton permet de lire, pas d’écrire.")
        body = _body()
        command = one.command.model_validate(body)
        if one.whole:
            scope.check_whole()
        scope.check_body(body)
        receipt = office().obey(command, order=_order(scope), actor=scope.bearer.id)
        return _answer(receipt, 201)

    return view


def _body() -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise WrongMediaType("Le corps de la demande doit être du JSON (Content-Type\u00a0: application/json).")
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise BadRequest("Le corps de la demande n’est pas du JSON lisible.", code="malformed-json") from error
    if not isinstance(body, dict):
        raise InvalidInput("Un objet JSON est attendu.")
    if not _storable(json.dumps(body, ensure_ascii=False)):
        raise InvalidInput("Un texte contient un caractère qui n’en est pas un (NUL ou demi-codet).")
    return body


def _storable(text: str) -> bool:
    """Whether every character can be kept: JSON can spell some that no database takes."""
    return "\\u0000" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _order(scope: Scope) -> str:
    """The order id behind the idempotency key: the key itself where it is an id, else one derived from it."""
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not key or len(key) > MOST_KEY:
        raise BadRequest(
            "L’en-tête Idempotency-Key est attendu (255 caractères au plus)\u00a0: "
            "la même clé envoyée deux fois n’a qu’un effet.",
            code="idempotency-key-missing",
        )
    return key if is_id(key) else str(uuid.uuid5(_KEYS, f"{scope.bearer.id}\n{key}"))


def _flask_path(path: str) -> str:
    return re.sub(r"{(\w+)}", r"<\1>", path)


for _one in READINGS:
    API.add_url_rule(_flask_path(_one.path), _one.operation, _reading(_one), methods=["GET"])
for _two in WRITINGS:
    API.add_url_rule(_two.path, _two.operation, _writing(_two), methods=["POST"])
