"""What the fault tests counted: docs/reliability.json, a row a fault, and the page docs/reliability.md made of it.

Only runs at full counts, or at a share of them, write; each fault replaces its own row. A long run may be made in
pieces: with `TERREAU_FAULTS_PIECE=1` a share is added to the row that earlier pieces made (ten pieces of 0.1 are a
full count). `python -m tests.faults.figures FILE…` takes in the rows that other checkouts counted.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.oracle import DOUBLED, LOST, Verdict

_ASKED = os.environ.get("TERREAU_FAULTS", "")
SHARE = 1.0 if _ASKED == "full" else float(_ASKED or 0)
"""Of the full counts: `TERREAU_FAULTS=full`, or a number such as 0.1 for a tenth of them; without it a few only."""

PIECE = bool(os.environ.get("TERREAU_FAULTS_PIECE"))
"""Whether this run adds to what earlier ones counted."""

FULL = SHARE > 0
DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "reliability.md"
ROWS = DOCS / "reliability.json"


def times(few: int, full: int) -> int:
    """How often: `few` in `make test`, `full` in `make faults`, or its share of it."""
    return max(few, round(full * SHARE))


def workload(few: int) -> int:
    """How many commands are sent meanwhile: the whole workload in every run that writes figures."""
    return 2_000 if FULL else few


@dataclass
class Tally:
    """One fault on one world. `tried`: how often it was inflicted; `survived`: after how many nothing was amiss."""

    fault: str
    world: str
    tried: int = 0
    survived: int = 0
    commands: int = 0
    told: int = 0
    heard: int = 0
    lost: int = 0
    doubled: int = 0
    amiss: int = 0
    excused: int = 0
    """Mails that came twice because death fell between the server's yes and our commit: the stated exception."""
    seconds: float = 0.0
    seeds: list[int] = field(default_factory=list)
    share: float = SHARE
    day: str = ""
    machine: str = ""

    def judge(self, verdict: Verdict, *, commands: int) -> None:
        """Take down what the oracle found after all of them."""
        self.commands += commands
        self.told, self.heard = verdict.told, verdict.heard
        self.lost, self.doubled = verdict.count(LOST), verdict.count(DOUBLED)
        self.amiss = len(verdict.findings) - self.lost - self.doubled

    def __add__(self, later: Tally) -> Tally:
        """Both pieces as one row, which bears the later one's day and machine."""
        counts = ("tried", "survived", "commands", "told", "heard", "lost", "doubled", "excused", "amiss")
        counts = (*counts, "seconds", "share")
        both = {name: round(getattr(self, name) + getattr(later, name), 3) for name in counts}
        return replace(later, seeds=self.seeds + later.seeds, **both)


@dataclass
class Figures:
    """Every tally of this run."""

    seed: int
    tallies: list[Tally] = field(default_factory=list)

    @contextmanager
    def fault(self, name: str, world: str) -> Iterator[Tally]:
        """Count a fault; all that were tried have survived when the block ends without a failure."""
        tally = Tally(name, world, seeds=[self.seed], day=datetime.now(UTC).date().isoformat(), machine=_machine())
        self.tallies.append(tally)
        begun, counts = time.monotonic(), FULL
        try:
            yield tally
            tally.survived = tally.tried
        except KeyboardInterrupt:  # somebody stopped the run: it says nothing
            counts = False
            raise
        finally:
            tally.seconds = round(time.monotonic() - begun, 1)
            if counts and (tally.survived or tally.told):  # else no oracle could judge it
                record([tally])


def record(tallies: Iterable[Tally]) -> None:
    """Put these rows in the place of older ones of the same fault and world (a piece: add them to those), and write
    the page again.
    """
    with ROWS.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two runs may count in one checkout
        file.seek(0)
        rows = _by_fault(Tally(**row) for row in json.loads(file.read() or "[]"))
        for key, tally in _by_fault(tallies).items():
            rows[key] = rows[key] + tally if PIECE and key in rows else tally
        kept = [rows[key] for key in sorted(rows)]
        file.truncate(0)
        file.write(json.dumps([asdict(tally) for tally in kept], indent=1, ensure_ascii=False) + "\n")
        PAGE.write_text(page(kept), encoding="utf-8")


def _by_fault(tallies: Iterable[Tally]) -> dict[tuple[str, str], Tally]:
    return {(tally.fault, tally.world): tally for tally in tallies}


def page(tallies: list[Tally]) -> str:
    """The page, from what was counted and nothing else."""
    return _PAGE.format(
        head=" | ".join(_COLUMNS),
        lines="|".join("---" if name in _TEXT else "---:" for name in _COLUMNS),
        rows="\n".join(_row(tally) for tally in tallies),
        machines=", ".join(sorted({tally.machine for tally in tallies})),
        tried=sum(tally.tried for tally in tallies),
        survived=sum(tally.survived for tally in tallies),
        commands=sum(tally.commands for tally in tallies),
        excused=sum(tally.excused for tally in tallies),
        lost=sum(tally.lost for tally in tallies),
        doubled=sum(tally.doubled for tally in tallies),
        amiss=sum(tally.amiss for tally in tallies),
    )


def _machine() -> str:
    return f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _row(tally: Tally) -> str:
    cells = (
        tally.fault,
        tally.world,
        "full" if tally.share >= 1 else f"{tally.share:.0%}",
        tally.tried,
        tally.survived,
        tally.commands,
        tally.told,
        tally.heard,
        tally.lost,
        tally.doubled,
        tally.excused,
        tally.amiss,
        f"{tally.seconds:.0f} s",
        ", ".join(map(str, tally.seeds)),
        tally.day,
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


_COLUMNS = (
    *("Fault", "World", "Counts", "Tried", "Survived", "Commands", "Told", "Deliveries", "Lost", "Doubled"),
    *("Excused", "Else amiss", "Took", "Seeds", "Day"),
)
_TEXT = {"Fault", "World", "Counts", "Seeds", "Day"}

_PAGE = """\
# Reliability: what was broken, and what it cost

Written by runs of `tests/faults` ({machines}; the machine had other work meanwhile).
`make faults` runs all of it at full counts; do not edit, run it again.

Each fault is inflicted while commands are being sent. In the house, embedded or full stack, they come from five
territories and all five services tell; the *toy rooms*, a teller and a listener of one territory, meet the same code
with reactions that were made to misbehave. A command keeps its id until it is accepted. Then an oracle that shares no
code with the services reads every store with plain SQL (`tests/faults/oracle.py`) and counts what is missing, double,
torn or wrongly put aside. *Survived*: the house worked again by itself and the oracle found nothing. *Counts*: of the
full counts of `make faults` (how often the fault is inflicted; the commands are never fewer than 2,000 where the
whole house works). *Told* and *Deliveries*: events, and their copies in the listeners' inboxes (mails, those that a
mail server received). *Excused*: mails received twice because a death fell between the server's yes and our commit,
each known from the database at that death (`docs/operations.md`). *Else amiss*: gaps, rows half-written, projections
that differ from a fold of the journal, events owed or parked that should not be. *Seeds*: `TERREAU_SEED` of each
piece of the run, for the same chances again.

| {head} |
|{lines}|
{rows}

A fault that `tests/faults` inflicts and that has no row here was so far only inflicted once or twice at a time, in
short runs (`make ordeals`, `make test`). A share below *full* is what the
machine had time for. A run that ended before the oracle could judge it (somebody stopped it, a tool of the test gave
up on a busy machine) counts for nothing and has no row.

Not broken here: brokers that lose sight of each other (one node stands for the cluster), the machine's power (its
processes are killed, its disk keeps what was written), a full disk under PostgreSQL or RabbitMQ. What is sent twice,
out of order or as poison is put into RabbitMQ's queues; the embedded bus lives inside its process, where nobody can
write to it, so there everything is heard again instead.

In all: {tried} tried, {survived} survived, {commands} commands; {lost} lost, {doubled} doubled, {excused} excused,
{amiss} else amiss.
"""


if __name__ == "__main__":
    for name in sys.argv[1:]:
        record(Tally(**row) for row in json.loads(Path(name).read_text(encoding="utf-8")))
