"""Reporting: what happened in every territory, as of any day, with the facts behind each figure.

It keeps the append-only journal of every event told in the house and folds it, at each question, into the follow-up of
the calls, the funder's figures and the morning page; nothing it answers is stored, so any state can be shown again.
It tells `report-due` (a funder's period ended) and `report-published`; it hears everything, its own events included.
"""
