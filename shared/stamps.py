"""The stamp of a record: what somebody saw of it, so that two people who change it at once lose nothing.

A room answers a record with its stamp; a command that rewrites the record names the stamp its author saw; the room
compares it, under a lock, with the record as it is now. A stamp is made of the content itself: no column is needed,
and a record that came back to what somebody saw may be changed by them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from shared.errors import Refused

CHANGED: Final = "changed-meanwhile"
"""The stable code of the refusal of a change to a record that somebody else changed first."""


def stamp(values: Mapping[str, Any]) -> str:
    """The stamp of a record: 32 hexadecimal digits that change when one of its `values` (JSON values) does."""
    said = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def check_unchanged(seen: str, values: Mapping[str, Any]) -> None:
    """Raise `Refused` (`changed-meanwhile`) unless `values` are still those of the stamp `seen`.

    Call it with the row locked (`with_for_update`), in the transaction that writes.
    """
    if seen != stamp(values):
        raise Refused(
            "Quelqu’un a modifié cette fiche entre-temps\u00a0: relisez ce qui est enregistré, puis recommencez.",
            code=CHANGED,
        )
