"""One portal with the example and one browser for all journeys; each journey brings a territory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.example import running
from tests.support.visits import PHONE, Portal, a_browser, enter


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with a_browser() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def portal(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal with the example, entered once by the link that `terreau up` printed."""
    with running(tmp_path_factory.mktemp("example")) as link:
        base = origin(link)
        context = browser.new_context(locale="fr-FR")
        enter(context.new_page(), link)
        state = context.storage_state()
        context.close()
        yield Portal(base, browser, state)


@pytest.fixture
def page(portal: Portal) -> Iterator[Page]:
    """A page of somebody who is signed in."""
    with portal.visit() as visited:
        yield visited


@pytest.fixture
def phone(portal: Portal) -> Iterator[Page]:
    """The same on a phone."""
    with portal.visit(width=PHONE) as visited:
        yield visited


@pytest.fixture
def without_scripts(portal: Portal) -> Iterator[Page]:
    """The same in a browser that runs no JavaScript."""
    with portal.visit(scripts=False) as visited:
        yield visited


def origin(link: str) -> str:
    """`http://host:port` of an address."""
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}"
