"""Masks and bit-sliced counters against plain lists of numbers."""

from hypothesis import given
from hypothesis import strategies as st

from services.workshops.agenda import bitsets

SIZE = 40
masks = st.integers(0, bitsets.everything(SIZE))
additions = st.lists(st.tuples(masks, st.integers(0, 1000) | st.integers(0, 2**70)), max_size=8)


def counted(added: list[tuple[int, int]]) -> tuple[bitsets.Counter, list[int]]:
    counter, numbers = bitsets.Counter(), [0] * SIZE
    for mask, amount in added:
        counter.add(mask, amount)
        for candidate in bitsets.members(mask, SIZE):
            numbers[candidate] += amount
    return counter, numbers


def mask_of(candidates: set[int]) -> int:
    return bitsets.from_runs(SIZE, ((one, one + 1) for one in candidates))


@given(st.sets(st.integers(0, SIZE - 1)))
def test_a_mask_gives_back_its_members_in_order(candidates: set[int]) -> None:
    mask = mask_of(candidates)
    assert list(bitsets.members(mask, SIZE)) == sorted(candidates)
    assert {one for one in range(SIZE) if bitsets.holds(mask, SIZE, one)} == candidates


@given(st.lists(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)), max_size=6))
def test_runs_may_overlap_or_be_empty(runs: list[tuple[int, int]]) -> None:
    covered = {one for first, after in runs for one in range(first, after)}
    assert bitsets.from_runs(SIZE, runs) == mask_of(covered)


@given(additions, masks, st.integers(-2, 5000) | st.integers(0, 2**72))
def test_at_least_compares_every_number_at_once(added: list[tuple[int, int]], within: int, least: int) -> None:
    counter, numbers = counted(added)
    members = set(bitsets.members(within, SIZE))
    assert counter.at_least(least, within) == mask_of({one for one in members if numbers[one] >= least})


@given(additions, masks)
def test_groups_run_from_the_highest_number_to_the_lowest(added: list[tuple[int, int]], within: int) -> None:
    counter, numbers = counted(added)
    members = set(bitsets.members(within, SIZE))
    assert list(counter.groups(within)) == [
        (number, mask_of({one for one in members if numbers[one] == number}))
        for number in sorted({numbers[one] for one in members}, reverse=True)
    ]


def test_nothing_at_all_is_an_empty_mask() -> None:
    assert bitsets.from_runs(0, []) == bitsets.everything(0) == 0
    assert list(bitsets.members(0, 0)) == []
    assert list(bitsets.Counter().groups(0)) == []
