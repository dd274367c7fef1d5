"""The JSON API under /api/v1: the same questions and orders as the pages, for machines with a bearer token."""
