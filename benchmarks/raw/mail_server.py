"""An SMTP server that takes everything and keeps nothing: `python -m benchmarks.raw.mail_server PORT`."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller


class _Sink:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  # aiosmtpd names it
        return "250 OK"


if __name__ == "__main__":
    Controller(_Sink(), hostname="127.0.0.1", port=int(sys.argv[1]), loop=asyncio.new_event_loop()).start()
    print("ready", flush=True)
    signal.pause()
