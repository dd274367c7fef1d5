"""What a group writes down together: notes, ideas, the convergence matrix of its projects, personas and journeys.

Domain.md 4.3 to 4.6, U11, U44. Each thing is an item with its own body; it is rewritten by whoever saw it, and what it
said before stays.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from shared.contracts.base import Command, Query, Value

ItemKind = Literal["note", "idea", "project", "stance", "persona", "step"]
Moment = Literal["before", "during", "after"]
NoteSort = Literal["note", "question", "strong", "improve"]

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(max_length=3_000)]


class NoteBody(Value):
    """Something said in a session: a note, a question left open, a strong point, a point to improve."""

    kind: Literal["note"] = "note"
    text: Annotated[str, StringConstraints(min_length=1, max_length=3_000)]
    sort: NoteSort = "note"


class IdeaBody(Value):
    """An idea and its three constraints (4.5): it meets a need of the territory, takes place in the venue, can be done
    by those present; null: nobody said."""

    kind: Literal["idea"] = "idea"
    text: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    theme: Annotated[str, StringConstraints(max_length=100)] = ""
    meets_need: bool | None = None
    fits_place: bool | None = None
    feasible: bool | None = None


class ProjectBody(Value):
    """A project of cooperation that the group looks at (*piste*): two or three side by side (U11)."""

    kind: Literal["project"] = "project"
    title: Line
    detail: Words = ""


class StanceBody(Value):
    """What one actor says of a project (4.3): understood, the meaning of joining, expects, can bring."""

    kind: Literal["stance"] = "stance"
    actor: Line
    understood: Words = ""
    meaning: Words = ""
    expects: Words = ""
    brings: Words = ""


class PersonaBody(Value):
    """An invented user (4.6): identity, motives, needs."""

    kind: Literal["persona"] = "persona"
    label: Line
    identity: Words = ""
    motives: Words = ""
    needs: Words = ""


class StepBody(Value):
    """A step of a persona's journey, before, during or after (U44); `tool`: a booking tool would help here."""

    kind: Literal["step"] = "step"
    moment: Moment
    title: Line
    needs: Words = ""
    actions: Words = ""
    positives: Words = ""
    negatives: Words = ""
    tool: bool = False


Body = Annotated[NoteBody | IdeaBody | ProjectBody | StanceBody | PersonaBody | StepBody, Field(discriminator="kind")]


class _Command(Command):
    service = "workshops"


class AddItem(_Command):
    """Write something down; `parent` is the project of a stance or the persona of a step."""

    accompaniment: str
    workshop: str | None = None
    parent: str | None = None
    body: Body


class EditItem(_Command):
    """Say an item otherwise, seen as `seen`."""

    item: str
    seen: str
    body: Body


class WithdrawItem(_Command):
    """Take an item away, seen as `seen`; what it said stays in its history."""

    item: str
    seen: str
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class RaiseNeed(_Command):
    """Make a need of an item: platforms may answer it later (U10)."""

    item: str
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class GatheredItem(Value):
    """An item as it stands; `author` is the account that wrote it first, `need` what was made of it."""

    id: str
    workshop: str | None
    parent: str | None
    kind: ItemKind
    body: dict[str, Any]
    version: int
    author: str | None
    need: str | None
    stamp: str


class Gathered(Value):
    """All that a group wrote down, in the order it was written."""

    items: list[GatheredItem]


class ListGathered(Query[Gathered]):
    """What was written down in an accompaniment, or in one of its sessions."""

    service = "workshops"
    accompaniment: str
    workshop: str | None = None
