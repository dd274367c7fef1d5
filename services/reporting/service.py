"""The nameko service `reporting`: entrypoints only; the room itself knows nothing of nameko."""

from services.reporting.room import ROOM
from shared.messaging.service import AtWork, RoomService


class ReportingService(RoomService):
    """`reporting` on the bus."""

    name = "reporting"
    room = AtWork(ROOM)
