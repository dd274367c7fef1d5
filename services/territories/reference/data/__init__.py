"""Public reference data, as packaged files: see README.md for its origin and licence."""
