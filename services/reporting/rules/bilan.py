"""The bilan of an accompaniment (domain.md 7.1): the whole year told, its figures open, modest results included.

Everything comes from the facts as of a day and as known at an instant: the same dates give the same document.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from services.reporting.rules import sentences
from services.reporting.rules.accompaniment import Accompaniment
from services.reporting.rules.facts import ASIDE, Fact
from services.reporting.rules.figures import FIGURES, facts_behind
from services.reporting.rules.follow_up import line
from services.reporting.rules.programme import Programme
from shared.contracts.reporting import BilanFigure, BilanMoment, BilanPage
from shared.contracts.workshops.causes import CAUSES, EXTERNAL
from shared.contracts.workshops.labels import SEARCH_FAILURES
from shared.documents import (
    EUROPEAN_UNION,
    Block,
    Bullets,
    Heading,
    Paragraph,
    Run,
    Table,
    bold,
    paragraphs,
)
from shared.documents import Document as Written
from shared.french import long_day, tidy
from shared.partial_dates import in_french, parse

SHOWN = (
    "interviews",
    "organisations_met",
    "organisations_ess_interested",
    "stakes",
    "diagnostic_conclusion",
    "workshops_held",
    "attendance",
    "months_without_slot",
    "platforms_presented",
    "choice",
)
"""The figures of a bilan, from the diagnostic to the workshops (REP-01)."""

_NOT_TOLD = ASIDE | {"moff-updated", "item-gathered", "organisation-registered", "contact-added", "contact-advanced"}
_HINDERED = frozenset({"workshop-moved", "workshop-cancelled", "workshop-maintained"})


def bilan(programme: Programme, one: Accompaniment, known_at: str) -> BilanPage:
    """All that the bilan of an accompaniment says as of the programme's day."""
    call = programme.call_of(one)
    story = [fact for fact in programme.facts if fact.accompaniment == one.id and fact.type not in _NOT_TOLD]
    row = line(programme, call, one)
    figures = [
        BilanFigure(
            code=code,
            label=FIGURES[code].label,
            value=FIGURES[code].value(row),
            definition=FIGURES[code].definition,
            events=[fact.id for fact in facts_behind(FIGURES[code], programme, one)],
        )
        for code in SHOWN
    ]
    held = one.bilan.data if one.bilan else {}
    return BilanPage(
        territory=one.territory or "",
        name=one.name,
        call=call.title,
        as_of=programme.day.isoformat(),
        known_at=known_at,
        enrolled=row.enrolled,
        stage=row.stage,
        held=one.bilan is not None,
        held_on=one.bilan.occurred if one.bilan else None,
        findings=str(held.get("findings", "")),
        open_questions=[str(question) for question in held.get("open_questions", [])],
        figures=figures,
        hindrances=_hindrances(one, story),
        needs=_told(story, "need-emerged"),
        agreements=_told(story, "agreement-recorded"),
        visits=_told(story, "visit-held"),
        projects=_told(story, "project-emerged"),
        story=[_moment(fact) for fact in story],
    )


def _moment(fact: Fact, sentence: str | None = None) -> BilanMoment:
    return BilanMoment(
        event=fact.id, type=fact.type, occurred=fact.occurred, sentence=sentence or sentences.sentence(fact)
    )


def _told(story: Iterable[Fact], type_: str) -> list[BilanMoment]:
    return [_moment(fact) for fact in story if fact.type == type_]


def _hindrances(one: Accompaniment, story: Iterable[Fact]) -> list[BilanMoment]:
    """What stood in the way, each with its kind; what was nobody's doing is said as such (REP-07, U49)."""
    found = [_hindrance(fact, *_why_no_slot(fact)) for fact in one.months_without_slot.values()]
    found += [_hindrance(fact, *_why_changed(fact)) for fact in story if fact.type in _HINDERED]
    return found


def _hindrance(fact: Fact, kind: str, external: bool) -> BilanMoment:
    return _moment(fact).model_copy(update={"cause": kind or None, "external": external})


def _why_no_slot(fact: Fact) -> tuple[str, bool]:
    reason = str(fact.data["reason"])
    return SEARCH_FAILURES.get(reason, reason), reason == "external"


def _why_changed(fact: Fact) -> tuple[str, bool]:
    cause = next((code for code in CAUSES if code == fact.data.get("cause")), None)
    return (CAUSES[cause], cause in EXTERNAL) if cause else ("", False)


# --- as a document


def document(page: BilanPage) -> Written:
    """The bilan to read together, to complete by hand, and to keep."""
    day = date.fromisoformat(page.as_of)
    return Written(
        title=tidy(f"Bilan de l’accompagnement : {page.name}"),
        subtitle=page.call,
        blocks=list(_blocks(page)),
        made=day,
        header=tidy(f"Bilan · {page.name}"),
        footer=tidy(f"État au {long_day(day)}"),
        funding=EUROPEAN_UNION,
    )


def _blocks(page: BilanPage) -> Iterable[Block]:
    yield from _findings(page)
    yield Heading("Ce que disent les chiffres")
    yield Paragraph("Ils décrivent, ils ne classent pas : aucun territoire ne se compare à un autre.", "note")
    yield Table(
        ("Chiffre", "Valeur", "Ce qu’il veut dire"),
        [[one.label, one.value, one.definition] for one in page.figures],
        widths=(3, 3, 6),
        row_heads=True,
    )
    yield from _list("Ce qui a freiné", page.hindrances, "Aucun report ni mois sans créneau n’est noté.")
    yield from _list("Visites", page.visits)
    yield from _list("Besoins apparus", page.needs)
    yield from _list("Accords", page.agreements)
    yield from _list("Projets nés ensuite", page.projects)
    if page.projects:
        yield Paragraph("La part de l’accompagnement dans ces projets ne se mesure pas ; elle n’est pas nulle.", "note")
    yield Heading("Le récit")
    if page.story:
        rows = [[_when(one.occurred), one.sentence] for one in page.story]
        yield Table(("Quand", "Ce qui s’est passé"), rows, widths=(2, 7))
    else:
        yield Paragraph("Aucun fait n’est encore noté.")
    yield Heading("Questions qui restent ouvertes")
    if page.open_questions:
        yield Bullets(page.open_questions)
    else:
        yield Paragraph("Aucune question n’est notée.")


def _findings(page: BilanPage) -> Iterable[Block]:
    yield Heading("Ce que nous constatons ensemble")
    if page.held:
        yield Paragraph([bold("Réunion de bilan : "), _run(_when(page.held_on))])
        yield from paragraphs(page.findings) or [Paragraph("Aucun constat n’est écrit.")]
    else:
        yield Paragraph("La réunion de bilan n’est pas encore tenue : cette partie s’écrira ensemble.")


def _run(text: str) -> Run:
    return Run(text)


def _list(title: str, moments: list[BilanMoment], nothing: str = "") -> Iterable[Block]:
    if not moments and not nothing:
        return
    yield Heading(title)
    if not moments:
        yield Paragraph(nothing)
        return
    yield Bullets([_said(one) for one in moments])


def _said(one: BilanMoment) -> str:
    cause = ("cause extérieure, " if one.external else "") + (one.cause or "")
    suffix = f" ({cause.rstrip(', ')})" if cause else ""
    return tidy(f"{_when(one.occurred)} : {one.sentence.rstrip('.')}{suffix}.")


def _when(occurred: str | None) -> str:
    return in_french(parse(occurred), "short") if occurred else "date inconnue"
