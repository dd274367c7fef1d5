"""Contours as the register takes them."""

from __future__ import annotations

from shared.contours.reading import Contour
from shared.contracts.territories import PlaceContour


def placed(one: Contour) -> PlaceContour:
    """A contour of a file as a command carries it."""
    return PlaceContour.model_validate({"code": one.code, "polygons": one.polygons, "anchor": one.anchor})
