"""Builds the reference of communes and EPCI of a region from the npm package `@etalab/decoupage-administratif`.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python scripts/build_reference.py package services/territories/reference/data/hauts_de_france_2026.json

The same package gives the same bytes: one row a line, so that next year's difference can be read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]

KINDS = {"commune-deleguee": "deleguee", "commune-associee": "associee"}


def main() -> None:
    """Read the unpacked package named on the command line and write the reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked npm package")
    parser.add_argument("target", type=Path, help="the JSON file to write")
    parser.add_argument("--region", default="32", help="INSEE code of the region (default: %(default)s)")
    parser.add_argument("--year", type=int, default=2026, help="year of the package (default: %(default)s)")
    arguments = parser.parse_args()
    reference = build(arguments.package, arguments.region, arguments.year)
    arguments.target.write_text(as_lines(reference), encoding="utf-8")
    print(f"{arguments.target}: {len(reference['epci'])} EPCI, {len(reference['communes'])} communes")


def build(package: Path, region: str, year: int) -> dict[str, Any]:
    """The reference as JSON values: where it comes from, then rows as the lookup module reads them."""
    places = _read(package / "data/communes.json")
    here = {row["code"] for row in places if row.get("region") == region}
    epci = [row for row in _read(package / "data/epci.json") if here & {m["code"] for m in row["membres"]}]
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    actual = {row["code"]: row for row in places if row["type"] == "commune-actuelle"}
    parts = [row for row in places if row["type"] in KINDS and row["code"] in here]
    return {
        "origin": f"@etalab/decoupage-administratif {version} (INSEE, DGCL, La Poste)",
        "licence": "Licence Ouverte / Open Licence 2.0",
        "year": year,
        "region": region,
        "epci": sorted(_epci_row(row) for row in epci),
        "communes": sorted(_commune_row(member, actual, row) for row in epci for member in row["membres"]),
        "parts": sorted([row["code"], row["nom"], KINDS[row["type"]], row["chefLieu"]] for row in parts),
    }


def _epci_row(row: Row) -> list[Any]:
    return [row["code"], row["nom"], row["type"], row["populationMunicipale"], row["populationTotale"]]


def _commune_row(member: Row, actual: dict[str, Row], epci: Row) -> list[Any]:
    place = actual[member["code"]]
    # Populations are those of epci.json alone: communes.json has another vintage, and a page that showed both
    # would have communes that do not add up to their EPCI.
    return [
        place["code"],
        place["nom"],
        place["siren"],
        epci["code"],
        place["region"],
        " ".join(place["codesPostaux"]),
        " ".join(place.get("anciensCodes", [])),
        member["populationMunicipale"],
        member["populationTotale"],
    ]


def as_lines(reference: dict[str, Any]) -> str:
    """`reference` as JSON with one row a line."""
    heads = []
    for key, value in reference.items():
        if isinstance(value, list):
            rows = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in value)
            heads.append(f"{json.dumps(key)}:[\n{rows}\n]")
        else:
            heads.append(f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False)}")
    return "{" + ",\n".join(heads) + "}\n"


def _read(path: Path) -> list[Row]:
    rows: list[Row] = json.loads(path.read_text(encoding="utf-8"))
    return rows


if __name__ == "__main__":
    main()
