"""Identifiers of facts, people and messages: UUIDv7, so that ids sort by the moment they were made."""

from __future__ import annotations

import re

import uuid_utils

# Any version is an id: facts told from files derive theirs (v5) so that telling them twice changes nothing.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """A fresh UUIDv7 (RFC 9562) in canonical lower-case text.

    Each id is greater than every id made before it in this process, also within one millisecond.
    """
    return str(uuid_utils.uuid7())


def is_id(text: object) -> bool:
    """Whether `text` is an RFC 9562 UUID in canonical lower-case text; never raises."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
