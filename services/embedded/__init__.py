"""The one-process default: every service and the portal over SQLite and the in-memory transport, no server at all."""
