"""The restitution document: made from the facts, then edited by hand."""

from __future__ import annotations

from typing import Literal

from shared.contracts.base import Query, Value

RestitutionFormat = Literal["odt", "docx", "pdf"]


class OutgoingText(Value):
    """A text that leaves with the document: where it stands there, and where the team can change it.

    `verbatim`: no structure may be named in it either; `names` are those of structures met that stand in it.
    """

    place: str
    path: str
    text: str
    verbatim: bool = False
    names: list[str] = []


class Outgoing(Value):
    """Everything that people wrote and that leaves, in the order of the document; `empty`: parts without a fact."""

    accompaniment: str
    texts: list[OutgoingText]
    empty: list[str]


class GetOutgoing(Query[Outgoing]):
    """What would leave with the restitution document of one accompaniment."""

    service = "diagnostic"
    accompaniment: str


class RestitutionFile(Value):
    """A file: its name, its media type, its bytes in base64; `texts` are those that it holds, `reviewed` as asked."""

    filename: str
    media_type: str
    content: str
    texts: list[OutgoingText]
    reviewed: str


class MakeRestitution(Query[RestitutionFile]):
    """The restitution document; the same facts on the same day give the same bytes.

    `reviewed` says which findings of names somebody has read and let pass: whoever hands the file out checks it.
    """

    service = "diagnostic"
    accompaniment: str
    format: RestitutionFormat = "odt"
    reviewed: str = ""
