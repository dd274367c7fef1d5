"""A transaction that PostgreSQL ends in favour of another one is begun anew: nobody has to hear of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shared.contracts.diagnostic import LogInterview
from shared.messaging.orders import GIVES_WAY
from tests.conftest import OpenRoom
from tests.support.toy_rooms import teller

GIVES_WAY_AT_FIRST = """
CREATE SEQUENCE diagnostic.tries;
CREATE FUNCTION diagnostic.give_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF nextval('diagnostic.tries') <= :times THEN RAISE EXCEPTION USING ERRCODE = :'state'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER give_way BEFORE INSERT ON diagnostic.interviews FOR EACH ROW EXECUTE FUNCTION diagnostic.give_way()
"""
"""A sequence remembers what a rolled-back transaction took from it: the refusals are counted, not repeated for ever."""


@pytest.mark.parametrize("open_room", ["postgresql"], indirect=True)
@pytest.mark.parametrize("state", ["40001", "40P01"], ids=["serialization failure", "deadlock"])
@pytest.mark.parametrize("times", [1, GIVES_WAY, GIVES_WAY + 1])
def test_an_order_that_gives_way_to_another_begins_anew_a_few_times_and_is_obeyed_once(
    open_room: OpenRoom, state: str, times: int
) -> None:
    room, _ = teller()
    at_work = open_room(room)
    with at_work.database.write() as session:
        session.execute(text(GIVES_WAY_AT_FIRST.replace(":times", str(times)).replace(":'state'", f"'{state}'")))
    order = LogInterview(accompaniment="a", structure="s", kind="ess")
    if times > GIVES_WAY:
        with pytest.raises(OperationalError):
            at_work.obey(order)
        assert at_work.told() == []
    else:
        receipt = at_work.obey(order)
        assert [event.id for event in at_work.told()] == receipt.told
