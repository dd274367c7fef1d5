"""Platforms side by side, presented, chosen or left open."""

from __future__ import annotations

from sqlalchemy import select

from services.platforms.commands.registry import COMMANDS
from services.platforms.needs import need_words
from services.platforms.rules.shortlists import check_shortlist
from services.platforms.tables import (
    KNOWN,
    ChoiceStep,
    Platform,
    Presentation,
    Shortlist,
    ShortlistOption,
)
from shared.contracts.base import Receipt
from shared.contracts.platforms import (
    ChoosePlatform,
    LeaveChoiceOpen,
    PresentPlatforms,
    ShortlistPlatforms,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import (
    ChoiceLeftOpen,
    PlatformChosen,
    PlatformPresented,
    PlatformShortlisted,
)
from shared.ids import new_id
from shared.storage.accompaniments import Accompaniment, require
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(ShortlistPlatforms)
def shortlist_platforms(uow: UnitOfWork, command: ShortlistPlatforms) -> Receipt:
    """Put two platforms or more side by side; tells `platform-shortlisted` once per option.

    Raises `Refused` for fewer than two, `NotFound` for one that the catalogue does not have, `InvalidInput` for one
    that is named twice.
    """
    accompaniment = require(uow, KNOWN, command.accompaniment)
    asked = [option.platform for option in command.options]
    cards = uow.session.execute(select(Platform.slug, Platform.public).where(Platform.slug.in_(asked)))
    public = {card.slug: card.public for card in cards}
    check_shortlist(asked, public.keys())
    shortlist = Shortlist(
        id=new_id(),
        accompaniment=accompaniment.id,
        need=need_words(uow, accompaniment, command.need),
        differences=command.differences,
        occurred=command.occurred,
    )
    uow.session.add(shortlist)
    uow.session.flush()
    for option in command.options:
        uow.session.add(ShortlistOption(shortlist=shortlist.id, **option.model_dump()))
        uow.tell(
            PlatformShortlisted(
                territory=accompaniment.territory,
                accompaniment=accompaniment.id,
                shortlist=shortlist.id,
                platform=option.platform,
                approach=option.approach,
                public=public[option.platform],
            ),
            occurred=command.occurred,
        )
    return Receipt(id=shortlist.id)


@COMMANDS.handles(PresentPlatforms)
def present_platforms(uow: UnitOfWork, command: PresentPlatforms) -> Receipt:
    """The platforms of a shortlist were presented; tells `platform-presented` once per platform.

    A second presentation of the same shortlist changes nothing: the receipt notes it.
    """
    shortlist, accompaniment = _shortlist(uow, command.shortlist)
    if uow.session.get(Presentation, shortlist.id):
        return Receipt(id=shortlist.id, notes=["Ces plateformes étaient déjà notées comme présentées."])
    uow.session.add(Presentation(shortlist=shortlist.id, circle=command.circle, occurred=command.occurred))
    for platform in _options(uow, shortlist):
        uow.tell(
            PlatformPresented(
                territory=accompaniment.territory,
                accompaniment=accompaniment.id,
                shortlist=shortlist.id,
                platform=platform,
            ),
            occurred=command.occurred,
        )
    return Receipt(id=shortlist.id)


@COMMANDS.handles(LeaveChoiceOpen)
def leave_choice_open(uow: UnitOfWork, command: LeaveChoiceOpen) -> Receipt:
    """Nobody has chosen yet, or a choice is open again; as often as it is said (PLT-09).

    Tells `choice-left-open`. Raises `InvalidInput` for a day to ask again that is not ahead.
    """
    shortlist, accompaniment = _shortlist(uow, command.shortlist)
    if command.ask_again is not None and command.ask_again <= uow.today:
        sentence = "Ce jour est passé\u00a0: donnez-en un à venir, ou laissez vide (on redemande après trois mois)."
        raise InvalidInput(sentence, problems=[("ask_again", sentence)])
    step = ChoiceStep(
        id=new_id(),
        shortlist=shortlist.id,
        platform=None,
        note=command.note,
        ask_again=command.ask_again,
        occurred=command.occurred,
    )
    uow.session.add(step)
    uow.tell(
        ChoiceLeftOpen(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            shortlist=shortlist.id,
            note=command.note,
            ask_again=command.ask_again.isoformat() if command.ask_again else None,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=step.id)


@COMMANDS.handles(ChoosePlatform)
def choose_platform(uow: UnitOfWork, command: ChoosePlatform) -> Receipt:
    """A platform of the shortlist was chosen; tells `platform-chosen`.

    Raises `Refused` when it is not on the shortlist (`not-on-shortlist`), or when a choice stands (`already-chosen`).
    """
    shortlist, accompaniment = _shortlist(uow, command.shortlist)
    if command.platform not in _options(uow, shortlist):
        raise Refused(
            "Cette plateforme n’est pas dans la liste présentée\u00a0: choisissez l’une de celles qui y sont.",
            code="not-on-shortlist",
        )
    if _current_choice(uow, shortlist):
        raise Refused(
            "Un choix est déjà fait\u00a0: rouvrez-le d’abord, il restera dans l’historique.", code="already-chosen"
        )
    step = ChoiceStep(
        id=new_id(),
        shortlist=shortlist.id,
        platform=command.platform,
        note=command.reason or None,
        occurred=command.occurred,
    )
    uow.session.add(step)
    uow.tell(
        PlatformChosen(
            territory=accompaniment.territory,
            accompaniment=accompaniment.id,
            shortlist=shortlist.id,
            platform=command.platform,
        ),
        occurred=command.occurred,
    )
    return Receipt(id=step.id)


def _shortlist(uow: UnitOfWork, shortlist_id: str) -> tuple[Shortlist, Accompaniment]:
    """The shortlist, held for this transaction: two choices at the same moment come one after the other."""
    shortlist = uow.session.scalar(select(Shortlist).where(Shortlist.id == shortlist_id).with_for_update())
    if shortlist is None:
        raise NotFound("Cette liste de plateformes est inconnue.", code="unknown-shortlist")
    return shortlist, require(uow, KNOWN, shortlist.accompaniment)


def _options(uow: UnitOfWork, shortlist: Shortlist) -> list[str]:
    """The slugs of a shortlist, in alphabetical order."""
    statement = select(ShortlistOption.platform).where(ShortlistOption.shortlist == shortlist.id)
    return sorted(uow.session.scalars(statement))


def _current_choice(uow: UnitOfWork, shortlist: Shortlist) -> str | None:
    statement = select(ChoiceStep.platform).where(ChoiceStep.shortlist == shortlist.id)
    return uow.session.scalars(statement.order_by(ChoiceStep.id.desc()).limit(1)).first()
