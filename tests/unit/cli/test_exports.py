"""Which exports exist, in which formats, with which options."""

from __future__ import annotations

import pytest

from services.cli.exports import FORMATS, writer_of
from shared.errors import InvalidInput


@pytest.mark.parametrize(
    ("kind", "formats"),
    [
        ("follow-up", {"json", "xlsx"}),
        ("funder", {"json"}),
        ("events", {"json"}),
        ("territory", {"json"}),
        ("bilan", {"json", "odt", "docx", "pdf"}),
    ],
)
def test_a_kind_is_written_in_its_formats_and_no_other(kind: str, formats: set[str]) -> None:
    for format_ in FORMATS:
        if format_ in formats:
            assert callable(writer_of(kind, format_, set()))
        else:
            with pytest.raises(InvalidInput, match=rf"ne s’écrit pas en {format_}"):
                writer_of(kind, format_, set())


def test_an_option_that_means_nothing_is_refused_rather_than_ignored() -> None:
    with pytest.raises(InvalidInput, match=r"ne connaît pas --call, --period\."):
        writer_of("events", "json", {"period", "call", "known_at"})
