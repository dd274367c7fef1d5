"""Reading the journal of events page by page, for the commands that list or export it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.cli.errand import find_territory
from services.cli.office import Office
from shared.contracts.reporting import ReadJournal

PAGE = 500

Page = list[dict[str, Any]]


def pages(
    office: Office, *, type_: str | None = None, territory: str | None = None, since: date | None = None
) -> Iterator[Page]:
    """The CloudEvents in order of recording, a page at a time.

    `territory` is an id, a SIREN, an INSEE code (with every accompaniment of it) or the id of one accompaniment
    (its own events only). Raises `NotFound` for what nothing answers to.
    """
    found = find_territory(office, territory)
    only = None if found is None or found.accompaniment != _plain(territory) else found.accompaniment
    after: int | None = 0
    while after is not None:
        page = office.ask(
            ReadJournal(
                type=type_, territory=None if found is None else found.territory, since=since, after=after, limit=PAGE
            )
        )
        yield [event for event in page.events if only is None or event["data"].get("accompaniment") == only]
        after = page.next


def _plain(named: str | None) -> str:
    return (named or "").strip().lower()
