"""Every setting can be set where the house is deployed, every one set exists, and every one is read in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from shared.settings import SECRETS, Settings, read_settings
from tests.support.deployed import COMPOSE, HOUSE, MANIFESTS, ROOT, compose_file, of_kind, overlay_of, templates

BY_FILE = {f"TERREAU_{name}_FILE" for name in SECRETS}
WANTED = {f"TERREAU_{name.upper()}" for name in Settings.model_fields if name.upper() not in SECRETS} | BY_FILE
"""A secret comes as a file there: what is in the environment is seen by everyone who may inspect a container."""
NOT_IN_COMPOSE = {"TERREAU_DATA": "the image says where its folder is, and the full stack keeps nothing there"}
NOT_IN_KUBERNETES: dict[str, str] = {}
PLACE_OF_THE_SECRETS = {"TERREAU_SECRETS"}  # read by docker compose itself, never by the house


@pytest.mark.parametrize(
    "path", [ROOT / "Dockerfile", COMPOSE, *MANIFESTS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_setting_named_in_a_file_exists(path: Path) -> None:
    known = {f"TERREAU_{name.upper()}" for name in Settings.model_fields} | BY_FILE
    named = set(re.findall(r"\bTERREAU_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert named - known - PLACE_OF_THE_SECRETS == set()


@pytest.mark.parametrize("service", sorted({*HOUSE, "migrate"}))
def test_every_setting_can_be_set_in_compose(service: str) -> None:
    assert set(compose_file()["services"][service]["environment"]) == WANTED - set(NOT_IN_COMPOSE)


def test_what_compose_does_not_fix_is_taken_from_the_environment_under_the_same_name() -> None:
    given = compose_file()["services"]["portal"]["environment"]
    fixed = {"TERREAU_HOST", "TERREAU_PORT", "TERREAU_HEALTH_PORT", *BY_FILE}
    taken = {name: value for name, value in given.items() if name not in fixed}
    assert [name for name, value in taken.items() if not value.startswith(f"${{{name}:-")] == []


@pytest.mark.parametrize("overlay", ["small", "production"])
def test_every_setting_can_be_set_on_kubernetes(overlay: str) -> None:
    resources = overlay_of(overlay)
    given = of_kind(resources, "ConfigMap")["terreau"]["data"]
    assert set(given) == WANTED - set(NOT_IN_KUBERNETES)
    assert {name for name, value in given.items() if not isinstance(value, str)} == set()
    for name, template in templates(resources).items():
        (container,) = template["spec"]["containers"]
        if container["image"] == "terreau":
            assert container["envFrom"] == [{"configMapRef": {"name": "terreau"}}], name


def test_what_kubernetes_and_compose_set_is_a_valid_setting() -> None:
    given = of_kind(overlay_of("small"), "ConfigMap")["terreau"]["data"]
    plain = {name: value for name, value in given.items() if name not in BY_FILE and value}
    settings = Settings.model_validate({name.removeprefix("TERREAU_").lower(): value for name, value in plain.items()})
    defaults = Settings.model_validate({})
    ours = {"data", "host", "public_url", "mail_from"}
    differing = {name for name in Settings.model_fields if getattr(settings, name) != getattr(defaults, name)}
    assert differing == ours, "a default is copied wrong, or one was changed without a word here"


def test_a_secrets_file_that_is_empty_says_that_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("imap_url", "\n"), ("smtp_url", "smtp://mail:1025\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.setenv(f"TERREAU_{name.upper()}_FILE", str(tmp_path / name))
    settings = read_settings()
    assert settings.imap_url is None
    assert settings.smtp_url is not None
    assert settings.smtp_url.get_secret_value() == "smtp://mail:1025"


def read_in_code() -> set[str]:
    """The settings that some code reads: `settings.x`, `self._settings.x`, and those of its own properties."""
    found: set[str] = set()
    for path in (*ROOT.glob("services/**/*.py"), *ROOT.glob("shared/**/*.py")):
        text = path.read_text(encoding="utf-8")
        if "settings" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and _is_settings(node.value):
                found.add(node.attr)
    return found


def _is_settings(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return str(name).endswith("settings")


def test_every_setting_is_read_in_the_code() -> None:
    assert set(Settings.model_fields) - read_in_code() == set()
