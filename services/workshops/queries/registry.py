"""Where the queries of this room are registered."""

from shared.room import Queries

QUERIES = Queries()
