"""Calls (AMI): written, published, given more time, closed."""

from __future__ import annotations

from services.territories import finding
from services.territories.commands.registry import COMMANDS, invalid, refused
from services.territories.places import checked_epci
from services.territories.rules import wrong_departement
from services.territories.tables import Call
from shared.contracts.base import Receipt
from shared.contracts.territories import CallWords, CloseCall, DraftCall, ExtendCall, OpenCall, PublishCall, ReviseCall
from shared.events import CallClosed, CallExtended, CallPublished
from shared.french import quoted
from shared.ids import new_id
from shared.partial_dates import in_french, latest_day, parse
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(PublishCall)
def publish_call(uow: UnitOfWork, command: PublishCall) -> Receipt:
    """Open a call; raises `InvalidInput` for a wrong département or EPCI, or a call that closes before it opens."""
    call = _add(uow, command, "published")
    _tell(uow, call, command.occurred)
    return Receipt(id=call.id)


@COMMANDS.handles(DraftCall)
def draft_call(uow: UnitOfWork, command: DraftCall) -> Receipt:
    """Write a call without publishing it; nothing is told. Raises `InvalidInput` as publishing does."""
    return Receipt(id=_add(uow, command, "draft").id)


@COMMANDS.handles(ReviseCall)
def revise_call(uow: UnitOfWork, command: ReviseCall) -> Receipt:
    """Write a draft anew; raises `Refused` (`call-published`): candidates rely on what was published."""
    call = _draft(uow, command.call)
    for name, value in _words(command).items():
        setattr(call, name, value)
    return Receipt(id=call.id)


@COMMANDS.handles(OpenCall)
def open_call(uow: UnitOfWork, command: OpenCall) -> Receipt:
    """Publish a draft; raises `Refused` (`call-published`) when that was done before."""
    call = _draft(uow, command.call)
    call.state = "published"
    call.published_at = uow.now
    call.occurred = command.occurred or uow.today.isoformat()
    _tell(uow, call, call.occurred)
    return Receipt(id=call.id)


@COMMANDS.handles(ExtendCall)
def extend_call(uow: UnitOfWork, command: ExtendCall) -> Receipt:
    """Give candidates more time (AMI-09), never less.

    Raises `Refused` (`call-draft`, `call-closed`), `InvalidInput` for an earlier closing day than the one announced.
    """
    call = published(uow, command.call)
    if call.closed_on is not None:
        raise refused(_closed(call), "call-closed")
    if call.closes and latest_day(command.closes) < latest_day(call.closes):
        raise invalid("closes", "La nouvelle date de clôture est plus tôt que celle qui a été annoncée.")
    call.closes = command.closes
    call.full_until = command.full_until or call.full_until
    _check_order(call.opens, call.closes, call.full_until)
    uow.tell(
        CallExtended(call=call.id, closes=call.closes, full_until=call.full_until, reason=command.reason or None),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=call.id)


@COMMANDS.handles(CloseCall)
def close_call(uow: UnitOfWork, command: CloseCall) -> Receipt:
    """End the reception of candidatures, for good; raises `Refused` (`call-draft`, `call-closed` when done before)."""
    call = published(uow, command.call)
    if call.closed_on is not None:
        raise refused(_closed(call), "call-closed")
    call.closed_on = command.occurred or uow.today.isoformat()
    uow.tell(CallClosed(call=call.id), occurred=command.occurred)
    return Receipt(id=call.id)


def published(uow: UnitOfWork, id: str) -> Call:
    """The call with this id, locked; raises `Refused` (`call-draft`) while nobody has published it."""
    call = finding.call(uow.session, id, lock=True)
    if call.state == "draft":
        raise refused(f"L’appel {quoted(call.title)} est encore un brouillon : publiez-le d’abord.", "call-draft")
    return call


def _draft(uow: UnitOfWork, id: str) -> Call:
    call = finding.call(uow.session, id, lock=True)
    if call.state != "draft":
        raise refused(
            f"L’appel {quoted(call.title)} est publié : son texte ne change plus, sa clôture peut être repoussée.",
            "call-published",
        )
    return call


def _closed(call: Call) -> str:
    return f"L’appel {quoted(call.title)} a déjà été clos {in_french(parse(call.closed_on or ''), 'sentence')}."


def _add(uow: UnitOfWork, words: CallWords, state: str) -> Call:
    call = Call(**_words(words), id=new_id(), published_at=uow.now, state=state)
    uow.session.add(call)
    return call


def _words(words: CallWords) -> dict[str, object]:
    """What a call says, checked."""
    for place, code in enumerate(words.departements):
        if wrong_departement(code):
            raise invalid(f"departements.{place}", f"{quoted(code)} n’est pas un numéro de département.")
    _check_order(words.opens, words.closes, words.full_until)
    said = {name: getattr(words, name) for name in CallWords.model_fields}
    return {**said, "epci": checked_epci(words.epci), "criteria": list(dict.fromkeys(words.criteria))}


def _check_order(opens: str | None, closes: str | None, full_until: str | None) -> None:
    if opens and closes and parse(opens).earliest > latest_day(closes):
        raise invalid("closes", "Cet appel se terminerait avant de commencer : vérifiez ses deux dates.")
    if full_until and closes and latest_day(full_until) < latest_day(closes):
        raise invalid("full_until", "Les dossiers complets seraient attendus avant les pré-dossiers.")


def _tell(uow: UnitOfWork, call: Call, occurred: str | None) -> None:
    uow.tell(
        CallPublished(
            call=call.id,
            title=call.title,
            places=call.places,
            opens=call.opens,
            closes=call.closes,
            bilan_after_months=call.bilan_after_months,
        ),
        occurred=occurred,
    )
