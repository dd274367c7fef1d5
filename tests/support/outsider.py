"""Somebody else's plain nameko service, written only against what Terreau promises to outsiders.

It listens to the five events with nameko's own `@event_handler` and writes each body, one JSON a line, to a file.
`python tests/support/outsider.py AMQP_URL FILE`
"""

import warnings

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from nameko.events import event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402


class Outsider:
    """A service of another organisation."""

    name = "outsider"

    def _keep(self, body):
        with Path(sys.argv[2]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(body) + "\n")

    @event_handler("territories", "territory-enrolled")
    def on_territory_enrolled(self, body):
        self._keep(body)

    @event_handler("diagnostic", "interview-logged")
    def on_interview_logged(self, body):
        self._keep(body)

    @event_handler("workshops", "workshop-scheduled")
    def on_workshop_scheduled(self, body):
        self._keep(body)

    @event_handler("platforms", "platform-shortlisted")
    def on_platform_shortlisted(self, body):
        self._keep(body)

    @event_handler("territories", "bilan-due")
    def on_bilan_due(self, body):
        self._keep(body)


if __name__ == "__main__":
    runner = ServiceRunner({"AMQP_URI": sys.argv[1]})
    runner.add_service(Outsider)
    runner.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    runner.wait()
