"""Documents that leave: the comparative note of a shortlist, and the cahier des charges. No ranking, no winner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.platforms.rules.fields import FIELDS, write_field
from services.platforms.rules.questions import QUESTIONS
from shared.contracts.platforms import (
    CriterionReading,
    Questioning,
    ShortlistCard,
    ShortlistOption,
    SpecificationCard,
    Stance,
)
from shared.documents import (
    EUROPEAN_UNION,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    Words,
    bold,
    paragraphs,
)
from shared.french import long_day, tidy
from shared.partial_dates import in_french, parse

SILENT = "Les sources n’en disent rien."
COMPARED = (
    "purpose",
    "operator",
    "legal_form",
    "economic_model",
    "openness",
    "white_label",
    "scale",
    "reach",
    "public",
)
_WRITTEN_TOGETHER = (
    "Ce document se lit et se modifie à plusieurs : il dit ce que l’outil doit faire, ce qui le borne, et ce à quoi le "
    "territoire tient."
)
_STANCES: dict[Stance, str] = {"reassured": "plutôt rassuré", "unsure": "à éclaircir", "concerned": "inquiet"}


def comparative_note(
    label: str,
    card: ShortlistCard,
    questionings: Mapping[str, Questioning],
    criteria: Iterable[CriterionReading],
    on: date,
) -> Document:
    """The platforms of a shortlist beside each other, by their differences of approach (PLT-08)."""
    options = card.options
    blocks: list[Block] = [
        Paragraph(
            "Ces plateformes sont présentées côte à côte, sans note ni classement. Le choix appartient au "
            "territoire, et il peut rester ouvert.",
            "lead",
        ),
        Heading("Leur approche"),
        Table(["", *(one.platform.label for one in options)], _approach(options), row_heads=True),
    ]
    if card.differences:
        blocks += [Heading("Ce qui les sépare"), *paragraphs(tidy(card.differences))]
    blocks += [Heading("Ce que disent leurs fiches"), _facts(options)]
    blocks += _held(criteria) + _answers(options, questionings)
    blocks += [Heading("Où en est le choix"), *_choice(card), *_sources(options)]
    return Document(
        title=tidy(f"Note comparative : {card.need}"),
        subtitle=label,
        blocks=blocks,
        made=on,
        header=label,
        footer=f"Note du {long_day(on)}",
        funding=EUROPEAN_UNION,
    )


def _approach(options: Sequence[ShortlistOption]) -> list[list[Words]]:
    rows: list[list[Words]] = [["Approche", *(tidy(one.approach) for one in options)]]
    if any(one.adaptation for one in options):
        rows.append(["À adapter ici", *(tidy(one.adaptation) or "—" for one in options)])
    return rows


def _facts(options: Sequence[ShortlistOption]) -> Table:
    rows: list[list[Words]] = []
    for code in COMPARED:
        said = [write_field(code, getattr(one.platform, code)) for one in options]
        if any(said):
            label = FIELDS[code].label
            silent = "non" if code == "public" else SILENT
            rows.append([f"{label[:1].upper()}{label[1:]}", *(tidy(text) or silent for text in said)])
    return Table(["", *(one.platform.label for one in options)], rows, row_heads=True)


def _held(criteria: Iterable[CriterionReading]) -> list[Block]:
    held: list[Words] = [
        [bold(one.label), Run(tidy(f" : {one.eliminatory}"))] for one in criteria if one.eliminatory is not None
    ]
    return [Heading("Critères que le territoire tient pour éliminatoires"), Bullets(held)] if held else []


def _answers(options: Sequence[ShortlistOption], questionings: Mapping[str, Questioning]) -> list[Block]:
    blocks: list[Block] = []
    for option in options:
        readings = [
            reading
            for group in questionings[option.platform.slug].groups
            for reading in group.questions
            if reading.answers
        ]
        if not readings:
            continue
        blocks.append(Heading(f"Questions sur {option.platform.label}"))
        for reading in readings:
            mark = " (les avis diffèrent)" if reading.differ else ""
            blocks.append(Heading(f"{QUESTIONS[reading.question]}{mark}", 2))
            blocks.append(
                Bullets([tidy(f"{one.text} ({_STANCES[one.stance]})") for one in reading.answers if one.text])
            )
    return blocks


def _choice(card: ShortlistCard) -> list[Paragraph]:
    if card.choice is None:
        note = f" : {card.open_note}" if card.open_note else ""
        return [Paragraph(tidy(f"Le choix reste ouvert{note}".rstrip(".") + "."))]
    label = next(one.platform.label for one in card.options if one.platform.slug == card.choice)
    reason = card.history[-1].note
    return [Paragraph(tidy(f"{label}{f' : {reason}' if reason else ''}".rstrip(".") + "."))]


def _sources(options: Sequence[ShortlistOption]) -> list[Block]:
    items = [
        tidy(f"{one.platform.label}, {FIELDS[source.field].label} : {source.source}{_dated(source.date)}")
        for one in options
        for source in one.platform.sources
        if source.field in COMPARED
    ]
    return [Heading("Sources"), Bullets(list(dict.fromkeys(items)))] if items else []


def _dated(edtf: str | None) -> str:
    return f", {in_french(parse(edtf))}" if edtf else ""


def specification_document(label: str, card: SpecificationCard, on: date) -> Document:
    """The cahier des charges: functions, constraints, values, and what was found of providers."""
    blocks: list[Block] = [
        Paragraph(tidy(_WRITTEN_TOGETHER), "lead"),
    ]
    for title, lines in (
        ("Ce que l’outil doit faire", card.functions),
        ("Ce qui le borne", card.constraints),
        ("Ce à quoi nous tenons", card.principles),
    ):
        blocks.append(Heading(title))
        blocks.append(Bullets([tidy(line) for line in lines]) if lines else Paragraph("À écrire."))
    if card.sourcing:
        blocks += [Heading("Prestataires et solutions étudiés"), *paragraphs(tidy(card.sourcing))]
    return Document(
        title=tidy(f"Cahier des charges : {card.need}"),
        subtitle=f"{label}, projet {card.project}" if card.project else label,
        blocks=blocks,
        made=on,
        header=label,
        footer=f"Version du {long_day(on)}",
        funding=EUROPEAN_UNION,
    )
