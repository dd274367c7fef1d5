"""The journal: everything told is remembered once, as it was told, and read back in order of recording."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from services.reporting.room import ROOM
from services.reporting.tables import JournalEntry
from shared import events
from shared.contracts.reporting import ListFacts, PublishReport, ReadJournal
from shared.errors import NotFound
from shared.messaging import inbox
from tests.conftest import OpenRoom
from tests.support.rooms import RoomAtWork

WHO = {"territory": "t-1", "accompaniment": "a-1"}


@pytest.fixture
def work(open_room: OpenRoom) -> RoomAtWork:
    return open_room(ROOM)


def milestone(title: str, **who: str) -> events.MilestoneNoted:
    return events.MilestoneNoted(title=title, **(who or WHO))


def test_an_event_is_kept_whole_with_its_two_dates(work: RoomAtWork):
    envelope = work.hear(milestone("Réouverture"), "2025-21")
    with work.database.read() as session:
        (entry,) = session.execute(select(*JournalEntry.__table__.c)).all()
    assert entry.body == envelope.as_json()
    assert (entry.type, entry.source, entry.territory, entry.accompaniment) == (
        "milestone-noted",
        "territories",
        "t-1",
        "a-1",
    )
    assert (entry.occurred, entry.latest_on, entry.recorded_at) == ("2025-21", date(2025, 5, 31), work.clock.now())


def test_hearing_an_event_again_changes_nothing(work: RoomAtWork):
    first = work.hear(milestone("Réouverture"), "2025-21")
    inbox.hear_again(work.room, work.database, None)
    inbox.handle_due(work.room, work.database, work.clock, inbox.RetryPolicy())
    page = work.ask(ReadJournal())
    assert page.events == [first.as_json()]


def test_every_type_of_the_house_is_remembered(work: RoomAtWork):
    assert ROOM.reactions.functions == {}
    assert ROOM.reactions.find("territory-enrolled") is ROOM.reactions.find("report-published")


def test_reporting_hears_its_own_events_like_any_other(work: RoomAtWork):
    known_at = work.clock.now()
    work.obey(PublishReport(funder="Région", period="2025", as_of=date(2025, 12, 31), known_at=known_at))
    (told,) = work.told(events.ReportPublished)
    work.hear(told.event(), told.occurred, id=told.id)
    assert [event["id"] for event in work.ask(ReadJournal(type="report-published")).events] == [told.id]


def test_an_unreadable_date_is_parked_and_visible_never_guessed(work: RoomAtWork):
    work.hear(milestone("Un jour"), "2025-13-45", handle=False)
    inbox.handle_due(work.room, work.database, work.clock, inbox.RetryPolicy(attempts=1))
    assert work.ask(ReadJournal()).events == []
    assert [parked["type"] for parked in inbox.parked(work.room, work.database)] == ["milestone-noted"]


def test_the_journal_is_read_page_by_page_in_order_of_recording_whatever_the_order_of_hearing(work: RoomAtWork):
    now = work.clock.now()
    recorded = [now - timedelta(minutes=minutes) for minutes in (1, 5, 3, 3, 0)]
    for instant in recorded:
        work.clock.instant = instant
        work.hear(milestone(instant.isoformat()))
    seen: list[str] = []
    after = 0
    while True:
        page = work.ask(ReadJournal(after=after, limit=2))
        seen += [event["time"] for event in page.events]
        if page.next is None:
            break
        after = page.next
    assert seen == [instant.isoformat(timespec="microseconds") for instant in sorted(recorded)]


def test_the_journal_is_filtered_by_type_territory_and_day_of_recording_in_paris(work: RoomAtWork):
    work.clock.instant = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    work.hear(milestone("la veille"))
    work.clock.instant = datetime(2026, 6, 30, 22, 1, tzinfo=UTC)
    first = work.hear(milestone("le jour", territory="t-2"))
    second = work.hear(events.StakeNamed(stake="s", title="Mobilité", **WHO))
    assert [event["id"] for event in work.ask(ReadJournal(since=date(2026, 7, 1))).events] == [first.id, second.id]
    assert [event["id"] for event in work.ask(ReadJournal(type="stake-named")).events] == [second.id]
    assert [event["id"] for event in work.ask(ReadJournal(territory="t-2")).events] == [first.id]


def test_a_position_that_does_not_exist_is_refused(work: RoomAtWork):
    with pytest.raises(NotFound, match="position 99"):
        work.ask(ReadJournal(after=99))


# --- facts


def test_facts_of_a_territory_come_where_they_stand_messages_left_out(work: RoomAtWork):
    later = work.hear(milestone("ensuite"), "2025-05")
    undated = work.hear(milestone("sans date"))
    work.hear(events.NotificationSent(plan="p", rule="r", about="a", **WHO), "2025-01")
    dated = work.hear(milestone("avant"), "2025-04")
    work.hear(milestone("ailleurs", territory="t-2", accompaniment="a-2"), "2024-01")
    contact = work.hear(events.ContactNoted(territory="t-1", summary="premier échange"), "2022-04")
    facts = work.ask(ListFacts(territory="t-1"))
    assert [(fact.id, fact.stands_on) for fact in facts.facts] == [
        (contact.id, "2022-04-30"),
        (undated.id, "2025-01-31"),
        (dated.id, "2025-04-30"),
        (later.id, "2025-05-31"),
    ]
    assert (facts.total, facts.facts[0].sentence) == (4, "Premier échange.")
    assert work.ask(ListFacts(territory="t-1", types=["notification-sent"])).total == 1


def test_facts_are_filtered_by_accompaniment_ids_and_both_dates(work: RoomAtWork):
    known = work.hear(milestone("su"), "2025-05")
    known_at = work.clock.now()
    work.clock.advance(timedelta(hours=1))
    learnt = work.hear(milestone("appris"), "2025-04")
    assert [fact.id for fact in work.ask(ListFacts(accompaniment="a-1")).facts] == [learnt.id, known.id]
    assert [fact.id for fact in work.ask(ListFacts(known_at=known_at)).facts] == [known.id]
    assert [fact.id for fact in work.ask(ListFacts(as_of=date(2025, 4, 30))).facts] == [learnt.id]
    assert [fact.id for fact in work.ask(ListFacts(ids=[known.id])).facts] == [known.id]


def test_facts_asked_by_id_stand_where_they_stand_in_their_story(work: RoomAtWork):
    undated = work.hear(milestone("sans date"))
    work.hear(milestone("ensuite"), "2025-05")
    (fact,) = work.ask(ListFacts(ids=[undated.id])).facts
    assert fact.stands_on == "2025-05-31"


def test_beyond_the_limit_the_latest_facts_are_given(work: RoomAtWork):
    ids = [work.hear(milestone(f"jour {day}"), f"2025-01-0{day}").id for day in range(1, 6)]
    facts = work.ask(ListFacts(territory="t-1", limit=2))
    assert ([fact.id for fact in facts.facts], facts.total) == (ids[-2:], 5)


def test_facts_are_paged_from_the_latest_and_a_long_run_is_said_by_its_first(work: RoomAtWork):
    ids = [work.hear(milestone(f"jour {day}"), f"2025-01-0{day}").id for day in range(1, 6)]
    pages = [work.ask(ListFacts(territory="t-1", limit=2, skip=skip)) for skip in (2, 4, 6)]
    assert [[fact.id for fact in page.facts] for page in pages] == [ids[1:3], ids[:1], []]
    same = [work.hear(milestone("un autre jour"), "2025-02").id for _ in range(4)]
    facts = work.ask(ListFacts(territory="t-1", said=3)).facts
    assert [fact.id for fact in facts] == [*ids, *same]
    assert [bool(fact.sentence) for fact in facts] == [True] * 8 + [False]
    assert facts[-1].data == {}


def test_a_fact_carries_the_name_of_its_territory(work: RoomAtWork):
    work.hear(events.TerritoryRegistered(name="Hellemmes", kind="commune-associee", territory="t-1"))
    work.hear(milestone("…"), "2025-05")
    assert [fact.territory_label for fact in work.ask(ListFacts(territory="t-1")).facts] == ["Hellemmes", "Hellemmes"]
