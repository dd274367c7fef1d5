"""The keys of the Compose specification that we use, with their types (compose-spec, schema/compose-spec.json)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Duration = Annotated[str, StringConstraints(pattern=r"^(\d+h)?(\d+m)?(\d+s)?$", min_length=2)]
Size = Annotated[str, StringConstraints(pattern=r"^\d+[bkmg]$")]
Port = Annotated[str, StringConstraints(pattern=r"^(\d+\.\d+\.\d+\.\d+:)?\d+:\d+$")]
Mount = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*:/[^:]+(:ro)?$")]
"""A named volume at a folder; nothing of the machine's own is mounted."""
Tmpfs = Annotated[str, StringConstraints(pattern=r"^/[^:]*(:[a-z]+=[0-9a-z]+(,[a-z]+=[0-9a-z]+)*)?$")]
Image = Annotated[str, StringConstraints(pattern=r"^[a-z0-9./-]+:[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*$")]
"""With a version: `latest` would be another program tomorrow."""


class Keys(BaseModel):
    """No key that is not named, no text for a number, no number for a text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Condition(Keys):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class Health(Keys):
    test: list[str] = Field(min_length=2)
    interval: Duration
    timeout: Duration
    retries: int = Field(ge=1)
    start_period: Duration
    start_interval: Duration

    @model_validator(mode="after")
    def without_a_shell(self) -> Health:
        if self.test[0] != "CMD":
            raise ValueError("a health check is a command, not a line for a shell")
        return self


class Logging(Keys):
    driver: str
    options: dict[str, str]


class MountedSecret(Keys):
    source: str
    target: str


class Service(Keys):
    image: Image
    build: str | None = None
    command: list[str] = []
    user: str
    hostname: str | None = None
    environment: dict[str, str] = {}
    secrets: list[str | MountedSecret] = []
    volumes: list[Mount] = []
    tmpfs: list[Tmpfs] = []
    networks: list[str] = Field(min_length=1)
    ports: list[Port] = []
    depends_on: dict[str, Condition] = {}
    healthcheck: Health | None = None
    restart: Literal["no", "always", "on-failure", "unless-stopped"]
    read_only: bool
    cap_drop: list[str]
    security_opt: list[str]
    logging: Logging
    mem_limit: Size
    pids_limit: int | None = Field(default=None, ge=1)
    shm_size: Size | None = None
    stop_grace_period: Duration | None = None


class Network(Keys):
    internal: bool = False


class SecretFile(Keys):
    file: str


class ComposeFile(Keys):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    services: dict[str, Service]
    networks: dict[str, Network]
    volumes: dict[str, dict[str, str]]
    secrets: dict[str, SecretFile]


def checked(compose: dict[str, Any]) -> ComposeFile:
    """The file as read, its extensions (`x-…`) left out. Raises pydantic's `ValidationError`."""
    return ComposeFile.model_validate({key: value for key, value in compose.items() if not key.startswith("x-")})
