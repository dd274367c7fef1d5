"""What a candidate does without an account: begin a draft, save it, send it, answer the team, throw it away."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from services.territories import finding
from services.territories.commands.calls import published
from services.territories.commands.candidates import candidate_territory, partner_territories
from services.territories.commands.candidatures import add_full_file, add_pre_file, set_partners
from services.territories.commands.links import used
from services.territories.commands.people import erase
from services.territories.commands.registry import COMMANDS, french, invalid, refused
from services.territories.rules import Reception, wrong_email
from services.territories.rules.candidatures import (
    DRAFTS_PER_ADDRESS,
    DRAFTS_PER_HOUR,
    LINK_LIFETIME,
    Step,
    candidate_kept_until,
    drafts_end,
    missing,
    next_step,
    unfitting_criteria,
)
from services.territories.standing import standing_of
from services.territories.tables import Call, Candidature, CandidatureFile, Correction, Person, Submission
from shared.contracts.base import Receipt
from shared.contracts.territories import (
    AnswerCorrection,
    Answers,
    DiscardFile,
    SaveFile,
    SendFile,
    StartFile,
)
from shared.errors import InvalidInput
from shared.events import CorrectionAnswered
from shared.french import quoted
from shared.ids import new_id
from shared.storage.unit_of_work import UnitOfWork

PURPOSE = "Candidature à l’appel {title}"
AN_HOUR = timedelta(hours=1)


@COMMANDS.handles(StartFile)
def start_file(uow: UnitOfWork, command: StartFile) -> Receipt:
    """Begin a draft behind a personal link, also before the call opens; returns its id.

    Raises `InvalidInput` (`wrong-email`), `Refused`: `call-draft`, `call-closed`, `too-many-drafts`.
    """
    call = published(uow, command.call)
    reception = Reception(call.opens, call.closes, call.closed_on)
    if reception.takes(uow.today, uow.today) == "closed":
        raise refused("Cet appel est clos : aucune candidature ne peut plus y être commencée.", "call-closed")
    if wrong_email(command.email):
        raise invalid("email", f"{quoted(command.email)} n’est pas une adresse électronique.", "wrong-email")
    _check_numbers(uow, command)
    person = Person(
        id=new_id(),
        name=command.name,
        email=command.email,
        phone=command.phone or None,
        function=command.function,
        purpose=french(PURPOSE.format(title=quoted(call.title))),
        kept_until=drafts_end(reception) or candidate_kept_until(reception, uow.today),
    )
    uow.session.add(person)
    uow.session.flush()
    file = CandidatureFile(
        id=new_id(),
        call=call.id,
        person=person.id,
        hash=command.link,
        expires_at=uow.now + LINK_LIFETIME,
        created_at=uow.now,
        updated_at=uow.now,
        version=0,
        answers=command.answers.model_dump(mode="json"),
        sender=command.sender,
    )
    uow.session.add(file)
    return Receipt(id=file.id)


def _check_numbers(uow: UnitOfWork, command: StartFile) -> None:
    recent = select(func.count()).where(
        CandidatureFile.sender == command.sender, CandidatureFile.created_at > uow.now - AN_HOUR
    )
    if command.sender and (uow.session.scalar(recent) or 0) >= DRAFTS_PER_HOUR:
        raise refused(
            "Beaucoup de candidatures viennent d’être commencées depuis ce réseau : réessayez dans une heure.",
            "too-many-drafts",
        )
    unsent = (
        select(func.count())
        .select_from(CandidatureFile)
        .join(Person, Person.id == CandidatureFile.person)
        .where(
            CandidatureFile.call == command.call,
            CandidatureFile.candidature.is_(None),
            func.lower(Person.email) == command.email.lower(),
        )
    )
    if (uow.session.scalar(unsent) or 0) >= DRAFTS_PER_ADDRESS:
        raise refused(
            "Plusieurs brouillons sont déjà commencés avec cette adresse : reprenez l’un d’eux, le lien s’en "
            "redemande sur la page de l’appel.",
            "too-many-drafts",
        )


@COMMANDS.handles(SaveFile)
def save_file(uow: UnitOfWork, command: SaveFile) -> Receipt:
    """Keep a draft as it is, whatever is missing; also after the closing day.

    Raises `NotFound` (`unknown-link`), `Refused`: `file-changed` (somebody saved since), `file-sent`.
    """
    file = _file(uow, command.link, command.version)
    step, why = next_step(standing_of(uow.session, file), uow.today)
    if step == "none" and file.candidature is not None:
        raise refused(why, "file-sent")
    _keep(uow, file, command.answers)
    return Receipt(id=file.id)


@COMMANDS.handles(SendFile)
def send_file(uow: UnitOfWork, command: SendFile) -> Receipt:
    """Send the next step; returns the id of the candidature.

    Raises `InvalidInput` naming each field that is missing, `Refused`: `call-closed` (too late or too early; what was
    saved before stays), `already-candidate`, `file-changed`.
    """
    file = _file(uow, command.link, command.version)
    call = published(uow, file.call)
    step, why = next_step(standing_of(uow.session, file), uow.today)
    if step == "none":
        raise refused(why, "call-closed" if file.candidature is None else "file-sent")
    if step == "correction":
        raise refused("L’équipe vous a posé une question : répondez-y en même temps.", "correction-asked")
    _check_complete(command.answers, step, call)
    _keep(uow, file, command.answers)
    candidature = _pre_file(uow, file, call, command.answers) if step == "pre-file" else _full_file(uow, file)
    _submit(uow, candidature, step, command.answers)
    return Receipt(id=candidature.id)


def _pre_file(uow: UnitOfWork, file: CandidatureFile, call: Call, answers: Answers) -> Candidature:
    territory = candidate_territory(uow, answers)
    partners = partner_territories(uow, answers.partners)
    candidature = add_pre_file(uow, call, territory, partners, answers.motives, uow.today.isoformat())
    file.candidature = candidature.id
    person = uow.session.get_one(Person, file.person)
    person.territory = territory.id
    person.kept_until = candidate_kept_until(Reception(call.opens, call.closes, call.closed_on), uow.today)
    return candidature


def _full_file(uow: UnitOfWork, file: CandidatureFile) -> Candidature:
    candidature = finding.candidature(uow.session, file.candidature or "", lock=True)
    answers = Answers.model_validate(file.answers)
    candidature.motives = answers.motives
    set_partners(uow, candidature, partner_territories(uow, answers.partners))
    add_full_file(
        uow,
        candidature,
        wished_perimeter=answers.wished_perimeter,
        existing_actions=answers.existing_actions,
        existing_knowledge=answers.existing_knowledge,
        occurred=uow.today.isoformat(),
    )
    return candidature


@COMMANDS.handles(AnswerCorrection)
def answer_correction(uow: UnitOfWork, command: AnswerCorrection) -> Receipt:
    """Send a candidature again as the team asked, until the decision; returns the id of the correction.

    Raises `Refused` (`nothing-asked`, `file-changed`), `InvalidInput` naming each field that is missing.
    """
    file = _file(uow, command.link, command.version)
    step, why = next_step(standing_of(uow.session, file), uow.today)
    asked = select(Correction).where(Correction.candidature == file.candidature, Correction.answered_at.is_(None))
    correction = uow.session.scalars(asked.order_by(Correction.id).with_for_update()).first()
    if correction is None or step != "correction":
        raise refused(why or "L’équipe n’attend pas de correction.", "nothing-asked")
    candidature = finding.candidature(uow.session, file.candidature or "", lock=True)
    full = candidature.completed is not None
    _check_complete(command.answers, "correction" if full else "pre-file", published(uow, file.call))
    _keep(uow, file, command.answers)
    candidature.motives = command.answers.motives
    if full:
        candidature.wished_perimeter = command.answers.wished_perimeter
        candidature.existing_actions = command.answers.existing_actions
        candidature.existing_knowledge = command.answers.existing_knowledge
    set_partners(uow, candidature, partner_territories(uow, command.answers.partners))
    correction.answer, correction.answered_at = command.answer, uow.now
    _submit(uow, candidature, "correction", command.answers)
    uow.tell(
        CorrectionAnswered(
            territory=candidature.territory,
            call=candidature.call,
            candidature=candidature.id,
            correction=correction.id,
        ),
        occurred=uow.today.isoformat(),
    )
    return Receipt(id=correction.id)


def _check_complete(answers: Answers, step: Step, call: Call) -> None:
    problems = missing(answers, step)
    if unfitting_criteria(call.criteria, [one.criterion for one in answers.on_criteria]):
        problems.append(("on_criteria", "Un critère répondu n’est pas un critère de cet appel."))
    if problems:
        problems = [(where, french(sentence)) for where, sentence in problems]
        raise InvalidInput(" ".join(sentence for _, sentence in problems), code="file-incomplete", problems=problems)


def _submit(uow: UnitOfWork, candidature: Candidature, step: str, answers: Answers) -> None:
    uow.session.add(
        Submission(
            id=new_id(),
            candidature=candidature.id,
            step=step,
            answers=answers.model_dump(mode="json"),
            sent_at=uow.now,
        )
    )


def _file(uow: UnitOfWork, link: str, version: int) -> CandidatureFile:
    file = finding.file_behind(uow.session, link, uow.now, lock=True)
    used(file, link)
    if version != file.version:
        raise refused(
            "Quelqu’un a enregistré ce dossier entre-temps, ou vous l’avez ouvert ailleurs : relisez ce qui a changé, "
            "puis enregistrez de nouveau.",
            "file-changed",
        )
    return file


def _keep(uow: UnitOfWork, file: CandidatureFile, answers: Answers) -> None:
    file.answers = answers.model_dump(mode="json")
    file.version += 1
    file.updated_at = uow.now


@COMMANDS.handles(DiscardFile)
def discard_file(uow: UnitOfWork, command: DiscardFile) -> Receipt:
    """Throw an unsent draft away with the name behind it; raises `Refused` (`file-sent`) once something was sent."""
    file = finding.file_behind(uow.session, command.link, uow.now, lock=True)
    if file.candidature is not None:
        raise refused(
            "Une candidature déposée ne s’efface pas d’ici : écrivez à l’équipe pour la retirer.", "file-sent"
        )
    throw_away(uow, file)
    return Receipt(id=file.id)


def throw_away(uow: UnitOfWork, file: CandidatureFile) -> None:
    """Delete a draft that was never sent; the name behind it is forgotten everywhere."""
    person = uow.session.get_one(Person, file.person)
    uow.session.delete(file)
    erase(uow, person)
