"""Telling a programme from readable files, through the services' own commands; telling it twice changes nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from services.cli.office import Office
from services.cli.progress import along
from shared.contracts import COMMANDS
from shared.errors import InvalidInput, NotFound
from shared.messaging.french_validation import french_problems

RUN_DEADLINES = "run-deadlines"
NAMESPACE = uuid.UUID("6f6c2a3e-6d5f-4f0e-9a55-7e22ea000001")


@dataclass(frozen=True)
class Step:
    """One command of a story: `do` names it, `with` fills it, `as` names what it made for later steps (`$name`)."""

    file: str
    number: int
    do: str
    body: dict[str, Any]
    name: str | None
    order: str


def read_story(path: Path) -> list[Step]:
    """The steps of a YAML file. Raises `InvalidInput` naming the file and the step."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path.name}\u00a0: ce fichier ne peut pas être lu.") from error
    seen: dict[str, int] = {}
    items = [copy for item in raw for copy in _repeated(item)]
    return [_step(path, number, item, seen) for number, item in enumerate(items, start=1)]


def _repeated(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A step once, or `repeat` times with `{n}` in its texts, or once for each set of values under `each`."""
    body = item.get("with", {})
    for values in item.get("each", [{}]):
        for n in range(1, item.get("repeat", 1) + 1) if "each" not in item else (1,):
            texts = {
                key: value.replace("{n}", str(n)) if isinstance(value, str) else value for key, value in body.items()
            }
            yield {**item, "with": {**texts, **values}}


def read_catalogue(path: Path) -> list[Step]:
    """A catalogue of platforms and its watch list as steps, a card each. Raises `InvalidInput`."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = [{"do": "platforms.describe-platform", "with": card} for card in told["platforms"]]
    items += [{"do": "platforms.watch-initiative", "with": one} for one in told.get("initiatives", [])]
    seen: dict[str, int] = {}
    return [_step(path, number, item, seen) for number, item in enumerate(items, start=1)]


def _step(path: Path, number: int, item: dict[str, Any], seen: dict[str, int]) -> Step:
    content = json.dumps([item["do"], item.get("with", {}), item.get("as")], sort_keys=True, default=str)
    seen[content] = seen.get(content, 0) + 1
    order = str(uuid.uuid5(NAMESPACE, f"{path.name}/{seen[content]}/{content}"))
    return Step(path.name, number, str(item["do"]), item.get("with", {}), item.get("as"), order)


def tell(
    office: Office, steps: list[Step], names: dict[str, str] | None = None, label: str = "Récit"
) -> dict[str, str]:
    """Tell the steps in order; returns the ids behind the names. Raises the refusal of a room, naming the step."""
    known = {} if names is None else names
    for step in along(steps, label):
        if step.do == RUN_DEADLINES:
            office.settle()
            office.run_duties()
            continue
        receipt = _tell(office, step, known)
        if step.name is not None:
            known[step.name] = receipt
    return known


def _tell(office: Office, step: Step, names: dict[str, str]) -> str:
    service, _, command = step.do.partition(".")
    where = f"{step.file}, étape {step.number} ({step.do})"
    model = COMMANDS.get((service, command))
    if model is None:
        raise InvalidInput(f"{where}\u00a0: commande inconnue.")
    try:
        order = model.model_validate(_filled(step.body, names))
    except (ValidationError, KeyError) as error:
        sentence = french_problems(error)[0][1] if isinstance(error, ValidationError) else f"nom inconnu {error}."
        raise InvalidInput(f"{where}\u00a0: {sentence}") from error
    try:
        return office.obey(order, order=step.order, correlation=office.correlation).id
    except NotFound as error:
        if error.stable_code != "unknown-accompaniment":
            raise
        office.settle()  # the room had not yet heard of what was told a moment ago
        return office.obey(order, order=step.order, correlation=office.correlation).id


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        return names[value[1:]]
    if isinstance(value, dict):
        return {key: _filled(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return list(_expanded(value, names))
    return value


def _expanded(items: list[Any], names: dict[str, str]) -> Iterator[Any]:
    for item in items:
        yield _filled(item, names)
