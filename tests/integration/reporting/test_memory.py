"""What reporting keeps in memory between two answers is the fold of its journal, however late an event came in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select

from services.reporting import memory
from services.reporting.moments import Moments
from services.reporting.room import ROOM
from services.reporting.rules.facts import Told
from services.reporting.rules.programme import Programme, programme
from services.reporting.rules.standing import standing
from services.reporting.tables import JournalEntry
from shared import events
from shared.partial_dates import latest_day
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

BEGIN = datetime(2025, 1, 6, 8, tzinfo=UTC)
OCCURRED = (None, "2025-01-03", "2025-01", "2025-02-01", "2025-21", "2025-01-02~", "2026")


def an_event(dice: random.Random) -> events.Event:
    """Any event of one of four accompaniments, or of none."""
    who, number = dice.choice("abcd"), dice.randrange(6)
    theirs = {"territory": f"t-{who}", "accompaniment": f"a-{who}"}
    said = {"structure": "s", "kind": "ess", "ess": True, "appetite": "interested"}
    return dice.choice(
        [
            events.CallPublished(call="c", title="Appel"),
            events.TerritoryRegistered(territory=f"t-{who}", name=f"Commune {who}", kind="commune"),
            events.TerritoryEnrolled(call="c", name=f"Commune {who}", kind="commune", **theirs),
            events.InterviewLogged(interview=f"i{number}", **said, **theirs),
            events.WorkshopHeld(workshop=f"w{number}", title="Atelier", format="atelier", **theirs),
            events.BilanHeld(findings="fait", **theirs),
        ]
    )


def remember(work: RoomAtWork, dice: random.Random, position: int) -> None:
    """Put an event into the journal at a position, recorded at any time."""
    event, occurred = an_event(dice), dice.choice(OCCURRED)
    row = {
        "position": position,
        "id": f"e{position:04}",
        "type": event.type(),
        "source": event.source,
        "territory": event.territory,
        "accompaniment": event.accompaniment,
        "occurred": occurred,
        "latest_on": None if occurred is None else latest_day(occurred),
        "recorded_at": BEGIN + timedelta(hours=dice.randrange(1000)),
        "body": {"data": event.model_dump(mode="json")},
    }
    with work.database.write() as session:
        session.execute(insert(JournalEntry), row)


def whole_fold(work: RoomAtWork, when: Moments) -> Programme:
    """The programme from every row of the journal, read anew."""
    with work.database.read() as session:
        told = [
            Told(
                id=row.id,
                type=row.type,
                territory=row.territory,
                accompaniment=row.accompaniment,
                occurred=row.occurred,
                latest=row.latest_on,
                recorded=row.recorded_at,
                data=row.body["data"],
            )
            for row in session.execute(select(*JournalEntry.__table__.c))
        ]
    return programme(standing(told, when.known_at), when.as_of)


def instants(dice: random.Random) -> Iterator[Moments]:
    """The present, an earlier day, an earlier knowledge, and both."""
    late, end = datetime(2027, 1, 1, tzinfo=UTC), date(2027, 1, 1)
    early, day = BEGIN + timedelta(hours=dice.randrange(1000)), date(2025, 1, 1) + timedelta(dice.randrange(60))
    yield from (Moments(end, late), Moments(day, late), Moments(end, early), Moments(day, early))


def test_the_memory_says_what_the_whole_journal_says(open_room: OpenRoom) -> None:
    work, dice = open_room(ROOM), random.Random(7)
    # Positions are given before the commit: some of the lower ones appear late.
    positions = sorted(range(1, 121), key=lambda position: position + dice.randrange(12))
    while positions:
        for _ in range(min(dice.randrange(1, 8), len(positions))):
            remember(work, dice, positions.pop(0))
        for when in instants(dice):
            with work.database.read() as session:
                found, facts = memory.programme_of(session, when), memory.everything(session, when.known_at)
            expected = whole_fold(work, when)
            assert found == expected
            assert list(found.accompaniments) == list(expected.accompaniments)
            assert facts == [*expected.facts, *expected.coming]


def test_what_did_not_change_is_not_folded_again(open_room: OpenRoom) -> None:
    work, dice = open_room(ROOM), random.Random(7)
    for position in range(1, 40):
        remember(work, dice, position)
    when = Moments(date(2027, 1, 1), datetime(2027, 1, 1, tzinfo=UTC))
    with work.database.read() as session:
        assert memory.programme_of(session, when) is memory.programme_of(session, when)
