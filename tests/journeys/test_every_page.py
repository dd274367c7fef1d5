"""Every page that links lead to: readable on a phone, by a screen reader, without any other host; and no page lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.visits import LARGE, PHONE, Portal, heading

NOT_PAGES = ("/static/", "/api/v1/")
_FILE = re.compile(r"\.(xlsx|ods|csv|json|jsonld|odt|docx|pdf|png|svg)(\?|$)")
UNKNOWN = "0199aaaa-0000-7000-8000-000000000000"
_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")

# What a screen reader needs; each check gives what is wrong.
AUDIT = """() => {
  const wrong = [];
  const say = (what, node) => wrong.push(what + ": " + node.outerHTML.slice(0, 120));
  if (document.documentElement.lang !== "fr") wrong.push("the page does not say its language");
  if (!document.title.trim()) wrong.push("no title");
  for (const name of ["header", "main", "footer"])
    if (document.querySelectorAll("body > " + name).length !== 1) wrong.push("not one " + name);
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  let level = 0;
  for (const node of document.querySelectorAll("h1, h2, h3, h4, h5")) {
    const here = Number(node.tagName[1]);
    if (here > level + 1) say("a heading skips a level", node);
    level = here;
  }
  for (const node of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!node.labels.length && !node.getAttribute("aria-label")) say("a field without label", node);
  for (const node of document.querySelectorAll("img")) if (!node.hasAttribute("alt")) say("no alt", node);
  for (const node of document.querySelectorAll("iframe")) if (!node.title) say("a frame without title", node);
  for (const node of document.querySelectorAll("a, button, summary"))
    if (!node.innerText.trim() && !node.textContent.trim() && !node.getAttribute("aria-label")) say("no name", node);
  for (const node of document.querySelectorAll("nav")) if (!node.getAttribute("aria-label")) say("nav unnamed", node);
  for (const node of document.querySelectorAll("table")) if (!node.caption) say("a table without caption", node);
  for (const node of document.querySelectorAll("fieldset")) if (!node.querySelector("legend")) say("no legend", node);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("script, style, code, textarea")) continue;
    const found = node.data.match(/.{0,30}([\\w\u00e0-\u00ff»)] [:;?!»](?![\\w\u00e0-\u00ff])|« ).{0,20}/);
    if (found) wrong.push("a sign parted from its word: " + found[0]);
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) wrong.push("id twice: " + id);
  for (const node of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
    for (const id of ((node.getAttribute("aria-describedby") || "") + " " +
      (node.getAttribute("aria-labelledby") || "")).split(" ").filter(Boolean))
      if (!document.getElementById(id)) say("describes itself by what is not there", node);
  return wrong;
}"""


def kind(link: str) -> str:
    """Links that differ only in ids lead to pages of one kind."""
    path, _, query = link.partition("?")
    names = sorted(part.split("=")[0] for part in query.split("&") if part)
    path = re.sub(r"^/plateformes/.+", "/plateformes/x", _IDS.sub("x", path))
    return f"{path}?{','.join(names)}"


@pytest.mark.timeout(400)  # more than a hundred pages
def test_every_page_fits_a_phone_and_can_be_read_aloud(portal: Portal) -> None:
    waiting, seen, wrong = ["/"], set[str](), dict[str, list[str]]()
    with portal.visit(width=PHONE) as page:
        while waiting:
            link = waiting.pop(0)
            if kind(link) in seen or link.startswith(NOT_PAGES) or _FILE.search(link):
                continue
            seen.add(kind(link))
            answer = page.goto(link)
            found = page.evaluate(AUDIT)
            if answer is None or answer.status != 200:
                found.append(f"answers {answer and answer.status}")
            if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE:
                found.append(f"{width} px wide")
            if found:
                wrong[link] = found
            links = page.locator("a[href^='/']").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
            waiting += [one.split("#")[0] for one in links]
    assert not wrong
    assert len(seen) > 40, sorted(seen)


@pytest.mark.parametrize("width", [LARGE, PHONE])
def test_what_opens_on_a_page_still_fits(portal: Portal, width: int) -> None:
    with portal.visit(width=width) as page:
        for path in ("/territoires", "/bailleurs?periode=2025", "/courriels"):
            page.goto(path)
            if path == "/territoires":
                page.get_by_role("link", name="Communauté de communes du Pays du Coquelicot").click()
                heading(page, "Communauté de communes du Pays du Coquelicot")
            page.locator("main").evaluate("main => main.querySelectorAll('details').forEach((one) => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part",
        f"/territoires/{UNKNOWN}",
        f"/ateliers/{UNKNOWN}",
        f"/ateliers/{UNKNOWN}/deplacer",
        f"/appels/{UNKNOWN}",
        f"/courriels/{UNKNOWN}",
        "/plateformes/inconnue",
        f"/accompagnements/{UNKNOWN}/entretien",
        "/territoires/pas-un-numero",
    ],
)
def test_what_is_unknown_has_a_french_page_with_a_way_on(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 404
    text = page.get_by_role("main").inner_text()
    assert "Traceback" not in text
    assert "Error" not in text
    page.get_by_role("link", name="Revenir à la page du matin").click()
    heading(page, "Bonjour")


def test_the_menu_of_a_phone_leads_to_every_part(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_text("Menu", exact=True).click()
    menu = phone.get_by_role("navigation", name="Rubriques")
    expect(menu.get_by_role("link")).to_have_count(9)
    menu.get_by_role("link", name="Suivi").click()
    heading(phone, "Suivi")


def test_the_keyboard_goes_straight_to_the_content(page: Page) -> None:
    page.goto("/suivi")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("État au")).to_be_focused()
