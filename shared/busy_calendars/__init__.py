"""When somebody is busy, read from an iCalendar text (RFC 5545): intervals only, never what they are about."""

from shared.busy_calendars.reading import MOST_BYTES, Interval, joined, read_busy, window_around
from shared.busy_calendars.scanning import WrongCalendar

__all__ = ["MOST_BYTES", "Interval", "WrongCalendar", "joined", "read_busy", "window_around"]
