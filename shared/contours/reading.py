"""Reads a GeoJSON file of contours (RFC 7946, also gzipped) and says in French what is wrong with it.

Pure: bytes in, contours out. Nothing is guessed: what cannot be read is a `ContourProblem` with the number of its
object in the file (the first is 1, 0 is the file itself) and the part of it at fault.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

from shared.contours.checking import Wrong, points_of, polygons_of
from shared.contours.lighter import Shape, lighter
from shared.french import listing, number, quoted, tidy

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_OBJECTS = 40_000
NAMES = ("code", "insee", "code_insee", "codgeo", "insee_com", "siren")
"""Properties that may hold the code of a place, whatever their case; the first one that is there counts."""

LIGHTER = "gardez les communes de la région, ou prenez une version simplifiée"
_CODE = re.compile(r"\d{9}|\d[\dAB]\d{3}")
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4171", "EPSG:4171")


class ContourProblem(NamedTuple):
    """Something wrong: the number of the object in the file (0: the file), the part of it, and the mend in French."""

    feature: int
    where: str
    message: str


@dataclass(frozen=True)
class Contour:
    """The shape of a place: polygons of rings of (longitude, latitude) in degrees (WGS84), none for a mere point.

    `anchor` is a point inside, where a number or a name may stand; `feature` is the number of its object in the file.
    """

    code: str
    polygons: Shape
    anchor: tuple[float, float]
    feature: int


@dataclass(frozen=True)
class ContourFile:
    """What a file holds, either contours or problems; `notices` are for the person, not wrong."""

    contours: list[Contour] = field(default_factory=list)
    problems: list[ContourProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_contours(content: bytes) -> ContourFile:
    """Read every object of a file; all of them, or the problems of all of them."""
    try:
        features = _features(_document(_unpacked(content)))
        read, problems = _sorted_out(features)
        if problems:
            return ContourFile(problems=problems)
        light = lighter({code: polygons for code, (polygons, _) in read.items() if polygons})
    except Wrong as wrong:
        return ContourFile(problems=[ContourProblem(0, "fichier", tidy(str(wrong)))])
    places = {code: place for place, code in enumerate(read, 1)}
    if light.flat:
        return ContourFile(problems=[_flat(places[code]) for code in light.flat])
    points = {code: ((), anchor) for code, (polygons, anchor) in read.items() if not polygons and anchor}
    contours = [Contour(code, *parts, places[code]) for code, parts in sorted({**light.shapes, **points}.items())]
    return ContourFile(contours=contours, notices=_mended(light.mended))


def _flat(place: int) -> ContourProblem:
    said = f"Objet {place} : son contour n’entoure aucune surface, donnez-lui celui de son territoire."
    return ContourProblem(place, "geometry", tidy(said))


def _mended(codes: list[str]) -> list[str]:
    if not codes:
        return []
    said = [*codes[:5], *([f"{len(codes) - 5} de plus"] if len(codes) > 5 else [])]
    return [tidy(f"Tracés qui se croisaient, redressés pour le dessin : {listing(said)}.")]


# --- the file


def _unpacked(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise Wrong(f"Ce fichier dépasse {MOST_BYTES // 1024**2} Mo : {LIGHTER}.")
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(BytesIO(content)) as packed:
            unpacked = packed.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Wrong("Ce fichier .gz est abîmé : téléchargez-le de nouveau.") from error
    if len(unpacked) > MOST_UNPACKED:
        raise Wrong(f"Ce fichier dépasse {MOST_UNPACKED // 1024**2} Mo une fois décompressé : {LIGHTER}.")
    return unpacked


def _document(content: bytes) -> dict[str, Any]:
    if content.startswith(b"PK"):
        raise Wrong("C’est une archive ZIP : extrayez-en le fichier GeoJSON (.geojson ou .json).")
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Wrong("Ce fichier n’est pas du texte en UTF-8 : un fichier GeoJSON (.geojson) est attendu.") from error
    except json.JSONDecodeError as error:
        place = f"ligne {error.lineno}, caractère {error.colno}"
        raise Wrong(f"Ce fichier n’est pas du JSON lisible ({place}) : un fichier GeoJSON est attendu.") from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise Wrong("Ce fichier contient un nombre démesuré : un fichier GeoJSON est attendu.") from error
    except RecursionError as error:
        raise Wrong("Ce fichier JSON est imbriqué sans fin : un fichier GeoJSON est attendu.") from error
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        raise Wrong("Ce fichier JSON n’est pas du GeoJSON : une collection d’objets (FeatureCollection) est attendue.")
    return read


def _features(document: dict[str, Any]) -> list[Any]:
    crs = document.get("crs")
    said = crs.get("properties") if isinstance(crs, dict) else None
    name = str(said.get("name") or "") if isinstance(said, dict) else ""
    if name and not name.upper().endswith(_DEGREES):
        raise Wrong(
            f"Les coordonnées de ce fichier sont dans la projection {quoted(name)} : "
            "exportez-le de nouveau en WGS84 (EPSG:4326), longitude et latitude en degrés."
        )
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise Wrong("Cette collection GeoJSON n’a aucun objet (features) : il n’y a rien à reprendre.")
    if len(features) > MOST_OBJECTS:
        raise Wrong(f"Ce fichier a plus de {number(MOST_OBJECTS)} objets : {LIGHTER}.")
    return features


# --- its objects


Read = dict[str, tuple[Shape, tuple[float, float] | None]]


def _sorted_out(features: Iterable[Any]) -> tuple[Read, list[ContourProblem]]:
    read: Read = {}
    first: dict[str, int] = {}
    problems: list[ContourProblem] = []
    for place, feature in enumerate(features, 1):
        try:
            code = _code(feature)
            if code in read:
                raise Wrong(
                    f"le code {quoted(code)} est déjà celui de l’objet {first[code]} : un seul contour par code, "
                    "au besoin un MultiPolygon",
                    "code",
                )
            first[code] = place
            read[code] = _shape(feature.get("geometry"))
        except Wrong as wrong:
            problems.append(ContourProblem(place, wrong.where, tidy(f"Objet {place} : {wrong}.")))
    return read, problems


def _code(feature: Any) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Wrong("ce n’est pas un objet GeoJSON (Feature)", "type")
    properties = feature.get("properties")
    known = {str(name).lower(): value for name, value in properties.items()} if isinstance(properties, dict) else {}
    given = next(_given(known), None)
    if given is None:
        raise Wrong("la propriété « code » manque (code INSEE d’une commune, ou SIREN d’une intercommunalité)", "code")
    return _checked(given)


def _given(known: dict[str, Any]) -> Iterator[Any]:
    return (known[name] for name in NAMES if known.get(name) not in (None, ""))


def _checked(given: Any) -> str:
    # A table has made it a decimal number: taken as text, « 1001.0 » would be the code of another commune.
    given = int(given) if isinstance(given, float) and given.is_integer() else given
    code = re.sub(r"[\s.]", "", str(given)).upper()
    if isinstance(given, int) and re.fullmatch(r"\d{4}", code):
        raise Wrong(f"le code {code} a perdu son zéro : écrivez {quoted('0' + code)}, entre guillemets", "code")
    if not _CODE.fullmatch(code):
        raise Wrong(f"{quoted(str(given)[:40])} n’est ni un code INSEE (5 caractères) ni un SIREN (9 chiffres)", "code")
    return code


def _shape(geometry: Any) -> tuple[Shape, tuple[float, float] | None]:
    if not isinstance(geometry, dict):
        raise Wrong("il n’a pas de géométrie : retirez-le, ou donnez-lui son contour", "geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        (point,) = points_of([coordinates])
        return (), point
    if kind not in ("Polygon", "MultiPolygon"):
        raise Wrong(
            f"sa géométrie est de type {quoted(str(kind)[:40])} : un Polygon, un MultiPolygon ou un Point est attendu",
            "geometry",
        )
    return polygons_of([coordinates] if kind == "Polygon" else coordinates), None
