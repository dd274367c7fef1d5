"""The register of the programme: calls and candidatures, territories and their perimeters, stages, people, deadlines.

It owns what a territory is and when its accompaniment begins, the directory (the only place where names and addresses
are kept) and the programme's deadlines. It tells `territory-enrolled`, `stage-entered`, `perimeter-grown`, `bilan-due`,
`bilan-held`, `person-erased` and the other events of `_TerritoriesEvent`; it needs to hear nothing to do its work.
"""
