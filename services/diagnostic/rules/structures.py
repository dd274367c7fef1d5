"""Which structure an interview is with, and whether two interviews are one and the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from shared.french import without_accents

_NAMES = uuid5(NAMESPACE_URL, "urn:terreau:structure")
_INTERVIEWS = uuid5(NAMESPACE_URL, "urn:terreau:interview")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """`name` for comparing: no case, no accents, one space for blanks and signs; never empty for a name.

    «L'Épicerie  coopérative» and «l’epicerie-coopérative» are one name.
    """
    words = re.findall(r"[^\W_]+", without_accents(name))
    return " ".join(words) or name.strip()


def structure_id(accompaniment: str, name: str, organisation: str | None) -> str:
    """The id under which a structure counts as met: the directory's, else one made from its name.

    The made one is the same for every interview of this accompaniment with a structure of that name.
    """
    return organisation or str(uuid5(_NAMES, f"{accompaniment}\n{plain_name(name)}"))


def fingerprint(accompaniment: str, occurred: str | None, name: str, synthesis: str) -> str:
    """An id that two tellings of the same interview share: same accompaniment, date, structure and synthesis.

    Blanks and line ends do not count: a synthesis that went through another program is still the same.
    """
    text = " ".join(unicodedata.normalize("NFC", synthesis).split())
    return str(uuid5(_INTERVIEWS, "\n".join((accompaniment, occurred or "", plain_name(name), text))))
