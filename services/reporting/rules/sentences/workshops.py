"""What `workshops` tells, in French."""

from __future__ import annotations

from datetime import datetime

from services.reporting.rules.presence import counts
from services.reporting.rules.sentences.pieces import Sayings, because, exact_slot, inside, line, then, when
from shared import events
from shared.clock import PARIS
from shared.contracts.workshops.causes import CAUSES
from shared.contracts.workshops.causes import said as said_cause
from shared.contracts.workshops.labels import SEARCH_FAILURES
from shared.french import agree, moment, plural
from shared.partial_dates import in_french, parse

SAYINGS = Sayings()


@SAYINGS.of(events.SlotSearchFailed)
def _no_slot(event: events.SlotSearchFailed, _occurred: str | None) -> str:
    why = SEARCH_FAILURES.get(event.reason, event.reason)
    return f"Aucun créneau commun {when(event.month)} : {why}{then(event.detail)}"


@SAYINGS.of(events.BusyTimesAsked)
def _busy_asked(event: events.BusyTimesAsked, _occurred: str | None) -> str:
    return f"Disponibilités demandées à {plural(len(event.people), 'personne')}"


@SAYINGS.of(events.PollOpened)
def _poll_opened(event: events.PollOpened, _occurred: str | None) -> str:
    slots, people = plural(event.slots, "créneau proposé", "créneaux proposés"), plural(event.guests, "personne")
    return f"Sondage ouvert : « {line(event.title)} » ({slots} à {people}, {_until(event.deadline)})"


def _until(deadline: str) -> str:
    return f"réponses jusqu’au {moment(datetime.fromisoformat(deadline).astimezone(PARIS))}"


@SAYINGS.of(events.PollSlotChanged)
def _poll_slot_changed(event: events.PollSlotChanged, _occurred: str | None) -> str:
    again = f" : {plural(len(event.guests), 'personne')} à redemander" if event.guests else ""
    return f"Un créneau proposé a changé{again}"


@SAYINGS.of(events.PollExtended)
def _poll_extended(event: events.PollExtended, _occurred: str | None) -> str:
    return f"Sondage : {_until(event.deadline)}"


@SAYINGS.of(events.PollAnswered)
def _poll_answered(event: events.PollAnswered, _occurred: str | None) -> str:
    rest = f"il en manque {event.missing}" if event.missing else "tout le monde a répondu"
    return f"Réponse à un sondage : {rest}"


@SAYINGS.of(events.PollChased)
def _poll_chased(event: events.PollChased, _occurred: str | None) -> str:
    return f"Relance d’un sondage à {plural(len(event.guests), 'personne')}"


@SAYINGS.of(events.PollOverdue)
def _poll_overdue(event: events.PollOverdue, _occurred: str | None) -> str:
    rest = f", sans {plural(event.missing, 'réponse attendue', 'réponses attendues')}" if event.missing else ""
    return f"Un sondage est terminé{rest} : la date est à fixer"


@SAYINGS.of(events.PollDecided)
def _poll_decided(event: events.PollDecided, _occurred: str | None) -> str:
    how = "le seul créneau préféré" if event.alone else "par décision"
    return f"Sondage conclu, {how} : {exact_slot(event.start, event.end)}"


@SAYINGS.of(events.PollClosed)
def _poll_closed(event: events.PollClosed, _occurred: str | None) -> str:
    return f"Sondage clos sans date{because(event.reason)}"


@SAYINGS.of(events.WorkshopScheduled)
def _scheduled(event: events.WorkshopScheduled, _occurred: str | None) -> str:
    exact = exact_slot(event.start, event.end)
    day = f" {_on(exact)}" if exact else f" {when(event.planned)}" if event.planned else ""
    circle = ", en groupe restreint" if event.circle == "restricted" else ""
    return f"Atelier prévu{day} : « {line(event.title)} » ({event.format}{circle})"


def _on(slot: str) -> str:
    return slot if slot.startswith("du ") else f"le {slot}"


@SAYINGS.of(events.WorkshopMoved)
def _moved(event: events.WorkshopMoved, _occurred: str | None) -> str:
    new = exact_slot(event.start, event.end) or (in_french(parse(event.planned)) if event.planned else None)
    why = _why(event.cause, inside(event.reason))
    return f"Atelier déplacé{because(new, ', nouvelle date : ')} (motif : {why})"


@SAYINGS.of(events.WorkshopCorrected)
def _corrected(event: events.WorkshopCorrected, _occurred: str | None) -> str:
    what = "Lieu" if event.place else "Titre"
    return f"{what} de l’atelier « {line(event.title)} » corrigé"


@SAYINGS.of(events.InvitationsChanged)
def _invitations(event: events.InvitationsChanged, _occurred: str | None) -> str:
    said = [
        plural(len(people), one, several)
        for people, one, several in (
            (event.added, "personne invitée", "personnes invitées"),
            (event.removed, "invitation retirée", "invitations retirées"),
        )
        if people
    ]
    return f"Invitations à un atelier revues : {', '.join(said)}"


@SAYINGS.of(events.WorkshopMaintained)
def _maintained(event: events.WorkshopMaintained, _occurred: str | None) -> str:
    withdrawn = f" malgré {plural(event.withdrawals, 'désistement')}" if event.withdrawals else ""
    return f"La date de l’atelier est maintenue{withdrawn}{because(_why(event.cause, event.reason))}"


@SAYINGS.of(events.WorkshopCancelled)
def _cancelled(event: events.WorkshopCancelled, _occurred: str | None) -> str:
    return f"Atelier annulé{because(_why(event.cause, event.reason))}"


def _why(cause: str | None, reason: str) -> str:
    """The cause in words before what was written (U49); « autre raison » says nothing that the reason does not."""
    code = next((one for one in CAUSES if one == cause and one != "other"), None)
    named = said_cause(code)
    return ", ".join(part for part in (named, inside(reason) if named else reason) if part.strip())


@SAYINGS.of(events.WorkshopHeld)
def _held(event: events.WorkshopHeld, _occurred: str | None) -> str:
    return f"Atelier tenu : « {line(event.title)} » ({event.format})"


_CONFLICTS = {
    "person": "les mêmes personnes à deux ateliers",
    "facilitator": "la même animation à deux ateliers",
    "venue": "le lieu est pris",
    "travel": "pas le temps de faire la route",
    "holiday": "un jour férié",
    "busy": "quelqu’un n’est plus libre",
}


@SAYINGS.of(events.AgendaConflictDetected)
def _conflict(event: events.AgendaConflictDetected, _occurred: str | None) -> str:
    return f"Conflit d’agenda, « {line(event.title)} » : {_CONFLICTS.get(event.kind, event.kind)}"


@SAYINGS.of(events.AgendaConflictResolved)
def _resolved(event: events.AgendaConflictResolved, _occurred: str | None) -> str:
    return "Conflit d’agenda laissé tel quel" if event.accepted else "Un conflit d’agenda n’existe plus"


@SAYINGS.of(events.AttendanceRecorded)
def _attendance(event: events.AttendanceRecorded, _occurred: str | None) -> str:
    expected, present = counts(event.model_dump())
    awaited = "" if expected is None else f"{expected} {agree(expected, 'attendu')}"
    if present is None:
        return f"Présence non renseignée ({awaited})" if awaited else "Présence non renseignée"
    again = f" (régularisation : {inside(event.regularisation)})" if event.regularisation else ""
    return f"Présence : {plural(present, 'présent')}" + (f" sur {awaited}" if awaited else "") + again


@SAYINGS.of(events.SheetAttached)
def _sheet(event: events.SheetAttached, _occurred: str | None) -> str:
    version = f", version {event.edition}" if event.edition > 1 else ""
    return f"Feuille d’émargement signée jointe (demi-journée {event.half_day}{version})"


@SAYINGS.of(events.TripPlanned)
def _trip(event: events.TripPlanned, _occurred: str | None) -> str:
    return f"Voyage en préparation {when(event.first)} : « {line(event.title)} » ({line(event.destination)})"


@SAYINGS.of(events.TaskAssigned)
def _task(event: events.TaskAssigned, _occurred: str | None) -> str:
    return f"À faire pour {when(event.due)} : {line(event.title)}"


@SAYINGS.of(events.TaskFinished)
def _task_done(_event: events.TaskFinished, _occurred: str | None) -> str:
    return "Un préparatif de voyage est fait"


_GATHERED = {
    "note": "une note",
    "idea": "une idée",
    "project": "une piste de projet",
    "stance": "la parole d’un acteur dans la matrice de convergence",
    "persona": "un persona",
    "step": "une étape de parcours",
}


@SAYINGS.of(events.ItemGathered)
def _gathered(event: events.ItemGathered, _occurred: str | None) -> str:
    return f"Écrit ensemble : {_GATHERED[event.kind]}"


@SAYINGS.of(events.VisitHeld)
def _visit(event: events.VisitHeld, _occurred: str | None) -> str:
    return f"Visite : « {line(event.title)} » ({line(event.destination)})"


@SAYINGS.of(events.NeedEmerged)
def _need(event: events.NeedEmerged, _occurred: str | None) -> str:
    return f"Un besoin apparaît : {line(event.title)}"


@SAYINGS.of(events.AgreementRecorded)
def _agreement(event: events.AgreementRecorded, _occurred: str | None) -> str:
    return f"Accord{because(event.text)}"
