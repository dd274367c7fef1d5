"""The files that deploy the house: valid, complete, hardened, and in agreement with each other and with the code."""

import copy
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from tests.support.custom_resources import check_custom, is_custom
from tests.support.deployed import (
    HOUSE,
    K8S,
    MANIFESTS,
    OVERLAYS,
    ROOT,
    YAML,
    Resource,
    compose_file,
    documents,
    of_kind,
    overlay_of,
    pods,
)

# The oldest version with upstream support when this was written, and the newest whose schemas are installed.
VERSIONS = ("1.34", kubernetes_validate.latest_version())


@pytest.fixture(scope="module")
def compose() -> Resource:
    return compose_file()


@pytest.fixture(scope="module", params=OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> list[Resource]:
    return overlay_of(request.param)


def test_what_is_deployed_is_what_is_built() -> None:
    assert {path.parent.name for path in ROOT.glob("services/*/migrations")} == HOUSE


# ---- Docker Compose ----


def test_compose_runs_every_service_of_the_house_by_its_name(compose: Resource) -> None:
    served = {
        name: one["command"] for name, one in compose["services"].items() if one.get("command", [""])[0] == "serve"
    }
    assert served == {name: ["serve", name] for name in HOUSE}


def test_compose_refers_only_to_what_it_declares(compose: Resource) -> None:
    for name, one in compose["services"].items():
        assert set(one.get("networks", [])) <= set(compose["networks"]), name
        secrets = {use if isinstance(use, str) else use["source"] for use in one.get("secrets", [])}
        assert secrets <= set(compose["secrets"]), name
        assert {use.partition(":")[0] for use in one.get("volumes", [])} <= set(compose["volumes"]), name
        for other, how in one.get("depends_on", {}).items():
            needs_health = how["condition"] == "service_healthy"
            assert "healthcheck" in compose["services"][other] if needs_health else other == "migrate", name
        files = {value for key, value in one.get("environment", {}).items() if key.endswith("_FILE")}
        assert {Path(file).name for file in files} <= secrets, name


def test_compose_publishes_the_portal_to_all_and_the_mails_to_this_machine_only(compose: Resource) -> None:
    published = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}
    assert published == {"portal": ["8080:8080"], "mail": ["127.0.0.1:8025:8025"]}
    assert compose["networks"]["inside"] == {"internal": True}


def test_the_secrets_of_compose_are_made_once_and_agree(tmp_path: Path, compose: Resource) -> None:
    command = [sys.executable, str(ROOT / "deploy/compose/make_secrets.py"), str(tmp_path / "secrets")]
    subprocess.run(command, check=True, capture_output=True)
    first = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()}
    assert set(first) == set(compose["secrets"])
    assert f":{first['postgres_password']}@postgres:5432/" in first["database_url"]
    assert f":{first['rabbitmq_conf'].split()[-1]}@rabbitmq:5672/" in first["amqp_url"]
    subprocess.run(command, check=True, capture_output=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").iterdir()} == first
    (tmp_path / "secrets" / "database_url").unlink()
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1


# ---- Kubernetes ----


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: str(path.relative_to(K8S)))
def test_a_manifest_obeys_the_schemas_of_kubernetes(path: Path, version: str) -> None:
    for resource in documents(path):
        validate(resource, version)


def validate(resource: Resource, version: str) -> None:
    if is_custom(resource):
        check_custom(resource)
    else:
        kubernetes_validate.validate(resource, version, strict=True)


def test_a_manifest_with_a_wrong_key_would_be_seen() -> None:
    resource = documents(K8S / "base" / "services" / "portal.yaml")[0]
    resource["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        validate(resource, VERSIONS[0])


def test_no_manifest_lies_beside_the_kustomizations() -> None:
    taken = set()
    for kustomization in K8S.rglob("kustomization.yaml"):
        for name in yaml.safe_load(kustomization.read_text(encoding="utf-8"))["resources"]:
            taken.add((kustomization.parent / name).resolve())
    assert {path for path in MANIFESTS if ".example." not in path.name} == {path for path in taken if path.is_file()}


def test_kubernetes_runs_every_service_of_the_house_by_its_name(overlay: list[Resource]) -> None:
    served = {name: one["spec"]["template"]["spec"] for name, one in of_kind(overlay, "Deployment").items()}
    assert {name: pod["containers"][0]["args"] for name, pod in served.items()} == {
        name: ["serve", name] for name in HOUSE
    }
    assert set(of_kind(overlay, "PodDisruptionBudget")) >= HOUSE
    jobs = pods(list(of_kind(overlay, "Job").values())).values()
    assert sorted(pod["containers"][0]["args"] for pod in jobs) == [["migrate"], ["topology"]]


def test_every_service_is_probed_where_it_answers(overlay: list[Resource]) -> None:
    settings = of_kind(overlay, "ConfigMap")["terreau"]["data"]
    for name, deployment in of_kind(overlay, "Deployment").items():
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        (port,) = container["ports"]
        setting = "TERREAU_PORT" if name == "portal" else "TERREAU_HEALTH_PORT"
        assert str(port["containerPort"]) == settings[setting]
        probed = {kind: container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
        assert {kind: probe["path"] for kind, probe in probed.items()} == {
            "startup": "/healthz",
            "liveness": "/healthz",
            "readiness": "/readyz",
        }
        assert {probe["port"] for probe in probed.values()} == {port["name"]}


def test_services_differ_only_in_name_port_and_resources(overlay: list[Resource]) -> None:
    shapes = set()
    for name, deployment in of_kind(overlay, "Deployment").items():
        plain = copy.deepcopy(deployment)
        del plain["spec"]["template"]["spec"]["containers"][0]["resources"]
        text = re.sub(r"\b(http|health)\b|808[01]", "PORT", yaml.safe_dump(plain))
        shapes.add(re.sub(rf"\b{name}\b", "NAME", text))
    assert len(shapes) == 1


def test_every_container_is_hardened_and_bounded(overlay: list[Resource]) -> None:
    for name, pod in pods(overlay).items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False, name
        for container in pod["containers"]:
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] is True, name
            assert context["allowPrivilegeEscalation"] is False, name
            assert context["capabilities"] == {"drop": ["ALL"]}, name
            assert {"cpu", "memory"} <= set(container["resources"]["requests"]), name
            assert "memory" in container["resources"]["limits"], name


def test_a_backup_is_made_each_night_into_a_folder_that_stays(overlay: list[Resource]) -> None:
    (container,) = pods(overlay)["terreau-backup"]["containers"]
    assert container["args"][0] == "backup"
    folder = next(mount["name"] for mount in container["volumeMounts"] if mount["mountPath"] == container["args"][-1])
    volume = next(one for one in pods(overlay)["terreau-backup"]["volumes"] if one["name"] == folder)
    assert volume["persistentVolumeClaim"]["claimName"] in of_kind(overlay, "PersistentVolumeClaim")


def test_every_mount_has_its_volume_and_every_secret_file_its_setting(overlay: list[Resource]) -> None:
    settings = of_kind(overlay, "ConfigMap")["terreau"]["data"]
    for name, pod in pods(overlay).items():
        claims = of_kind(overlay, "StatefulSet").get(name, {}).get("spec", {}).get("volumeClaimTemplates", [])
        volumes = {one["name"]: one for one in pod.get("volumes", [])} | {
            one["metadata"]["name"]: one for one in claims
        }
        mounts = {mount["name"]: mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]}
        assert set(mounts) == set(volumes), name
        sources = volumes.get("secrets", {}).get("projected", {}).get("sources", [])
        given = {f"{mounts['secrets']}/{item['path']}" for source in sources for item in source["secret"]["items"]}
        assert not sources or given == {value for key, value in settings.items() if key.endswith("_FILE")}, name


def test_prometheus_may_ask_every_pod_on_the_port_that_it_announces(overlay: list[Resource]) -> None:
    policy = of_kind(overlay, "NetworkPolicy")["terreau-metrics"]["spec"]
    allowed = {str(port["port"]) for rule in policy["ingress"] for port in rule["ports"]}
    for name, deployment in of_kind(overlay, "Deployment").items():
        template = deployment["spec"]["template"]
        assert policy["podSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items(), name
        assert template["metadata"]["annotations"]["prometheus.io/port"] in allowed, name


def test_the_entrance_leads_to_the_portal(overlay: list[Resource]) -> None:
    service = of_kind(overlay, "Service")["portal"]["spec"]
    pod = of_kind(overlay, "Deployment")["portal"]["spec"]["template"]
    assert service["selector"].items() <= pod["metadata"]["labels"].items()
    assert service["ports"][0]["targetPort"] == pod["spec"]["containers"][0]["ports"][0]["name"]
    (rule,) = of_kind(overlay, "Ingress")["portal"]["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"] == {"name": "portal", "port": {"name": "http"}}
    assert of_kind(overlay, "ConfigMap")["terreau"]["data"]["TERREAU_PUBLIC_URL"] == f"https://{rule['host']}"


def test_production_holds_three_of_database_and_broker() -> None:
    resources = overlay_of("production")
    assert of_kind(resources, "Cluster")["terreau-db"]["spec"]["instances"] == 3
    assert of_kind(resources, "RabbitmqCluster")["terreau-broker"]["spec"]["replicas"] == 3


def test_production_runs_two_of_each_service_by_count_or_by_scaling() -> None:
    kustomization = yaml.safe_load((K8S / "overlays/production/kustomization.yaml").read_text(encoding="utf-8"))
    counted = {one["name"]: one["count"] for one in kustomization["replicas"]}
    scaled = of_kind(overlay_of("production"), "ScaledObject")
    assert set(counted).isdisjoint(scaled)
    assert {name for name, count in counted.items() if count >= 2} | {
        name for name, one in scaled.items() if one["spec"]["minReplicaCount"] >= 2
    } == HOUSE
    assert kustomization["patches"][0]["target"] == {"kind": "Deployment", "name": "|".join(scaled)}


def test_kustomize_renders_each_overlay_where_it_is_installed() -> None:
    """The structure is proved above wherever the tests run; kustomize itself is asked on top where it exists."""
    tools = [tool for tool in (["kubectl", "kustomize"], ["kustomize", "build"]) if shutil.which(tool[0])]
    if not tools:
        pytest.skip("neither kubectl nor kustomize is installed here")
    for tool in tools:
        for name in OVERLAYS:
            command = [*tool, str(K8S / "overlays" / name)]
            rendered = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            resources = [one for one in yaml.load_all(rendered, YAML) if one]
            assert {one["metadata"].get("namespace") for one in resources if one["kind"] != "Namespace"} == {"terreau"}
            for resource in resources:
                validate(resource, VERSIONS[0])


# ---- the image ----


def test_the_image_runs_as_nobody_without_a_shell() -> None:
    lines = [line for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines() if line[:1].isupper()]
    *_, final = (index for index, line in enumerate(lines) if line.startswith("FROM"))
    assert "USER 10001:10001" in lines[final:]
    for line in lines:
        if line.startswith(("RUN", "CMD", "ENTRYPOINT")):
            assert line.split(maxsplit=1)[1].startswith("["), line
        if line.startswith("FROM"):
            assert re.match(r"FROM [\w./-]+:\d[\w.-]+( AS \w+)?$", line), line


def test_the_image_takes_only_what_exists_and_what_is_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    sources = [word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert {f"!{source}" for source in sources} == {line for line in ignored if line.startswith("!")}
    assert [source for source in sources if not (ROOT / source).exists()] == []
