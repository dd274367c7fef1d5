"""How a room keeps what it knows: one database (or schema) each, PostgreSQL or SQLite, never shared."""
