"""The page that leads from what the sources ask to what proves it: complete, and true of the tests that there are."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "traceability.md"
ROW = re.compile(r"^\| ([A-Z]+-?[\d.]+) \| (.+) \| (.+) \|$", re.MULTILINE)


def numbered(prefix: str, *ends: tuple[int, int]) -> list[str]:
    """`DIA-01`, … for each range of numbers, ends included."""
    return [f"{prefix}-{number:02}" for first, last in ends for number in range(first, last + 1)]


ASKED = [
    *numbered("REG", (1, 12), (20, 29)),
    *numbered("AMI", (1, 12)),
    *numbered("DIA", (1, 3), (10, 17), (20, 22), (30, 34), (40, 44)),
    *numbered("WKS", (1, 5), (10, 16), (30, 35)),
    *numbered("PLT", (1, 11), (20, 25)),
    *numbered("NOT", (1, 15)),
    *(f"T2.{number}" for number in range(4, 9)),
    *(f"T3.{number}" for number in (1, *range(3, 10))),
    *(f"T5.{number}" for number in range(1, 7)),
    *(f"T9.{number}" for number in range(1, 10)),
    "T10",
    "T11",
    *(f"X{number}" for number in range(1, 20)),
    *(f"U{number}" for number in range(1, 53)),
    *(f"B{number}" for number in range(1, 13)),
    *(f"M{number}" for number in range(1, 28)),
]
"""Every id and table of the source documents for the method, the platforms and the messages; bad input and traps."""


def rows() -> list[tuple[str, str, str]]:
    """Id, where, proof."""
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_id_and_table_has_its_row_once() -> None:
    told = Counter(id_ for id_, _, _ in rows())
    assert sorted(told.elements()) == sorted(ASKED)


def test_every_test_named_is_there_and_every_other_row_has_its_decision() -> None:
    written = chain.from_iterable(
        re.findall(r"^ *def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        for file in (ROOT / "tests").rglob("test_*.py")
    )
    known = set(written)
    for id_, _, proof in rows():
        link = re.fullmatch(r"\[\d{4}\]\((decisions/[\w-]+\.md)\)", proof)
        if link is None:
            assert proof.strip("`") in known, (id_, proof)
        else:
            assert (PAGE.parent / link[1]).is_file(), id_


def test_every_decision_speaks_of_the_ids_that_it_answers_for() -> None:
    for id_, _, proof in rows():
        if link := re.search(r"\((decisions/.+?)\)", proof):
            words = (PAGE.parent / link[1]).read_text(encoding="utf-8")
            assert re.search(rf"(?<![\d.]){re.escape(id_.removeprefix('T'))}(?![\d])", words), id_


def test_every_file_named_is_there() -> None:
    named = {path for _, where, _ in rows() for path in re.findall(r"`((?:services|shared|examples)/[^`]+)`", where)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
