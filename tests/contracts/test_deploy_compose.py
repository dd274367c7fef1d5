"""docker-compose.yml: every key of its type, every container hardened, watched and without a password in sight."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.compose_model import ComposeFile, checked
from tests.support.deployed import COMPOSE, MANIFESTS, ROOT, compose_file

ENDS = {"migrate"}
"""What does its work and goes: who waits for it waits for its end, there is no health to ask for."""
IN_AN_ADDRESS = re.compile(r"\w+://[^\s/:@]+:(?P<password>[^\s/@]+)@")
LITERAL = re.compile(r"(?i)(?:password|passwd|secret_key|token)\w*[\"']?\s*[:=]\s*[\"']?(?P<value>[^\s\"'#{},\]]+)")


@pytest.fixture(scope="module")
def compose() -> ComposeFile:
    return checked(compose_file())


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("mem_limit", 256),
        ("read_only", "yes"),
        ("networks", "inside"),
        ("environment", {"TERREAU_PORT": 8080}),
        ("ports", ["8080"]),
        ("image", "terreau:latest"),
        ("healtcheck", {}),
        ("volumes", ["/var/run/docker.sock:/var/run/docker.sock"]),
        ("stop_grace_period", "soon"),
    ],
)
def test_a_key_that_does_not_exist_or_is_of_another_type_would_be_seen(key: str, wrong: Any) -> None:
    spoilt = copy.deepcopy(compose_file())
    spoilt["services"]["portal"][key] = wrong
    with pytest.raises(ValidationError):
        checked(spoilt)


def test_every_container_is_hardened(compose: ComposeFile) -> None:
    for name, one in compose.services.items():
        assert one.read_only, name
        assert one.cap_drop == ["ALL"], name
        assert one.security_opt == ["no-new-privileges:true"], name


def test_no_container_runs_as_root(compose: ComposeFile) -> None:
    assert [name for name, one in compose.services.items() if re.match(r"(root|0)(:|$)", one.user)] == []


def test_every_container_that_stays_is_watched_and_started_again(compose: ComposeFile) -> None:
    assert {name for name, one in compose.services.items() if one.healthcheck is None} == ENDS
    assert {name for name, one in compose.services.items() if one.restart == "no"} == ENDS


def test_nobody_waits_for_the_health_of_what_has_none(compose: ComposeFile) -> None:
    for name, one in compose.services.items():
        for other, how in one.depends_on.items():
            assert (how.condition == "service_completed_successfully") == (other in ENDS), name


_NONE = ("true", "false")  # automountServiceAccountToken


def passwords_in(text: str) -> list[str]:
    """What looks like a password written out: in an address, or after a name that promises one."""
    addresses = [found["password"] for found in IN_AN_ADDRESS.finditer(text)]
    named = [found["value"] for found in LITERAL.finditer(text)]
    return [word for word in (*addresses, *named) if not word.startswith(("$", "/run/secrets/")) and word not in _NONE]


def without_comments(path: Path) -> str:
    return "\n".join(line.partition(" #")[0] for line in path.read_text("utf-8").splitlines() if line[:1] != "#")


@pytest.mark.parametrize(
    "path",
    [COMPOSE, ROOT / "Dockerfile", *(path for path in MANIFESTS if ".example." not in path.name)],
    ids=lambda path: path.name,
)
def test_no_password_is_written_down(path: Path) -> None:
    # Names of files and of keys in other secrets are no passwords.
    named = {"secret_key", "postgres_password", "change-me"}
    assert [word for word in passwords_in(without_comments(path)) if word not in named] == []


@pytest.mark.parametrize(
    "line", ["POSTGRES_PASSWORD: hunter2", "url: amqp://terreau:hunter2@rabbitmq:5672/", "TERREAU_SECRET_KEY=hunter2"]
)
def test_a_password_would_be_seen(line: str) -> None:
    assert passwords_in(line) == ["hunter2"]


def test_no_secret_is_given_by_the_environment(compose: ComposeFile) -> None:
    for name, one in compose.services.items():
        secret = [key for key in one.environment if re.search(r"(SECRET\w*|PASSWORD|TOKEN|_URL)$", key)]
        secret = [key for key in secret if not key.endswith("_FILE")]
        assert set(secret) <= {"TERREAU_PUBLIC_URL", "TERREAU_TRACES_URL"}, name


def _reads_the_specification(client: list[str]) -> bool:
    """Compose 1 ended in 2023 and knows neither names nor start intervals: what it refuses says nothing."""
    if not shutil.which(client[0]):
        return False
    said = subprocess.run([*client, "version", "--short"], capture_output=True, text=True, check=False)
    return said.returncode == 0 and not said.stdout.removeprefix("v").startswith("1.")


def test_dockers_own_reader_accepts_the_file(tmp_path: Path) -> None:
    """The structure is proved above wherever the tests run; Docker's own reader is asked on top where it exists."""
    clients = [client for client in (["docker", "compose"], ["docker-compose"]) if _reads_the_specification(client)]
    if not clients:
        pytest.skip("no Docker client with Compose 2 is installed here")
    command = [*clients[0], "--file", str(COMPOSE), "config", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
