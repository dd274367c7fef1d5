"""Two platforms or more side by side, presented, chosen or left open (PLT-08, PLT-09). No stars, no score."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from shared.contracts.base import Value
from shared.contracts.platforms.base import PlatformsCommand
from shared.contracts.platforms.catalogue import PlatformCard
from shared.partial_dates import Occurred


class Option(Value):
    """A platform on a shortlist, with its approach: what sets it apart (PLT-08).

    `adaptation`: what of its offer, governance or pace would have to be adapted to the place (PLT-11).
    """

    platform: str
    approach: str = Field(min_length=1)
    adaptation: str = ""


class ShortlistPlatforms(PlatformsCommand):
    """Put two platforms or more side by side for a need; never one alone (PLT-08, PLT-10)."""

    accompaniment: str
    need: str = Field(min_length=1)
    options: list[Option]
    differences: str = ""
    occurred: Occurred | None = None


class PresentPlatforms(PlatformsCommand):
    """The platforms of a shortlist were presented."""

    shortlist: str
    circle: str = ""
    occurred: Occurred | None = None


class LeaveChoiceOpen(PlatformsCommand):
    """Nobody has chosen yet (PLT-09); `ask_again` is the day on which to ask, else three months later."""

    shortlist: str
    note: str | None = None
    ask_again: date | None = None
    occurred: Occurred | None = None


class ChoosePlatform(PlatformsCommand):
    """A platform of the shortlist was chosen."""

    shortlist: str
    platform: str
    reason: str = ""
    occurred: Occurred | None = None


class ShortlistOption(Value):
    """An option with its card."""

    platform: PlatformCard
    approach: str
    adaptation: str = ""


class ChoiceStep(Value):
    """One step in the history of a choice; `choice` null: it was left, or opened again."""

    choice: str | None
    note: str
    occurred: str | None
    ask_again: date | None = None


class ShortlistCard(Value):
    """A shortlist, its options by name (no ranking); `choice` is a slug, or null while it is open.

    `circle` says before whom the platforms were presented, `history` how the choice went, oldest first.
    """

    id: str
    accompaniment: str
    need: str
    options: list[ShortlistOption]
    differences: str
    occurred: str | None
    presented: bool
    presented_on: str | None
    choice: str | None
    open_note: str | None
    circle: str = ""
    history: list[ChoiceStep] = []
