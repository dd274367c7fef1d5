"""Workshops: when people can meet, what was scheduled, moved, maintained, cancelled or held, who came, what came out.

It owns searches without a slot, workshops and the decisions about them, presence, visits, needs and agreements. It
tells `slot-search-failed`, `workshop-scheduled`, `workshop-moved`, `workshop-maintained`, `workshop-cancelled`,
`workshop-held`, `attendance-recorded`, `visit-held`, `need-emerged` and `agreement-recorded`; it hears
`territory-enrolled` (to know the accompaniments) and `person-erased`.
"""
