"""docs/operations.md says what the code does: settings, metrics, and connections that add up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from prometheus_client import REGISTRY, generate_latest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from services.cli.rooms import NAMES, room
from shared.messaging import metrics, waiting
from shared.settings import SECRETS, Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PRODUCTION = ROOT / "deploy" / "k8s" / "overlays" / "production"
HELD_BY_A_REPLICA = 2
"""Connections beside the pool: the lead of the relay, and hearing the other replicas' commits."""


def settings_table() -> list[str]:
    """A row per setting, as the page shows them."""
    return [
        f"| `TERREAU_{name.upper()}` | {'by file too' if name.upper() in SECRETS else ''} | {_default(field)} | "
        f"{field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def _default(field: Any) -> str:
    if field.default_factory is not None:
        return f"`{field.default_factory({})}`"
    assert field.default is not PydanticUndefined
    assert not isinstance(field.default, SecretStr)
    return "none" if field.default is None else f"`{field.default}`"


def test_the_page_lists_every_setting_as_it_is() -> None:
    assert [line for line in PAGE.splitlines() if line.startswith("| `TERREAU_")] == settings_table()


def test_the_page_names_every_metric_with_its_labels() -> None:
    metrics.start_at_zero("any")
    ours = {metric.name: metric for metric in REGISTRY.collect() if metric.name.startswith("terreau_")}
    assert waiting.COLLECTOR is not None
    for name, metric in ours.items():
        shown = f"{name}_total" if metric.type == "counter" else name
        assert f"| `{shown}` | {metric.type} |" in PAGE, shown
    assert set(re.findall(r"^\| `(terreau_\w+)`", PAGE, re.MULTILINE)) == {
        f"{name}_total" if metric.type == "counter" else name for name, metric in ours.items()
    }


def test_the_sample_scrape_tells_the_metrics_as_they_are() -> None:
    def heads(scrape: str) -> set[str]:
        return set(re.findall(r"^# (?:HELP|TYPE) terreau_.*$", scrape, re.MULTILINE))

    sample = (ROOT / "docs" / "metrics-sample.txt").read_text(encoding="utf-8")
    assert heads(sample) == heads(generate_latest(REGISTRY).decode())
    bounds = set(re.findall(r'terreau_command_seconds_bucket{.*le="([^"]+)"', sample))
    assert bounds == set(re.findall(r'terreau_command_seconds_bucket{.*le="([^"]+)"', _timed_once()))


def _timed_once() -> str:
    metrics.COMMANDS.labels("any", "any", metrics.ANSWERED).observe(0.0)
    return generate_latest(REGISTRY).decode()


def connections(replicas: dict[str, int], pool: int) -> int:
    """What these replicas may hold open at PostgreSQL, each service in a process of its own."""
    return sum(
        count * (pool + HELD_BY_A_REPLICA + bool(room(name).ticks.duties) + 1)  # the last one asks for readiness
        for name, count in replicas.items()
    )


def test_two_replicas_of_everything_fit_a_stock_postgresql() -> None:
    stock, for_the_administrator = 100, 3
    pool = Settings.model_fields["database_connections"].default
    once_each = connections(dict.fromkeys(NAMES, 1), pool)
    assert once_each * 2 - 2 * len(NAMES) <= stock - for_the_administrator
    assert once_each <= stock - for_the_administrator


def test_production_may_grow_to_its_limits_within_the_connections_of_its_database() -> None:
    limit = int(_document("database.yaml", "Cluster")["spec"]["postgresql"]["parameters"]["max_connections"])
    kustomization = yaml.safe_load((PRODUCTION / "kustomization.yaml").read_text(encoding="utf-8"))
    replicas = {one["name"]: one["count"] for one in kustomization["replicas"]}
    for one in _documents("scaling.yaml"):
        if one["kind"] == "ScaledObject":
            replicas[one["metadata"]["name"]] = one["spec"]["maxReplicaCount"]
    assert set(replicas) == set(NAMES)
    surge = {name: count + 1 for name, count in replicas.items()}  # a rolling update starts one before it stops one
    assert connections(surge, Settings.model_fields["database_connections"].default) <= limit - 3


def _documents(name: str) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all((PRODUCTION / name).read_text(encoding="utf-8")) if one]


def _document(name: str, kind: str) -> dict[str, Any]:
    (found,) = [one for one in _documents(name) if one["kind"] == kind]
    return found
