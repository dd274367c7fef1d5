"""Contours of communes and EPCI from a GeoJSON file: what is wrong with it in French, else lighter shapes to draw."""

from shared.contours.placing import placed
from shared.contours.reading import MOST_BYTES, Contour, ContourFile, ContourProblem, read_contours

__all__ = ["MOST_BYTES", "Contour", "ContourFile", "ContourProblem", "placed", "read_contours"]
