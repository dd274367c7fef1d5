"""What a command may be given: days and instants, refused in French when they are none."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import click

from shared.french import quoted

NB = "\u00a0"


class Day(click.ParamType[date]):
    """A calendar day in Europe/Paris, `AAAA-MM-JJ` only."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day written; a `BadParameter` with a French sentence for anything else."""
        if isinstance(value, date):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{quoted(value)} n’est pas un jour{NB}: écrivez par exemple 2025-07-15.", param, ctx)


class Instant(click.ParamType[datetime]):
    """A date and an hour with their offset (RFC 3339): without it nobody could say which instant is meant."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant written; a `BadParameter` with a French sentence for anything else."""
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            self.fail(
                f"{quoted(value)} n’est pas un instant{NB}: écrivez la date, l’heure et le décalage horaire, "
                "par exemple 2025-07-15T18:00+02:00.",
                param,
                ctx,
            )
        return instant


DAY = Day()
INSTANT = Instant()
