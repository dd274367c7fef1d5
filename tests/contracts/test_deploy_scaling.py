"""Production: every service that listens grows with what waits for it, and what is archived can be found again."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from pydantic import ValidationError

from shared.events import LISTENERS
from shared.messaging.topology import queue
from shared.storage.tables import furnish, new_metadata
from tests.support.custom_resources import check_custom, is_custom
from tests.support.deployed import K8S, Resource, documents, of_kind, overlay_of

LISTENING = {name for name, types in LISTENERS.items() if types}


@pytest.fixture(scope="module")
def production() -> list[Resource]:
    return overlay_of("production")


def triggers(production: list[Resource], service: str) -> dict[str, dict[str, Any]]:
    """The triggers of a service by their kind."""
    found = of_kind(production, "ScaledObject")[service]["spec"]["triggers"]
    return {trigger["type"]: trigger for trigger in found}


def test_every_service_that_listens_is_scaled_and_names_itself(production: list[Resource]) -> None:
    scaled = of_kind(production, "ScaledObject")
    assert set(scaled) == LISTENING
    assert {name: one["spec"]["scaleTargetRef"]["name"] for name, one in scaled.items()} == {n: n for n in LISTENING}


@pytest.mark.parametrize("service", sorted(LISTENING))
def test_a_service_grows_with_the_depth_of_its_own_queue(production: list[Resource], service: str) -> None:
    metadata = triggers(production, service)["rabbitmq"]["metadata"]
    assert (metadata["queueName"], metadata["mode"]) == (queue(service).name, "QueueLength")


@pytest.mark.parametrize("service", sorted(LISTENING))
def test_and_with_what_its_inbox_owes(production: list[Resource], service: str) -> None:
    inbox = furnish(new_metadata()).inbox
    said = triggers(production, service)["postgresql"]["metadata"]["query"]
    match = re.fullmatch(r"SELECT count\(\*\) FROM (\w+)\.(\w+) WHERE (\w+) IS NULL AND (\w+) IS NULL", said)
    assert match is not None
    assert (match[1], match[2]) == (service, inbox.name)
    assert (match[3], match[4]) == ("done_at", "parked_at")
    assert {match[3], match[4]} <= {column.name for column in inbox.columns}


def test_a_trigger_names_an_authentication_that_gives_what_its_kind_wants(production: list[Resource]) -> None:
    wants = {"rabbitmq": "host", "postgresql": "connection"}
    given = of_kind(production, "TriggerAuthentication")
    for one in of_kind(production, "ScaledObject").values():
        for trigger in one["spec"]["triggers"]:
            if trigger["type"] in wants:
                (target,) = given[trigger["authenticationRef"]["name"]]["spec"]["secretTargetRef"]
                assert target["parameter"] == wants[trigger["type"]]


def test_the_database_archives_to_a_store_and_saves_itself_whole(production: list[Resource]) -> None:
    cluster = of_kind(production, "Cluster")["terreau-db"]["spec"]
    (archiver,) = [plugin for plugin in cluster["plugins"] if plugin.get("isWALArchiver")]
    assert archiver["parameters"]["barmanObjectName"] in of_kind(production, "ObjectStore")
    (scheduled,) = of_kind(production, "ScheduledBackup").values()
    assert scheduled["spec"]["cluster"]["name"] == "terreau-db"
    assert scheduled["spec"]["pluginConfiguration"]["name"] == archiver["name"]


def test_the_key_to_the_store_is_in_the_example_of_secrets(production: list[Resource]) -> None:
    credentials = of_kind(production, "ObjectStore")["terreau-archive"]["spec"]["configuration"]["s3Credentials"]
    example = of_kind(documents(K8S / "overlays/production/secrets.example.yaml"), "Secret")
    for reference in credentials.values():
        assert reference["key"] in example[reference["name"]]["stringData"]


WRONG: list[tuple[str, tuple[str, ...], Any]] = [
    ("Cluster", ("postgresql", "parameters", "max_connections"), 300),
    ("Cluster", ("postgresql", "synchronous", "method"), "quorum"),
    ("Cluster", ("postgresql", "synchronous", "number"), 3),
    ("Cluster", ("instance",), 3),
    ("ScheduledBackup", ("schedule",), "15 1 * * *"),
    ("ObjectStore", ("retentionPolicy",), "30 days"),
    ("RabbitmqCluster", ("replicas",), "3"),
    ("RabbitmqCluster", ("rabbitmq", "additionalConf"), "x = y"),
    ("ScaledObject", ("maxReplicas",), 3),
    ("ScaledObject", ("minReplicaCount",), 99),
    ("TriggerAuthentication", ("secretTargetRef",), []),
]


@pytest.mark.parametrize(("kind", "where", "wrong"), WRONG, ids=lambda one: str(one)[:40])
def test_a_field_of_an_operator_that_is_wrong_would_be_seen(
    production: list[Resource], kind: str, where: tuple[str, ...], wrong: Any
) -> None:
    resource = copy.deepcopy(next(iter(of_kind(production, kind).values())))
    assert is_custom(resource)
    check_custom(resource)
    place = resource["spec"]
    for name in where[:-1]:
        place = place[name]
    place[where[-1]] = wrong
    with pytest.raises(ValidationError):
        check_custom(resource)
