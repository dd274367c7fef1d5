"""Busy times that people give, by whatever way, and where the slot finder then looks."""

from __future__ import annotations

import socket
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from sqlalchemy import func, select

from services.workshops.subscribed import Unreadable, fetch
from services.workshops.tables import BusyLink, BusySource, BusyTime
from shared.busy_calendars import MOST_BYTES
from shared.contracts.workshops import (
    AskBusyTimes,
    BusyOf,
    BusyPage,
    DropBusy,
    FillBusyGrid,
    FindSlots,
    GetBusy,
    GetBusyLinks,
    MakeBusyLink,
    ReplaceBusyTimes,
    RevokeBusyLink,
    SubscribeBusy,
    TakenHalf,
    WeeklyHabit,
)
from shared.errors import InvalidInput, NotFound
from shared.events import BusyTimesAsked, PersonErased
from shared.settings import Settings
from tests.integration.workshops.conftest import ACCOMPANIMENT, OTHER_PERSON, PERSON, Schedule, paris
from tests.support.rooms import RoomAtWork

DAY = date(2026, 3, 4)
"""A Wednesday."""
ME = BusyOf(kind="person", id=PERSON)
MORNING, AFTERNOON = "2026-03-04T09:00:00+01:00", "2026-03-04T14:00:00+01:00"


def starts(work: RoomAtWork, *people: str, accompaniment: str | None = None, but: str | None = None) -> list[str]:
    asked = {
        "timezone": "Europe/Paris",
        "window": {"from": DAY.isoformat(), "to": DAY.isoformat()},
        "duration_minutes": 180,
        "opening": {"weekdays": [0, 1, 2, 3, 4], "hours": [["09:00", "12:00"], ["14:00", "17:00"]]},
        "people": [{"id": person} for person in people or (PERSON,)],
    }
    found = work.ask(FindSlots(request=asked, accompaniment=accompaniment, but=but)).answer
    return [slot["start"] for slot in found["slots"]]


def busy(work: RoomAtWork, start: str, end: str, of: BusyOf = ME) -> None:
    work.obey(ReplaceBusyTimes(of=of, times=[(paris(start), paris(end))]))


def page(work: RoomAtWork, of: BusyOf = ME) -> BusyPage:
    return work.ask(GetBusy(of=of, first=DAY, last=DAY + timedelta(days=27)))


def test_a_file_keeps_its_owner_busy_until_another_takes_its_place(work: RoomAtWork) -> None:
    busy(work, "2026-03-04T08:00", "2026-03-04T09:30")
    assert starts(work) == [AFTERNOON]
    assert starts(work, OTHER_PERSON) == [MORNING, AFTERNOON]
    busy(work, "2026-03-04T15:00", "2026-03-04T15:30")
    assert starts(work) == [MORNING]
    work.obey(DropBusy(of=ME, kind="file"))
    assert starts(work) == [MORNING, AFTERNOON]


def test_what_is_kept_is_said_in_the_number_it_has(work: RoomAtWork) -> None:
    times = [(paris(f"2026-03-0{day}T08:00"), paris(f"2026-03-0{day}T09:00")) for day in (4, 5)]
    said = [work.obey(ReplaceBusyTimes(of=ME, times=times[:count])).notes[0] for count in (1, 2)]
    assert [one.partition(", ")[2].partition(".")[0] for one in said] == [
        "sans son objet ni son lieu",
        "sans leur objet ni leur lieu",
    ]


def test_a_dry_run_keeps_nothing(work: RoomAtWork) -> None:
    times = [(paris("2026-03-04T08:00"), paris("2026-03-04T18:00"))]
    notes = work.obey(ReplaceBusyTimes(of=ME, times=times, dry_run=True)).notes
    assert notes == ["1 plage occupée\u00a0: le fichier est lisible, rien n’est enregistré."]
    assert starts(work) == [MORNING, AFTERNOON]


def test_the_calendar_of_a_territory_keeps_everybody_busy_in_its_own_searches(work: RoomAtWork) -> None:
    busy(work, "2026-03-04T08:00", "2026-03-04T09:30", BusyOf(kind="accompaniment", id=ACCOMPANIMENT))
    assert starts(work, PERSON, OTHER_PERSON, accompaniment=ACCOMPANIMENT) == [AFTERNOON]
    assert starts(work, PERSON, OTHER_PERSON) == [MORNING, AFTERNOON]


def test_habits_and_grid_are_given_by_a_link_and_replaced_by_the_next_answer(work: RoomAtWork) -> None:
    work.obey(MakeBusyLink(person=PERSON))
    own = BusyOf(kind="link", id=str(page(work).link))
    never = WeeklyHabit(weekday=2, half="morning")
    work.obey(FillBusyGrid(of=own, first=DAY, last=DAY, habits=[never]))
    assert starts(work) == [AFTERNOON]
    taken = TakenHalf(day=DAY, half="afternoon")
    work.obey(FillBusyGrid(of=own, first=DAY, last=DAY, habits=[never], taken=[taken]))
    assert starts(work) == []
    assert page(work, own).taken == [taken]
    assert page(work, own).link is None
    work.obey(FillBusyGrid(of=own, first=DAY, last=DAY))
    assert starts(work) == [MORNING, AFTERNOON]


def test_a_link_that_was_replaced_revoked_or_has_run_out_is_worth_nothing(work: RoomAtWork) -> None:
    def links() -> BusyOf:
        work.obey(MakeBusyLink(person=PERSON))
        return BusyOf(kind="link", id=str(page(work).link))

    first, second = links(), links()
    assert len(second.id) == 32
    with pytest.raises(NotFound):
        page(work, first)
    work.obey(RevokeBusyLink(person=PERSON))
    with pytest.raises(NotFound):
        page(work, second)
    third = links()
    work.clock.advance(timedelta(days=60))
    with pytest.raises(NotFound):
        work.obey(FillBusyGrid(of=third, first=DAY, last=DAY))


def test_who_is_asked_has_a_link_that_is_written_to_them_and_keeps_it(work: RoomAtWork) -> None:
    work.obey(AskBusyTimes(people=[PERSON, OTHER_PERSON, PERSON], accompaniment=ACCOMPANIMENT))
    (told,) = work.told(BusyTimesAsked)
    assert (told.data["people"], told.data["accompaniment"]) == ([PERSON, OTHER_PERSON], ACCOMPANIMENT)
    first = work.ask(GetBusyLinks(people=[PERSON, OTHER_PERSON, ACCOMPANIMENT]))
    assert [one.link is None for one in first.links] == [False, False, True]
    assert str(page(work).link) not in str(told.data)
    work.clock.advance(timedelta(days=50))
    work.obey(AskBusyTimes(people=[PERSON]))
    work.clock.advance(timedelta(days=50))
    again = work.ask(GetBusyLinks(people=[PERSON, OTHER_PERSON]))
    assert [one.link for one in again.links] == [first.links[0].link, None]
    with pytest.raises(InvalidInput):
        work.obey(AskBusyTimes(people=["quelqu’un"]))
    with pytest.raises(NotFound):
        work.obey(AskBusyTimes(people=[PERSON], accompaniment=OTHER_PERSON))


def test_somebody_forgotten_leaves_no_time_behind(work: RoomAtWork) -> None:
    busy(work, "2026-03-04T08:00", "2026-03-04T09:30")
    work.obey(MakeBusyLink(person=PERSON))
    work.hear(PersonErased(person=PERSON))
    with work.database.read() as session:
        for table in (BusySource, BusyTime, BusyLink):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_workshop_that_is_to_move_takes_nobody(work: RoomAtWork, schedule: Schedule) -> None:
    workshop = schedule(invited=[PERSON], start=paris("2026-03-04T09:00"), end=paris("2026-03-04T12:00"))
    assert starts(work) == [AFTERNOON]
    assert starts(work, but=workshop) == [MORNING, AFTERNOON]


# --- subscriptions ---------------------------------------------------------------------------------------------


SLOWLY = b"slowly"
"""A body that is sent a byte at a time, without end."""


class served:  # noqa: N801  # used like a function
    """A server of calendars on this machine: by path, a status and a body (for a redirect: where to)."""

    hosts: ClassVar[list[str]] = []
    """The hosts that were asked for, the last one last."""

    def __init__(self, pages: dict[str, tuple[int, bytes]]) -> None:
        over = threading.Event()
        self._over = over

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.hosts.append(str(self.headers["Host"]))
                status, body = pages[self.path]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", body.decode())
                self.end_headers()
                try:
                    self.wfile.write(body)
                    while body is SLOWLY and not over.wait(0.01):
                        self.wfile.write(b"x")
                except OSError:
                    return  # whoever read has had enough

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


def calendar(start: str, end: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"DTSTART:{start}", f"DTEND:{end}", "END:VEVENT")
    return "\r\n".join((*lines, "END:VCALENDAR")).encode()


def problem(work: RoomAtWork) -> str | None:
    (line,) = page(work).sources
    return line.problem


def test_a_subscription_is_read_again_and_keeps_what_it_knew_when_it_fails(work: RoomAtWork) -> None:
    work.settings = Settings(inner_calendars=True)
    pages = {"/a.ics": (200, calendar("20260304T090000", "20260304T100000")), "/b.ics": (302, b"/a.ics")}
    with served(pages) as home:
        work.obey(SubscribeBusy(of=ME, address=f"{home}/b.ics"))
        work.tick("read_calendars")
        assert (starts(work), problem(work)) == ([AFTERNOON], None)
        pages["/a.ics"] = (200, b"<html>pas un calendrier</html>")
        work.tick("read_calendars")
        assert problem(work) is None, "it is not read again before its time"
        work.clock.advance(timedelta(hours=5))
        work.tick("read_calendars")
        assert "n’est pas un calendrier" in str(problem(work))
        assert starts(work) == [AFTERNOON]
        pages["/a.ics"] = (200, calendar("20260304T150000", "20260304T160000"))
        work.clock.advance(timedelta(minutes=16))
        work.tick("read_calendars")
        assert (starts(work), problem(work)) == ([MORNING], None)
        pages["/a.ics"] = (404, b"")
        work.clock.advance(timedelta(hours=5))
        work.tick("read_calendars")
        assert problem(work) == "Le calendrier n’a pas été donné (réponse 404)."


def test_an_address_inside_this_network_is_never_reached(work: RoomAtWork) -> None:
    with served({"/a.ics": (200, calendar("20260304T090000", "20260304T100000"))}) as home:
        work.obey(SubscribeBusy(of=ME, address=f"{home}/a.ics"))
        work.tick("read_calendars")
    assert "n’est pas publique" in str(problem(work))
    assert starts(work) == [MORNING, AFTERNOON]


PUBLIC, REBOUND = "1.0.0.1", "127.0.0.2"


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names and numbers of an internet on this machine: a host that leads to a public address when first looked up, and
    inside afterwards. Gives the names that were looked up, in their order."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, port: int | None, *rest: Any, **named: Any) -> Any:
        if host == PUBLIC:
            return real("127.0.0.1", port, *rest, **named)
        if not host.endswith(".exemple"):
            return real(host, port, *rest, **named)
        asked.append(host)
        inner = host.startswith("interne") or asked.count(host) > 1
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (REBOUND if inner else PUBLIC, port or 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_the_connection_goes_to_the_address_that_was_looked_at(work: RoomAtWork, internet: list[str]) -> None:
    with served({"/a.ics": (200, calendar("20260304T090000", "20260304T100000"))}) as home:
        port = home.rpartition(":")[2]
        work.obey(SubscribeBusy(of=ME, address=f"http://mairie.exemple:{port}/a.ics"))
        work.tick("read_calendars")
    assert (starts(work), problem(work)) == ([AFTERNOON], None)
    assert internet == ["mairie.exemple"]
    assert served.hosts[-1] == f"mairie.exemple:{port}"


def test_a_redirect_to_the_inside_is_not_followed(work: RoomAtWork, internet: list[str]) -> None:
    with served({"/a.ics": (302, b"http://interne.exemple/a.ics")}) as home:
        work.obey(SubscribeBusy(of=ME, address=f"http://mairie.exemple:{home.rpartition(':')[2]}/a.ics"))
        work.tick("read_calendars")
    assert "n’est pas publique" in str(problem(work))
    assert internet == ["mairie.exemple", "interne.exemple"]


@pytest.mark.parametrize(
    "address",
    ["::ffff:10.0.0.1", "::1", "2002:7f00:1::", "64:ff9b::a00:1", "fec0::1", "224.0.0.1", "169.254.169.254", "0.0.0.0"],
)
def test_an_inner_address_is_known_in_every_dress(work: RoomAtWork, address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    work.obey(SubscribeBusy(of=ME, address=f"http://{host}/a.ics"))
    work.tick("read_calendars")
    assert "n’est pas publique" in str(problem(work))


def test_what_is_too_heavy_or_never_ends_is_left(work: RoomAtWork) -> None:
    with served({"/long.ics": (200, b"x" * (MOST_BYTES + 1)), "/slow.ics": (200, SLOWLY)}) as home:
        with pytest.raises(Unreadable, match="trop lourd"):
            fetch(f"{home}/long.ics", private=True)
        with pytest.raises(Unreadable, match="ne répond pas"):
            fetch(f"{home}/slow.ics", private=True, seconds=0.2)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "calendrier", "https://", "ftp://exemple.fr/a.ics"])
def test_what_is_no_address_is_refused(work: RoomAtWork, address: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        work.obey(SubscribeBusy(of=ME, address=address))
    assert refusal.value.problems[0][0] == "address"


def test_a_calendar_taken_back_is_not_read_any_more(work: RoomAtWork) -> None:
    work.obey(SubscribeBusy(of=ME, address="https://exemple.invalid/a.ics"))
    work.obey(DropBusy(of=ME, kind="subscription"))
    work.tick("read_calendars")
    assert page(work).sources == []


def test_what_lies_ahead_is_counted_from_now(work: RoomAtWork) -> None:
    busy(work, "2027-03-04T08:00", "2027-03-04T09:30")
    (line,) = page(work).sources
    assert (line.kind, line.ahead) == ("file", 1)
