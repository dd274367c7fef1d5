"""The sections that read across: the matrix, the team's reading, the conclusion and what was decided."""

from __future__ import annotations

from services.diagnostic.rules.restitution.facts import Facts, Section, when
from shared.contracts.diagnostic import ConclusionCard, MoffCategory, MoffItem, OrientationCard, ThemeReading
from shared.contracts.diagnostic.labels import CONCLUSIONS, EVIDENCE, MOFF, STRUCTURE_KINDS
from shared.documents.model import Block, Bullets, Heading, Paragraph, Run, Table, Words, bold, paragraphs
from shared.french import listing, plural, tidy

NB = "\u00a0"
_PAIRS: tuple[tuple[MoffCategory, MoffCategory], ...] = (("resource", "weakness"), ("opportunity", "risk"))
SAYS: dict[str, str] = {
    "too-early": "«\u00a0Trop tôt\u00a0» est un résultat\u00a0: il dit par quoi commencer.",
    "too-late": (
        "«\u00a0Trop tard\u00a0»\u00a0: des habitudes sont prises autour d’autres outils, qui suffisent à ceux qui "
        "s’en servent."
    ),
}
"""Two distinct warnings (domain.md 2.4, DIA-40)."""


def matrix(facts: Facts) -> Section:
    """The MOFF matrix, and where kinds of actors meet or contradict each other (DIA-20 to DIA-22)."""
    section = Section("La matrice MOFF", f"/accompagnements/{facts.accompaniment}/moff")
    if not facts.moff.items:
        return section
    for left, right in _PAIRS:
        cells: list[Words] = [_cell(section, facts, category) for category in (left, right)]
        section.blocks.append(Table([MOFF[left][0], MOFF[right][0]], [cells]))
    if facts.moff.readings:
        section.blocks.append(Heading("Ce que les acteurs en disent ensemble", 2))
        section.blocks.append(Bullets([_reading(one) for one in facts.moff.readings]))
    return section


def _cell(section: Section, facts: Facts, category: MoffCategory) -> Words:
    items = [one for one in facts.moff.items if one.now.category == category]
    runs: list[Run] = []
    for one in items:
        text = section.say(one.now.text, MOFF[category][0], f"{section.path}/{one.id}")
        about = _about(section, one)
        runs += [Run("\n" if runs else ""), Run(f"•{NB}{text}"), Run(f" ({about})" if about else "", italic=True)]
    return runs or "–"


def _about(section: Section, one: MoffItem) -> str:
    """What an item rests on; of an interview only the kind of structure leaves."""
    parts = [one.now.theme, STRUCTURE_KINDS[one.now.voice].lower() if one.now.voice else ""]
    # What the group knows anyway needs no ground; only what was collected says where.
    ground = EVIDENCE[one.now.evidence].lower() if one.now.evidence != "known" else ""
    source = section.say(one.now.source, f"source de «{NB}{one.now.text[:40]}{NB}»", f"{section.path}/{one.id}")
    parts.append(f"{ground}{NB}: {source}" if ground and source else ground or source)
    return tidy(", ".join(part for part in parts if part))


def _reading(one: ThemeReading) -> Words:
    views = []
    if one.contradiction:
        views.append("regards opposés")
    if one.convergences:
        views.append("regards communs")
    said = " ; ".join(
        f"{MOFF[category][0].lower()} : {listing(STRUCTURE_KINDS[kind].lower() for kind in kinds)}"
        for category, kinds in one.kinds.items()
    )
    head = f"{one.theme} ({', '.join(views)})" if views else one.theme
    return [bold(head), Run(tidy(f" — {said}."))]


def reading(facts: Facts) -> Section:
    """What the team reads across the interviews (DIA-13, DIA-14, DIA-22)."""
    section = Section("Lecture d’ensemble", f"/accompagnements/{facts.accompaniment}/synthese/lecture")
    written = facts.synthesis.written
    for title, text in (
        ("", written.reading),
        ("Des coopérations déjà à l’œuvre", written.cooperations),
        ("Ce que les acteurs intéressés ont en commun", written.common),
        ("Ce que personne ne peut porter seul", written.means),
    ):
        if not text:
            continue
        shown = section.say(text, title.lower())
        section.blocks += [Heading(title, 2)] if title else []
        section.blocks += paragraphs(shown)
    return section


def concluded(facts: Facts) -> Section:
    """The conclusion, its presentations, the orientation and the entry point (3.7); earlier conclusions stay."""
    section = Section("Conclusion et suites", f"/accompagnements/{facts.accompaniment}/issue")
    outcome = facts.outcome
    for place, one in enumerate(outcome.conclusions):
        section.blocks += _conclusion(section, one) if place == 0 else [_earlier(section, one)]
    if outcome.presentations:
        section.blocks.append(Heading("Restitution", 2))
        for told in reversed(outcome.presentations):
            audience = section.say(told.audience, "restitution")
            day = when(told.occurred)
            section.blocks.append(
                Paragraph(tidy(f"Présenté {day}{' à : ' if audience else ''}{audience}.".replace("  ", " ")))
            )
            section.blocks += paragraphs(section.say(told.feedback, "retours"))
    if outcome.orientations:
        section.blocks += _orientation(section, outcome.orientations[0])
    return section


def _conclusion(section: Section, one: ConclusionCard) -> list[Block]:
    day = when(one.occurred)
    blocks: list[Block] = [
        Paragraph([bold(f"{CONCLUSIONS[one.conclusion].capitalize()}"), Run(f" ({day})." if day else ".")], "lead")
    ]
    if one.conclusion in SAYS:
        blocks.append(Paragraph(SAYS[one.conclusion]))
    blocks += paragraphs(section.say(one.plain_words, "en mots simples"))
    if one.reasons:
        blocks.append(Bullets([section.say(reason, "raisons") for reason in one.reasons]))
    return blocks


def _earlier(section: Section, one: ConclusionCard) -> Block:
    reasons = listing(section.say(reason, "raisons") for reason in one.reasons)
    day = f" {when(one.occurred)}" if one.occurred else ""
    words = f"Auparavant{day} : « {CONCLUSIONS[one.conclusion]} »{' : ' if reasons else ''}{reasons}."
    return Paragraph(tidy(words), "note")


def _orientation(section: Section, one: OrientationCard) -> list[Block]:
    by = section.say(one.validated_by, "validation")
    day = when(one.occurred)
    told = f"Validée {day}{' par ' if by else ''}{by}.".replace("  ", " ").replace(" .", ".")
    blocks: list[Block] = [
        Heading("L’orientation validée", 2),
        *paragraphs(section.say(one.orientation, "orientation")),
        Paragraph(tidy(told), "note"),
    ]
    if one.entry_point:
        blocks += [Heading("La porte d’entrée", 2), *paragraphs(section.say(one.entry_point, "porte d’entrée"))]
        tests = []
        if one.interests:
            tests.append(f"Elle intéresse les structures : {section.say(one.interests, 'porte d’entrée')}")
        if one.stakes:
            answered = listing(f"« {title} »" for title in one.stakes)
            tests.append(f"Elle répond à {plural(len(one.stakes), 'enjeu', 'enjeux')} du diagnostic : {answered}")
        if tests:
            blocks.append(Bullets([tidy(test) for test in tests]))
    return blocks
