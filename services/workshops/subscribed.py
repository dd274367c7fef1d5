"""Reading calendars at the addresses that people gave, without letting an address reach where it should not."""

from __future__ import annotations

import ipaddress
import socket
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urljoin, urlsplit

from shared.busy_calendars import MOST_BYTES
from shared.french import tidy

SECONDS = 20
_MOST_REDIRECTS = 3


class Unreadable(Exception):
    """A calendar that could not be fetched, with a French sentence that says why."""


def fetch(address: str, *, private: bool) -> bytes:
    """The text of a calendar at an address; `private` allows addresses of the inner network.

    Raises `Unreadable`: no answer, too much of it, or an address inside this network, where a person's link must not
    lead the server.
    """
    for _ in range(_MOST_REDIRECTS + 1):
        if not private:
            _check_public(address)
        content, elsewhere = _get(address)
        if elsewhere is None:
            return content
        address = urljoin(address, elsewhere)
        if urlsplit(address).scheme not in ("http", "https"):
            break
    raise Unreadable("L’adresse renvoie sans fin ailleurs.")


def _check_public(address: str) -> None:
    host = urlsplit(address).hostname or ""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError):
        raise Unreadable("L’adresse de ce calendrier n’existe pas.") from None
    if not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise Unreadable("Cette adresse n’est pas publique\u00a0: Terreau ne lit que des calendriers publiés.")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing by itself: each address on the way is looked at first."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Refuse, so that the answer comes back as it is."""


def _get(address: str) -> tuple[bytes, str | None]:
    request = urllib.request.Request(address, headers={"User-Agent": "Terreau", "Accept": "text/calendar"})  # noqa: S310  # http(s) only: `address_of` sees to it
    # No proxy either: it would be asked to reach what was not looked at.
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            content = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        elsewhere = error.headers.get("Location")
        if error.code in (301, 302, 303, 307, 308) and elsewhere:
            return b"", elsewhere
        raise Unreadable(tidy(f"Le calendrier n’a pas été donné (réponse {error.code}).")) from None
    except (OSError, HTTPException, ValueError):
        raise Unreadable("Le calendrier ne répond pas.") from None
    if len(content) > MOST_BYTES:
        raise Unreadable(tidy("Ce calendrier est trop lourd : plus de 5\u00a0Mo."))
    return content, None
