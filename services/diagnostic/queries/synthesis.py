"""The synthesis of an accompaniment: by kind of actor, by theme, in the words of actors and team."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from sqlalchemy import select

from services.diagnostic.queries.moff import get_moff
from services.diagnostic.queries.page import get_diagnostic
from services.diagnostic.queries.registry import QUERIES
from services.diagnostic.queries.thematic import themes_spoken_of
from services.diagnostic.rules.structures import plain_name
from services.diagnostic.rules.synthesis import kind_readings, standings
from services.diagnostic.synthesis_stamps import READING, reading_seen, verbatim_seen
from services.diagnostic.tables import KNOWN, Contact, Grid, Interview, ReadingRow, ThematicRow, VerbatimRow
from shared.contracts.diagnostic import (
    GetDiagnostic,
    GetMoff,
    GetSynthesis,
    ListThemeAnswers,
    MoffPage,
    Reading,
    StructureKind,
    SynthesisPage,
    ThemeAnswer,
    ThemeAnswers,
    ThemeItem,
    ThemeSynthesis,
    Verbatim,
)
from shared.naming import structures_in
from shared.stamps import stamp
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


class _Given(NamedTuple):
    """An answer to a question of the grid, under the question's theme (plain)."""

    theme: str
    answer: ThemeAnswer


@QUERIES.answers(GetSynthesis)
def get_synthesis(reader: Reader, query: GetSynthesis) -> SynthesisPage:
    """The synthesis of one accompaniment; raises `NotFound` for an unknown one. Nothing in it ranks territories."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    page = get_diagnostic(reader, GetDiagnostic(accompaniment=accompaniment))
    moff = get_moff(reader, GetMoff(accompaniment=accompaniment))
    said = verbatims(reader, accompaniment)
    logged = [one for one in page.interviews if one.state == "logged"]
    interested, reluctant = standings(logged)
    return SynthesisPage(
        accompaniment=accompaniment,
        interviews=len(logged),
        structures=page.structures_met,
        ess_interested=page.ess_interested,
        tally=page.tally,
        kinds=kind_readings(page.tally, moff.items, said),
        themes=_themes(reader, accompaniment, moff, said),
        unthemed=[one for one in said if not one.theme],
        interested=interested,
        reluctant=reluctant,
        written=written(reader, accompaniment),
    )


@QUERIES.answers(ListThemeAnswers)
def list_theme_answers(reader: Reader, query: ListThemeAnswers) -> ThemeAnswers:
    """Every answer under one theme of the grid, of any version; raises `NotFound` for an unknown accompaniment."""
    accompaniment = require(reader, KNOWN, query.accompaniment).id
    theme = plain_name(query.theme)
    return ThemeAnswers(
        theme=query.theme,
        answers=[given.answer for given in _answers(reader, accompaniment) if given.theme == theme],
    )


def verbatims(reader: Reader, accompaniment: str) -> list[Verbatim]:
    """The verbatims that stand, the oldest first, each with the names of structures that it gives away."""
    rows = reader.session.execute(
        select(VerbatimRow, Interview.label)
        .outerjoin(Interview, Interview.id == VerbatimRow.interview)
        .where(VerbatimRow.accompaniment == accompaniment, VerbatimRow.withdrawn.is_(False))
        .order_by(VerbatimRow.id)
    ).all()
    names = _structure_names(reader, accompaniment) if rows else []
    return [
        Verbatim(
            id=row.id,
            stamp=stamp(verbatim_seen(row)),
            text=row.text,
            theme=row.theme,
            kind=row.kind,
            interview=row.interview,
            structure=structure,
            leaves=row.leaves,
            names=structures_in(row.text, names),
        )
        for row, structure in rows
    ]


def written(reader: Reader, accompaniment: str) -> Reading:
    """What the team wrote last across the interviews."""
    row = reader.session.scalar(
        select(ReadingRow).where(ReadingRow.accompaniment == accompaniment).order_by(ReadingRow.version.desc()).limit(1)
    )
    if row is None:
        return Reading(stamp="", reading="", cooperations="", common="", means="", author=None, at=None)
    said = {name: getattr(row, name) for name in READING}
    return Reading(stamp=stamp(reading_seen(row)), **said, author=row.author, at=row.recorded_at.isoformat())


def _structure_names(reader: Reader, accompaniment: str) -> list[str]:
    met = select(Interview.label).where(Interview.accompaniment == accompaniment, Interview.state != "withdrawn")
    planned = select(Contact.label).where(Contact.accompaniment == accompaniment)
    return [*reader.session.scalars(met), *reader.session.scalars(planned)]


def _themes(reader: Reader, accompaniment: str, moff: MoffPage, said: list[Verbatim]) -> list[ThemeSynthesis]:
    answers: defaultdict[str, Counter[StructureKind]] = defaultdict(Counter)
    for given in _answers(reader, accompaniment):
        answers[given.theme][given.answer.kind] += 1
    written_portraits = select(ThematicRow.plain_theme, ThematicRow.id).where(
        ThematicRow.accompaniment == accompaniment
    )
    portraits = {row.plain_theme: row.id for row in reader.session.execute(written_portraits)}
    return [
        ThemeSynthesis(
            theme=theme,
            items=[
                ThemeItem(category=one.now.category, kind=one.now.voice, text=one.now.text)
                for one in moff.items
                if plain_name(one.now.theme) == plain
            ],
            verbatims=[one for one in said if plain_name(one.theme) == plain],
            answers=dict(answers[plain]),
            portrait=portraits.get(plain),
        )
        for plain, theme in themes_spoken_of(reader, accompaniment).items()
    ]


def _answers(reader: Reader, accompaniment: str) -> list[_Given]:
    grids = {
        grid.id: {question["key"]: question for question in grid.questions}
        for grid in reader.session.scalars(select(Grid).where(Grid.accompaniment == accompaniment))
    }
    rows = reader.session.execute(
        select(Interview.id, Interview.label, Interview.kind, Interview.grid, Interview.answers)
        .where(Interview.accompaniment == accompaniment, Interview.state == "logged", Interview.answers.is_not(None))
        .order_by(Interview.told)
    )
    return [
        _Given(
            plain_name(question["theme"]),
            ThemeAnswer(interview=row.id, structure=row.label, kind=row.kind, question=question["text"], answer=answer),
        )
        for row in rows
        for key, answer in (row.answers or {}).items()
        if (question := grids.get(row.grid, {}).get(key)) is not None
    ]
