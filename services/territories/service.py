"""The nameko service `territories`: entrypoints only; the room itself knows nothing of nameko."""

from services.territories.room import ROOM
from shared.messaging.service import AtWork, RoomService


class TerritoriesService(RoomService):
    """`territories` on the bus."""

    name = "territories"
    room = AtWork(ROOM)
