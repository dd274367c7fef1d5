"""What a shortlist must be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shared.errors import InvalidInput, NotFound, Refused
from shared.french import listing, quoted, tidy


def check_shortlist(asked: Sequence[str], known: Collection[str]) -> None:
    """Raise unless `asked` names two distinct platforms or more, all `known` (PLT-08, PLT-10).

    `Refused` (`too-few-options`) below two, `InvalidInput` for one that is named twice, `NotFound`
    (`unknown-platform`) for those that the catalogue does not have.
    """
    if len(set(asked)) < 2:
        raise Refused(
            "Il faut au moins deux plateformes différentes\u00a0: la méthode présente toujours au moins deux options, "
            "avec ce qui les distingue.",
            code="too-few-options",
        )
    unknown = [slug for slug in dict.fromkeys(asked) if slug not in known]
    if unknown:
        raise NotFound(
            tidy(f"Absent du catalogue : {listing(quoted(slug) for slug in unknown)}. Ajoutez d’abord la fiche."),
            code="unknown-platform",
        )
    twice = [
        (f"options.{index}.platform", tidy(f"{quoted(slug)} est déjà dans la liste."))
        for index, slug in enumerate(asked)
        if slug in asked[:index]
    ]
    if twice:
        raise InvalidInput(twice[0][1], problems=twice)
