"""The portal over real rooms: one house with the documented example to look at, a fresh one to change."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.portal.accounts import SignIn
from services.portal.app import create_app
from shared.clock import SetClock
from shared.contracts.base import Query
from shared.settings import Settings
from tests.support.house import House, open_house

MORNING = datetime(2026, 4, 14, 7, 0, tzinfo=UTC)


@dataclass
class Visitor:
    """A browser at the portal, and the house behind it."""

    house: House
    sign_in: SignIn
    client: FlaskClient
    asked: list[str]

    def enter(self) -> Visitor:
        """Sign in as the administrator."""
        return self.enter_with(self.sign_in.first_link())

    def enter_as(self, role: Any) -> Visitor:
        """Sign in with an account of this role."""
        self.sign_in.open_account(f"{role}@exemple.fr", role, role)
        token = self.sign_in.link_for(f"{role}@exemple.fr")
        assert token is not None
        return self.enter_with(token)

    def enter_with(self, token: str) -> Visitor:
        """Open a one-time link and press its button."""
        answer = self.send(f"/connexion/{token}")
        assert answer.status_code == 303
        return self

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self.client.get(path)

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on a page."""
        page = self.client.get(path)
        assert page.status_code == 200, page.text
        return hidden_fields(page.text)

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Fill the form of a page and send it."""
        return self.client.post(path, data={**self.form(path), **fields})

    def api(
        self, method: str, path: str, role: Any = "team", territory: str | None = None, **more: Any
    ) -> TestResponse:
        """A request of a machine with a fresh token."""
        token = self.sign_in.make_token(role, territory)
        headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)


class _Counting:
    """The house as an office, with a note of each question asked."""

    def __init__(self, house: House, asked: list[str]):
        self._house = house
        self._asked = asked

    def ask(self, query: Query[Any]) -> Any:
        self._asked.append(query.wire())
        return self._house.ask(query)

    def obey(self, command: Any, *, order: str, actor: str | None) -> Any:
        return self._house.obey(command, order=order, actor=actor)


def at_the_door(house: House) -> Visitor:
    """A browser that has not signed in yet."""
    asked: list[str] = []
    sign_in = SignIn(house.rooms["portal"].database, house.clock)
    app = create_app(_Counting(house, asked), sign_in, house.clock, Settings())
    return Visitor(house, sign_in, app.test_client(), asked)


@pytest.fixture(scope="session")
def empty_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, empty databases of every room: copying them is quicker than migrating for each test."""
    folder = tmp_path_factory.mktemp("empty")
    with open_house(folder, SetClock(MORNING)):
        return folder


@pytest.fixture
def visitor(tmp_path: Path, empty_files: Path) -> Iterator[Visitor]:
    """A visitor of an empty house."""
    for file in empty_files.glob("*.sqlite3"):
        shutil.copy(file, tmp_path)
    with open_house(tmp_path, SetClock(MORNING)) as house:
        yield at_the_door(house)


@pytest.fixture(scope="session")
def example_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which the documented example was told; tests that use it only look."""
    with open_house(tmp_path_factory.mktemp("example"), SetClock(MORNING)) as house:
        house.tell_example()
        yield house


@pytest.fixture
def reader(example_house: House) -> Visitor:
    """A visitor of the example, signed in."""
    return at_the_door(example_house).enter()


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's main form (the sign-out form in the header has only its token)."""
    main = html[html.index("<main") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main))


class Document(HTMLParser):
    """What tests want to know of a page: its elements with their attributes, and its visible text."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._silent += tag in ("script", "style", "code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    @property
    def text(self) -> str:
        """The visible text, code aside."""
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self) -> list[str]:
        """Where the page leads inside the portal."""
        found = [one.get("href", "") for one in self.all("a")]
        return [link.split("#")[0] for link in found if link.startswith("/")]
