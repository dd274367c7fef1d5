"""The places themselves, by code."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from shared.errors import InvalidInput
from shared.french import de, quoted, tidy

_FILE = "hauts_de_france_2026.json"
_LONG_KINDS = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération", "CU": "Communauté urbaine"}
_PART_NAMES = {"associee": "commune associée", "deleguee": "commune déléguée"}


class UnknownCommune(InvalidInput):
    """A code that is no commune of the reference; `message` says so in French, and what it became if it changed."""

    code = "unknown-commune"


class UnknownEpci(InvalidInput):
    """A SIREN that is no EPCI of the reference."""

    code = "unknown-epci"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune (`kind` is `commune`), or a commune associée or déléguée, which is part of the commune `chief`.

    Parts have no SIREN, postcodes or populations of their own. `epci` is a SIREN, `region` and `departement`
    are INSEE codes.
    """

    insee: str
    name: str
    kind: Literal["commune", "associee", "deleguee"]
    epci: str
    region: str
    siren: str | None = None
    postcodes: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    population_municipale: int | None = None
    population_totale: int | None = None
    chief: str | None = None

    @property
    def departement(self) -> str:
        """The INSEE code of its département."""
        return self.insee[:2]

    @property
    def label(self) -> str:
        """Its name with what tells it from its namesakes: « Brie (80) », « Lomme (59), commune associée de Lille »."""
        label = f"{self.name} ({self.departement})"
        if self.chief is None:
            return label
        return f"{label}, {_PART_NAMES[self.kind]} {de(commune(self.chief).name)}"


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunalité à fiscalité propre."""

    siren: str
    name: str
    kind: Literal["CC", "CA", "CU", "METRO"]
    population_municipale: int
    population_totale: int

    @property
    def long_name(self) -> str:
        """Its name without abbreviation: « Communauté de communes du Pays du Coquelicot »."""
        kind = _LONG_KINDS.get(self.kind)
        return kind + self.name.removeprefix(self.kind) if kind else self.name

    @property
    def label(self) -> str:
        """Its name as lists show it."""
        return self.name


Place = Commune | Epci


@dataclass(frozen=True, slots=True)
class Source:
    """Where the reference comes from, to be named wherever it is shown (Licence Ouverte 2.0)."""

    origin: str
    licence: str
    year: int
    region: str


@dataclass(frozen=True)
class _Reference:
    source: Source
    epci: dict[str, Epci]
    communes: dict[str, Commune]
    parts: tuple[Commune, ...]
    members: dict[str, tuple[Commune, ...]]
    former: dict[str, Commune]


def commune(insee: str) -> Commune:
    """The commune with the code `insee`, or the part of one that alone has it; raises UnknownCommune."""
    found = _reference().communes.get(insee)
    if found is None:
        raise UnknownCommune(tidy(_unknown_commune(insee)))
    return found


def epci(siren: str) -> Epci:
    """The EPCI with the nine digits `siren`; raises UnknownEpci."""
    found = _reference().epci.get(siren)
    if found is None:
        raise UnknownEpci(
            tidy(f"{quoted(siren)} n’est pas le SIREN d’un EPCI des Hauts-de-France (découpage {source().year}).")
        )
    return found


def find(code: str) -> Place | None:
    """The EPCI or the commune with this SIREN or INSEE code, None when there is none."""
    reference = _reference()
    return reference.epci.get(code) or reference.communes.get(code) or _by_siren().get(code)


def members(siren: str) -> tuple[Commune, ...]:
    """The communes of an EPCI by code, those outside the region too; raises UnknownEpci."""
    return _reference().members[epci(siren).siren]


def parts(insee: str) -> tuple[Commune, ...]:
    """The communes associées and déléguées of a commune, by code; raises UnknownCommune."""
    chief = commune(insee).insee
    return tuple(part for part in _reference().parts if part.chief == chief)


def current_commune(insee: str) -> Commune:
    """The commune of today that a code stands for: itself, that of a part, or what a former one became.

    Raises UnknownCommune.
    """
    reference = _reference()
    found = reference.communes.get(insee) or reference.former.get(insee)
    if found is None:
        return commune(insee)
    return commune(found.chief) if found.chief else found


def all_epci() -> tuple[Epci, ...]:
    """Every EPCI of the reference, by SIREN."""
    return tuple(_reference().epci.values())


def source() -> Source:
    """Where the reference comes from."""
    return _reference().source


def searchable() -> Iterable[Place]:
    """What a search may answer: the EPCI, communes and parts of the region."""
    reference = _reference()
    yield from reference.epci.values()
    yield from (place for place in reference.communes.values() if place.chief is None and _is_here(place))
    yield from reference.parts


def _is_here(place: Commune) -> bool:
    return place.region == _reference().source.region


def _unknown_commune(insee: str) -> str:
    became = _reference().former.get(insee)
    if became:
        return (
            f"Le code INSEE {quoted(insee)} n’existe plus : cette commune fait partie {de(became.name)} "
            f"({became.insee})."
        )
    return f"{quoted(insee)} n’est pas le code INSEE d’une commune des Hauts-de-France (découpage {source().year})."


@cache
def _by_siren() -> dict[str, Commune]:
    return {place.siren: place for place in _reference().communes.values() if place.siren}


@cache
def _reference() -> _Reference:
    text = (files("services.territories.reference.data") / _FILE).read_text(encoding="utf-8")
    rows: dict[str, Any] = json.loads(text)
    actual = {row[0]: _commune(row) for row in rows["communes"]}
    parts = tuple(_part(row, actual) for row in rows["parts"])
    belonging: dict[str, list[Commune]] = defaultdict(list)
    for place in actual.values():
        belonging[place.epci].append(place)
    return _Reference(
        source=Source(rows["origin"], rows["licence"], rows["year"], rows["region"]),
        epci={row[0]: Epci(*row) for row in rows["epci"]},
        # A commune déléguée may share the code of its commune, which then is the one meant.
        communes={part.insee: part for part in parts} | actual,
        parts=parts,
        members={siren: tuple(places) for siren, places in belonging.items()},
        former={code: place for place in actual.values() for code in place.former_codes},
    )


def _commune(row: list[Any]) -> Commune:
    insee, name, siren, epci_siren, region, postcodes, former, municipale, totale = row
    return Commune(
        insee,
        name,
        "commune",
        epci_siren,
        region,
        siren,
        tuple(postcodes.split()),
        tuple(former.split()),
        municipale,
        totale,
    )


def _part(row: list[Any], actual: dict[str, Commune]) -> Commune:
    insee, name, kind, chief = row
    return Commune(insee, name, kind, actual[chief].epci, actual[chief].region, chief=chief)
