"""The pure rules of notifications: what is told to whom (catalogue), when (timing), in which words (letters)."""
