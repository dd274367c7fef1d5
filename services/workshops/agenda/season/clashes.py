"""Which slots of two workshops nobody can attend both."""

from bisect import bisect_left, bisect_right
from itertools import combinations

from services.workshops.agenda.season.candidates import Candidates
from services.workshops.agenda.season.values import Season


def clashing(season: Season, one: Candidates, at: int, other: Candidates) -> range:
    """The slots of `other` that nobody can attend who attends slot `at` of `one`.

    They overlap, or lie on the same local day in another venue with less than the way between them.
    """
    begin, end = one.begins[at], one.ends[at]
    first, after = bisect_right(other.ends, begin), bisect_left(other.begins, end)
    there, back = (
        season.way(one.wanted.venue, other.wanted.venue),
        season.way(other.wanted.venue, one.wanted.venue),
    )
    if there or back:
        day = one.days[at]
        near = max(bisect_right(other.ends, begin - back), bisect_left(other.days, day))
        far = min(bisect_left(other.begins, end + there), bisect_right(other.days, day))
        if near < far:
            first, after = (near, far) if first >= after else (min(first, near), max(after, far))
    return range(first, after)


def clash(season: Season, one: Candidates, at: int, other: Candidates, there: int) -> bool:
    """Whether nobody can attend both slots."""
    return there in clashing(season, one, at, other)


def parts(season: Season, workshops: list[Candidates]) -> list[list[Candidates]]:
    """The workshops that have something to do with each other, together; the parts can be planned apart."""
    leader = list(range(len(workshops)))

    def find(rank: int) -> int:
        while leader[rank] != rank:
            leader[rank] = leader[leader[rank]]
            rank = leader[rank]
        return rank

    for (a, one), (b, other) in combinations(enumerate(workshops), 2):
        if _meet(season, one, other):
            leader[find(a)] = find(b)
    together: dict[int, list[Candidates]] = {}
    for rank, one in enumerate(workshops):
        together.setdefault(find(rank), []).append(one)
    return list(together.values())


def _meet(season: Season, one: Candidates, other: Candidates) -> bool:
    a, b = one.wanted, other.wanted
    shared = (a.venue is not None and a.venue == b.venue) or not a.invited.isdisjoint(b.invited)
    if not shared or not len(one) or not len(other):
        return False
    margin = max(season.way(a.venue, b.venue), season.way(b.venue, a.venue))
    return one.begins[0] < other.ends[-1] + margin and other.begins[0] < one.ends[-1] + margin
