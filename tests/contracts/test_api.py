"""What pages can do, machines can do: every order and question of the method has an endpoint, or a reason why not."""

from __future__ import annotations

import pytest

from services.portal.api.endpoints import READINGS, WRITINGS
from shared.contracts import COMMANDS, QUERIES

PERSONAL_LINK = "belongs to whoever holds a personal link, on a page without an account"
NAMES = "names and addresses are for pages, where looking is noted (architecture.md, line 6)"
INSIDE = "asked between rooms only"
ONE_STEP = "the command line's single step; the API looks first and confirms (prepare, confirm, undo), or is dry"

NOT_OFFERED = {
    "start-file": PERSONAL_LINK,
    "save-file": PERSONAL_LINK,
    "send-file": PERSONAL_LINK,
    "answer-correction": PERSONAL_LINK,
    "discard-file": PERSONAL_LINK,
    "get-file": PERSONAL_LINK,
    "get-reading": PERSONAL_LINK,
    "give-opinion": PERSONAL_LINK,
    "invite-reader": PERSONAL_LINK,
    "renew-link": PERSONAL_LINK,
    "recover-link": PERSONAL_LINK,
    "revoke-link": PERSONAL_LINK,
    "list-last-calls": INSIDE,
    "check-link": INSIDE,
    "get-written-to": NAMES,
    "find-addresses": NAMES,
    "find-names": NAMES,
    "get-contact": NAMES,
    "get-person": NAMES,
    "list-contact-views": NAMES,
    "look-at-contact": NAMES,
    "merge-people": NAMES,
    "revise-contact-details": NAMES,
    "revise-person": NAMES,
    "search-directory": NAMES,
    "erase-person": NAMES,
    "get-outgoing": INSIDE,
    "resolve-territory": INSIDE,
    "preview-contacts": ONE_STEP,
    "import-interviews": ONE_STEP,
    "import-catalogue": ONE_STEP,
    "describe-platform": ONE_STEP,
}
OFFERED = {one.query.wire() for one in READINGS} | {one.command.wire() for one in WRITINGS}
METHOD = ("territories", "diagnostic", "platforms")


@pytest.mark.parametrize("service", METHOD)
def test_every_order_and_question_has_an_endpoint_or_a_reason(service: str) -> None:
    spoken = {name for room, name in (*COMMANDS, *QUERIES) if room == service}
    assert spoken - OFFERED - NOT_OFFERED.keys() == set()


def test_no_reason_is_given_for_what_is_offered_or_gone() -> None:
    assert NOT_OFFERED.keys() & OFFERED == set()
    assert NOT_OFFERED.keys() - {name for _, name in (*COMMANDS, *QUERIES)} == set()
