"""The nameko service `platforms`: entrypoints only; the room itself knows nothing of nameko."""

from services.platforms.room import ROOM
from shared.messaging.service import AtWork, RoomService


class PlatformsService(RoomService):
    """`platforms` on the bus."""

    name = "platforms"
    room = AtWork(ROOM)
