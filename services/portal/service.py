"""The nameko service `portal`: the pages on HTTP, and what the command `terreau` asks of the sign-in."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.web.server import BindAddress, WebServer

from services.portal.accounts import FIRST_LINK_LIFETIME, SignIn
from services.portal.live import BELL
from services.portal.parked import ParkedEvents
from services.portal.room import ROOM
from services.portal.sign_in.team import AccountCard, Team
from shared.errors import NotFound
from shared.messaging import orders
from shared.messaging.caller import Caller
from shared.messaging.health import with_health
from shared.messaging.service import SETTINGS_KEY, Answer, AtWork, RoomService
from shared.messaging.steady import rpc

PAGES_KEY = "TERREAU_PAGES"
READY_KEY = "TERREAU_READY"
PARKED_SECONDS = 3.0
"""How long the page of parked events waits for each room: an outage of several is when one looks at it."""


class PortalServer(WebServer):
    """The portal's WSGI server; silent when the house runs for one command only."""

    def _work(self) -> AtWork:
        (work,) = [extension for extension in self.container.dependencies if isinstance(extension, AtWork)]
        return work

    @property
    def bind_addr(self) -> BindAddress:
        """Where the pages are served."""
        settings = self.container.config[SETTINGS_KEY]
        return BindAddress(settings.host, settings.port)

    def start(self) -> None:
        """Listen, unless no pages are wanted."""
        if self.container.config.get(PAGES_KEY, True):
            super().start()

    def stop(self) -> None:
        """Stop listening."""
        if self._gt is not None:
            super().stop()

    def get_wsgi_app(self) -> Any:
        """The pages, with the health paths around them."""
        # A command that runs the house for a moment serves no page: it does not pay for them either.
        from services.portal.app import create_app
        from services.portal.pages.technical import HOOK

        work = self._work()
        ready = self.container.config.get(READY_KEY) or work.ready
        clock = work.worker.clock
        work.worker.on_replicas = BELL.ring
        app = create_app(work.caller, SignIn(work.database, clock), clock, work.settings)
        app.extensions[HOOK] = ParkedEvents(Caller(work.caller.line, clock, timeout=PARKED_SECONDS))
        return with_health(app, ready)

    def get_wsgi_server(self, sock: Any, wsgi_app: Any, **options: Any) -> Any:
        """nameko's server, without a line on the console for each request."""
        # Else the end of a page over 16 KB waits 40 ms for the browser to acknowledge its beginning.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = super().get_wsgi_server(sock, wsgi_app, **options)
        server.log = logging.getLogger("terreau.portal.http")
        server.log_output = False
        return server


class Pages(DependencyProvider):
    """Starts the portal's server with the service."""

    server = PortalServer()


class PortalService(RoomService):
    """`portal` on the bus and on HTTP."""

    name = "portal"
    room = AtWork(ROOM)
    pages = Pages()

    @rpc
    def first_link(self, _request: dict[str, Any]) -> Answer:
        """A one-time sign-in token for the administrator."""
        return {"answer": self._sign_in().first_link()}

    @rpc
    def make_token(self, request: dict[str, Any]) -> Answer:
        """A bearer token for the API, told this once."""
        return {"answer": self._sign_in().make_token(request["role"], request.get("territory"), request["days"])}

    @rpc
    def list_accounts(self, _request: dict[str, Any]) -> Answer:
        """Every open account."""
        return _answered(lambda: [_told(card) for card in self._team().everybody()])

    @rpc
    def add_account(self, request: dict[str, Any]) -> Answer:
        """Open an account."""
        return _answered(lambda: _told(self._team().add(request["email"], request["label"], request["role"])))

    @rpc
    def account_link(self, request: dict[str, Any]) -> Answer:
        """The address of a one-time sign-in link for an account, told this once."""
        return _answered(lambda: self._link(request["email"]))

    def _link(self, email: str) -> str:
        token = self._sign_in().link_for(email, FIRST_LINK_LIFETIME, limit=None)
        if token is None:
            raise NotFound("Aucun compte n’a cette adresse.", code="unknown-account")
        return f"{self.room.settings.public_url.rstrip('/')}/connexion/{token}"

    def _sign_in(self) -> SignIn:
        return SignIn(self.room.database, self.room.clock)

    def _team(self) -> Team:
        return Team(self.room.database, self.room.clock)


def _answered(work: Callable[[], Any]) -> Answer:
    """What the work gives, or its refusal: both cross the wire as values."""
    try:
        return {"answer": work()}
    except Exception as error:
        return {"refused": orders.refusal(error)}


def _told(card: AccountCard) -> dict[str, str]:
    return {
        "id": card.id,
        "email": card.email,
        "label": card.label,
        "role": card.role,
        "created": card.created.isoformat(),
    }
