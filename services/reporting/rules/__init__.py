"""The rules of reporting: facts in, figures and sentences out; no clock, no database, no framework."""
