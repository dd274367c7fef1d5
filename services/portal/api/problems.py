"""Problem documents (RFC 9457): a stable code for the machine, a French sentence for the person."""

from __future__ import annotations

import json
from typing import Any

import structlog
from flask import Response, request
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from services.portal.desk import settings
from services.portal.errors import SENTENCES, TITLES
from shared.errors import TerreauError
from shared.messaging.french_validation import french_problems

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"

HTTP_CODES = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
}


class FieldProblem(BaseModel):
    """One field at fault."""

    field: str = Field(description="Chemin du champ, par exemple `rows.3.date`.")
    detail: str = Field(description="Ce qui ne va pas, en français.")


class Problem(BaseModel):
    """An error of the API (RFC 9457)."""

    type: str = Field(description="Adresse de la page qui décrit cette famille d’erreurs.")
    title: str
    status: int
    detail: str = Field(description="Une phrase en français, sans donnée personnelle.")
    code: str = Field(description="Code stable, fait pour les machines.")
    errors: list[FieldProblem] = Field(default=[], description="Les champs en cause, s’il y en a.")


class Unauthorized(TerreauError):
    """No bearer token, or one that is unknown or too old."""

    code = "unauthorized"
    status = 401


class BadRequest(TerreauError):
    """Something about the request itself: no JSON, no idempotency key."""

    code = "bad-request"
    status = 400


class WrongMediaType(TerreauError):
    """A body that does not say it is JSON."""

    code = "unsupported-media-type"
    status = 415


def problem_of(error: Exception) -> Response:
    """The problem document for whatever went wrong; a bug is told without its detail."""
    if isinstance(error, TerreauError):
        if error.status >= 500:
            log.error("api.failed", path=request.path, code=error.stable_code, exc_info=error)
        return _document(error.status, error.stable_code, error.message, error.problems)
    if isinstance(error, ValidationError):
        problems = french_problems(error)
        return _document(422, "invalid-input", problems[0][1], problems)
    if isinstance(error, HTTPException) and error.code is not None and error.code >= 400:
        code = HTTP_CODES.get(error.code, "bad-request")
        response = _document(error.code, code, SENTENCES.get(error.code, SENTENCES[400]), [])
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response
    log.error("api.failed", path=request.path, exc_info=error)
    return _document(500, "internal-error", SENTENCES[500], [])


def _document(status: int, code: str, detail: str, problems: list[tuple[str, str]]) -> Response:
    problem = Problem(
        type=f"{settings().public_url.rstrip('/')}/api#erreurs",
        title=TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400]),
        status=status,
        detail=detail,
        code=code,
        errors=[FieldProblem(field=where, detail=sentence) for where, sentence in problems],
    )
    headers: dict[str, Any] = {"WWW-Authenticate": 'Bearer realm="terreau"'} if status == 401 else {}
    body = json.dumps(problem.model_dump(mode="json"), ensure_ascii=False)
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)
