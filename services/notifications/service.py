"""The nameko service `notifications`: entrypoints only; the room itself knows nothing of nameko."""

from services.notifications.room import ROOM
from shared.messaging.service import AtWork, RoomService


class NotificationsService(RoomService):
    """`notifications` on the bus."""

    name = "notifications"
    room = AtWork(ROOM)
