"""Answering a poll: by one's own link, or by the organiser for somebody who said it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from services.workshops import rules
from services.workshops.commands.polls import still_open
from services.workshops.commands.registry import COMMANDS
from services.workshops.polling import WholePoll, behind
from services.workshops.rules.polls import said
from services.workshops.tables import PollChoice, PollGuest
from shared.clock import PARIS
from shared.contracts.base import Receipt
from shared.contracts.workshops import AnswerPoll, AnswerPollFor, SlotChoice
from shared.errors import Refused
from shared.events import PollAnswered
from shared.french import moment, tidy
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(AnswerPoll)
def answer(uow: UnitOfWork, command: AnswerPoll) -> Receipt:
    """Answer by a personal link, as often as one likes until the deadline.

    Raises `NotFound` for a link that is worth nothing; `Refused` after the deadline, once it is decided, or when a slot
    changed while one answered; `InvalidInput` for slots of another poll.
    """
    poll, guest = behind(uow, command.link, lock=True)
    still_open(uow, poll.row.id)
    if uow.now >= poll.row.deadline:
        at = moment(poll.row.deadline.astimezone(PARIS))
        sentence = f"Ce sondage est clos depuis le {at} : votre réponse n’a pas été enregistrée. Écrivez à l’équipe."
        raise Refused(tidy(sentence), code="poll-over")
    return _answer(uow, poll, guest, command.choices, command.comment, by=None)


@COMMANDS.handles(AnswerPollFor)
def answer_for(uow: UnitOfWork, command: AnswerPollFor) -> Receipt:
    """Write down somebody's answer, also after the deadline as long as nothing is decided; whose hand it was is kept.

    Raises `NotFound`, `Refused`, `InvalidInput`.
    """
    poll = still_open(uow, command.poll)
    return _answer(uow, poll, poll.guest(command.guest), command.choices, command.comment, by=uow.actor or "api")


def _answer(
    uow: UnitOfWork, poll: WholePoll, guest: PollGuest, choices: Sequence[SlotChoice], comment: str, *, by: str | None
) -> Receipt:
    _check(poll, choices)
    kept = poll.choices.get(guest.id, {})
    wanted = {choice.slot: choice for choice in choices}
    for slot in poll.slots:
        if not slot.withdrawn and slot.id in kept and slot.id not in wanted:
            uow.session.delete(kept[slot.id])
    for choice in wanted.values():
        _keep(uow, guest, choice, kept.get(choice.slot), by)
    guest.comment = comment
    uow.session.flush()
    missing = [one for one in poll.guests if one.id != guest.id and one in poll.missing]
    complete = all(one.id in wanted for one in poll.proposed)
    uow.tell(
        PollAnswered(
            territory=poll.row.territory,
            accompaniment=poll.row.accompaniment,
            poll=poll.row.id,
            missing=len(missing) + (not complete),
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=guest.id)


def _check(poll: WholePoll, choices: Sequence[SlotChoice]) -> None:
    slots = {one.id: one for one in poll.slots}
    if len({choice.slot for choice in choices}) < len(choices):
        raise rules.wrong([("choices", "Un même créneau a deux réponses.")])
    for number, choice in enumerate(choices):
        slot = slots.get(choice.slot)
        if slot is None:
            raise rules.wrong([(f"choices.{number}", "Ce créneau n’est pas de ce sondage.")])
        if slot.withdrawn:
            sentence = f"Le créneau {said(slot.start_at, slot.end_at)} n’est plus proposé."
            raise Refused(sentence, code="slot-changed")
        if slot.version != choice.version:
            now = said(slot.start_at, slot.end_at)
            sentence = f"Un créneau a changé pendant que vous répondiez : il est maintenant {now}."
            raise Refused(tidy(sentence), code="slot-changed")


def _keep(uow: UnitOfWork, guest: PollGuest, choice: SlotChoice, kept: PollChoice | None, by: str | None) -> None:
    if kept is None:
        kept = PollChoice(guest=guest.id, slot=choice.slot)
        uow.session.add(kept)
    elif (kept.answer, kept.version) == (choice.answer, choice.version):
        return  # who said it first stays: writing down the rest does not take over what they said themselves
    kept.version, kept.answer, kept.by, kept.answered_at = choice.version, choice.answer, by, uow.now
