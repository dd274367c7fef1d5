"""Platforms of the économie solidaire: the catalogue, where a need stands, what is put side by side, what is chosen.

It keeps the cards of the catalogue (every field with its sources and dates; what no source states stays empty) and
every version of each, the watch list, the answers of several people to the shared questions, the préfiguration case
of each need with its history, the platforms that somebody sees an answer in, shortlists of two platforms or more with
what sets each apart, the choice, which may stay open, and cahiers des charges. There are no stars, no score and no
ranking. It tells `platform-described`, `initiative-watched`, `platform-questioned`, `eliminatory-criterion-held`,
`case-assigned`, `need-linked`, `platform-shortlisted`, `platform-presented`, `choice-left-open`, `platform-chosen`
and `specification-drafted`; it hears `territory-enrolled` (which accompaniments there are), `need-emerged` (what a
shortlist may answer, later and never by default) and `person-erased` (whose words to blank).
"""
