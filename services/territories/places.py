"""Checking codes against the reference of communes and EPCI before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from services.territories import reference
from services.territories.rules import COMMUNE_KINDS, EPCI_KINDS, KINDS
from shared.errors import InvalidInput
from shared.french import quoted, tidy, without_accents
from shared.identifiers import insee as read_insee
from shared.identifiers import siren as read_siren

Problems = list[tuple[str, str]]

_KIND_OF_EPCI: Final = {
    "CC": "communaute-de-communes",
    "CA": "communaute-agglomeration",
    "CU": "communaute-urbaine",
    "METRO": "metropole",
}


def checked_communes(codes: Sequence[str], where: str = "communes") -> list[reference.Commune]:
    """The communes with these INSEE codes, each once, in the order given.

    Raises `InvalidInput` (`unknown-commune`) that names every code at fault.
    """
    problems: Problems = []
    found: dict[str, reference.Commune] = {}
    for place, code in enumerate(codes):
        try:
            commune = reference.commune(read_insee(code))
        except InvalidInput as wrong:
            problems.append((f"{where}.{place}", wrong.message))
        else:
            found[commune.insee] = commune
    _raise(problems, "unknown-commune")
    return list(found.values())


def checked_epci(codes: Sequence[str], where: str = "epci") -> list[str]:
    """The SIREN of these EPCI in canonical form, each once; raises `InvalidInput` that names every one at fault."""
    problems: Problems = []
    found: dict[str, None] = {}
    for place, code in enumerate(codes):
        try:
            found[reference.epci(read_siren(code)).siren] = None
        except InvalidInput as wrong:
            problems.append((f"{where}.{place}", wrong.message))
    _raise(problems, "unknown-epci")
    return list(found)


def epci_names(codes: Iterable[str]) -> list[str]:
    """The names of EPCI that were checked when they were entered."""
    return [_epci_name(code) for code in codes]


def _epci_name(code: str) -> str:
    try:
        return reference.epci(code).name
    except reference.UnknownEpci:
        return code


def place_of(code: str) -> reference.Place | None:
    """The EPCI or commune with this SIREN or INSEE code, None for any other text."""
    try:
        return reference.find(code) or reference.commune(code)
    except InvalidInput:
        return None


def code_of(place: reference.Place) -> str:
    """The SIREN of an EPCI, the INSEE code of a commune."""
    return place.siren if isinstance(place, reference.Epci) else place.insee


def kind_of(place: reference.Place) -> str:
    """What a place of the reference is in the register."""
    if isinstance(place, reference.Epci):
        return _KIND_OF_EPCI[place.kind]
    return "commune" if place.kind == "commune" else "commune-associee"


def places_named(text: str) -> list[reference.Place]:
    """The places that a name or a code may mean: those named exactly so, else those that the search finds."""
    code = re.sub(r"[\s.]", "", text)
    by_code = place_of(code) if any(sign.isdigit() for sign in code) else None
    if by_code is not None:
        return [by_code]
    found = reference.search(text, 12)
    plain = without_accents(text).strip()
    exact = [place for place in found if plain in (without_accents(place.name), without_accents(place.label))]
    return exact or found


def checked_siren(kind: str, siren: str | None) -> str | None:
    """The SIREN of an EPCI of this kind in canonical form, None where none was given.

    Raises `InvalidInput`: a wrong number, an EPCI that the reference does not know, or one of another kind.
    """
    if siren is None:
        return None
    if kind not in EPCI_KINDS:
        raise _problem("siren", f"Un SIREN désigne une intercommunalité, pas ce territoire ({KINDS[kind]}).")
    epci = reference.epci(read_siren(siren))
    right = _KIND_OF_EPCI[epci.kind]
    if right != kind:
        raise _problem(
            "kind",
            f"Le SIREN {quoted(epci.siren)} est celui de {quoted(epci.name)} ({KINDS[right]}, et non {KINDS[kind]}).",
        )
    return epci.siren


def checked_insee(kind: str, insee: str | None) -> str | None:
    """The INSEE code of a commune in canonical form, None where none was given.

    Raises `InvalidInput`: a wrong code, or a commune that the reference does not know.
    """
    if insee is None:
        return None
    if kind not in COMMUNE_KINDS:
        raise _problem("insee", f"Un code INSEE désigne une commune, pas ce territoire ({KINDS[kind]}).")
    return reference.commune(read_insee(insee)).insee


def member_codes(siren: str | None, insee: str | None, communes: Sequence[str]) -> list[str]:
    """The INSEE codes of a territory's communes: those given, else those of the EPCI; a commune is its own first."""
    given = [commune.insee for commune in checked_communes(communes)]
    if insee is not None:
        return list(dict.fromkeys([insee, *given]))
    if siren is not None and not given:
        return [commune.insee for commune in reference.members(siren)]
    return given


def names(codes: Iterable[str]) -> list[str]:
    """The names of communes that were checked when they were entered; a code of a later reference stands for itself."""
    return [_name(code) for code in codes]


def _name(code: str) -> str:
    try:
        return reference.commune(code).name
    except reference.UnknownCommune:
        return code


def _problem(where: str, sentence: str) -> InvalidInput:
    return InvalidInput(tidy(sentence), code="wrong-code", problems=[(where, tidy(sentence))])


def _raise(problems: Problems, code: str) -> None:
    if problems:
        raise InvalidInput(" ".join(sentence for _, sentence in problems), code=code, problems=problems)
