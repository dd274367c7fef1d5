"""The files that deploy the house, read as they lie in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("small", "production")
HOUSE = {"territories", "diagnostic", "workshops", "platforms", "notifications", "reporting", "portal"}
YAML = yaml.CSafeLoader  # libyaml's: ten times as quick
MANIFESTS = sorted(path for path in K8S.rglob("*.yaml") if path.name != "kustomization.yaml")

Resource = dict[str, Any]


def documents(path: Path) -> list[Resource]:
    """The documents of a YAML file that are not empty."""
    return [document for document in yaml.load_all(path.read_text(encoding="utf-8"), YAML) if document]


def compose_file() -> Resource:
    """docker-compose.yml, anchors resolved."""
    return documents(COMPOSE)[0]


def folder_of(kustomization: Path) -> Iterator[Resource]:
    """Every resource that a kustomization takes in, bases included, before its patches."""
    for name in yaml.safe_load((kustomization / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]:
        target = (kustomization / name).resolve()
        yield from folder_of(target) if target.is_dir() else documents(target)


def overlay_of(name: str) -> list[Resource]:
    """Every resource of an overlay, before its patches."""
    return list(folder_of(K8S / "overlays" / name))


def of_kind(resources: list[Resource], kind: str) -> dict[str, Resource]:
    """The resources of a kind, by name."""
    return {one["metadata"]["name"]: one for one in resources if one["kind"] == kind}


def templates(resources: list[Resource]) -> dict[str, Resource]:
    """The pod template of everything that runs, by name."""
    kinds = ("Deployment", "StatefulSet", "Job")
    running = {name: one["spec"] for kind in kinds for name, one in of_kind(resources, kind).items()}
    running |= {name: one["spec"]["jobTemplate"]["spec"] for name, one in of_kind(resources, "CronJob").items()}
    return {name: spec["template"] for name, spec in running.items()}


def pods(resources: list[Resource]) -> dict[str, Resource]:
    """The pod specification of everything that runs, by name."""
    return {name: template["spec"] for name, template in templates(resources).items()}
