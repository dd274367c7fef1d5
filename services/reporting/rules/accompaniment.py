"""Where one accompaniment stands: a fold of its facts, each figure kept as the facts that make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from services.reporting.rules.facts import ASIDE, Fact, telling
from shared.clock import paris_day
from shared.partial_dates import latest_day

PLANNING = frozenset({"workshop-scheduled", "workshop-moved"})


@dataclass(slots=True)
class Shortlist:
    """Platforms side by side for a need; `choice` is the fact that ended it, None while nobody has chosen."""

    options: list[Fact] = field(default_factory=list)
    presented: list[Fact] = field(default_factory=list)
    left_open: Fact | None = None
    choice: Fact | None = None


@dataclass(slots=True)
class Poll:
    """A search for a date among people; `deadline` is the fact that says it, `ended` the one that ended it."""

    opened: Fact | None = None
    deadline: Fact | None = None
    overdue: Fact | None = None
    missing: int = 0
    ended: Fact | None = None

    @property
    def title(self) -> str:
        """What the workshop is to be called."""
        return str(self.opened.data["title"]) if self.opened else ""


@dataclass(slots=True)
class Accompaniment:
    """One territory in one call, folded from facts in the order of their story (`told` is that order).

    A mapping gives for each distinct thing (an interview, a structure, a stake …) the fact that counts for it.
    """

    id: str
    enrolled: Fact | None = None
    stage: Fact | None = None
    last: Fact | None = None
    interviews_planned: dict[str, Fact] = field(default_factory=dict)
    interviews: dict[str, Fact] = field(default_factory=dict)
    structures: dict[str, Fact] = field(default_factory=dict)
    latest_of_structure: dict[str, Fact] = field(default_factory=dict)
    contacts: dict[str, Fact] = field(default_factory=dict)
    stakes: dict[str, Fact] = field(default_factory=dict)
    conclusion: Fact | None = None
    presented: Fact | None = None
    orientation: Fact | None = None
    months_without_slot: dict[str, Fact] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    conflicts: dict[str, Fact] = field(default_factory=dict)
    scheduled: dict[str, Fact] = field(default_factory=dict)
    cancelled: dict[str, Fact] = field(default_factory=dict)
    held: dict[str, Fact] = field(default_factory=dict)
    attendance: dict[str, Fact] = field(default_factory=dict)
    shortlists: dict[str, Shortlist] = field(default_factory=dict)
    platforms: dict[str, Fact] = field(default_factory=dict)
    tasks: dict[str, Fact] = field(default_factory=dict)
    bilan_due: Fact | None = None
    bilan: Fact | None = None

    @property
    def territory(self) -> str | None:
        """The territory's id, once enrolled."""
        return self.enrolled.territory if self.enrolled else None

    @property
    def name(self) -> str:
        """The territory's name, as it was when it was enrolled."""
        return str(self.enrolled.data["name"]) if self.enrolled else ""

    @property
    def ess_interested(self) -> list[Fact]:
        """For each structure of the ESS that wants to cooperate, the latest interview, which says so (DIA-12)."""
        latest = self.latest_of_structure.values()
        return [fact for fact in latest if fact.data["ess"] and fact.data["appetite"] == "interested"]

    @property
    def contacts_stalled(self) -> list[Fact]:
        """What told of a contact that its next step is overdue, where nothing was said of it since."""
        return [fact for fact in self.contacts.values() if fact.type == "contact-stalled"]

    @property
    def shortlist(self) -> Shortlist | None:
        """The newest shortlist: what «the choice» is about."""
        return list(self.shortlists.values())[-1] if self.shortlists else None

    @property
    def waits_for_orientation(self) -> bool:
        """Whether a diagnostic says «trop tôt» and no orientation was validated since."""
        concluded = self.conclusion
        if concluded is None or concluded.data["conclusion"] != "too-early":
            return False
        return self.orientation is None or _before(self.orientation, concluded)

    @property
    def polls_open(self) -> list[Poll]:
        """The polls that have no date yet and were not closed."""
        return [poll for poll in self.polls.values() if poll.opened is not None and poll.ended is None]

    def workshops_passed(self, day: date) -> list[Fact]:
        """What planned a workshop for a day before `day` that was neither held nor cancelled."""
        open_ = [fact for id_, fact in self.scheduled.items() if id_ not in self.held and id_ not in self.cancelled]
        return [fact for fact in open_ if (planned := planned_day(fact)) is not None and planned < day]

    def workshops_without_attendance(self) -> list[Fact]:
        """The workshops held for which nobody recorded who came."""
        return [fact for id_, fact in self.held.items() if id_ not in self.attendance]

    def interviews_to_log(self, day: date) -> list[Fact]:
        """What planned an interview for a day before `day` that was not logged."""
        open_ = [fact for id_, fact in self.interviews_planned.items() if id_ not in self.interviews]
        return [fact for fact in open_ if date.fromisoformat(fact.data["on"]) < day]


def fold(id_: str, facts: Iterable[Fact]) -> Accompaniment:
    """The accompaniment that these facts make; they come in the order of their story (`facts.order`)."""
    state = Accompaniment(id_)
    for fact in facts:
        if fact.type not in ASIDE:
            state.last = fact
        effect = _EFFECTS.get(fact.type)
        if effect is not None:
            effect(state, fact)
    return state


def planned_day(fact: Fact) -> date | None:
    """The day (Europe/Paris) that a scheduled or moved workshop was given; a partial date counts by its last day."""
    end = fact.data.get("end") or fact.data.get("start")
    if end:
        return paris_day(datetime.fromisoformat(end))
    planned = fact.data.get("planned")
    return latest_day(planned) if planned else None


def _before(one: Fact, other: Fact) -> bool:
    return (one.on, *telling(one)) < (other.on, *telling(other))


def _enrolled(state: Accompaniment, fact: Fact) -> None:
    state.enrolled = state.enrolled or fact


def _interview(state: Accompaniment, fact: Fact) -> None:
    structure = fact.data["structure"]
    state.interviews.setdefault(fact.data["interview"], fact)
    state.structures.setdefault(structure, fact)
    state.latest_of_structure.pop(structure, None)
    state.latest_of_structure[structure] = fact


def _contact(state: Accompaniment, fact: Fact) -> None:
    _keep_last_told(state.contacts, fact.data["contact"], fact)


def _no_slot(state: Accompaniment, fact: Fact) -> None:
    _keep_last_told(state.months_without_slot, fact.data["month"], fact)


def _poll(state: Accompaniment, fact: Fact) -> Poll:
    return state.polls.setdefault(fact.data["poll"], Poll())


def _poll_opened(state: Accompaniment, fact: Fact) -> None:
    poll = _poll(state, fact)
    poll.opened = poll.deadline = fact
    poll.missing = fact.data["guests"]


def _poll_answered(state: Accompaniment, fact: Fact) -> None:
    _poll(state, fact).missing = fact.data["missing"]


def _poll_extended(state: Accompaniment, fact: Fact) -> None:
    poll = _poll(state, fact)
    poll.deadline, poll.overdue = fact, None


def _poll_overdue(state: Accompaniment, fact: Fact) -> None:
    poll = _poll(state, fact)
    poll.overdue, poll.missing = fact, fact.data["missing"]


def _poll_ended(state: Accompaniment, fact: Fact) -> None:
    _poll(state, fact).ended = fact


def _conflict_detected(state: Accompaniment, fact: Fact) -> None:
    state.conflicts[fact.data["conflict"]] = fact


def _conflict_resolved(state: Accompaniment, fact: Fact) -> None:
    state.conflicts.pop(fact.data["conflict"], None)


def _attendance(state: Accompaniment, fact: Fact) -> None:
    _keep_last_told(state.attendance, fact.data["workshop"], fact)


def _keep_last_told(kept: dict[str, Fact], key: str, fact: Fact) -> None:
    """A later telling replaces an earlier one, wherever both stand (WKS-11)."""
    if key not in kept or telling(kept[key]) < telling(fact):
        kept[key] = fact


def _bilan_due(state: Accompaniment, fact: Fact) -> None:
    """A deadline that was moved is told again: the last telling says the day."""
    if state.bilan_due is None or telling(state.bilan_due) < telling(fact):
        state.bilan_due = fact


def _shortlisted(state: Accompaniment, fact: Fact) -> None:
    _shortlist(state, fact).options.append(fact)


def _presented_platform(state: Accompaniment, fact: Fact) -> None:
    state.platforms.setdefault(fact.data["platform"], fact)
    _shortlist(state, fact).presented.append(fact)


def _left_open(state: Accompaniment, fact: Fact) -> None:
    shortlist = _shortlist(state, fact)
    shortlist.left_open, shortlist.choice = fact, None


def _chosen(state: Accompaniment, fact: Fact) -> None:
    _shortlist(state, fact).choice = fact


def _shortlist(state: Accompaniment, fact: Fact) -> Shortlist:
    return state.shortlists.setdefault(fact.data["shortlist"], Shortlist())


def _task_done(state: Accompaniment, fact: Fact) -> None:
    """A line of a checklist that was taken up again is told again: the last telling counts."""
    known = state.tasks.get(fact.data["task"])
    if known is not None and telling(known) < telling(fact):
        del state.tasks[fact.data["task"]]


def _task(state: Accompaniment, fact: Fact) -> None:
    _keep_last_told(state.tasks, fact.data["task"], fact)


def _set(name: str) -> Callable[[Accompaniment, Fact], None]:
    return lambda state, fact: setattr(state, name, fact)


def _first(name: str, key: str) -> Callable[[Accompaniment, Fact], None]:
    return lambda state, fact: getattr(state, name).setdefault(fact.data[key], fact)


def _latest(name: str, key: str) -> Callable[[Accompaniment, Fact], None]:
    return lambda state, fact: getattr(state, name).__setitem__(fact.data[key], fact)


_EFFECTS: dict[str, Callable[[Accompaniment, Fact], None]] = {
    "territory-enrolled": _enrolled,
    "stage-entered": _set("stage"),
    "interview-planned": _latest("interviews_planned", "interview"),
    "interview-logged": _interview,
    "contact-advanced": _contact,
    "contact-stalled": _contact,
    "stake-named": _first("stakes", "stake"),
    "diagnostic-concluded": _set("conclusion"),
    "diagnostic-presented": _set("presented"),
    "orientation-validated": _set("orientation"),
    "slot-search-failed": _no_slot,
    "poll-opened": _poll_opened,
    "poll-answered": _poll_answered,
    "poll-extended": _poll_extended,
    "poll-overdue": _poll_overdue,
    "poll-decided": _poll_ended,
    "poll-closed": _poll_ended,
    "agenda-conflict-detected": _conflict_detected,
    "agenda-conflict-resolved": _conflict_resolved,
    "workshop-scheduled": _latest("scheduled", "workshop"),
    "workshop-moved": _latest("scheduled", "workshop"),
    "workshop-cancelled": _first("cancelled", "workshop"),
    "workshop-held": _first("held", "workshop"),
    "attendance-recorded": _attendance,
    "platform-shortlisted": _shortlisted,
    "platform-presented": _presented_platform,
    "choice-left-open": _left_open,
    "platform-chosen": _chosen,
    "task-assigned": _task,
    "task-finished": _task_done,
    "bilan-due": _bilan_due,
    "bilan-held": _set("bilan"),
}
