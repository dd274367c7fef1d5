"""The nameko service `workshops`: entrypoints only; the room itself knows nothing of nameko."""

from services.workshops.room import ROOM
from shared.messaging.service import AtWork, RoomService


class WorkshopsService(RoomService):
    """`workshops` on the bus."""

    name = "workshops"
    room = AtWork(ROOM)
