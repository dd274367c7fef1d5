"""The field type of a partial date in pydantic models."""

from __future__ import annotations

from typing import Annotated

from shared.checked_text import CheckedText
from shared.partial_dates.value import parse

Occurred = Annotated[
    str,
    CheckedText(
        read=lambda text: parse(text).text,
        description="Partial date in EDTF (ISO 8601-2)",
        examples=("2025-07-03", "2024-10", "2025-21", "2024-11~", "2025-07-01/2025-07-10"),
    ),
]
"""A model field holding EDTF text: `occurred: Occurred | None = None`."""
