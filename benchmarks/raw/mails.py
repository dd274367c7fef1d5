"""The bare limit of sending: one connection, one message after the other, nothing remembered."""

from __future__ import annotations

import smtplib
import time


def messages_a_second(port: int, count: int, message: bytes) -> float:
    """Give `count` copies of a message to the server on this port."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for _ in range(count):
            connection.sendmail("t@apes.exemple.fr", ["p@exemple.fr"], message)
    return count / (time.perf_counter() - began)
