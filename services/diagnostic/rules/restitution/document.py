"""The sections in their order: thematic before crossed, figures before words, the conclusion last."""

from __future__ import annotations

from services.diagnostic.rules.restitution import crossed, sections
from services.diagnostic.rules.restitution.facts import Facts, Section
from shared.contracts.diagnostic import OutgoingText
from shared.contracts.diagnostic.labels import CONCLUSIONS
from shared.documents.funding import EUROPEAN_UNION
from shared.documents.model import Block, Bullets, Document, Heading, Paragraph, Run, Words, bold
from shared.french import agree, long_day, plural, tidy

NB = "\u00a0"
_SECTIONS = (
    sections.made,
    sections.kinds,
    sections.actors,
    sections.thematic,
    sections.verbatims,
    crossed.matrix,
    crossed.reading,
    sections.stakes,
    crossed.concluded,
)


def document(facts: Facts) -> Document:
    """The whole document, with the co-funding block on its first page (U42)."""
    blocks: list[Block] = [
        Paragraph(
            f"Document préparé le {long_day(facts.day)} à partir des faits consignés. Il est à relire et à compléter "
            "à la main avant d’être remis.",
            "note",
        ),
        Heading("L’essentiel"),
        Bullets(_essentials(facts)),
    ]
    for section in _made(facts):
        if section.blocks:
            blocks += [Heading(section.title), *section.blocks]
    return Document(
        title="Restitution du diagnostic",
        subtitle=facts.label,
        blocks=blocks,
        made=facts.day,
        header=tidy(f"{facts.label} · restitution du diagnostic"),
        footer=long_day(facts.day),
        funding=EUROPEAN_UNION,
    )


def outgoing(facts: Facts) -> list[OutgoingText]:
    """Every text that people wrote and that stands in the document, in its order."""
    return [text for section in _made(facts) for text in section.texts]


def empty_parts(facts: Facts) -> list[str]:
    """The titles of the sections that the document goes without."""
    return [section.title for section in _made(facts) if not section.blocks]


def _made(facts: Facts) -> list[Section]:
    return [make(facts) for make in _SECTIONS]


def _essentials(facts: Facts) -> list[Words]:
    found: list[Words] = []
    if facts.outcome.conclusions:
        conclusion = facts.outcome.conclusions[0].conclusion
        found.append([bold(f"Conclusion{NB}: "), Run(f"{CONCLUSIONS[conclusion]}.")])
    if facts.outcome.orientations:
        latest = facts.outcome.orientations[0]
        found.append([bold(f"Orientation validée{NB}: "), Run(tidy(latest.orientation))])
        if latest.entry_point:
            found.append([bold(f"Porte d’entrée{NB}: "), Run(tidy(latest.entry_point))])
    interviews, structures = facts.synthesis.interviews, facts.synthesis.structures
    ess = facts.synthesis.ess_interested
    met = agree(structures, "structure rencontrée", "structures rencontrées")
    keen = agree(ess, "structure de l’ESS intéressée", "structures de l’ESS intéressées")
    found.append(f"{plural(interviews, 'entretien')}, {structures} {met}, {ess} {keen}.")
    if facts.page.stakes:
        titles = ", ".join(one.title for one in facts.page.stakes)
        found.append([bold(f"{plural(len(facts.page.stakes), 'enjeu', 'enjeux')}{NB}: "), Run(tidy(titles))])
    return found
