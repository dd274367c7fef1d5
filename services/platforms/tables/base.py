"""Where every table of this room is declared."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from shared.storage.accompaniments import known_accompaniments
from shared.storage.tables import furnish, new_metadata


class Base(DeclarativeBase):
    """Every table of this room."""

    metadata = new_metadata()


FURNITURE = furnish(Base.metadata)
KNOWN = known_accompaniments(Base.metadata)
