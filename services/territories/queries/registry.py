"""The one list on which every question this room answers registers."""

from shared.room import Queries

QUERIES = Queries()
