"""What reporting does when it hears an event, whatever it is: it writes it in the journal."""

from __future__ import annotations

from services.reporting import journal
from shared.envelope import Envelope
from shared.events import Event
from shared.room import Reactions
from shared.storage.unit_of_work import UnitOfWork

REACTIONS = Reactions()


@REACTIONS.to_everything
def remember(uow: UnitOfWork, event: Event, envelope: Envelope) -> None:
    """Append the event to the journal; hearing it again changes nothing.

    Raises `WrongDate` for an `occurred` that is no date of the house: the event then waits in the inbox, parked and
    visible, rather than stand on a day that nobody told.
    """
    journal.append(uow.session, event, envelope)
