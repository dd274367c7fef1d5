"""The nameko service `diagnostic`: entrypoints only; the room itself knows nothing of nameko."""

from services.diagnostic.room import ROOM
from shared.messaging.service import AtWork, RoomService


class DiagnosticService(RoomService):
    """`diagnostic` on the bus."""

    name = "diagnostic"
    room = AtWork(ROOM)
