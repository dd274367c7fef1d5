"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TITLES = {
    "settings": "Réglages",
    "data-folder": "Dossier de données",
    "databases": "Bases de données",
    "broker": "Messagerie entre services",
    "parked": "Événements mis de côté",
    "lag": "Événements en attente",
    "mail": "Courriels",
    "clock": "Horloge",
}


@dataclass(frozen=True)
class Finding:
    """A check by its stable name, whether it is in order, and a French sentence with what to do if not."""

    name: str
    ok: bool
    message: str

    def line(self) -> str:
        """The finding as a person reads it."""
        state = "en ordre" if self.ok else "À VOIR"
        return f"{state:<8}  {TITLES[self.name]}\u00a0: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """The finding as a machine reads it."""
        return {"name": self.name, "ok": self.ok, "message": self.message}
