"""Files of contours: laid out to be looked at, taken into use whole, forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select

from services.territories import finding
from services.territories.commands.registry import COMMANDS, french, refused
from services.territories.places import code_of, place_of
from services.territories.tables import Contour, ContourSet
from shared.contracts.base import Receipt
from shared.contracts.territories import ConfirmContours, PlaceContour, PrepareContours, RemoveContours
from shared.errors import InvalidInput
from shared.events import ContoursImported, ContoursRemoved
from shared.french import listing, number, plural
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

FRANCE = (-6.0, 41.0, 10.5, 52.0)
"""West, south, east, north of metropolitan France, in degrees."""
NAMED = 5
_SLICE = 500  # SQLite and PostgreSQL take a limited number of values in one statement


@COMMANDS.handles(PrepareContours)
def prepare_contours(uow: UnitOfWork, command: PrepareContours) -> Receipt:
    """Keep the shapes of the places that the reference knows, to be looked at; forgotten after a day.

    Raises `InvalidInput`: no code is known (`unknown-codes`), or a place lies elsewhere (`outside-france`).
    """
    same = select(ContourSet.id).where(ContourSet.digest == command.digest, ContourSet.state == "current")
    before = uow.session.scalars(same).first() if command.digest else None
    if before is not None:
        return Receipt(id=before, notes=["Ce fichier est déjà celui des cartes\u00a0: rien n’a changé."])
    known = {code: one for one in command.contours if (code := canonical(one.code))}
    unknown = sorted({one.code for one in command.contours if canonical(one.code) is None})
    if not known:
        raise _invalid(
            f"Aucun code de ce fichier n’est celui d’une commune ou d’une intercommunalité connue : {_some(unknown)}.",
            "unknown-codes",
        )
    astray = sorted(code for code, one in known.items() if not _in_france(one))
    if astray:
        raise _invalid(
            f"Ces lieux ne sont pas en France métropolitaine : {_some(astray)}. "
            "Exportez le fichier de nouveau en WGS84 (EPSG:4326), la longitude d’abord.",
            "outside-france",
        )
    row = ContourSet(
        id=new_id(),
        filename=command.filename,
        digest=command.digest,
        origin=command.origin,
        licence=command.licence,
        state="prepared",
        recorded_at=uow.now,
        unknown=unknown,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.execute(insert(Contour), [_row(row.id, code, one) for code, one in known.items()])
    return Receipt(id=row.id)


def canonical(code: str) -> str | None:
    """The code under which a place of the reference is kept: the SIREN of an EPCI, the INSEE code of a commune."""
    place = place_of(code)
    return code_of(place) if place is not None else None


def _positions(one: PlaceContour) -> list[tuple[float, float]]:
    return [position for polygon in one.polygons for ring in polygon for position in ring] or [one.anchor]


def _in_france(one: PlaceContour) -> bool:
    west, south, east, north = FRANCE
    return all(west <= x <= east and south <= y <= north for x, y in [*_positions(one), one.anchor])


def _row(set_: str, code: str, one: PlaceContour) -> dict[str, object]:
    east, north = zip(*_positions(one), strict=True)
    return {
        "set": set_,
        "code": code,
        "polygons": one.polygons,
        "west": min(east),
        "south": min(north),
        "east": max(east),
        "north": max(north),
        "longitude": one.anchor[0],
        "latitude": one.anchor[1],
    }


@COMMANDS.handles(ConfirmContours)
def confirm_contours(uow: UnitOfWork, command: ConfirmContours) -> Receipt:
    """Draw maps with a file looked at; the places it holds are no longer drawn from an earlier one.

    Raises `NotFound`, `Refused` (`contours-settled`), `InvalidInput` (`unknown-codes`) unless `known_only`.
    """
    row = finding.contour_set(uow.session, command.contours, lock=True)
    if row.state != "prepared":
        raise refused("Ce fichier de contours est déjà celui des cartes.", "contours-settled")
    if row.unknown and not command.known_only:
        raise _invalid(
            f"Codes inconnus de la référence : {_some(row.unknown)}. Corrigez-les, ou acceptez de les laisser de côté.",
            "unknown-codes",
        )
    codes = uow.session.scalars(select(Contour.code).where(Contour.set == row.id)).all()
    replaced = _replace(uow, codes)
    row.state, row.recorded_at = "current", uow.now
    uow.tell(ContoursImported(contours=row.id, places=len(codes)))
    said = (
        (len(codes), "lieu a sa forme sur les cartes", "lieux ont leur forme sur les cartes"),
        (replaced, "contour remplacé", "contours remplacés"),
        (len(row.unknown), "code inconnu laissé de côté", "codes inconnus laissés de côté"),
    )
    return Receipt(id=row.id, notes=[f"{plural(count, one, several)}." for count, one, several in said if count])


def _replace(uow: UnitOfWork, codes: Sequence[str]) -> int:
    """Take the places of a file out of the others in use; a file left without a place goes. How many there were."""
    others = select(ContourSet.id).where(ContourSet.state == "current")
    replaced = 0
    for start in range(0, len(codes), _SLICE):
        chosen = (Contour.set.in_(others), Contour.code.in_(codes[start : start + _SLICE]))
        replaced += len(uow.session.scalars(select(Contour.code).where(*chosen)).all())
        uow.session.execute(delete(Contour).where(*chosen))
    used = select(Contour.set).distinct()
    emptied = select(ContourSet.id).where(ContourSet.state == "current", ContourSet.id.not_in(used))
    for gone in uow.session.scalars(emptied).all():
        uow.session.execute(delete(ContourSet).where(ContourSet.id == gone))
        uow.tell(ContoursRemoved(contours=gone))
    return replaced


@COMMANDS.handles(RemoveContours)
def remove_contours(uow: UnitOfWork, command: RemoveContours) -> Receipt:
    """Forget a file of contours: its places stand as points again, or nowhere. Raises `NotFound`."""
    row = finding.contour_set(uow.session, command.contours, lock=True)
    if row.state == "current":
        uow.tell(ContoursRemoved(contours=row.id))
    forget_contours(uow, row.id)
    return Receipt(id=command.contours)


def forget_contours(uow: UnitOfWork, id: str) -> None:
    """Delete a file and what it draws."""
    uow.session.execute(delete(Contour).where(Contour.set == id))
    uow.session.execute(delete(ContourSet).where(ContourSet.id == id))


def _some(codes: Iterable[str]) -> str:
    codes = list(codes)
    more = len(codes) - NAMED
    return listing([*codes[:NAMED], *([f"{number(more)} de plus"] if more > 0 else [])])


def _invalid(sentence: str, code: str) -> InvalidInput:
    return InvalidInput(french(sentence), code=code)
