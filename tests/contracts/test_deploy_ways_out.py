"""What the house has to reach outside is let out, from the service that needs it, and nothing else is."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from tests.support.deployed import HOUSE, ROOT, Resource, compose_file, of_kind, overlay_of, templates

CLIENTS = {"smtplib", "imaplib", "poplib", "ftplib", "urllib.request", "urllib3", "http.client", "httpx", "requests"}
"""Modules with which a service speaks to somebody who is not the database, the broker or another service."""
OUTGOING = {
    "workshops": {80, 443},  # calendars that people subscribe to (inner_calendars)
    "notifications": {25, 465, 587, 143, 993},  # smtp_url, imap_url
}
INNER = {53, 5432, 5672}
TRACES = {4318}


def clients_of(service: str) -> set[str]:
    """The modules for speaking to the outside that a service's own code imports."""
    found: set[str] = set()
    for path in (ROOT / "services" / service).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if any(name == one or name.startswith(f"{one}.") for one in CLIENTS)}


def test_the_services_that_speak_to_the_outside_are_known_here() -> None:
    assert {service for service in HOUSE if clients_of(service)} == set(OUTGOING)


def test_compose_lets_out_those_who_have_to_reach_something() -> None:
    compose = compose_file()
    outer = {name for name, one in compose["networks"].items() if not (one or {}).get("internal")}
    let_out = {name for name, one in compose["services"].items() if outer & set(one["networks"])}
    # The portal and the mail catcher are there for those who come in: a port of an inner network is not published.
    assert let_out == {*OUTGOING, "portal", "mail"}


@pytest.fixture(scope="module", params=["small", "production"])
def overlay(request: pytest.FixtureRequest) -> list[Resource]:
    return overlay_of(request.param)


def ways_out(resources: list[Resource]) -> dict[str, dict[int, list[Resource]]]:
    """For everything of ours that runs: the ports it may reach, and where."""
    found: dict[str, dict[int, list[Resource]]] = {}
    policies = [one["spec"] for one in of_kind(resources, "NetworkPolicy").values()]
    for name, template in templates(resources).items():
        labels = template["metadata"]["labels"]
        if labels.get("app.kubernetes.io/part-of") != "terreau":
            continue
        ports: dict[int, list[Resource]] = defaultdict(list)
        for policy in policies:
            if not policy["podSelector"]["matchLabels"].items() <= labels.items():
                continue
            for rule in policy.get("egress", ()):
                for port in rule["ports"]:
                    ports[port["port"]].extend(rule.get("to", [{}]))
        found[name] = dict(ports)
    return found


def test_every_service_reaches_what_its_features_need_and_no_more(overlay: list[Resource]) -> None:
    for name, ports in ways_out(overlay).items():
        assert set(ports) == INNER | TRACES | OUTGOING.get(name, set()), name


def test_what_is_inside_is_reached_at_its_pods_only(overlay: list[Resource]) -> None:
    for name, ports in ways_out(overlay).items():
        for port in INNER | TRACES:
            assert all("podSelector" in to or "namespaceSelector" in to for to in ports[port]), (name, port)


def test_a_calendars_address_does_not_lead_into_the_cluster(overlay: list[Resource]) -> None:
    """The code looks at each address itself; this holds when it errs."""
    for port in OUTGOING["workshops"]:
        blocks = [to["ipBlock"] for to in ways_out(overlay)["workshops"][port]]
        assert {block["cidr"] for block in blocks} == {"0.0.0.0/0", "::/0"}
        kept_out = {network for block in blocks for network in block["except"]}
        assert kept_out >= {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"}


def test_nothing_reaches_in_but_visitors_at_the_portal(overlay: list[Resource]) -> None:
    policies = of_kind(overlay, "NetworkPolicy")
    assert policies["terreau-default"]["spec"]["ingress"] == []
    open_to_all = [
        name for name, one in policies.items() if any("from" not in rule for rule in one["spec"].get("ingress", []))
    ]
    assert open_to_all == ["terreau-portal"]


def test_who_scales_the_services_may_ask_database_and_broker() -> None:
    resources = overlay_of("production")
    asked = {
        trigger["type"] for one in of_kind(resources, "ScaledObject").values() for trigger in one["spec"]["triggers"]
    }
    ports = {"postgresql": ("terreau-operators-db", 5432), "rabbitmq": ("terreau-operators-broker", 5672)}
    for kind in asked & set(ports):
        policy, port = ports[kind]
        rules = of_kind(resources, "NetworkPolicy")[policy]["spec"]["ingress"]
        keda = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "keda"}}}
        assert {"protocol": "TCP", "port": port} in [
            one for rule in rules if keda in rule["from"] for one in rule["ports"]
        ], kind
