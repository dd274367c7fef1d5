"""The fields of a card: what each is called, how its text is read, and how it is written again.

Forms, workbooks and exports all speak of fields in these words, so that what one wrote another reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.platforms.rules.words import plain
from shared.contracts.platforms import LegalBody
from shared.french import quoted

Kind = Literal["text", "long", "lines", "bodies", "links", "perhaps", "yes-no"]
SEPARATOR = "\n"
_LINK = re.compile(r"https?://[^\s/$.?#][^\s]*", re.IGNORECASE)
_YES, _NO = frozenset({"oui", "o", "vrai", "x", "1"}), frozenset({"non", "n", "faux", "0"})
_UNKNOWN = frozenset({"", "?", "inconnu", "non precise"})


class Unreadable(ValueError):
    """A text that is no value of its field; carries the French sentence."""


@dataclass(frozen=True)
class Field:
    """A field of a card: its code in contracts, its French name (also a column of workbooks), how it is typed."""

    code: str
    label: str
    kind: Kind


FIELDS: Mapping[str, Field] = {
    field.code: field
    for field in (
        Field("label", "nom", "text"),
        Field("aliases", "autres noms", "lines"),
        Field("domains", "domaines", "lines"),
        Field("purpose", "objet", "long"),
        Field("operator", "porteur", "text"),
        Field("legal_form", "forme juridique", "text"),
        Field("bodies", "structures porteuses", "bodies"),
        Field("economic_model", "modèle économique", "long"),
        Field("openness", "ouverture", "text"),
        Field("white_label", "marque blanche", "perhaps"),
        Field("scale", "échelle", "text"),
        Field("reach", "rayonnement", "long"),
        Field("supporters", "soutiens", "text"),
        Field("links", "liens", "links"),
        Field("public", "publique", "yes-no"),
        Field("refused", "coopération refusée", "long"),
    )
}


def read_field(code: str, text: str) -> Any:
    """The value that a text means for a field. Raises `Unreadable`; `KeyError` for no field of a card."""
    return _READERS[FIELDS[code].kind](text.strip())


def write_field(code: str, value: Any) -> str:
    """A value as one would type it: what `read_field` understands as the same value."""
    kind = FIELDS[code].kind
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else ("non" if kind == "perhaps" else "")
    if kind == "bodies":
        return SEPARATOR.join(_body_text(LegalBody.model_validate(one)) for one in value)
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def _lines(text: str) -> list[str]:
    found = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def _links(text: str) -> list[str]:
    links = _lines(text)
    wrong = next((link for link in links if not _LINK.fullmatch(link)), None)
    if wrong is not None:
        raise Unreadable(f"{quoted(wrong)} n’est pas une adresse : écrivez-la en entier, avec https://.")
    return links


def _bodies(text: str) -> list[dict[str, str]]:
    return [_body(line) for line in _lines(text)]


def _body(line: str) -> dict[str, str]:
    label, legal_form, role, *more = (*(part.strip() for part in line.split(";")), "", "")
    if any(more) or not label:
        raise Unreadable(
            f"{quoted(line)} ne se lit pas : une structure par ligne, nom ; forme juridique ; rôle (les deux derniers "
            "peuvent manquer)."
        )
    return LegalBody(label=label, legal_form=legal_form, role=role).model_dump()


def _body_text(body: LegalBody) -> str:
    parts = [body.label, body.legal_form, body.role]
    while not parts[-1]:
        parts.pop()
    return " ; ".join(parts)


def _perhaps(text: str) -> bool | None:
    said = plain(text) or text
    if said in _YES:
        return True
    if said in _NO:
        return False
    if said in _UNKNOWN:
        return None
    raise Unreadable(f"{quoted(text)} n’est pas une réponse : écrivez oui, non, ou rien quand les sources se taisent.")


def _text(text: str) -> str | None:
    return text or None


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    "text": _text,
    "long": _text,
    "lines": _lines,
    "links": _links,
    "bodies": _bodies,
    "perhaps": _perhaps,
    "yes-no": lambda text: bool(_perhaps(text)),
}
