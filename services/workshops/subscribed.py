"""Reading calendars at the addresses that people gave, without letting an address reach where it should not."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from shared.busy_calendars import MOST_BYTES
from shared.french import tidy

SECONDS = 20
"""For a whole calendar, with all it leads to: who answers a byte at a time is not waited for."""
_MOST_REDIRECTS = 3
_AS_IT_IS = "%/:;=&?~+!$,'@()*[]-._"
_A_PIECE = 64 * 1024
_FAILURES = (OSError, HTTPError, HTTPException, ValueError)
_REDIRECTS = (301, 302, 303, 307, 308)


class Unreadable(Exception):
    """A calendar that could not be fetched, with a French sentence that says why."""


def fetch(address: str, *, private: bool, seconds: float = SECONDS) -> bytes:
    """The text of a calendar at an address; `private` allows addresses of the inner network.

    Each name on the way is looked up once, and the connection goes to the very address that was looked at: where the
    name leads a moment later makes no difference. No proxy either: it would look up the name by itself.

    Raises `Unreadable`: no answer, too much of it, or an address inside this network, where a person's link must not
    lead the server.
    """
    until = time.monotonic() + seconds
    for _ in range(_MOST_REDIRECTS + 1):
        parts = _parts(address)
        content, elsewhere = _get(parts, _looked_up(parts, private=private), until)
        if elsewhere is None:
            return content
        address = urljoin(address, elsewhere)
    raise Unreadable("L’adresse renvoie sans fin ailleurs.")


def _parts(address: str) -> SplitResult:
    """An address with its host as machines write it, without name or password."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = port = ""
    if not host or parts.scheme not in ("http", "https"):
        raise Unreadable("Cette adresse n’est pas celle d’un calendrier.")
    path, query = (quote(text, safe=_AS_IT_IS) for text in (parts.path or "/", parts.query))
    return SplitResult(parts.scheme, (f"[{host}]" if ":" in host else host) + port, path, query, "")


def _looked_up(parts: SplitResult, *, private: bool) -> list[str]:
    """Where the name of an address leads: all of it has to be public, or none is reached."""
    try:
        told = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise Unreadable("L’adresse de ce calendrier n’existe pas.") from None
    found = list(dict.fromkeys(str(one[4][0]) for one in told))
    if not private and not all(_is_public(one) for one in found):
        raise Unreadable("Cette adresse n’est pas publique\u00a0: Terreau ne lit que des calendriers publiés.")
    return found


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Behind it a network translates to IPv4 (RFC 6052): the last 32 bits say where to."""


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    # An inner address in the dress of an outer one: the ways of IPv4 in IPv6.
    inside = address.ipv4_mapped or address.sixtofour
    if address in _TRANSLATED:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return not address.is_site_local and (inside is None or inside.is_global)


def _get(parts: SplitResult, addresses: list[str], until: float) -> tuple[bytes, str | None]:
    """The body at the first of the addresses that can be reached, or where it sends one instead."""
    for ip in addresses:
        left = until - time.monotonic()
        if left <= 0:
            break
        connection = _connection(parts, ip, left)
        with closing(connection), _no_longer_than(connection, left) as held:
            try:
                connection.connect()
                held.append(connection.sock)
            except _FAILURES:
                continue
            try:
                found = _answer(connection, parts)
            except _FAILURES:
                break
            if time.monotonic() < until:  # else it may have been cut
                return found
    raise Unreadable("Le calendrier ne répond pas.")


def _connection(parts: SplitResult, ip: str, seconds: float) -> HTTPConnection:
    """A connection to one address that speaks to the host which the name means: it proves by that name who it is."""
    if parts.scheme == "http":
        return HTTPConnection(ip, parts.port or 80, timeout=seconds)
    return HTTPSConnection(
        ip,
        parts.port or 443,
        timeout=seconds,
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
        ssl_context=ssl.create_default_context(),
    )


@contextmanager
def _no_longer_than(connection: HTTPConnection, seconds: float) -> Iterator[list[object]]:
    """Cut the connection when the time is over: a byte in time does not make the whole.

    Gives a list for its socket, of which the connection lets go once the answer has begun.
    """
    held: list[object] = []

    def cut() -> None:
        for sock in (connection.sock, *held):
            if isinstance(sock, socket.socket):
                with suppress(OSError):  # it is down already
                    sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield held
    finally:
        timer.cancel()


def _answer(connection: HTTPConnection, parts: SplitResult) -> tuple[bytes, str | None]:
    connection.request(
        "GET",
        f"{parts.path}?{parts.query}" if parts.query else parts.path,
        headers={
            "Host": parts.netloc,
            "User-Agent": "Terreau",
            "Accept": "text/calendar",
            "Accept-Encoding": "identity",
        },
        preload_content=False,
    )
    answer = connection.getresponse()
    elsewhere = answer.headers.get("Location")
    if answer.status in _REDIRECTS and elsewhere:
        return b"", elsewhere
    if answer.status != 200:
        raise Unreadable(tidy(f"Le calendrier n’a pas été donné (réponse {answer.status})."))
    return _body(answer), None


def _body(answer: HTTPResponse) -> bytes:
    content = bytearray()
    while piece := answer.read1(_A_PIECE):
        content += piece
        if len(content) > MOST_BYTES:
            raise Unreadable(tidy("Ce calendrier est trop lourd : plus de 5\u00a0Mo."))
    if answer.length_remaining:
        raise ValueError("cut short")
    return bytes(content)
