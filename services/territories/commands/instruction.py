"""Examining candidatures: corrections asked for, opinions of outside readers, each in their own name."""

from __future__ import annotations

from sqlalchemy import select

from services.territories import finding
from services.territories.commands.candidatures import check_undecided
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.rules import wrong_email
from services.territories.rules.candidatures import LINK_LIFETIME, unfitting_criteria
from services.territories.tables import Call, CandidatureFile, Correction, Opinion, Person
from shared.contracts.base import Receipt
from shared.contracts.territories import AskCorrection, GiveOpinion, InviteReader
from shared.events import CorrectionAsked, OpinionDelivered
from shared.french import quoted
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

READER_PURPOSE = "Avis sur une candidature à l’appel {title}"


@COMMANDS.handles(AskCorrection)
def ask_correction(uow: UnitOfWork, command: AskCorrection) -> Receipt:
    """Ask an applicant to mend or complete their file; the file can be changed again until they answer.

    Raises `Refused`: `already-decided`, `correction-asked` (one question at a time), `no-file` (noted on paper by the
    team: nobody has a link to answer on).
    """
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    check_undecided(candidature)
    if (
        uow.session.scalars(select(CandidatureFile.id).where(CandidatureFile.candidature == candidature.id)).first()
        is None
    ):
        raise refused("Cette candidature a été notée par l’équipe : personne n’a de lien pour y répondre.", "no-file")
    open_one = select(Correction.id).where(Correction.candidature == candidature.id, Correction.answered_at.is_(None))
    if uow.session.scalars(open_one).first() is not None:
        raise refused("Une demande de correction attend déjà sa réponse.", "correction-asked")
    correction = Correction(
        id=new_id(), candidature=candidature.id, asked=command.asked, asked_at=uow.now, until=command.until
    )
    uow.session.add(correction)
    uow.tell(
        CorrectionAsked(
            territory=candidature.territory,
            call=candidature.call,
            candidature=candidature.id,
            correction=correction.id,
            until=command.until,
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=correction.id)


@COMMANDS.handles(InviteReader)
def invite_reader(uow: UnitOfWork, command: InviteReader) -> Receipt:
    """Ask somebody from outside for an opinion, behind a personal link; returns the id of the opinion to come.

    Raises `Refused` (`already-decided`), `InvalidInput` (`wrong-email`).
    """
    candidature = finding.candidature(uow.session, command.candidature, lock=True)
    check_undecided(candidature)
    if command.email and wrong_email(command.email):
        raise invalid("email", f"{quoted(command.email)} n’est pas une adresse électronique.", "wrong-email")
    title = uow.session.get_one(Call, candidature.call).title
    person = Person(
        id=new_id(),
        name=command.name,
        email=command.email or None,
        function=command.function,
        purpose=french(READER_PURPOSE.format(title=quoted(title))),
    )
    uow.session.add(person)
    uow.session.flush()
    opinion = Opinion(
        id=new_id(),
        candidature=candidature.id,
        person=person.id,
        hash=command.link,
        expires_at=uow.now + LINK_LIFETIME,
        asked_at=uow.now,
        version=0,
        text="",
        on_criteria=[],
    )
    uow.session.add(opinion)
    return Receipt(id=opinion.id)


@COMMANDS.handles(GiveOpinion)
def give_opinion(uow: UnitOfWork, command: GiveOpinion) -> Receipt:
    """Say what one thinks, or say it anew until the decision: words, no score and no ranking (REG-09).

    Raises `NotFound` (`unknown-link`), `Refused`: `already-decided`, `opinion-changed`; `InvalidInput` (`on_criteria`).
    """
    opinion = finding.opinion_behind(uow.session, command.link, uow.now, lock=True)
    candidature = finding.candidature(uow.session, opinion.candidature)
    check_undecided(candidature)
    if command.version != opinion.version:
        raise refused("Cet avis a été modifié entre-temps : relisez-le, puis envoyez de nouveau.", "opinion-changed")
    criteria = uow.session.get_one(Call, candidature.call).criteria
    if unfitting_criteria(criteria, [one.criterion for one in command.on_criteria]):
        raise invalid("on_criteria", "Un critère commenté n’est pas un critère de cet appel.")
    first = opinion.given_at is None
    opinion.text = command.text
    opinion.on_criteria = [one.model_dump() for one in command.on_criteria if one.text]
    opinion.version += 1
    opinion.given_at = uow.now
    if first:
        uow.tell(
            OpinionDelivered(
                territory=candidature.territory,
                call=candidature.call,
                candidature=candidature.id,
                opinion=opinion.id,
            ),
            occurred=uow.today.isoformat(),
        )
    return Receipt(id=opinion.id)
