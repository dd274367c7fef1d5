"""The stamp of a record: the same for the same content, another one as soon as anything in it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Refused
from shared.stamps import check_unchanged, stamp

RECORDS = st.dictionaries(st.text(max_size=8), st.none() | st.text(max_size=20) | st.lists(st.text(max_size=5)))


@given(RECORDS, RECORDS)
def test_two_records_have_the_same_stamp_only_if_they_say_the_same(one: dict, other: dict):
    assert (stamp(one) == stamp(other)) == (one == other)


@given(RECORDS)
def test_the_order_in_which_fields_are_named_does_not_matter(record: dict):
    assert stamp(dict(reversed(list(record.items())))) == stamp(record)


def test_what_nobody_changed_may_be_changed_and_what_somebody_changed_is_refused():
    seen = stamp({"text": "avant"})
    check_unchanged(seen, {"text": "avant"})
    with pytest.raises(Refused) as refused:
        check_unchanged(seen, {"text": "entre-temps"})
    assert refused.value.stable_code == "changed-meanwhile"
