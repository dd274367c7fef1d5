"""The journal as facts, kept in this process between two answers: only what is new is read and folded again.

The journal only grows, so what was read stays true; how many events each accompaniment has, and the last of them, says
whether there is more. Nothing here is stored: the answer is always the fold of the journal, made with less work.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from services.reporting import journal
from services.reporting.journal import Placed, Stamp
from services.reporting.moments import Moments
from services.reporting.rules.accompaniment import Accompaniment, fold
from services.reporting.rules.facts import Fact, Told, order, without_retracted
from services.reporting.rules.programme import Programme, programme
from services.reporting.rules.standing import standing


def programme_of(session: Session, when: Moments) -> Programme:
    """The whole programme as of a day, as it was known at an instant."""
    return _memory_of(session).programme(session, when)


def everything(session: Session, known_at: datetime) -> list[Fact]:
    """Every fact known at an instant, in the order of the story."""
    return _memory_of(session).facts(session, known_at)


@dataclass(slots=True)
class _Story:
    """What is known of one accompaniment (or of none), in the order of the story; `learnt` is the last instant."""

    facts: list[Fact]
    learnt: datetime
    folded: tuple[int, Accompaniment] | None = None
    """The accompaniment as its first so many facts make it, for the day that was asked for last."""

    @classmethod
    def of(cls, told: list[Told]) -> _Story:
        return cls(standing(told), max(one.recorded for one in told))

    def as_known(self, at: datetime) -> _Story | None:
        """This story as it was known at an instant; None when nothing of it was."""
        if self.learnt <= at:
            return self
        told: list[Told] = [fact for fact in self.facts if fact.recorded <= at]
        return _Story.of(told) if told else None

    def fold(self, id_: str, day: date) -> Accompaniment | None:
        """The accompaniment as of a day; None when it had not begun."""
        counting = without_retracted(self.facts)
        visible = bisect_right(counting, day, key=_on)
        if visible == 0:
            return None
        if self.folded is None or self.folded[0] != visible:
            self.folded = visible, fold(id_, counting[:visible])
        return self.folded[1]


def _on(fact: Fact) -> date:
    return fact.on


Stories = dict[str | None, _Story]


class _Memory:
    """The facts of one journal. Its mappings are replaced, never changed: an answer may be made of the old ones."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._end = 0
        self._stamps: dict[str | None, Stamp] = {}
        self._stories: Stories = {}
        self._whole: list[Fact] | None = None
        self._last: Programme | None = None

    def facts(self, session: Session, known_at: datetime) -> list[Fact]:
        """Every fact known at an instant, in the order of the story."""
        return self._merged(self._known(session, known_at))

    def programme(self, session: Session, when: Moments) -> Programme:
        """The programme as of a day, as known at an instant."""
        stories = self._known(session, when.known_at)
        last = self._last
        if stories is self._stories and last is not None and last.day == when.as_of:
            return last
        state = programme(self._merged(stories), when.as_of, _folded(stories, when.as_of))
        if stories is self._stories:
            self._last = state
        return state

    def _merged(self, stories: Stories) -> list[Fact]:
        if stories is self._stories and self._whole is not None:
            return self._whole
        facts = sorted(chain.from_iterable(story.facts for story in stories.values()), key=order)
        if stories is self._stories:
            self._whole = facts
        return facts

    def _known(self, session: Session, at: datetime) -> Stories:
        """The stories as known at an instant: `self._stories` itself where nothing has to be left out."""
        with self._reading:
            self._read(session)
            stories = self._stories
        if all(story.learnt <= at for story in stories.values()):
            return stories
        then = {id_: story.as_known(at) for id_, story in stories.items()}
        return {id_: story for id_, story in then.items() if story is not None}

    def _read(self, session: Session) -> None:
        """Read what was told since; an accompaniment that does not add up even so is read anew.

        Positions are given before the commit, so that a lower one may appear after a higher one.
        """
        wanted = journal.stamps(session)
        if wanted == self._stamps:
            return
        placed = list(journal.told_after(session, self._end))
        self._end = max([self._end, *(position for position, _ in placed)])
        stamps, stories = _grown(self._stamps, self._stories, placed)
        missed = [id_ for id_, stamp in wanted.items() if stamps.get(id_) != stamp]
        if missed:
            again = _grown({}, {}, journal.told_in(session, missed))
            stamps, stories = stamps | again[0], stories | again[1]
        self._whole = self._last = None
        self._stamps = {id_: stamps[id_] for id_ in wanted if id_ in stamps}
        self._stories = {id_: stories[id_] for id_ in self._stamps}


def _grown(
    stamps: Mapping[str | None, Stamp], stories: Stories, placed: Iterable[Placed]
) -> tuple[dict[str | None, Stamp], Stories]:
    """Stamps and stories with more events told."""
    new: dict[str | None, list[Placed]] = defaultdict(list)
    for position, one in placed:
        new[one.accompaniment].append((position, one))
    grown_stamps, grown = dict(stamps), dict(stories)
    for id_, more in new.items():
        before = stamps.get(id_, Stamp(0, 0))
        grown_stamps[id_] = Stamp(before.events + len(more), max(before.last, *(position for position, _ in more), 0))
        old: list[Told] = list(stories[id_].facts) if id_ in stories else []
        grown[id_] = _Story.of([*old, *(one for _, one in more)])
    return grown_stamps, grown


def _folded(stories: Stories, day: date) -> dict[str, Accompaniment]:
    """Every accompaniment that has begun by the day, in the order of their first facts."""
    theirs = [(id_, story) for id_, story in stories.items() if id_ is not None]
    folded = {id_: story.fold(id_, day) for id_, story in sorted(theirs, key=lambda pair: order(pair[1].facts[0]))}
    return {id_: one for id_, one in folded.items() if one is not None}


_MEMORIES: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


def _memory_of(session: Session) -> _Memory:
    """The memory of the database that this session reads."""
    return _MEMORIES.setdefault(session.get_bind(), _Memory())
