"""What is logged says what happened and where, and never what people or secrets are called."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import sqlalchemy
import structlog
from pydantic import BaseModel, Field

from shared.errors import NotFound
from shared.logs import set_up

NAME = "camille@exemple.fr"


class Person(BaseModel):
    """Something that refuses a value."""

    name: str = Field(max_length=3)


@pytest.fixture(autouse=True)
def after() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str], error: Exception) -> tuple[str, dict[str, object]]:
    """The line of an exception, as text and as an object."""
    set_up("info", json=True)
    try:
        raise error
    except Exception as raised:
        structlog.get_logger().error("request.failed", exc_info=raised)
    text = capsys.readouterr().err
    return text, json.loads(text)


def refused_by_pydantic() -> Exception:
    """An error that quotes the value it refuses."""
    try:
        Person(name=NAME)
    except ValueError as error:
        return error
    raise AssertionError


def refused_by_the_database() -> Exception:
    """An error whose driver quotes the row."""
    engine = sqlalchemy.create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT '{NAME}' FROM nowhere")
    except sqlalchemy.exc.DBAPIError as error:
        return error
    finally:
        engine.dispose()
    raise AssertionError


@pytest.mark.parametrize("error", [refused_by_pydantic(), refused_by_the_database(), ValueError(NAME), KeyError(NAME)])
def test_an_exception_is_told_without_what_it_quotes(capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    text, line = logged(capsys, error)
    assert NAME not in text
    assert str(line["exception"]).startswith(type(error).__name__)
    assert "test_logs.py" in str(line["trace"])


def test_a_refusal_is_told_by_its_code_and_a_system_error_by_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert logged(capsys, NotFound("…", code="unknown-call"))[1]["exception"] == "NotFound unknown-call"
    assert logged(capsys, FileNotFoundError(2, "No such file"))[1]["exception"] == "FileNotFoundError 2 No such file"


def test_what_is_behind_an_exception_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    error = RuntimeError("outer")
    try:
        raise ValueError(NAME)
    except ValueError as cause:
        error.__cause__ = cause
    text, line = logged(capsys, error)
    assert NAME not in text
    assert [step.split(":")[0] for step in line["trace"]] == ["ValueError", "RuntimeError"]  # type: ignore[attr-defined]


def test_libraries_speak_json_too_and_without_their_values(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", json=True)
    logging.getLogger("kombu").warning("Cannot read %r from %s", NAME, "amqp://user:password@host")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["logger"], line["level"]) == ("Cannot read %r from %s", "kombu", "warning")


def test_ids_bound_to_a_request_are_on_every_line_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", json=True)
    with structlog.contextvars.bound_contextvars(correlation="c", event_id="e"):
        structlog.get_logger().info("inbox.handled")
    line = json.loads(capsys.readouterr().err)
    assert (line["correlation"], line["event_id"], line["event"]) == ("c", "e", "inbox.handled")


def test_people_read_the_same_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", json=False)
    try:
        raise ValueError(NAME)
    except ValueError as error:
        structlog.get_logger().error("request.failed", exc_info=error)
    said = capsys.readouterr().err
    assert "request.failed" in said
    assert "ValueError" in said
    assert NAME not in said
