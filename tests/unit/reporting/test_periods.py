"""The periods a funder asks for, and how wrong ones are refused."""

from __future__ import annotations

from datetime import date

import pytest

from shared.periods import WrongPeriod, read_period


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "année 2025"),
        ("2025-S1", date(2025, 1, 1), date(2025, 6, 30), "1er semestre 2025"),
        ("2025-s2", date(2025, 7, 1), date(2025, 12, 31), "2e semestre 2025"),
        ("2025-T1", date(2025, 1, 1), date(2025, 3, 31), "1er trimestre 2025"),
        ("2025-T4", date(2025, 10, 1), date(2025, 12, 31), "4e trimestre 2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "février 2024"),
        ("2025-01-01/2025-06-30", date(2025, 1, 1), date(2025, 6, 30), "du 1er janvier au 30 juin 2025"),
        ("2024-11-15/2026-03-31", date(2024, 11, 15), date(2026, 3, 31), "du 15 novembre 2024 au 31 mars 2026"),
        (" 2025-07-03/2025-07-03 ", date(2025, 7, 3), date(2025, 7, 3), "du 3 juillet au 3 juillet 2025"),
    ],
)
def test_a_period_is_read(text: str, first: date, last: date, label: str):
    period = read_period(text)
    assert (period.first, period.last, period.label) == (first, last, label)
    assert read_period(period.text) == period
    assert period.holds(first)
    assert period.holds(last)


@pytest.mark.parametrize(
    "text",
    [
        "", "0000", "25", "2025-S3", "2025-T5", "2025-S0", "2025-13", "2025-00", "2025-Q1", "2025-01-01",
        "2025-01/2025-06",
        "2025-02-30/2025-03-01", "2025-06-30/2025-01-01", "2025-W01-1/2025-W02-1", "20250101/20250630", "/2025-01-01",
        "2025-01-01/..", "2025-01-01/2025-02-01/2025-03-01", "２０２５", "hier",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_french_with_examples(text: str):
    with pytest.raises(WrongPeriod) as refusal:
        read_period(text)
    assert refusal.value.stable_code == "wrong-period"
    assert "n’est pas une période" in refusal.value.message
    assert "2025-T3" in refusal.value.message
