"""The OpenAPI 3.1 document, made from the table of endpoints and the pydantic contracts."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.portal.api.endpoints import READINGS, WRITINGS, Reading, Writing
from services.portal.api.problems import MEDIA_TYPE, Problem

Direction = Literal["validation", "serialization"]
REF = "#/components/schemas/{model}"

_READ_ERRORS = {
    401: "Sans jeton valable.",
    403: "Le jeton ne donne pas accès à cela.",
    404: "Rien ne répond à cet identifiant.",
    405: "Cette adresse ne s’utilise pas de cette façon.",
    422: "Un paramètre est inconnu ou mal formé.",
    500: "Une erreur interne\u00a0: rien n’a été modifié.",
    503: "Un service est indisponible\u00a0: réessayez.",
}
_WRITE_ERRORS = _READ_ERRORS | {
    400: "Le corps n’est pas du JSON lisible, ou la clé d’idempotence manque.",
    408: "La demande est arrivée trop tard\u00a0: rien n’a été fait.",
    409: "Une règle s’y oppose.",
    413: "Le corps dépasse 4\u00a0Mo.",
    415: "Le corps n’est pas annoncé comme du JSON.",
    422: "Un champ est à revoir\u00a0: `errors` les nomme.",
}


def document(public_url: str) -> dict[str, Any]:
    """The document, with the address of this instance as its server."""
    return {**_fixed(), "servers": [{"url": f"{public_url.rstrip('/')}/api/v1"}]}


@cache
def _fixed() -> dict[str, Any]:
    schemas, components = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for reading in READINGS:
        paths.setdefault(reading.path, {})["get"] = _get(reading, schemas)
    for writing in WRITINGS:
        paths.setdefault(writing.path, {})["post"] = _post(writing, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Terreau",
            "version": _version(),
            "summary": "Suivre un programme sur plusieurs territoires, du premier contact au bilan.",
            "description": (
                "Chaque chiffre s’ouvre sur les événements qui le justifient. Les dates partielles sont en EDTF "
                "(ISO\u00a08601-2)\u00a0: `2024-10`, `2025-21`, `2025-07-01/2025-07-10`."
            ),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Un jeton créé par `terreau token create`, pour tout le programme ou un territoire.",
                }
            },
            "schemas": components,
        },
    }


def _version() -> str:
    try:
        return version("terreau")
    except PackageNotFoundError:
        return "0"


def _schemas() -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    """The references by model and direction, and the component schemas they point to."""
    answers: dict[str, type[BaseModel]] = {"Problem": Problem}
    answers |= {reading.answer.__name__: reading.answer for reading in READINGS}
    answers |= {writing.answer.__name__: writing.answer for writing in WRITINGS}
    wanted: list[tuple[type[BaseModel], Direction]] = [(model, "serialization") for model in answers.values()]
    wanted += [(writing.command, "validation") for writing in WRITINGS]
    references, definitions = models_json_schema(wanted, ref_template=REF)
    return dict(references), definitions.get("$defs", {})


def _get(one: Reading, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    parameters = [_path_parameter(name) for name in one.in_path] + [
        _query_parameter(one, name) for name in one.parameters
    ]
    return {
        "operationId": one.operation,
        "summary": one.summary,
        "parameters": parameters,
        "responses": {
            "200": _content("La réponse.", "application/json", schemas[one.answer, "serialization"]),
            **_errors(_READ_ERRORS if one.in_path else {k: v for k, v in _READ_ERRORS.items() if k != 404}, schemas),
        },
    }


def _post(one: Writing, schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    return {
        "operationId": one.operation,
        "summary": one.summary,
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "La même clé envoyée deux fois n’a qu’un effet et reçoit la même réponse.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schemas[one.command, "validation"]}},
        },
        "responses": {
            "201": _content("C’est fait.", "application/json", schemas[one.answer, "serialization"]),
            **_errors(_WRITE_ERRORS, schemas),
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameter(one: Reading, name: str) -> dict[str, Any]:
    schema = one.query.model_json_schema()
    required = name in schema.get("required", [])
    return {"name": name, "in": "query", "required": required, "schema": _plain(schema["properties"][name])}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter: what is absent from an address needs no `null`."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "default", "anyOf")}
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    if len(options) == 1:
        kept |= options[0]
    elif options:
        kept["anyOf"] = options
    if schema.get("default") is not None:
        kept["default"] = schema["default"]
    return kept


def _errors(sentences: dict[int, str], schemas: dict[Any, dict[str, Any]]) -> dict[str, Any]:
    problem = schemas[Problem, "serialization"]
    return {str(status): _content(sentence, MEDIA_TYPE, problem) for status, sentence in sorted(sentences.items())}


def _content(description: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}
