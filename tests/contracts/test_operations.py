"""docs/operations.md says what the code does: settings, metrics, and connections that add up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from prometheus_client import REGISTRY, generate_latest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from services.cli.rooms import NAMES
from shared.messaging import metrics, waiting
from shared.settings import SECRETS, Settings
from tests.support.connections import RESERVED, of_a_replica, of_everything, of_replicas
from tests.support.deployed import K8S, Resource, compose_file, of_kind, overlay_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
STOCK = 100
"""PostgreSQL's own `max_connections`."""


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


def test_the_places_in_the_samples_of_the_log_are_places_of_the_code() -> None:
    """A trace names the last three parts of a path, the line, the function."""
    places = set(re.findall(r"\w+: ((?:\w+/)+\w+\.py):\d+ (\w+)\"", PAGE))
    assert places
    for path, function in places:
        found = [*ROOT.glob(f"shared/**/{Path(path).name}"), *ROOT.glob(f"services/**/{Path(path).name}")]
        found = [one for one in found if str(one).endswith(f"/{path}")]
        assert [one for one in found if f"def {function}(" in one.read_text(encoding="utf-8")], f"{path} {function}"


def test_one_of_each_fits_a_stock_postgresql() -> None:
    assert of_replicas(dict.fromkeys(NAMES, 1), _pool()) + RESERVED <= STOCK


def test_compose_holds_everything_at_the_worst_moment() -> None:
    (limit,) = re.findall(r"max_connections=(\d+)", " ".join(compose_file()["services"]["postgres"]["command"]))
    assert of_everything(dict.fromkeys(NAMES, 1), _pool()) <= int(limit)


def test_the_small_overlay_holds_everything_at_the_worst_moment() -> None:
    resources = overlay_of("small")
    (container,) = of_kind(resources, "StatefulSet")["terreau-db"]["spec"]["template"]["spec"]["containers"]
    (limit,) = re.findall(r"max_connections=(\d+)", " ".join(container["args"]))
    replicas = {name: one["spec"]["replicas"] for name, one in of_kind(resources, "Deployment").items()}
    assert set(replicas) == set(NAMES)
    assert of_everything(replicas, _pool_of(resources)) <= int(limit)


def test_production_may_grow_to_its_limits_within_the_connections_of_its_database() -> None:
    resources = overlay_of("production")
    limit = of_kind(resources, "Cluster")["terreau-db"]["spec"]["postgresql"]["parameters"]["max_connections"]
    kustomization = yaml.safe_load((K8S / "overlays/production/kustomization.yaml").read_text(encoding="utf-8"))
    replicas = {one["name"]: one["count"] for one in kustomization["replicas"]}
    scaled = of_kind(resources, "ScaledObject")
    replicas |= {name: one["spec"]["maxReplicaCount"] for name, one in scaled.items()}
    assert set(replicas) == set(NAMES)
    kinds = [trigger["type"] for one in scaled.values() for trigger in one["spec"]["triggers"]]
    assert of_everything(replicas, _pool_of(resources), triggers=kinds.count("postgresql")) <= int(limit)


def test_the_page_tells_the_sums_as_they_are() -> None:
    pool = _pool()
    one = max(sum(of_a_replica(name, pool).values()) for name in NAMES)
    each = of_replicas(dict.fromkeys(NAMES, 1), pool)
    assert f"at most {one} for a replica, hence for one of each {each}, two of each {2 * each}" in " ".join(
        PAGE.split()
    )


def _pool() -> int:
    return int(Settings.model_fields["database_connections"].default)


def _pool_of(resources: list[Resource]) -> int:
    return int(of_kind(resources, "ConfigMap")["terreau"]["data"]["TERREAU_DATABASE_CONNECTIONS"])
