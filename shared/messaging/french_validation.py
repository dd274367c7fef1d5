"""Turning pydantic's findings into French sentences that name the field and the mend."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

NB = "\u00a0"

_SENTENCES = {
    "missing": "ce champ est obligatoire",
    "extra_forbidden": "ce champ est inconnu",
    "string_too_short": "ce champ ne peut pas rester vide",
    "string_too_long": "ce texte dépasse {max_length} caractères",
    "string_type": "un texte est attendu",
    "string_pattern_mismatch": "la forme n’est pas celle attendue",
    "int_parsing": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "float_parsing": "un nombre est attendu",
    "bool_parsing": "oui ou non est attendu",
    "greater_than_equal": "la valeur doit être au moins {ge}",
    "less_than_equal": "la valeur doit être au plus {le}",
    "literal_error": "les valeurs possibles sont {expected}",
    "date_from_datetime_parsing": "une date est attendue (AAAA-MM-JJ)",
    "date_parsing": "une date est attendue (AAAA-MM-JJ)",
    "datetime_parsing": "une date et une heure sont attendues (AAAA-MM-JJTHH:MM avec le décalage horaire)",
    "datetime_from_date_parsing": "une date et une heure sont attendues (AAAA-MM-JJTHH:MM avec le décalage horaire)",
    "too_short": "il en faut au moins {min_length}",
    "list_type": "une liste est attendue",
    "dict_type": "un objet est attendu",
    "model_type": "un objet est attendu",
    "value_error": "{error}",
    "wrong-date": "{sentence}",
    "wrong-identifier": "{sentence}",
}


def french_problems(error: ValidationError) -> list[tuple[str, str]]:
    """Each problem of a validation as `(field path, French sentence)`."""
    return [(_path(item["loc"]), _sentence(item)) for item in error.errors(include_url=False)]


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location)


def _sentence(item: Any) -> str:
    template = _SENTENCES.get(item["type"], "la valeur n’est pas valable")
    context = {key: str(value) for key, value in item.get("ctx", {}).items()}
    return f"{_path(item['loc']) or 'demande'}{NB}: {template.format_map(_Lenient(context))}."


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
