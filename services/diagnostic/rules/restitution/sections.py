"""The sections that say how the diagnostic was made and what the actors say."""

from __future__ import annotations

from services.diagnostic.rules.circles import Circle, circles_in_words, circles_svg
from services.diagnostic.rules.restitution.facts import Facts, Section
from services.diagnostic.rules.synthesis import RELUCTANT, period
from shared.contracts.diagnostic import Appetite, OutgoingText, ThematicPortrait, Verbatim
from shared.contracts.diagnostic.labels import (
    APPETITES,
    CIRCLES_OF_ACTORS,
    FACETS,
    OBSERVATION_KINDS,
    STRUCTURE_KINDS,
)
from shared.documents.model import Bullets, Heading, Paragraph, Picture, Run, Table, bold, paragraphs
from shared.french import agree, listing, month, plural, tidy

NB = "\u00a0"
_HOLDING: dict[Appetite, str] = {"reserved": "de la réserve", "distrust": "de la méfiance", "refusal": "un refus"}


def made(facts: Facts) -> Section:
    """How the diagnostic was made: interviews, grid, observations."""
    section = Section("Comment le diagnostic a été mené", f"/accompagnements/{facts.accompaniment}/synthese")
    logged = [one for one in facts.page.interviews if one.state == "logged"]
    said: list[str] = []
    if logged:
        met = plural(facts.synthesis.structures, "structure rencontrée", "structures rencontrées")
        said.append(f"{plural(len(logged), 'entretien')}, {met}{_between(facts)}.")
    grid = facts.grid.current
    if grid is not None and grid.agreements:
        section.texts += [
            OutgoingText(place=section.title, path=section.path, text=one.party) for one in grid.agreements
        ]
        parties = list(dict.fromkeys(one.party for one in grid.agreements))
        shared = f"une grille partagée, convenue entre {listing(parties)}"
        alone = f"une grille qu’une seule partie a approuvée : {parties[0]}"
        said.append(f"Les entretiens ont suivi {shared if len(parties) > 1 else alone}.")
    if facts.observations:
        seen = listing(
            f"{OBSERVATION_KINDS[kind].lower()} ({count})" for kind, count in facts.observations.items() if count
        )
        said.append(f"Sur le terrain, hors entretiens{NB}: {seen}.")
    if said:
        section.blocks = [
            Paragraph(tidy(" ".join(said))),
            Paragraph(
                "Les paroles citées sont données sous la seule sorte d’acteur qui les dit. Ce diagnostic parle de ce "
                "territoire et ne se compare à aucun autre.",
                "note",
            ),
        ]
    return section


def _between(facts: Facts) -> str:
    found = period([one for one in facts.page.interviews if one.state == "logged"])
    if found is None:
        return ""
    first, last = month(found[0]), month(found[1])
    return f", en {first}" if first == last else f", de {first} à {last}"


def kinds(facts: Facts) -> Section:
    """The structures met by kind of actor, and how they stand towards cooperating (DIA-11, DIA-12, U26)."""
    section = Section("Ce que les acteurs disent de la coopération", f"/accompagnements/{facts.accompaniment}/synthese")
    readings = [one for one in facts.synthesis.kinds if one.structures]
    if not readings:
        return section
    rows = [
        [
            STRUCTURE_KINDS[one.kind],
            str(one.structures),
            ", ".join(f"{APPETITES[code].lower()}{NB}: {count}" for code, count in one.appetites.items()),
        ]
        for one in readings
    ]
    section.blocks = [
        Table(
            ["Sorte d’acteur", "Structures", "Où elles en sont"],
            rows,
            caption="D’après le dernier entretien avec chaque structure",
            widths=[4, 2, 7],
            numbers=frozenset({1}),
            row_heads=True,
        ),
        *[Paragraph(tidy(sentence)) for sentence in _stand(facts)],
    ]
    return section


def _stand(facts: Facts) -> list[str]:
    said = []
    if facts.synthesis.interested:
        kinds_of = listing(_kinds_of(facts, "interested"))
        count = plural(len(facts.synthesis.interested), "structure se dit", "structures se disent")
        interested = agree(len(facts.synthesis.interested), "intéressée", "intéressées")
        said.append(f"{count} {interested} ({kinds_of}).")
    if facts.synthesis.reluctant:
        words = listing((_HOLDING[code] for code in RELUCTANT if _kinds_of(facts, code)), "ou")
        count = plural(len(facts.synthesis.reluctant), "structure exprime", "structures expriment")
        said.append(f"{count} {words}{NB}: ce sont des réponses comme les autres.")
    return said


def _kinds_of(facts: Facts, appetite: Appetite) -> list[str]:
    standing = [*facts.synthesis.interested, *facts.synthesis.reluctant]
    found = dict.fromkeys(STRUCTURE_KINDS[one.kind].lower() for one in standing if one.appetite == appetite)
    return list(found)


def actors(facts: Facts) -> Section:
    """The circles of stakeholders around the statement, drawn and listed (DIA-30, DIA-31)."""
    section = Section("Les acteurs et leurs cercles", f"/accompagnements/{facts.accompaniment}/contacts")
    circles = [
        Circle(
            label,
            [
                section.say(one.label, label, f"/accompagnements/{facts.accompaniment}/contacts")
                for one in facts.plan.contacts
                if one.circle == code
            ],
        )
        for code, label in CIRCLES_OF_ACTORS.items()
    ]
    if not any(circle.names for circle in circles):
        return Section(section.title, section.path)
    problem = section.say(facts.plan.problem, "au centre")
    frame = section.say(facts.plan.frame, "le cadre")
    section.blocks = [
        Picture(
            circles_svg(problem, circles),
            "svg",
            tidy(circles_in_words(problem, circles)),
            166,
            "Les cinq cercles d’acteurs autour de la question posée",
        ),
        Table(
            ["Cercle", "Acteurs"],
            [[circle.label, ", ".join(circle.names) or "–"] for circle in circles],
            widths=[1, 3],
            row_heads=True,
        ),
    ]
    if frame:
        section.blocks.insert(0, Paragraph([bold(f"Le cadre{NB}: "), Run(frame)]))
    return section


def thematic(facts: Facts) -> Section:
    """The thematic portraits, facet by facet: before any crossed reading (3.5)."""
    section = Section("Portraits thématiques", f"/accompagnements/{facts.accompaniment}/portraits")
    for one in facts.portraits:
        path = f"{section.path}/{one.id}"
        section.blocks.append(Heading(section.say(one.now.theme, one.now.theme, path), 2))
        for code, label in FACETS.items():
            text = section.say(one.now.facets.get(code, ""), f"{one.now.theme}, {label.lower()}", path)
            if text:
                section.blocks += [Heading(label, 3), *paragraphs(text)]
        ground = _ground(section, one, path)
        if ground:
            section.blocks.append(Paragraph(ground, "note"))
    return section


def _ground(section: Section, one: ThematicPortrait, path: str) -> str:
    """What a portrait rests on: studies by name, interviews and observations by their number alone."""
    interviews = sum(ground.kind == "interview" for ground in one.now.grounds)
    observations = len(one.now.grounds) - interviews
    parts = [section.say(source, f"{one.now.theme}, sources", path) for source in one.now.sources]
    parts += [plural(interviews, "entretien")] if interviews else []
    parts += [plural(observations, "observation de terrain", "observations de terrain")] if observations else []
    return f"Sur quoi cela repose{NB}: {listing(parts)}." if parts else ""


def verbatims(facts: Facts) -> Section:
    """What actors said, under the kind of structure alone."""
    section = Section("Paroles recueillies", f"/accompagnements/{facts.accompaniment}/synthese")
    groups = [(one.theme, one.verbatims) for one in facts.synthesis.themes]
    groups.append(("", facts.synthesis.unthemed))
    for theme, said in groups:
        leaving = [one for one in said if one.leaves]
        if not leaving:
            continue
        if theme:
            section.blocks.append(Heading(section.say(theme), 2))
        elif section.blocks:
            section.blocks.append(Heading("Autres paroles", 2))
        for one in leaving:
            section.blocks.append(_quote(section, one, theme, facts.accompaniment))
    return section


def _quote(section: Section, one: Verbatim, theme: str, accompaniment: str) -> Paragraph:
    text = tidy(one.text.strip().strip('«»"“” \u00a0\u202f'))
    place = f"{section.title}, {theme or 'sans thème'} ({STRUCTURE_KINDS[one.kind].lower()})"
    section.texts.append(
        OutgoingText(
            place=place,
            path=f"/accompagnements/{accompaniment}/verbatims/{one.id}",
            text=text,
            verbatim=True,
            names=one.names,
        )
    )
    return Paragraph([Run(f"«{NB}{text}{NB}»"), Run(f"\n— {STRUCTURE_KINDS[one.kind]}")], "quote")


def stakes(facts: Facts) -> Section:
    """The stakes, in the territory's own words (3.6)."""
    section = Section("Les enjeux du territoire", f"/accompagnements/{facts.accompaniment}/synthese")
    if facts.page.stakes:
        section.blocks = [
            Bullets(
                [
                    [bold(section.say(one.title)), *([Run(f"{NB}: {section.say(one.detail)}")] if one.detail else [])]
                    for one in facts.page.stakes
                ],
                ordered=True,
            )
        ]
    return section
