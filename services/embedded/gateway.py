"""The owner's door for other commands of the same machine: RPC over loopback HTTP, opened by the lock file's secret."""

from __future__ import annotations

import hmac
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
from eventlet import wsgi

from services.embedded.owner import OwnerAddress
from shared.messaging.caller import Line, NoAnswer

HEADER = "X-Terreau-Secret"


class Gateway:
    """The server side, run by the owner."""

    def __init__(self, line: Line):
        self._line = line
        self._socket = eventlet.listen(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._secret = ""

    def serve(self, secret: str) -> None:
        """Answer in a green thread until the process ends."""
        self._secret = secret
        quiet = logging.getLogger("terreau.gateway")
        quiet.propagate = False
        quiet.addHandler(logging.NullHandler())
        eventlet.spawn(wsgi.server, self._socket, self._answer, log=quiet, log_output=False)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_TERREAU_SECRET", "")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            start_response("403 Forbidden", [])
            return [b""]
        request = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        try:
            answer = self._line.call(
                request["service"], request["method"], request["payload"], timeout=float(request["timeout"])
            )
        except NoAnswer:
            start_response("504 Gateway Timeout", [])
            return [b""]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]


class GatewayLine:
    """The client side: how a command speaks to the owner."""

    def __init__(self, address: OwnerAddress):
        self._address = address

    def call(self, service: str, method: str, payload: dict[str, Any], *, timeout: float) -> dict[str, Any]:
        """Call a method of a service. Raises `NoAnswer`."""
        body = json.dumps({"service": service, "method": method, "payload": payload, "timeout": timeout}).encode()
        request = urllib.request.Request(  # the address is our own loopback
            f"http://127.0.0.1:{self._address.port}/", data=body, headers={HEADER: self._address.secret}
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout + 2) as response:  # noqa: S310
                answer: dict[str, Any] = json.loads(response.read())
                return answer
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise NoAnswer(service) from error
