"""Take a picture of every page of a running portal, at 1280 and at 390 px, into docs/images/.

    python -m scripts.screenshots http://localhost:8080 http://localhost:8080/connexion/<one-time token>

Without arguments it starts a portal with the documented example in a folder of its own, tells a little story more in
it for the pages about what is to come, and stops it afterwards.
The pages are found by following the portal's own links from the territory with the longest history.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts import agenda_story, diagnostic_story, method_story, platforms_story, sessions_story
from scripts.little_story import tell
from scripts.smaller_png import pack

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTHS = {"large": 1280, "telephone": 390}
MOST_HEIGHT = {"large": 2200, "telephone": 2800}
"""Pixels: a picture says what a page looks like; its whole length would weigh more than it tells."""
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
# Date fields are drawn in the language of the browser, not in that of the page (Debian: chromium-l10n).
IN_FRENCH: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "fr", "LC_ALL": "fr_FR.UTF-8"}


@dataclass(frozen=True)
class Shot:
    """One page to take: the name of its file and its path; `widths` in pixels where they are others than usual.

    Programs that show mails give them 600 pixels, and telephones their own width.
    """

    name: str
    path: str
    widths: dict[str, int] | None = None


def main() -> None:
    """Take the pictures of the portal given, else of one started for that."""
    arguments = _arguments()
    if arguments.link:
        take_all(arguments)
        return
    with _portal_of_our_own() as link:
        arguments.link, arguments.base, arguments.story = link, link.split("/connexion/")[0], True
        take_all(arguments)


@contextmanager
def _portal_of_our_own() -> Iterator[str]:
    """A portal with the example on a free port; gives its one-time link."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    terreau = Path(sys.executable).with_name("terreau")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [str(terreau), "--data", folder, "up", "--port", str(port)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            yield next(found[0] for line in process.stdout if (found := re.search(r"http\S+/connexion/\S+", line)))
        finally:
            process.terminate()
            process.wait(timeout=30)


def take_all(arguments: argparse.Namespace) -> None:
    """Sign in once, then take every page at both widths."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=IN_FRENCH)
        entrance = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
        _before_signing_in(browser, arguments.base, arguments.images)
        _sign_in(entrance, arguments.link)
        _take_each(browser, entrance, arguments, _shots(entrance, arguments.base))
        if arguments.story:
            _take_each(browser, entrance, arguments, _story(entrance, arguments.base))
        browser.close()


def _take_each(
    browser: Browser, entrance: BrowserContext, arguments: argparse.Namespace, shots: Sequence[Shot]
) -> None:
    widths = {kind: width for shot in shots for kind, width in (shot.widths or WIDTHS).items()}
    for kind, width in widths.items():
        context = browser.new_context(
            storage_state=entrance.storage_state(),
            viewport={"width": width, "height": 800},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            color_scheme=arguments.scheme,
        )
        for shot in shots:
            wanted = arguments.only is None or re.search(arguments.only, shot.name)
            if wanted and kind in (shot.widths or WIDTHS):
                _take(context, arguments.base, shot, kind, arguments.images)
        context.close()


def _story(context: BrowserContext, base: str) -> list[Shot]:
    page = context.new_page()
    told = tell(page, base)
    tools = diagnostic_story.tell(page, base, told.territory)
    accompaniment = _first(page, base, told.territory, "/accompagnements/", r"/accompagnements/[^/]+")
    platforms = platforms_story.tell(page, base, accompaniment or "")
    method = method_story.tell(page, base, told.territory)
    agenda = agenda_story.tell(page, base)
    sessions = sessions_story.tell(page, base, accompaniment or "")
    page.close()
    return [
        *(Shot(name, path) for name, path in tools.items()),
        Shot("ami", method.public_call),
        Shot("candidature", method.file),
        Shot("candidature-instruite", method.examined),
        Shot("cooperation", method.cooperation),
        Shot("methode", f"{told.territory}/methode"),
        Shot("disponibilites", agenda.availability),
        Shot("disponibilites-reponse", agenda.answer),
        Shot("conflit", agenda.conflict),
        Shot("saison", agenda.season),
        Shot("lieu", agenda.place),
        Shot("presence", sessions.presence),
        Shot("joindre-feuille", sessions.scan),
        Shot("pointage", sessions.door),
        Shot("preparer", sessions.prepared),
        Shot("ecrire-ensemble", sessions.together),
        Shot("convergence", sessions.convergence),
        Shot("voyage", sessions.trip),
        Shot("prefiguration", platforms.talk),
        Shot("questions", platforms.questions),
        Shot("comparaison-cote-a-cote", platforms.comparison),
        Shot("cahier-des-charges", platforms.specification),
        Shot("atelier-creneaux", told.search),
        Shot("atelier-a-venir", told.workshop),
        Shot("sondage", told.poll),
        Shot("sondage-reponse", told.answer),
        Shot("courriels", "/courriels"),
        Shot("courriels-regles", "/courriels/regles"),
        Shot("courriels-regle", "/courriels/regles/workshop-reminder"),
        Shot("courriel", told.mail),
        Shot("courrier", told.own),
        Shot("annuler-atelier", f"{told.workshop}/annuler"),
        Shot("nouvelles-du-mois", "/courriels/nouvelles"),
        Shot("mooc", "/mooc"),
        Shot("courriel-message", f"{told.mail}/html", {"600": 600, "telephone": 390}),
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", help="address of the portal, e.g. http://localhost:8080")
    parser.add_argument("link", nargs="?", help="one-time sign-in link, as printed at start")
    parser.set_defaults(story=False)
    parser.add_argument("--images", type=Path, default=IMAGES)
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--only", help="regular expression on the names of the pictures")
    return parser.parse_args()


def _sign_in(context: BrowserContext, link: str) -> None:
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Entrer dans Terreau").click()
    page.wait_for_url(re.compile(r"/$"))
    page.close()


def _before_signing_in(browser: Browser, base: str, images: Path) -> None:
    for kind, width in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="fr-FR")
        _take(context, base, Shot("connexion", "/connexion"), kind, images)
        context.close()


def _shots(context: BrowserContext, base: str) -> list[Shot]:
    page = context.new_page()
    territory = _longest_history(page, base)
    accompaniment = _first(page, base, territory, "/accompagnements/", r"/accompagnements/[^/]+")
    found = [
        Shot("matin", "/"),
        Shot("territoires", "/territoires"),
        Shot("territoire", territory),
        Shot("portrait", f"{re.split('[?#]', territory)[0]}/portrait"),
        Shot("evenements", f"{re.split('[?#]', territory)[0]}/evenements"),
        Shot("annuaire", "/annuaire"),
        Shot("vivier", "/appels/vivier"),
        Shot("manifeste", "/manifeste"),
        Shot("engager", "/territoires/nouveau?q=arras"),
        Shot("engager-formulaire", "/territoires/nouveau?kind=commune&code=62041&label=Arras"),
        Shot("appels", "/appels"),
        Shot("appel-nouveau", "/appels/nouveau"),
        Shot("plateformes", "/plateformes"),
        Shot("veille", "/veille"),
        Shot("import-catalogue", "/catalogue/import"),
        Shot("agenda", "/agenda?mois=2026-05"),
        Shot("emargements", "/emargements"),
        Shot("suivi", "/suivi?au=2025-07-15"),
        Shot("bailleurs", "/bailleurs?periode=2025"),
        Shot("courriels", "/courriels"),
        Shot("aide", "/aide"),
        Shot("api", "/api"),
        Shot("comptes", "/comptes"),
        Shot("technique", "/technique"),
        Shot("introuvable", "/nulle-part"),
    ]
    if accompaniment:
        found += [
            Shot("entretien", f"{accompaniment}/entretien"),
            Shot("atelier-chercher", f"{accompaniment}/atelier"),
            Shot("comparaison", f"{accompaniment}/comparaison"),
            Shot("personne", f"{accompaniment}/personne"),
            Shot("synthese", f"{accompaniment}/synthese"),
            Shot("portraits", f"{accompaniment}/portraits"),
            Shot("issue", f"{accompaniment}/issue"),
            Shot("restitution", f"{accompaniment}/restitution"),
        ]
        found += _search(page, base, f"{accompaniment}/atelier")
    here = (accompaniment or "").rpartition("/")[2]
    for name, where, within in (
        ("atelier", territory, r"/ateliers/[^/?#]+$"),
        ("appel", "/appels", r"/appels/(?!nouveau)[^/?#]+$"),
        ("plateforme", "/plateformes", r"/plateformes/[^/?#]+$"),
        ("courriel", "/courriels", r"/courriels/[0-9a-f-]+$"),
        ("chiffre", "/suivi?au=2025-07-15", rf"/suivi/chiffre.*figure=workshops_held&accompagnement={here}$"),
    ):
        path = _first(page, base, where, "", within)
        if path:
            found.append(Shot(name, path))
    page.close()
    return found


def _links(page: Page, base: str, path: str) -> list[str]:
    page.goto(urljoin(base, path))
    links = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [str(link) for link in links]


def _first(page: Page, base: str, path: str, starts: str, pattern: str) -> str | None:
    for link in _links(page, base, path):
        matched = re.match(pattern, link) if link.startswith(starts) else None
        if matched:
            return link if pattern.endswith("$") else matched[0] if starts else link
    return None


def _longest_history(page: Page, base: str) -> str:
    territories = [link for link in _links(page, base, "/territoires") if re.match(r"/territoires/[0-9a-f-]{36}", link)]
    lengths: dict[str, int] = {}
    for path in territories:
        page.goto(urljoin(base, path))
        lengths[path] = page.locator(".fact, .tally li").count()
    return max(lengths, key=lambda path: lengths[path], default="/territoires")


def _search(page: Page, base: str, path: str) -> list[Shot]:
    """The same search over spring 2025, a season in which little was possible."""
    page.goto(urljoin(base, path))
    if not page.locator("#f-from").count():
        return []
    page.fill("#f-from", "2025-05-01")
    page.fill("#f-to", "2025-07-31")
    page.get_by_role("button", name="Chercher", exact=True).click()
    return [Shot("atelier-creneaux", page.url.removeprefix(base.rstrip("/")).split("#")[0])]


def _take(context: BrowserContext, base: str, shot: Shot, kind: str, images: Path) -> None:
    page = context.new_page()
    page.goto(urljoin(base, shot.path), wait_until="load")
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    width = (shot.widths or WIDTHS)[kind]
    if size[0] > width:
        print(f"{shot.name}: {size[0]} px wide on a screen of {width}")
    height = min(size[1], MOST_HEIGHT.get(kind, MOST_HEIGHT["telephone"]))
    images.mkdir(parents=True, exist_ok=True)
    file = images / f"{shot.name}-{kind}.png"
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    pack(file)
    page.close()


if __name__ == "__main__":
    main()
