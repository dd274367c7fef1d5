"""The diagnostic of a territory: whom one means to meet and asks what, whom one met, what one saw, what came of it.

It keeps the shared interview grid in its versions, the contact plan and the map of stakeholders, planned and logged
interviews (refusal and distrust are answers like others), workbooks taken over, other observations with their
pictures, the territory's stakes in its own words, what the diagnostic concluded («trop tôt» is a valid result), when
it was presented, and which orientation was validated. It tells each of these; it hears `territory-enrolled` (which
accompaniments there are) and `person-erased` (what quotes or shows that person is blanked, the counts stay). Its tick
tells which contacts wait for a next step whose day has passed.
"""
