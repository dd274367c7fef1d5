"""Documents made from what the room knows: the comparative note and the cahier des charges."""

from __future__ import annotations

import base64

from services.platforms.queries.page import shortlist_card
from services.platforms.queries.questions import criteria_of, get_questioning
from services.platforms.queries.registry import QUERIES
from services.platforms.rules.notes import comparative_note, specification_document
from services.platforms.rules.words import plain
from services.platforms.specifications import specification_card, the_specification
from services.platforms.tables import KNOWN, Shortlist
from shared.contracts.platforms import (
    GetQuestioning,
    GetSpecification,
    MakeComparativeNote,
    MakeSpecification,
    PlatformsFile,
    SpecificationCard,
)
from shared.documents import MEDIA_TYPES, Document, Format, make
from shared.errors import NotFound
from shared.storage.accompaniments import require
from shared.storage.unit_of_work import Reader


@QUERIES.answers(MakeComparativeNote)
def make_comparative_note(reader: Reader, query: MakeComparativeNote) -> PlatformsFile:
    """The platforms of a shortlist beside each other, as a document. Raises `NotFound`."""
    row = reader.session.get(Shortlist, query.shortlist)
    if row is None:
        raise NotFound("Cette liste de plateformes est inconnue.", code="unknown-shortlist")
    accompaniment = require(reader, KNOWN, row.accompaniment)
    card = shortlist_card(reader, row)
    slugs = [one.platform.slug for one in card.options]
    asked = {
        slug: get_questioning(reader, GetQuestioning(accompaniment=row.accompaniment, platform=slug)) for slug in slugs
    }
    criteria = criteria_of(reader, row.accompaniment, [])
    document = comparative_note(accompaniment.label, card, asked, criteria, reader.today)
    return _file(document, "note-comparative", card.need, query.format)


@QUERIES.answers(GetSpecification)
def get_specification(reader: Reader, query: GetSpecification) -> SpecificationCard:
    """One cahier des charges. Raises `NotFound`."""
    return specification_card(reader, the_specification(reader, query.specification))


@QUERIES.answers(MakeSpecification)
def make_specification(reader: Reader, query: MakeSpecification) -> PlatformsFile:
    """A cahier des charges as a document. Raises `NotFound`."""
    row = the_specification(reader, query.specification)
    label = require(reader, KNOWN, row.accompaniment).label
    document = specification_document(label, specification_card(reader, row), reader.today)
    return _file(document, "cahier-des-charges", row.need, query.format)


def _file(document: Document, kind: str, need: str, format_: Format) -> PlatformsFile:
    words = plain(need).encode("ascii", "ignore").decode().replace(" ", "-")[:50].strip("-")
    return PlatformsFile(
        filename=f"{kind}-{words}.{format_}" if words else f"{kind}.{format_}",
        media_type=MEDIA_TYPES[format_],
        content=base64.b64encode(make(document, format_)).decode(),
    )
