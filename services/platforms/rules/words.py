"""How names and needs are compared."""

from __future__ import annotations

import re

from shared.french import without_accents


def plain(text: str) -> str:
    """`text` for comparing: no case, no accents, no signs, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))
