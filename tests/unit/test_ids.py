"""Ids sort by the moment they were made."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4, uuid5

import pytest

from shared.ids import is_id, new_id

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


def test_ids_made_one_after_the_other_only_grow():
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_id():
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)))
    assert len({one for some in made for one in some}) == 16_000
    assert all(some == sorted(some) for some in made)


def test_a_new_id_is_a_version_7_uuid():
    assert UUID(new_id()).version == 7
    assert is_id(new_id())


def test_derived_and_random_uuids_are_ids_too():
    assert is_id(str(uuid4()))
    assert is_id(str(uuid5(uuid4(), "Hellemmes")))


@pytest.mark.parametrize("text", ["", "59298", None, 7, ID.upper(), ID + "\n", f"{{{ID}}}", "0" * 36])
def test_anything_else_is_no_id(text):
    assert not is_id(text)
