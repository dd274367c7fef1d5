"""The settings of a command: the environment, and the data folder given with `--data`."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import ValidationError

from shared.errors import InvalidInput
from shared.messaging.french_validation import french_problems
from shared.reasons import reason
from shared.settings import Settings, read_settings

NB = "\u00a0"

PAIR = {"database_url": "TERREAU_DATABASE_URL", "amqp_url": "TERREAU_AMQP_URL"}


def settings_of(ctx: click.Context, **overrides: object) -> Settings:
    """The settings for this command. Raises `InvalidInput` naming each wrong variable, or the one that is missing."""
    settings = half_settings_of(ctx, **overrides)
    missing = missing_of_pair(settings)
    if missing:
        given = next(variable for variable in PAIR.values() if variable not in missing)
        raise InvalidInput(
            f"Il faut {PAIR['database_url']} et {PAIR['amqp_url']} ensemble (installation complète), ou ni l’un ni "
            f"l’autre (un seul processus){NB}: {given} est donné, {missing[0]} manque.",
            code="settings",
        )
    return settings


def half_settings_of(ctx: click.Context, **overrides: object) -> Settings:
    """The same, for a command that says itself when a database or a broker is alone. Raises `InvalidInput`."""
    root: Path | None = ctx.find_root().obj
    if root is not None:
        overrides["data"] = root
    try:
        return read_settings(**overrides)
    except ValidationError as error:
        raise InvalidInput("Réglage incorrect.", problems=_problems(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        named = getattr(error, "filename", None) or "TERREAU_…_FILE"
        raise InvalidInput(f"Un fichier de secret ne peut pas être lu{NB}: {named} ({reason(error)}).") from error


def _problems(error: ValidationError) -> list[tuple[str, str]]:
    """Each wrong variable and what it should be; its value is not told, since it may be a secret."""
    wrong = zip(error.errors(), french_problems(error), strict=True)
    return [
        (f"TERREAU_{place.upper()}", sentence.removeprefix(f"{place}{NB}: "))
        for item, (place, sentence) in wrong
        # a default that is made from a wrong setting is not wrong itself
        if item["type"] != "default_factory_not_called"
    ]


def missing_of_pair(settings: Settings) -> list[str]:
    """The variable that is missing where only one of database and broker is set."""
    if settings.embedded:
        return []
    return [variable for field, variable in PAIR.items() if getattr(settings, field) is None]
