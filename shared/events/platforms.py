"""What `platforms` tells: the catalogue, needs and their cases, shortlists and choices."""

from __future__ import annotations

from typing import Literal

from shared.events.base import Event


class _PlatformsEvent(Event):
    source = "platforms"


class PlatformDescribed(_PlatformsEvent):
    """A card of the catalogue was added, corrected or withdrawn; `fields` are the codes of those that changed."""

    platform: str
    label: str
    state: Literal["added", "corrected", "withdrawn"]
    fields: list[str] = []


class InitiativeWatched(_PlatformsEvent):
    """An initiative that inspires is on the watch list; `left` says why it is no longer followed, where it is not."""

    initiative: str
    label: str
    place: str = ""
    left: str = ""


class CaseAssigned(_PlatformsEvent):
    """The préfiguration case (1 to 5) in which a need stands now; earlier ones are kept (PLT-20, U46)."""

    case: Literal[1, 2, 3, 4, 5]
    need: str
    reason: str
    project: str = ""
    cooperation: str | None = None
    platform: str | None = None
    workshop: Literal["formulation", "clarification"] | None = None


class PlatformQuestioned(_PlatformsEvent):
    """Somebody answered one of the shared questions on a platform; several people do, no score comes of it (U12)."""

    platform: str
    question: str
    criteria: list[str] = []


class EliminatoryCriterionHeld(_PlatformsEvent):
    """A territory holds a criterion of the charter to be eliminatory, or (`held` false) no longer does."""

    criterion: str
    held: bool
    reason: str


class NeedLinked(_PlatformsEvent):
    """Somebody sees in a platform an answer to a need; `left` says why it no longer is one."""

    link: str
    need: str
    platform: str
    left: str = ""


class SpecificationDrafted(_PlatformsEvent):
    """The cahier des charges of a need was written, the version of this number (case 4)."""

    specification: str
    need: str
    project: str = ""
    number: int = 1
    cooperation: str | None = None


class PlatformShortlisted(_PlatformsEvent):
    """A platform is one of two or more on a shortlist, with what sets it apart (PLT-08)."""

    shortlist: str
    platform: str
    approach: str
    public: bool = False


class PlatformPresented(_PlatformsEvent):
    """A shortlisted platform was presented to the people concerned."""

    shortlist: str
    platform: str


class ChoiceLeftOpen(_PlatformsEvent):
    """Nobody has chosen yet, and that is an answer (PLT-09, U8); `ask_again` is a day, if somebody named one."""

    shortlist: str
    note: str | None = None
    ask_again: str | None = None


class PlatformChosen(_PlatformsEvent):
    """The collectivité and its partners chose a platform of the shortlist."""

    shortlist: str
    platform: str
