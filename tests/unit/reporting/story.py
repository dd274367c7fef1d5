"""Stories told by hand: events with the date they give, recorded one minute after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.reporting.rules.facts import Fact, Told
from services.reporting.rules.programme import Programme, programme
from services.reporting.rules.standing import standing
from shared import events
from shared.events import Event
from shared.partial_dates import latest_day

RECORDED = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
COQUELICOT = {"territory": "t-coquelicot", "accompaniment": "a-coquelicot"}
HELLEMMES = {"territory": "t-hellemmes", "accompaniment": "a-hellemmes"}


class Story:
    """What is told, in the order of telling."""

    def __init__(self, recorded: datetime = RECORDED) -> None:
        self.told: list[Told] = []
        self.recorded = recorded

    def tell(self, event: Event, occurred: str | None = None, *, recorded: datetime | None = None) -> Told:
        """Add one event; it is recorded a minute after the one before unless said otherwise."""
        self.recorded = recorded or self.recorded + timedelta(minutes=1)
        one = Told(
            id=f"e{len(self.told) + 1:04d}",
            type=event.type(),
            territory=event.territory,
            accompaniment=event.accompaniment,
            occurred=occurred,
            latest=None if occurred is None else latest_day(occurred),
            recorded=self.recorded,
            data=event.model_dump(mode="json"),
        )
        self.told.append(one)
        return one

    def call(self, occurred: str | None = "2024-06", id_: str = "c-2024", **more: Any) -> None:
        """A call opens."""
        self.tell(events.CallPublished(call=id_, title=f"Appel {id_}", **more), occurred)

    def enrol(
        self, occurred: str | None = "2024-11", who: dict[str, str] = COQUELICOT, call: str = "c-2024", **more: Any
    ) -> None:
        """A territory enters a call."""
        name = "CC du Pays du Coquelicot" if who is COQUELICOT else "Hellemmes"
        self.tell(
            events.TerritoryEnrolled(call=call, name=name, kind="communaute-de-communes", **who, **more), occurred
        )

    def interview(self, number: int, structure: str, occurred: str | None = None, **more: Any) -> Told:
        """An interview is logged."""
        said = {"kind": "ess", "ess": True, "appetite": "interested", **COQUELICOT, **more}
        return self.tell(events.InterviewLogged(interview=f"i{number}", structure=structure, **said), occurred)

    def facts(self, known_at: datetime | None = None) -> list[Fact]:
        """The facts with the days they stand on."""
        return standing(self.told, known_at)

    def as_of(self, day: str, known_at: datetime | None = None) -> Programme:
        """The programme as of a day."""
        return programme(self.facts(known_at), date.fromisoformat(day))
