"""Visiting the portal with a real browser: pages that are watched, and the steps that many journeys share."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    StorageState,
    expect,
    sync_playwright,
)

CHROMIUM = os.environ.get("TERREAU_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--lang=fr",
]
LARGE = 1280
PHONE = 390
CALL = "Expérimentation de plateformes en économie solidaire"
TOUCHY = 15_000
"""Milliseconds a condition may take: a machine shared with other work is slow at times."""


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=TOUCHY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser must never do while it visits: ask elsewhere, complain, or be answered by a failure."""

    host: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch every page of `context`."""
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def check(self) -> None:
        """Fail with what was seen."""
        assert not self.elsewhere, f"asked of other hosts: {self.elsewhere}"
        assert not self.complaints, f"said in the console: {self.complaints}"
        assert not self.failures, f"answered by a failure: {self.failures}"

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.elsewhere.append(request.url)

    def _answered(self, response: Response) -> None:
        # A page may refuse (404, 422): that is for the journey to judge. A picture or a script may not.
        worst = 499 if response.request.resource_type in ("document", "fetch") else 399
        if response.status > worst:
            self.failures.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The browser says this of every page that refuses; `_answered` looks at those.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)


@dataclass(frozen=True)
class Portal:
    """A portal that runs, the browser that visits it, and the state of one that is signed in."""

    base: str
    browser: Browser
    state: StorageState | None = None

    @contextmanager
    def visit(self, *, width: int = LARGE, scripts: bool = True, signed_in: bool = True) -> Iterator[Page]:
        """A watched page of a browser of its own, as wide as `width` pixels."""
        context = self.browser.new_context(
            base_url=self.base,
            storage_state=self.state if signed_in else None,
            viewport={"width": width, "height": 844},
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            accept_downloads=True,
        )
        context.set_default_timeout(TOUCHY)
        watch = Watch(urlsplit(self.base).netloc)
        watch.over(context)
        yield context.new_page()
        context.close()
        watch.check()


# --- steps


def enter(page: Page, link: str) -> None:
    """Sign in with a one-time link."""
    page.goto(link)
    page.get_by_role("button", name="Entrer dans Terreau").click()
    expect(page.get_by_role("heading", level=1, name="Bonjour")).to_be_visible()


def heading(page: Page, name: str | re.Pattern[str]) -> None:
    """Wait until the page's title is `name`."""
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def part(page: Page, name: str) -> Locator:
    """The part of a page under the heading `name`."""
    return page.get_by_role("region", name=name, exact=True)


def open_until(page: Page, path: str, found: Locator, *, seconds: float = TOUCHY / 1000) -> None:
    """Open a page until it shows `found`: what one room did is heard by the others a moment later."""
    latest = monotonic() + seconds
    page.goto(path)
    while not found.count() and monotonic() < latest:
        page.goto(path)
    expect(found).to_be_visible()


def enrol(page: Page, place: str, since: str = "") -> str:
    """Find a commune, enrol it in the open call, and give the address of its page."""
    page.goto("/territoires/nouveau")
    page.get_by_label("Nom de la commune ou de l’intercommunalité").fill(place)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^{place} \(\d\d\)$")).click()
    page.get_by_label("Appel dans lequel l’engager").select_option(label=CALL)
    page.get_by_label("Date de l’engagement").fill(since)
    page.get_by_role("button", name="Enregistrer").click()
    # The form names the place in its title too: only the address tells that the territory's own page is there.
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/territoires/nouveau"), wait_until="commit")
    heading(page, place)
    address = urlsplit(page.url).path
    # Diagnostic, workshops and platforms hear of the accompaniment a moment later.
    open_until(page, address, part(page, "Diagnostic").get_by_role("link", name="Noter le premier entretien"))
    return address


def add_person(page: Page, territory: str, function: str, role: str, email: str) -> None:
    """Enter somebody in the directory with a role."""
    page.goto(territory)
    page.get_by_role("link", name="Ajouter une personne").first.click()
    page.get_by_label("Fonction").fill(function)
    page.get_by_role("radio", name=role).check()
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("La personne est dans l’annuaire")


def add_people(page: Page, territory: str, people: Sequence[tuple[str, str, str]]) -> None:
    """Enter many (function, role, address): one by the form, the others by sending the same form, undrawn."""
    add_person(page, territory, *people[0])
    page.goto(territory)
    link = page.get_by_role("link", name="Ajouter une personne").first.get_attribute("href")
    form = urljoin(page.url, link)
    for function, role, email in people[1:]:
        page.goto(form)
        page.get_by_role("radio", name=role).check()
        fields: dict[str, str] = page.locator("form:has([name=email])").evaluate(
            "form => Object.fromEntries([...new FormData(form)].filter(([, value]) => value))"
        )
        answer = page.request.post(form, form=fields | {"function": function, "email": email})
        assert answer.ok, answer.text()


def today() -> date:
    """The calendar day of the portal."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()
