"""What the stamps of a portrait are made of: the words that one form changes together."""

from __future__ import annotations

from services.territories.tables import Feature, Territory


def words_about(territory: Territory) -> dict[str, str]:
    """The words that `DescribeTerritory` rewrites."""
    return {
        "label": territory.label,
        "context": territory.context,
        "political_project": territory.political_project,
    }


def feature_words(feature: Feature) -> dict[str, str | None]:
    """The words that `ReviseFeature` rewrites."""
    return {
        "label": feature.label,
        "detail": feature.detail,
        "source": feature.source,
        "occurred": feature.occurred,
        "ended": feature.ended,
    }
