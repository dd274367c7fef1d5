"""`terreau import contours`: the shapes that maps are drawn with, taken over whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from services.cli.office import Office
from shared.contours import Contour, placed, read_contours
from shared.contracts.base import Receipt
from shared.contracts.territories import (
    ConfirmContours,
    ContourSetPage,
    GetContours,
    PrepareContours,
    RemoveContours,
)
from shared.errors import InvalidInput
from shared.french import plural, tidy
from shared.ids import new_id

_LEFT_ASIDE = ("code inconnu laissé de côté", "codes inconnus laissés de côté")


def import_contours(
    office: Office,
    file: Path,
    content: bytes,
    origin: str | None,
    licence: str | None,
    *,
    known_only: bool,
    dry_run: bool,
) -> Receipt:
    """Have maps drawn with a GeoJSON file; the same file twice changes nothing.

    Raises `InvalidInput` with each problem at its object of the file, and without origin or licence.
    """
    if not (origin or "").strip() or not (licence or "").strip():
        raise InvalidInput(tidy("Il manque l’origine ou la licence, à nommer sous les cartes : --origin et --licence."))
    read = read_contours(content)
    if read.problems:
        places = [(f"{file}:{one.feature or 1}:{one.where}", one.message) for one in read.problems]
        raise InvalidInput("", code="wrong-file", problems=places)
    command = PrepareContours(
        filename=file.name[-255:],
        digest=hashlib.sha256(content).hexdigest(),
        origin=origin or "",
        licence=licence or "",
        contours=[placed(one) for one in read.contours],
    )
    laid = office.obey(command, order=new_id(), correlation=office.correlation)
    if laid.notes:
        return laid
    page = office.ask(GetContours(id=laid.id))
    nobody_knows = set(page.unknown)
    unknown = [one for one in read.contours if one.code in nobody_knows]
    if dry_run or (unknown and not known_only):
        office.obey(RemoveContours(contours=laid.id), order=new_id(), correlation=office.correlation)
    if unknown and not known_only:
        raise InvalidInput("", code="wrong-file", problems=[_unknown(file, one) for one in unknown])
    if dry_run:
        return Receipt(id="", notes=[*read.notices, *_preview(page)])
    confirm = ConfirmContours(contours=laid.id, known_only=known_only)
    done = office.obey(confirm, order=new_id(), correlation=office.correlation)
    return done.model_copy(update={"notes": [*read.notices, *done.notes]})


def _unknown(file: Path, one: Contour) -> tuple[str, str]:
    said = f"Le code {one.code} est inconnu de la référence : corrigez-le, ou laissez-le de côté avec --known-only."
    return f"{file}:{one.feature}:code", tidy(said)


def _preview(page: ContourSetPage) -> list[str]:
    """What the file would draw, in French."""
    counts = ((page.card.communes, "commune"), (page.card.epci, "intercommunalité"))
    said = ", ".join(plural(count, noun) for count, noun in counts if count)
    return [
        f"{said}, dont {plural(page.replaced, 'déjà dessinée', 'déjà dessinées')}." if page.replaced else f"{said}.",
        *([f"{plural(len(page.unknown), *_LEFT_ASIDE)}."] if page.unknown else []),
        "Vérification seule\u00a0: rien n’a été enregistré.",
    ]
