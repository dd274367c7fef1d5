"""A process with one or both toy rooms at work, on either world; killed at will by the tests.

`python -m tests.support.toy_process WORLD_JSON`: `{"data": dir}` or `{"database": url, "amqp": url}`, with
`"services": ["teller", "listener"]`. Prints `{"port", "secret"}` of its gateway once it is ready.

A structure named `fails-2` makes the listener fail twice, `incurable` fails as long as the file `cure` is absent
and `hangs` never comes back as long.
Where the world names a file `clock`, the clock is off by the seconds written in it.
"""

from __future__ import annotations

import json
import sys
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from nameko.runners import ServiceRunner  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from services.embedded.gateway import Gateway  # noqa: E402
from shared import events  # noqa: E402
from shared.clock import SystemClock  # noqa: E402
from shared.logs import set_up  # noqa: E402
from shared.messaging.embedded_transport import URL, register  # noqa: E402
from shared.messaging.inbox import RetryPolicy  # noqa: E402
from shared.messaging.service import (  # noqa: E402
    CLOCK_KEY,
    RETRY_KEY,
    SETTINGS_KEY,
    AtWork,
    RoomService,
    declare_topology,
    open_database,
)
from shared.settings import Settings  # noqa: E402
from tests.support.rooms import make_tables  # noqa: E402
from tests.support.toy_rooms import listener, teller  # noqa: E402


def main() -> None:
    world = json.loads(sys.argv[1])
    set_up("warning", json=False)
    events.LISTENERS.clear()
    events.LISTENERS.update({"diagnostic": frozenset(), "reporting": frozenset({"interview-logged"})})
    cure = Path(world["cure"])

    def behave(event: Any, before: int) -> None:
        if event.structure.startswith("fails-") and before < int(event.structure.split("-")[1]):
            raise RuntimeError("not yet")
        if event.structure == "incurable" and not cure.exists():
            raise RuntimeError("no cure")
        if event.structure == "hangs" and not cure.exists():
            eventlet.sleep(3600)

    settings = _settings(world)
    url = world.get("amqp") or URL
    register()
    declare_topology(url, embedded=settings.embedded)
    runner = ServiceRunner(
        {
            "AMQP_URI": url,
            SETTINGS_KEY: settings,
            "max_workers": 10,
            RETRY_KEY: RetryPolicy(first=0.02, hangs_after=0.1),
            CLOCK_KEY: _WrongClock(Path(world["clock"])) if "clock" in world else None,
        }
    )
    for name in world["services"]:
        runner.add_service(_service(teller()[0] if name == "teller" else listener(behave)[0], settings))
    runner.start()
    rooms = [e for c in runner.containers for e in c.dependencies if isinstance(e, AtWork)]
    gateway = Gateway(rooms[0].caller.line)
    gateway.serve("secret")
    while not all(room.intake.connected for room in rooms):
        eventlet.sleep(0.01)
    sys.stdout.write(json.dumps({"port": gateway.port, "secret": "secret"}) + "\n")
    sys.stdout.flush()
    runner.wait()


class _WrongClock:
    def __init__(self, told: Path):
        self._told = told

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(seconds=float(self._told.read_text() or 0))


def _settings(world: dict[str, Any]) -> Settings:
    if "data" in world:
        return Settings(data=Path(world["data"]))
    return Settings(database_url=SecretStr(world["database"]), amqp_url=SecretStr(world["amqp"]))


def _service(room: Any, settings: Settings) -> type[Any]:
    database = open_database(room.name, settings)
    make_tables(room, database)
    database.close()
    return type(f"{room.name.title()}Service", (RoomService,), {"name": room.name, "room": AtWork(room)})


if __name__ == "__main__":
    main()
