"""The catalogue as files: CSV that can be imported again, and JSON-LD in the words of schema.org."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from services.platforms.rules.fields import FIELDS, write_field
from services.platforms.rules.sources import write_sources
from shared.contracts.platforms import PlatformCard

SOURCES_COLUMN = "sources"
_OURS = "urn:terreau:plateformes:"
CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "terreau": f"{_OURS}terme:",
    "label": "schema:name",
    "aliases": "schema:alternateName",
    "domains": "schema:applicationCategory",
    "purpose": "schema:description",
    "operator": "schema:provider",
    "legal_form": "terreau:formeJuridique",
    "bodies": {"@id": "schema:sponsor", "@container": "@set"},
    "role": "schema:roleName",
    "economic_model": "terreau:modeleEconomique",
    "openness": "schema:license",
    "white_label": "terreau:marqueBlanche",
    "scale": "schema:areaServed",
    "reach": "terreau:rayonnement",
    "supporters": "schema:funder",
    "links": {"@id": "schema:url", "@type": "@id"},
    "public": "terreau:publique",
    "refused": "terreau:cooperationRefusee",
    "sources": {"@id": "dcterms:source", "@container": "@set"},
    "field": "terreau:rubrique",
    "source": "dcterms:bibliographicCitation",
    "quote": "schema:text",
    "date": "dcterms:date",
    "platforms": "@graph",
}
"""Every key of the file and what it means; it stands in the file itself, so that nothing has to be fetched."""


def as_csv(cards: Iterable[PlatformCard]) -> bytes:
    """Semicolons, UTF-8 with its mark (spreadsheets then show the accents), a column per field and one for sources."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(field.label for field in FIELDS.values()), SOURCES_COLUMN])
    for card in cards:
        said = card.model_dump()
        writer.writerow([*(_cell(write_field(code, said[code])) for code in FIELDS), write_sources(card.sources)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(text: str) -> str:
    # A spreadsheet would run it as a formula; the space in front is dropped when the file is read again.
    return f" {text}" if text[:1] in ("=", "+", "-", "@") else text


def as_json_ld(cards: Iterable[PlatformCard]) -> bytes:
    """Linked data: what the sources do not state is absent, every field's sources stand beside it."""
    graph = [_node(card) for card in cards]
    text = json.dumps({"@context": CONTEXT, "platforms": graph}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _node(card: PlatformCard) -> dict[str, Any]:
    said = card.model_dump()
    stated = {code: said[code] for code in FIELDS if said[code] not in (None, "", [])}
    if card.bodies:
        stated["bodies"] = [
            {"@type": "schema:Organization"} | {name: text for name, text in body.model_dump().items() if text}
            for body in card.bodies
        ]
    sources = [{name: text for name, text in one.model_dump().items() if text} for one in card.sources]
    node = {"@id": f"{_OURS}{card.slug}", "@type": "schema:WebApplication", **stated}
    return node | {"sources": sources} if sources else node
