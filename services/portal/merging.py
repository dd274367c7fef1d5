"""The page that puts two records of the directory together: which one goes on, and what that does."""

from __future__ import annotations

from werkzeug.wrappers import Response

from services.portal.sheets import About, Input, Options, Sheet, show
from shared.contracts.territories import MergeOrganisations, MergePeople


def merge_page(
    command: type[MergeOrganisations | MergePeople], id: str, label: str, options: Options, about: About
) -> Response:
    """Choose the record that is the same as `label` (GET) and put it together with it (POST)."""
    which = f"La fiche qui désigne aussi «\u00a0{label}\u00a0»"
    sheet = Sheet(
        "Réunir deux fiches",
        command,
        (Input("merged", which, "select", required=True, options=options),),
        "Les deux fiches n’en font plus qu’une.",
        target="kept",
        intro="Tout ce qui se rapportait à l’autre fiche se rapportera à celle-ci : personnes, rôles, statuts, lieux, "
        "aides. Ce que les deux disent différemment reste lisible ici. L’autre fiche reste telle qu’elle a été saisie.",
        button="Réunir",
    )
    return show(sheet, id, about)
