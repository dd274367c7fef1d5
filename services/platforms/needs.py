"""The words of a need, and the platforms that somebody sees an answer in."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.tables import Need, NeedLink, Platform
from shared.contracts.platforms import NeedLinkCard
from shared.storage.accompaniments import Accompaniment
from shared.storage.unit_of_work import Reader


def need_words(reader: Reader, accompaniment: Accompaniment, said: str) -> str:
    """The words of a need: its title when `said` is the id of one that was heard of, else what was said."""
    title = reader.session.scalar(select(Need.title).where(Need.id == said, Need.accompaniment == accompaniment.id))
    return title or said


def links_of(reader: Reader, accompaniment: str) -> list[NeedLinkCard]:
    """The platforms seen as answers in one accompaniment, as they were said."""
    rows = reader.session.execute(
        select(NeedLink, Platform.label, Platform.public)
        .join(Platform, Platform.slug == NeedLink.platform)
        .where(NeedLink.accompaniment == accompaniment)
        .order_by(NeedLink.id)
    )
    return [
        NeedLinkCard(
            id=link.id,
            need=link.need,
            platform=link.platform,
            label=label,
            public=public,
            how=link.how,
            limits=link.limits,
            occurred=link.occurred,
            left=link.left,
        )
        for link, label, public in rows
    ]
