"""Sets and counters over a row of candidates, held in Python integers: one operation treats them all at once.

Candidate 0 is the highest bit, so that a mask written in binary reads from left to right.
"""

from collections.abc import Iterable, Iterator


def everything(size: int) -> int:
    """Give the mask of all candidates."""
    return (1 << size) - 1


def from_runs(size: int, runs: Iterable[tuple[int, int]]) -> int:
    """Give the mask of the candidates in the runs (half-open, overlapping or empty as they come)."""
    # Setting digits and converting once is linear; or-ing one large integer per run would not be.
    digits = bytearray(b"0") * size
    for first, after in runs:
        if first < after:
            digits[first:after] = b"1" * (after - first)
    return int(digits, 2) if size else 0


def members(mask: int, size: int) -> Iterator[int]:
    """Walk through the candidates of a mask from the first to the last."""
    digits = f"{mask:0{size}b}" if mask else ""
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def holds(mask: int, size: int, candidate: int) -> bool:
    """Say whether the mask holds the candidate."""
    return bool(mask >> (size - 1 - candidate) & 1)


class Counter:
    """A non-negative number per candidate, bit-sliced: plane k holds bit k of the numbers of all candidates."""

    def __init__(self) -> None:
        self._planes: list[int] = []

    def add(self, mask: int, amount: int = 1) -> None:
        """Add the amount (zero or more) to each candidate of the mask."""
        for place in range(amount.bit_length()):
            if amount >> place & 1:
                self._carry(mask, place)

    def _carry(self, carried: int, place: int) -> None:
        planes = self._planes
        while carried:
            if place >= len(planes):
                planes.extend([0] * (place + 1 - len(planes)))
            planes[place], carried = planes[place] ^ carried, planes[place] & carried
            place += 1

    def at_least(self, least: int, within: int) -> int:
        """Give those of the mask whose number is at least `least`."""
        if least <= 0:
            return within
        if least.bit_length() > len(self._planes):
            return 0
        above, level = 0, within
        for place in range(len(self._planes) - 1, -1, -1):
            if least >> place & 1:
                level &= self._planes[place]
            else:
                above |= level & self._planes[place]
        return above | level

    def groups(self, within: int) -> Iterator[tuple[int, int]]:
        """Split the mask by number, from the highest to the lowest: (number, mask), no mask empty."""
        waiting = [(len(self._planes), within, 0)]
        while waiting:
            place, mask, number = waiting.pop()
            if not mask:
                continue
            if not place:
                yield number, mask
                continue
            place -= 1
            ones = mask & self._planes[place]
            waiting.append((place, mask ^ ones, number))
            waiting.append((place, ones, number | 1 << place))
