"""Alembic runs this room's migrations on the connection that `shared.storage.migrating` opened."""

from services.workshops.tables import Base
from shared.storage.migrating import run

run(Base.metadata)
