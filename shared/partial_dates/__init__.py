"""Partial dates: the day, month, season, year or interval on which something happened, as far as it is known.

The text kept and sent is EDTF (ISO 8601-2): `2024-10`, `2025-21` (spring), `2024-11~` (about), `2024-11?`
(to be confirmed), `2024-11%` (both), `2025-07-01/2025-07-10`, `2025-04/..` (open). `parse` reads it,
`in_french` shows it, `from_french` reads what people type. See docs of the parts for the rules.
"""

from shared.partial_dates.display import in_french
from shared.partial_dates.model import Occurred
from shared.partial_dates.typed import from_french
from shared.partial_dates.value import Gap, Moment, PartialDate, WrongDate, latest_day, order_key, parse

__all__ = [
    "Gap",
    "Moment",
    "Occurred",
    "PartialDate",
    "WrongDate",
    "from_french",
    "in_french",
    "latest_day",
    "order_key",
    "parse",
]
