# ruff: noqa: N815  # the operators spell their fields
"""The fields of the operators' resources that we use, with their types as each operator's definitions state them.

A field that is not here is one we do not use, or a slip of the pen: both are refused. Sources: CloudNativePG 1.26
(`Cluster`, `ScheduledBackup`), its Barman Cloud plugin 0.5 (`ObjectStore`), the RabbitMQ cluster operator 2
(`RabbitmqCluster`), KEDA 2.16 (`ScaledObject`, `TriggerAuthentication` and the parameters of each kind of trigger).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]
Quantity = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$")]
Retention = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*[dwm]$")]
SixFieldCron = Annotated[str, StringConstraints(pattern=r"^(\S+ ){5}\S+$")]
Number = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?$")]


class Fields(BaseModel):
    """No field that is not named, no text for a number, no number for a text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Reference(Fields):
    name: Name


class SecretKey(Fields):
    name: Name
    key: str


class Resources(Fields):
    requests: dict[Literal["cpu", "memory"], Quantity]
    limits: dict[Literal["cpu", "memory"], Quantity]


# ---- CloudNativePG ----


class InitDb(Fields):
    database: str
    owner: str
    encoding: str = "UTF8"


class Bootstrap(Fields):
    initdb: InitDb


class Synchronous(Fields):
    method: Literal["any", "first"]
    number: int = Field(ge=1)
    dataDurability: Literal["required", "preferred"] = "required"


class PostgreSql(Fields):
    parameters: dict[str, str]
    synchronous: Synchronous


class Volume(Fields):
    size: Quantity


class ClusterAffinity(Fields):
    enablePodAntiAffinity: bool
    topologyKey: str
    podAntiAffinityType: Literal["preferred", "required"]


class Plugin(Fields):
    name: str
    isWALArchiver: bool = False
    parameters: dict[str, str]


class ClusterSpec(Fields):
    instances: int = Field(ge=1)
    imageName: str
    primaryUpdateStrategy: Literal["unsupervised", "supervised"]
    bootstrap: Bootstrap
    postgresql: PostgreSql
    plugins: list[Plugin] = []
    storage: Volume
    walStorage: Volume
    resources: Resources
    affinity: ClusterAffinity

    @model_validator(mode="after")
    def fewer_waited_for_than_there_are(self) -> ClusterSpec:
        if self.postgresql.synchronous.number >= self.instances:
            raise ValueError("a commit would wait for more standbys than there are")
        return self


class PluginConfiguration(Fields):
    name: str
    parameters: dict[str, str] = {}


class ScheduledBackupSpec(Fields):
    schedule: SixFieldCron
    """With seconds in front, unlike a CronJob's."""
    cluster: Reference
    method: Literal["barmanObjectStore", "volumeSnapshot", "plugin"] = "barmanObjectStore"
    pluginConfiguration: PluginConfiguration | None = None
    backupOwnerReference: Literal["none", "self", "cluster"] = "none"
    immediate: bool = False
    suspend: bool = False

    @model_validator(mode="after")
    def a_plugin_is_named(self) -> ScheduledBackupSpec:
        if (self.method == "plugin") != (self.pluginConfiguration is not None):
            raise ValueError("the method «plugin» and a plugin's name go together")
        return self


class S3Credentials(Fields):
    accessKeyId: SecretKey
    secretAccessKey: SecretKey


class Compressed(Fields):
    compression: Literal["gzip", "bzip2", "snappy"]


class Store(Fields):
    destinationPath: str = Field(pattern=r"^s3://")
    endpointURL: str = Field(default="", pattern=r"^(https?://.+)?$")
    s3Credentials: S3Credentials
    wal: Compressed
    data: Compressed


class ObjectStoreSpec(Fields):
    configuration: Store
    retentionPolicy: Retention


# ---- RabbitMQ ----


class Persistence(Fields):
    storage: Quantity
    storageClassName: str = ""


class Configuration(Fields):
    additionalConfig: Annotated[str, StringConstraints(max_length=2000)]


class Term(Fields):
    topologyKey: str
    labelSelector: dict[Literal["matchLabels"], dict[str, str]]


class PodAntiAffinity(Fields):
    requiredDuringSchedulingIgnoredDuringExecution: list[Term]


class BrokerAffinity(Fields):
    podAntiAffinity: PodAntiAffinity


class BrokerSpec(Fields):
    replicas: int = Field(ge=0)
    image: str
    persistence: Persistence
    resources: Resources
    rabbitmq: Configuration
    affinity: BrokerAffinity


# ---- KEDA ----


class AuthenticationRef(Fields):
    name: Name


class QueueDepth(Fields):
    queueName: str
    mode: Literal["QueueLength", "MessageRate"]
    value: Number
    protocol: Literal["amqp", "http", "auto"] = "auto"


class Rows(Fields):
    query: str
    targetQueryValue: Number


class Share(Fields):
    value: Number


class QueueTrigger(Fields):
    type: Literal["rabbitmq"]
    authenticationRef: AuthenticationRef
    metadata: QueueDepth


class RowsTrigger(Fields):
    type: Literal["postgresql"]
    authenticationRef: AuthenticationRef
    metadata: Rows


class CpuTrigger(Fields):
    type: Literal["cpu"]
    metricType: Literal["Utilization", "AverageValue"]
    metadata: Share


class ScaledObjectSpec(Fields):
    scaleTargetRef: Reference
    minReplicaCount: int = Field(ge=0)
    maxReplicaCount: int = Field(ge=1)
    pollingInterval: int = Field(default=30, ge=1)
    cooldownPeriod: int = Field(default=300, ge=0)
    triggers: list[Annotated[QueueTrigger | RowsTrigger | CpuTrigger, Field(discriminator="type")]] = Field(
        min_length=1
    )

    @model_validator(mode="after")
    def fewest_first(self) -> ScaledObjectSpec:
        if self.minReplicaCount > self.maxReplicaCount:
            raise ValueError("the fewest are more than the most")
        return self


class SecretTarget(Fields):
    parameter: str
    name: Name
    key: str


class TriggerAuthenticationSpec(Fields):
    secretTargetRef: list[SecretTarget] = Field(min_length=1)


SPECS: dict[tuple[str, str], type[Fields]] = {
    ("postgresql.cnpg.io/v1", "Cluster"): ClusterSpec,
    ("postgresql.cnpg.io/v1", "ScheduledBackup"): ScheduledBackupSpec,
    ("barmancloud.cnpg.io/v1", "ObjectStore"): ObjectStoreSpec,
    ("rabbitmq.com/v1beta1", "RabbitmqCluster"): BrokerSpec,
    ("keda.sh/v1alpha1", "ScaledObject"): ScaledObjectSpec,
    ("keda.sh/v1alpha1", "TriggerAuthentication"): TriggerAuthenticationSpec,
}


def is_custom(resource: dict[str, Any]) -> bool:
    """Whether an operator defines this kind, and not Kubernetes."""
    return (resource["apiVersion"], resource["kind"]) in SPECS


def check_custom(resource: dict[str, Any]) -> None:
    """Raise pydantic's `ValidationError` when a field is not one we know, or not of its type."""
    assert set(resource) == {"apiVersion", "kind", "metadata", "spec"}
    Reference.model_validate({"name": resource["metadata"]["name"]})
    SPECS[resource["apiVersion"], resource["kind"]].model_validate(resource["spec"])
