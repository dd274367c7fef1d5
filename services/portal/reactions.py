"""What the portal does when it hears that a person asked to be forgotten, or that a page others look at changed."""

from __future__ import annotations

from sqlalchemy import func, update

from services.portal.live import move
from services.portal.sign_in.team import end_access
from services.portal.tables import Account, Feed
from shared.envelope import Envelope
from shared.events import ItemGathered, MoffUpdated, PersonErased
from shared.room import Reactions
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()

ERASED = "Compte effacé"


@REACTIONS.to(PersonErased)
def forget_account(uow: UnitOfWork, event: PersonErased, envelope: Envelope) -> None:  # noqa: ARG001 - the kit's signature
    """Blank the account of that person, if there is one, and end all it gave access to."""
    theirs = Account.person == event.person
    end_access(uow.session, theirs, uow.now)
    uow.session.execute(update(Account).where(theirs).values(email=None, label=ERASED))
    feeds = update(Feed).where(Feed.person == event.person)
    uow.session.execute(feeds.values(person=None, revoked_at=func.coalesce(Feed.revoked_at, uow.now)))


@REACTIONS.to(MoffUpdated)
def show_moff(uow: UnitOfWork, event: MoffUpdated, envelope: Envelope) -> None:  # noqa: ARG001 - the kit's signature
    """Whoever has the matrix open sees it change."""
    move(uow, f"moff/{event.accompaniment}")


@REACTIONS.to(ItemGathered)
def show_gathered(uow: UnitOfWork, event: ItemGathered, envelope: Envelope) -> None:  # noqa: ARG001 - the kit's signature
    """Whoever has the notes, the convergence matrix or the personas open sees them change."""
    move(uow, f"gathered/{event.accompaniment}")
