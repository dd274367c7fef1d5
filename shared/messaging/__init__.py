"""How facts travel between rooms: outbox, relay, inbox, catch-up, and the commands and queries over RPC."""
