"""The catalogue: cards added, rewritten whole or field by field."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.platforms.cards import held, said_by, seen_of, write
from services.platforms.commands.registry import COMMANDS
from services.platforms.rules.catalogue import same_name, slug_of
from services.platforms.rules.fields import FIELDS, Unreadable, read_field
from services.platforms.rules.sources import check_sources
from services.platforms.tables import Platform
from shared.contracts.base import Receipt
from shared.contracts.platforms import AddPlatform, DescribePlatform, PlatformFacts, PlatformSource, RevisePlatform
from shared.errors import InvalidInput, Refused
from shared.french import quoted, tidy
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(DescribePlatform)
def describe_platform(uow: UnitOfWork, command: DescribePlatform) -> Receipt:
    """Add a card, or rewrite the one with this slug whole; tells `platform-described` when it says something new.

    An empty text is kept as null: nobody stated it.
    Raises `InvalidInput` when a source is given for something that is no field of a card.
    """
    check_sources(command.sources)
    write(uow, command.slug, said_in(command))
    return Receipt(id=command.slug)


@COMMANDS.handles(AddPlatform)
def add_platform(uow: UnitOfWork, command: AddPlatform) -> Receipt:
    """Add a card under a new name; tells `platform-described`; the receipt names its slug.

    Raises `Refused` (`already-in-catalogue`) when a card bears this name, or has it among its other names.
    """
    cards = uow.session.execute(select(Platform.slug, Platform.label, Platform.aliases)).all()
    known = same_name(command.label, [(card.label, card.aliases) for card in cards])
    if known is not None:
        raise Refused(
            tidy(f"{quoted(command.label)} est déjà au catalogue, sous le nom {quoted(known)} : complétez sa fiche."),
            code="already-in-catalogue",
        )
    given = [name for name in ("label", "domains", "purpose") if getattr(command, name)]
    sources = [PlatformSource(field=name, **command.source.model_dump()) for name in given if command.source]
    slug = slug_of(command.label, {card.slug for card in cards})
    facts = PlatformFacts(
        label=command.label,
        domains=command.domains,
        purpose=command.purpose,
        public=command.public,
        sources=sources,
    )
    write(uow, slug, said_in(facts))
    return Receipt(id=slug)


@COMMANDS.handles(RevisePlatform)
def revise_platform(uow: UnitOfWork, command: RevisePlatform) -> Receipt:
    """Rewrite one field and its sources; tells `platform-described`.

    Raises `NotFound`, `InvalidInput` for a text that the field cannot take, and `Refused` (`changed-meanwhile`) when
    somebody changed this field since it was read. The same words again change nothing.
    """
    if command.field not in FIELDS:
        raise InvalidInput(tidy(f"{quoted(command.field)} n’est pas une rubrique de la fiche."), code="unknown-field")
    row = held(uow, command.slug)
    before = said_by(row)
    said = before | {
        command.field: _value(command.field, command.text),
        "sources": [one for one in before["sources"] if one["field"] != command.field]
        + [PlatformSource(field=command.field, **one.model_dump()).model_dump() for one in command.sources],
    }
    now = seen_of(before, command.field)
    if seen_of(said, command.field) == now:
        return Receipt(id=row.slug, notes=["Rien n’a changé\u00a0: la fiche disait déjà cela."])
    check_unchanged(command.seen, now)
    write(uow, row.slug, said)
    notes = [] if command.sources or said[command.field] in (None, False, []) else [_UNSOURCED]
    return Receipt(id=row.slug, notes=notes)


_UNSOURCED = "Aucune source n’est donnée\u00a0: la fiche le dit."


def _value(field: str, text: str) -> Any:
    try:
        value = read_field(field, text)
    except Unreadable as wrong:
        raise InvalidInput(tidy(str(wrong)), problems=[("text", tidy(str(wrong)))]) from wrong
    if field == "label" and value is None:
        sentence = "Une fiche a un nom."
        raise InvalidInput(sentence, problems=[("text", sentence)])
    return value


def said_in(facts: PlatformFacts) -> dict[str, Any]:
    """What facts say, as a card keeps it: no empty text, nothing twice in a list."""
    said = {name: value for name, value in facts.model_dump().items() if name in PlatformFacts.model_fields}
    return {
        name: (None if value == "" else list(dict.fromkeys(filter(None, value))) if _is_words(value) else value)
        for name, value in said.items()
    }


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
