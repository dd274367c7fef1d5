"""What a group wrote down as documents: the convergence matrix both ways, personas with their journeys; pure.

A cell left empty says that nobody spoke yet: nothing is made up in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from services.portal.words import MOMENTS, STANCES_OF
from shared.contracts.workshops import GatheredItem
from shared.documents import EUROPEAN_UNION, Block, Document, Heading, Paragraph, Table, Words, paragraphs
from shared.french import long_day, tidy

NOT_SAID = "—"
_JOURNEY = {"needs": "Besoins", "actions": "Actions", "positives": "Ce qui aide", "negatives": "Ce qui gêne"}
_PERSONA = {"identity": "Identité", "motives": "Ce qui l’amène", "needs": "Besoins"}
CUBE = ("Piste de projet", "Acteur", *STANCES_OF.values())


def convergence(items: Sequence[GatheredItem], territory: str, on: date) -> Document:
    """The matrix: for each project what each actor says of it, then for each actor all of it (U11)."""
    projects, stances = _kind(items, "project"), _kind(items, "stance")
    blocks: list[Block] = [
        Paragraph("Pour chaque piste, ce que chacun comprend, attend et peut apporter (— : pas encore dit).", "lead")
    ]
    if projects:
        blocks.append(Heading("Par piste de projet"))
    for project in projects:
        blocks += [Heading(tidy(project.body["title"]), 2), *paragraphs(tidy(project.body["detail"]))]
        blocks += _table("Acteur", [(one.body["actor"], one) for one in stances if one.parent == project.id])
    actors = dict.fromkeys(str(one.body["actor"]) for one in stances)
    if actors:
        blocks.append(Heading("Par acteur"))
    titles = {one.id: str(one.body["title"]) for one in projects}
    for actor in actors:
        theirs = [(titles.get(one.parent or "", ""), one) for one in stances if one.body["actor"] == actor]
        blocks += [Heading(tidy(actor), 2), *_table("Piste", theirs)]
    if not projects:
        blocks.append(Paragraph("Aucune piste de projet n’est encore posée."))
    return _document("Matrice de convergence", blocks, territory, on)


def _table(head: str, rows: Sequence[tuple[str, GatheredItem]]) -> list[Block]:
    if not rows:
        return [Paragraph("Aucun acteur ne s’est encore exprimé.", "note")]
    said: list[list[Words]] = [[tidy(name), *_cells(one, STANCES_OF)] for name, one in rows]
    return [Table((head, *STANCES_OF.values()), said, widths=(3, 4, 4, 4, 4), row_heads=True)]


def personas(items: Sequence[GatheredItem], territory: str, on: date) -> Document:
    """Each persona with the journey before, during and after (U44)."""
    blocks: list[Block] = [
        Paragraph("Des personnes inventées, pour imaginer qui viendrait et comment (— : pas encore dit).", "lead")
    ]
    steps = _kind(items, "step")
    found = _kind(items, "persona")
    for one in found:
        rows: list[list[Words]] = [[label, tidy(one.body[name]) or NOT_SAID] for name, label in _PERSONA.items()]
        blocks += [Heading(tidy(one.body["label"])), Table(("", ""), rows, widths=(1, 4), row_heads=True)]
        blocks += _journey([step for step in steps if step.parent == one.id])
    if not found:
        blocks.append(Paragraph("Aucun persona n’est encore inventé."))
    return _document("Personas et parcours", blocks, territory, on)


def _journey(steps: Sequence[GatheredItem]) -> list[Block]:
    blocks: list[Block] = []
    for moment, label in MOMENTS.items():
        now = [one for one in steps if one.body["moment"] == moment]
        if now:
            rows: list[list[Words]] = [[_step(one), *_cells(one, _JOURNEY)] for one in now]
            header = ("Étape", *_JOURNEY.values())
            blocks += [Heading(label, 2), Table(header, rows, widths=(3, 4, 4, 4, 4), row_heads=True)]
    return blocks or [Paragraph("Son parcours n’est pas encore décrit.", "note")]


def _step(one: GatheredItem) -> str:
    title = tidy(one.body["title"])
    return f"{title} (un outil numérique serait utile)" if one.body["tool"] else title


def cube(items: Sequence[GatheredItem]) -> list[dict[str, str]]:
    """The matrix as rows: a project, an actor, their four answers; a project of which nobody spoke has a row too."""
    stances = _kind(items, "stance")
    rows = []
    for project in _kind(items, "project"):
        theirs: list[GatheredItem | None] = [one for one in stances if one.parent == project.id]
        for one in theirs or [None]:
            said = ["", *("" for _ in STANCES_OF)] if one is None else [one.body["actor"], *_said(one, STANCES_OF)]
            rows.append(dict(zip(CUBE, [str(project.body["title"]), *map(str, said)], strict=True)))
    return rows


def _kind(items: Iterable[GatheredItem], kind: str) -> list[GatheredItem]:
    return [one for one in items if one.kind == kind]


def _said(one: GatheredItem, names: Iterable[str]) -> list[str]:
    return [str(one.body[name]) for name in names]


def _cells(one: GatheredItem, names: Iterable[str]) -> list[str]:
    return [tidy(text) or NOT_SAID for text in _said(one, names)]


def _document(title: str, blocks: Sequence[Block], territory: str, on: date) -> Document:
    return Document(
        title=title,
        subtitle=territory,
        blocks=blocks,
        made=on,
        header=tidy(f"{title} · {territory}"),
        footer=tidy(f"Le {long_day(on)}"),
        funding=EUROPEAN_UNION,
        landscape=True,
    )
