"""Every setting of the house, read from the environment only (`TERREAU_…`, or `TERREAU_…_FILE` for secrets)."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = ("DATABASE_URL", "AMQP_URL", "SECRET_KEY", "SMTP_URL", "IMAP_URL")


class Settings(BaseSettings):
    """The settings; without a database and a broker the embedded default is meant (SQLite, in-memory transport)."""

    model_config = SettingsConfigDict(env_prefix="TERREAU_", env_ignore_empty=True, extra="ignore", frozen=True)

    data: Path = Field(default=Path("var"), description="Folder of the embedded default.")
    database_url: SecretStr | None = Field(default=None, description="PostgreSQL, one schema per service.")
    amqp_url: SecretStr | None = Field(default=None, description="RabbitMQ.")
    secret_key: SecretStr | None = Field(default=None, description="Signs sign-in links and tokens.")
    smtp_url: SecretStr | None = Field(
        default=None,
        description="smtp://user:password@host:port?tls=starttls; none: mails are kept in the portal.",
    )
    mail_from: str = Field(default="terreau@localhost", description="Sender of the mails.")
    mail_undo_minutes: int = Field(
        default=10, ge=0, le=1440, description="How long a message to people can be read and undone before it leaves."
    )
    mail_per_minute: int = Field(default=600, ge=1, le=100_000, description="Mails given to the server in a minute.")
    imap_url: SecretStr | None = Field(
        default=None,
        description="imaps://user:password@host:993/INBOX of the sender; none: answers and bounces are not read.",
    )
    host: str = Field(default="127.0.0.1", description="Address the portal listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port of the portal.")
    public_url: str = Field(
        # The links in mails must lead to this very portal, also when it was started on another port.
        default_factory=lambda known: f"http://localhost:{known.get('port', 8080)}",
        description="Where the portal is reached from outside.",
    )
    health_port: int = Field(default=8081, ge=0, le=65535, description="Port of /healthz, /readyz and /metrics.")
    log_level: str = Field(default="info", description="debug, info, warning or error.")
    max_workers: int = Field(default=10, ge=2, le=100, description="Requests a service works on at once.")
    database_connections: int = Field(
        default=4, ge=2, le=100, description="PostgreSQL connections of one service in one process."
    )
    inner_calendars: bool = Field(
        default=False, description="Whether calendars that people subscribe to may lie inside this network."
    )
    traces_url: str | None = Field(
        default=None,
        description="OTLP over HTTP, e.g. http://collector:4318/v1/traces; none: nothing is traced.",
    )
    traces_share: float = Field(default=1.0, ge=0, le=1, description="How many of the requests are traced (0 to 1).")
    start_seconds: float = Field(
        default=60, ge=0, le=3600, description="How long `serve` waits for database and broker before it gives up."
    )

    @property
    def embedded(self) -> bool:
        """Whether this is the one-process default."""
        return self.database_url is None and self.amqp_url is None


class MissingSettings(ValueError):
    """Settings that the full stack cannot do without; the message names all of them."""


def read_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; a `TERREAU_X_FILE` names a file that holds `TERREAU_X`.

    Raises `MissingSettings` when only one of database and broker is set, pydantic's `ValidationError` on wrong values.
    """
    from_files: dict[str, object] = {}
    for name in SECRETS:
        path = os.environ.get(f"TERREAU_{name}_FILE")
        # An empty file is none, as an empty variable is: where a file must exist, that says «not here».
        if path and (secret := Path(path).read_text(encoding="utf-8").strip()):
            from_files[name.lower()] = secret
    return Settings(**{**from_files, **overrides})  # type: ignore[arg-type]  # pydantic checks the values


def require_full_stack(settings: Settings) -> None:
    """Refuse to start the full stack with settings missing, naming each of them."""
    missing = [
        f"TERREAU_{name.upper()}"
        for name in ("database_url", "amqp_url", "secret_key")
        if getattr(settings, name) is None
    ]
    if missing:
        raise MissingSettings(", ".join(missing))
