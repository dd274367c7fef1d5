"""Platforms seen as an answer to a need."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.cards import found
from services.platforms.commands.registry import COMMANDS
from services.platforms.needs import need_words
from services.platforms.rules.words import plain
from services.platforms.tables import KNOWN, NeedLink
from shared.contracts.base import Receipt
from shared.contracts.platforms import LinkNeed, UnlinkNeed
from shared.errors import NotFound, Refused
from shared.events import NeedLinked
from shared.ids import new_id
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(LinkNeed)
def link_need(uow: UnitOfWork, command: LinkNeed) -> Receipt:
    """Keep how a platform would answer a need; tells `need-linked`.

    Raises `NotFound`, and `Refused` (`already-linked`) when this platform is seen as an answer to it already.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    need = need_words(uow, accompaniment, command.need)
    platform = found(uow, command.platform)
    known = uow.session.scalars(
        select(NeedLink.need).where(
            NeedLink.accompaniment == accompaniment.id, NeedLink.platform == platform.slug, NeedLink.left == ""
        )
    )
    if plain(need) in map(plain, known):
        raise Refused("Cette plateforme est déjà rapprochée de ce besoin.", code="already-linked")
    link = NeedLink(
        id=new_id(),
        accompaniment=accompaniment.id,
        need=need,
        platform=platform.slug,
        how=command.how,
        limits=command.limits,
        occurred=command.occurred,
        left="",
    )
    uow.session.add(link)
    _tell(uow, accompaniment, link, command.occurred)
    return Receipt(id=link.id)


@COMMANDS.handles(UnlinkNeed)
def unlink_need(uow: UnitOfWork, command: UnlinkNeed) -> Receipt:
    """Say why a platform is no answer after all; tells `need-linked` with the reason. Raises `NotFound`."""
    accompaniment = require(uow, KNOWN, command.accompaniment)
    link = uow.session.scalar(
        select(NeedLink)
        .where(NeedLink.id == command.link, NeedLink.accompaniment == accompaniment.id)
        .with_for_update()
    )
    if link is None:
        raise NotFound("Ce rapprochement est inconnu.", code="unknown-link")
    if link.left:
        return Receipt(id=link.id, notes=["C’était déjà noté."])
    link.left = command.reason
    _tell(uow, accompaniment, link, uow.today.isoformat())
    return Receipt(id=link.id)


def _tell(uow: UnitOfWork, accompaniment: Accompaniment, link: NeedLink, occurred: str | None) -> None:
    uow.tell(
        NeedLinked(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            link=link.id,
            need=link.need,
            platform=link.platform,
            left=link.left,
        ),
        occurred=occurred,
    )
