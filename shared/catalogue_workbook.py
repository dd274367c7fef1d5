"""The columns of a workbook of platforms, read into rows; the portal and the command line read them alike."""

from __future__ import annotations

from shared.contracts.platforms import CatalogueRow
from shared.workbooks import Column, Problem, read_table

CATALOGUE_COLUMNS: dict[str, Column] = {
    "label": Column("nom", ("plateforme", "label")),
    "aliases": Column("autres noms", ("alias", "aliases"), optional=True),
    "domains": Column("domaines", ("domaine", "domains"), optional=True),
    "purpose": Column("objet", ("utilité", "purpose"), optional=True),
    "operator": Column("porteur", ("opérateur", "operator"), optional=True),
    "legal_form": Column("forme juridique", ("statut", "legal_form"), optional=True),
    "bodies": Column("structures porteuses", ("bodies",), optional=True),
    "economic_model": Column("modèle économique", ("economic_model",), optional=True),
    "openness": Column("ouverture", ("licence", "openness"), optional=True),
    "white_label": Column("marque blanche", ("white_label",), optional=True),
    "scale": Column("échelle", ("scale",), optional=True),
    "reach": Column("rayonnement", ("reach",), optional=True),
    "supporters": Column("soutiens", ("supporters",), optional=True),
    "links": Column("liens", ("lien", "site", "links"), optional=True),
    "public": Column("publique", ("public",), optional=True),
    "refused": Column("coopération refusée", ("refused",), optional=True),
    "sources": Column("sources", ("source",), optional=True),
}
"""By field of a card; only the name is needed. An export of the catalogue has them all."""


def read_catalogue_rows(content: bytes) -> tuple[list[CatalogueRow], list[str], list[str]]:
    """The rows, what is wrong with the file (French sentences with row and column), and what a person should know."""
    rows, problems, notices = catalogue_table(content)
    said = [f"Ligne {one.row}, colonne {one.column}\u00a0: {one.message}" for one in problems]
    return rows, said, notices


def catalogue_table(content: bytes) -> tuple[list[CatalogueRow], list[Problem], list[str]]:
    """The same, with each problem at its place."""
    table = read_table(content, list(CATALOGUE_COLUMNS.values()))
    codes = {column.name: code for code, column in CATALOGUE_COLUMNS.items()}
    named = [(row.number, {codes[name]: text for name, text in row.cells.items()}) for row in table.rows]
    return [CatalogueRow(row=number, cells=cells) for number, cells in named], table.problems, table.notices
