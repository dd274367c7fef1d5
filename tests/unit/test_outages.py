"""An outage is told once when it begins and once when it is over, however often a loop meets it."""

from structlog.testing import capture_logs

from shared.messaging.outages import Outage, gave_way


def test_an_outage_is_told_once_and_its_end_once() -> None:
    outage = Outage("relay", room="diagnostic")
    with capture_logs() as logged:
        outage.over()
        for _ in range(3):
            outage.goes_on(OSError())
        outage.over()
        outage.over()
    assert [line["event"] for line in logged] == ["relay.failed", "relay.recovered"]
    assert {line["room"] for line in logged} == {"diagnostic"}


def test_another_kind_of_failure_is_told_too_and_a_second_outage_again() -> None:
    outage = Outage("inbox", room="reporting")
    with capture_logs() as logged:
        for error in (OSError(), KeyError(), OSError(), KeyError()):
            outage.goes_on(error)
        outage.over()
        outage.goes_on(OSError())
    assert [type(line["exc_info"]) for line in logged if "exc_info" in line] == [OSError, KeyError, OSError]


def test_a_failure_of_the_reaction_itself_did_not_give_way_to_anybody() -> None:
    assert not gave_way(ValueError("40001"))
