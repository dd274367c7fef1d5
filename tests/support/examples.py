"""How many examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""Hypothesis's own number, that of `make test`; `make test-fast` tries a fifth of it (tests/conftest.py)."""


def examples(count: int) -> settings:
    """A property's own number of examples: `count` where 100 are usual, in proportion where fewer are."""
    return settings(max_examples=max(1, count * settings.default.max_examples // USUAL))
