"""The clock work of the portal: the last call to candidatures that were begun and not sent (AMI-09).

The secret of a personal link is known to its bearer alone and is kept nowhere, so only the portal can make one. It
is derived here from a key of this database, the file and the call's last week: an attempt that broke in the middle
is made again under the same link and the same order ids, and nobody gets two mails.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid

import structlog

from services.portal.link_letters import hashed, letter
from services.portal.tables import Key
from shared.contracts.territories import GetWrittenTo, LastCall, ListLastCalls, RenewLink
from shared.errors import TerreauError, Unavailable
from shared.room import Desk, Ticks

TICKS = Ticks()
KEY = "last-calls"
_ORDERS = uuid.UUID("7d0a3c52-2f1e-4e0e-9d5b-6a4f1c9be0a7")
log = structlog.get_logger()


@TICKS.every(300)
def call_last(desk: Desk) -> None:
    """Mail each draft that is due its last call, once; what fails is tried again at the next tick.

    The room of the calls says what is due, and only when people may be written to; the mail still waits to be stopped.
    """
    try:
        due = desk.ask(ListLastCalls()).due
        key = _key(desk) if due else ""
        for one in due:
            _try(desk, one, key)
    except Unavailable as error:  # another room is away: what is due stays due
        log.warning("last_call.put_off", code=error.stable_code)


def _try(desk: Desk, one: LastCall, key: str) -> None:
    """A draft that was sent or thrown away in this very moment holds back none of the others."""
    try:
        _call(desk, one, key)
    except Unavailable:
        raise
    except TerreauError as error:
        log.warning("last_call.not_sent", code=error.stable_code)


def _call(desk: Desk, one: LastCall, key: str) -> None:
    secret = _secret(key, one)
    link = hashed(secret)
    # The link opens before the mail leaves, and the draft counts as called only once the mail is on its way.
    desk.obey(RenewLink(file=one.file, link=link, beside=True), order=_order(one, "link"))
    to = desk.ask(GetWrittenTo(file=one.file))
    mail = letter(to, desk.settings, f"/candidature/{secret}", "last-call")
    if mail is not None:
        desk.obey(mail, order=_order(one, "mail"))
    desk.obey(RenewLink(file=one.file, link=link, beside=True, called=True), order=_order(one, "called"))


def _secret(key: str, one: LastCall) -> str:
    made = hmac.new(key.encode(), f"{one.file}\n{one.since}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _order(one: LastCall, step: str) -> str:
    return str(uuid.uuid5(_ORDERS, f"{one.file}\n{one.since}\n{step}"))


def _key(desk: Desk) -> str:
    with desk.unit_of_work() as uow:
        key = uow.session.get(Key, KEY)
        if key is None:
            key = Key(name=KEY, value=secrets.token_hex(32))
            uow.session.add(key)
        return key.value
