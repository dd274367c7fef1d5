"""The main pages of `terreau up` with the example, at the server, beside the bare queries behind them."""

from __future__ import annotations

import http.client
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from benchmarks.figures import percentile
from benchmarks.raw.pages import PAGES, BarePages
from benchmarks.worlds import house

REQUESTS = 30
WARM_UP = 3


class Visitor:
    """A browser without the browser: one connection, its cookies, the time to the last byte."""

    def __init__(self, link: str):
        address = urlsplit(link)
        self._connection = http.client.HTTPConnection(address.hostname or "localhost", address.port, timeout=30)
        self._cookies: dict[str, str] = {}
        self._enter(address.path)

    def _enter(self, path: str) -> None:
        page = self.ask("GET", path)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        self.ask("POST", path, urlencode(fields))

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        """Ask for a page or send a form; the text of the answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie = value.partition(";")[0].split("=", 1)
                self._cookies[cookie[0]] = cookie[1]
        if answer.status not in (200, 303):
            raise ValueError(f"{method} {path}: {answer.status}")
        if method == "GET" and answer.status != 200:
            raise ValueError(f"{path} leads to {answer.getheader('Location')}: not signed in")
        return text

    def milliseconds(self, path: str) -> float:
        """Ask for a page once; give the time until all of it is there."""
        begun = time.perf_counter()
        self.ask("GET", path)
        return (time.perf_counter() - begun) * 1000


@contextmanager
def visit() -> Iterator[tuple[Visitor, BarePages]]:
    """The portal with the example, signed in, and the files below it."""
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as (link, _):
        bare = BarePages(Path(folder))
        try:
            yield Visitor(link), bare
        finally:
            bare.close()


def measure() -> list[dict[str, Any]]:
    """Time every page in turn with its queries: median and 95th percentile of the requests."""
    with visit() as (visitor, bare):
        paths = {page: page.replace("…", bare.a_territory()) for page in PAGES}
        times: dict[str, tuple[list[float], list[float]]] = {page: ([], []) for page in PAGES}
        for turn in range(WARM_UP + REQUESTS):
            for page, path in paths.items():
                ours, raw = visitor.milliseconds(path), bare.milliseconds(page)
                if turn >= WARM_UP:
                    times[page][0].append(ours)
                    times[page][1].append(raw)
    return [row(page, share, *sides) for page, sides in times.items() for share in (0.5, 0.95)]


def row(page: str, share: float, ours: list[float], raw: list[float]) -> dict[str, Any]:
    """Make the row of one page."""
    our_ms, raw_ms = percentile(ours, share), percentile(raw, share)
    name = f"page {page}, " + ("median" if share == 0.5 else f"p{share * 100:.0f}")
    return {"name": name, "unit": "ms", "ours": our_ms, "raw": raw_ms, "ratio": raw_ms / our_ms}
