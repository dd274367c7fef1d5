"""The bare queries of each main page: the same rows out of the same SQLite files; knows nothing of Terreau."""

import sqlite3
import time
from pathlib import Path

REGISTER = ("accompaniments", "territories", "calls")
TERRITORY = (
    *REGISTER,
    *("contacts", "facts", "neighbours", "people", "organisations", "legal_forms", "candidatures"),
    *("bilans", "deadlines", "designations", "milestones", "perimeter_growths", "stages"),
)
FOLLOW_UP = {"reporting": ("journal", "reports", "funder_periods")}
# Which tables a page shows something of, by the file they are in.
PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "/": FOLLOW_UP | {"territories": REGISTER},
    "/territoires": {"territories": REGISTER},
    "/territoires/…": {
        "territories": TERRITORY,
        "reporting": ("journal",),
        "diagnostic": ("interviews", "stakes", "conclusions", "orientations", "presentations"),
        "workshops": ("workshops", "decisions", "searches", "visits", "outcomes", "attendances", "invitations"),
        "platforms": ("cases", "needs", "shortlists", "options", "choices", "platforms"),
    },
    "/suivi": FOLLOW_UP | {"territories": REGISTER},
    "/agenda": {"workshops": ("workshops",), "territories": REGISTER},
    "/plateformes": {"platforms": ("platforms",)},
    "/bailleurs": FOLLOW_UP,
    "/courriels": {"notifications": ("mails", "plans", "subjects"), "territories": REGISTER},
}


class BarePages:
    """Connections to the files of a data folder, and the session that every page looks up."""

    def __init__(self, folder: Path):
        self.folder = folder
        files = {name for page in PAGES.values() for name in page} | {"portal"}
        self._connections = {name: sqlite3.connect(f"file:{folder}/{name}.sqlite3?mode=ro", uri=True) for name in files}

    def milliseconds(self, page: str) -> float:
        """Fetch the rows of a page once; give the time taken."""
        begun = time.perf_counter()
        self._connections["portal"].execute("SELECT * FROM sessions JOIN accounts").fetchall()
        for name, tables in PAGES[page].items():
            for table in tables:
                self._connections[name].execute(f"SELECT * FROM {table}").fetchall()
        return (time.perf_counter() - begun) * 1000

    def a_territory(self) -> str:
        """The id of the territory of which most is told."""
        (found,) = (
            self._connections["territories"]
            .execute("SELECT territory FROM facts GROUP BY 1 ORDER BY count(*) DESC")
            .fetchone()
        )
        return str(found)

    def close(self) -> None:
        """Close every file."""
        for connection in self._connections.values():
            connection.close()
