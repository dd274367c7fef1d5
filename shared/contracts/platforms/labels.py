"""The French words for the codes of platforms, the same on pages and in reports."""

from __future__ import annotations

CRITERIA: dict[str, str] = {
    "governance": "Gouvernance inclusive",
    "value": "Partage de la valeur",
    "data-ethics": "Éthique des données",
    "commons": "Production de communs",
    "cooperation": "Coopération entre les plateformes coopératives",
}
