"""What `territories` tells, in French."""

from __future__ import annotations

from decimal import Decimal

from services.reporting.rules.sentences.pieces import Sayings, because, line, then, when
from services.reporting.rules.words import (
    COLLECTIVITE_ROLES,
    COOPERATION_STAGES,
    DECISIONS,
    FEATURES,
    ORGANISATION_KINDS,
    ROLES,
    SHEETS,
    STAGES,
    STEPS,
    TERRITORY_KINDS,
    TIMING,
)
from shared import events
from shared.french import agree, de, listing, money, plural

SAYINGS = Sayings()


@SAYINGS.of(events.CallPublished)
def _call_published(event: events.CallPublished, _occurred: str | None) -> str:
    parts = []
    if event.places is not None:
        parts.append(plural(event.places, "place"))
    if event.opens:
        parts.append(f"candidatures ouvertes {when(event.opens)}")
    if event.closes:
        parts.append(f"{'closes' if event.opens else 'candidatures closes'} {when(event.closes)}")
    return f"Appel publié : « {line(event.title)} »" + (f" ({', '.join(parts)})" if parts else "")


@SAYINGS.of(events.CallExtended)
def _call_extended(event: events.CallExtended, _occurred: str | None) -> str:
    return f"Appel prolongé, candidatures closes {when(event.closes)}{because(event.reason)}"


@SAYINGS.of(events.CallClosed)
def _call_closed(_event: events.CallClosed, _occurred: str | None) -> str:
    return "La réception des candidatures est close"


@SAYINGS.of(events.TerritoryRegistered)
def _registered(event: events.TerritoryRegistered, _occurred: str | None) -> str:
    return f"Entrée au registre : {event.name} ({TERRITORY_KINDS.get(event.kind, event.kind)})"


@SAYINGS.of(events.TerritoryDescribed)
def _described(event: events.TerritoryDescribed, _occurred: str | None) -> str:
    words = {"label": "le nom", "context": "la présentation", "political_project": "le projet politique"}
    return f"Le portrait est réécrit : {listing(words.get(name, name) for name in event.changed)}"


@SAYINGS.of(events.FeatureNoted)
def _feature(event: events.FeatureNoted, _occurred: str | None) -> str:
    return f"{FEATURES.get(event.kind, 'Au portrait')} : {line(event.label)}"


@SAYINGS.of(events.ContactNoted)
def _contact(event: events.ContactNoted, _occurred: str | None) -> str:
    summary = line(event.summary)
    return summary[:1].upper() + summary[1:]


@SAYINGS.of(events.CandidatureSubmitted)
def _submitted(event: events.CandidatureSubmitted, _occurred: str | None) -> str:
    together = (
        f", avec {plural(len(event.partners), 'autre territoire', 'autres territoires')}" if event.partners else ""
    )
    return f"{STEPS[event.step].rstrip('.')}{together}"


@SAYINGS.of(events.ReviewOpened)
def _taken_up(_event: events.ReviewOpened, _occurred: str | None) -> str:
    return "Candidature en instruction"


@SAYINGS.of(events.CorrectionAsked)
def _correction_asked(event: events.CorrectionAsked, _occurred: str | None) -> str:
    until = f", réponse attendue {when(event.until)}" if event.until else ""
    return f"Correction demandée sur la candidature{until}"


@SAYINGS.of(events.CorrectionAnswered)
def _correction_answered(_event: events.CorrectionAnswered, _occurred: str | None) -> str:
    return "Réponse à la demande de correction"


@SAYINGS.of(events.OpinionDelivered)
def _opinion(_event: events.OpinionDelivered, _occurred: str | None) -> str:
    return "Avis reçu sur la candidature"


@SAYINGS.of(events.ProspectAdded)
def _prospect(event: events.ProspectAdded, _occurred: str | None) -> str:
    return "Informé de l’appel" if event.call else "Entrée dans le vivier des prochains appels"


@SAYINGS.of(events.ProspectRemoved)
def _prospect_removed(event: events.ProspectRemoved, _occurred: str | None) -> str:
    return f"Sortie du vivier{because(event.reason)}"


@SAYINGS.of(events.CandidatureDecided)
def _decided(event: events.CandidatureDecided, _occurred: str | None) -> str:
    return DECISIONS[event.decision]


@SAYINGS.of(events.TerritoryEnrolled)
def _enrolled(event: events.TerritoryEnrolled, _occurred: str | None) -> str:
    return f"L’accompagnement {de(event.name)} commence"


@SAYINGS.of(events.StageEntered)
def _stage(event: events.StageEntered, _occurred: str | None) -> str:
    return f"Étape « {STAGES.get(event.stage, event.stage)} »{because(event.reason)}"


@SAYINGS.of(events.PerimeterGrown)
def _perimeter(event: events.PerimeterGrown, _occurred: str | None) -> str:
    return f"Le périmètre s’élargit à {plural(len(event.added), 'commune')}{because(event.reason)}"


@SAYINGS.of(events.ReferentDesignated)
def _referent(event: events.ReferentDesignated, _occurred: str | None) -> str:
    return f"Rôle attribué : {ROLES.get(event.role, event.role)}"


@SAYINGS.of(events.DesignationEnded)
def _designation_ended(event: events.DesignationEnded, _occurred: str | None) -> str:
    return f"Fin d’un rôle : {ROLES.get(event.role, event.role)}"


@SAYINGS.of(events.OrganisationRegistered)
def _organisation(event: events.OrganisationRegistered, _occurred: str | None) -> str:
    kind = ORGANISATION_KINDS.get(event.kind, event.kind)
    ess = ", économie sociale et solidaire" if event.ess and event.kind != "ess" else ""
    return f"Structure entrée à l’annuaire : {kind}{ess}"


@SAYINGS.of(events.LegalFormChanged)
def _legal_form(event: events.LegalFormChanged, _occurred: str | None) -> str:
    return f"Une structure change de forme juridique : {line(event.legal_form)}"


@SAYINGS.of(events.OrganisationRevised)
def _organisation_revised(_event: events.OrganisationRevised, _occurred: str | None) -> str:
    return "La fiche d’une structure est mise à jour"


@SAYINGS.of(events.OrganisationsMerged)
def _organisations_merged(_event: events.OrganisationsMerged, _occurred: str | None) -> str:
    return "Deux fiches d’une même structure sont réunies"


@SAYINGS.of(events.PeopleMerged)
def _people_merged(_event: events.PeopleMerged, _occurred: str | None) -> str:
    return "Deux fiches d’une même personne sont réunies"


@SAYINGS.of(events.ContactsImported)
def _contacts_imported(event: events.ContactsImported, _occurred: str | None) -> str:
    brought = f"{plural(event.organisations, 'structure')}, {plural(event.people, 'personne')}"
    return f"Contacts repris d’un tableau : {brought}"


@SAYINGS.of(events.ContactsRetracted)
def _contacts_undone(event: events.ContactsRetracted, _occurred: str | None) -> str:
    return f"Reprise de contacts annulée{because(event.reason)}"


@SAYINGS.of(events.ContoursImported)
def _contours(event: events.ContoursImported, _occurred: str | None) -> str:
    return f"Contours repris pour les cartes : {plural(event.places, 'lieu', 'lieux')}"


@SAYINGS.of(events.ContoursRemoved)
def _contours_gone(_event: events.ContoursRemoved, _occurred: str | None) -> str:
    return "Contours retirés des cartes"


@SAYINGS.of(events.MethodSheetFilled)
def _sheet(event: events.MethodSheetFilled, _occurred: str | None) -> str:
    return f"{SHEETS.get(event.sheet, 'Une fiche de la méthode')} : {plural(event.answered, 'réponse')}"


@SAYINGS.of(events.RoleAssumed)
def _role_taken(event: events.RoleAssumed, _occurred: str | None) -> str:
    return f"Rôle tenu par la collectivité : {COLLECTIVITE_ROLES.get(event.role, event.role)}"


@SAYINGS.of(events.RoleEnded)
def _role_ended(event: events.RoleEnded, _occurred: str | None) -> str:
    role = COLLECTIVITE_ROLES.get(event.role, event.role)
    return f"La collectivité ne tient plus le rôle « {role} »{because(event.reason)}"


@SAYINGS.of(events.TimingWarned)
def _timing(event: events.TimingWarned, _occurred: str | None) -> str:
    return f"Alerte « {TIMING[event.warning]} »{because(listing(event.reasons) or None)}"


@SAYINGS.of(events.TimingLifted)
def _timing_lifted(event: events.TimingLifted, _occurred: str | None) -> str:
    return f"L’alerte « {TIMING[event.warning]} » est levée{because(event.reason)}"


@SAYINGS.of(events.ManifestoSigned)
def _manifesto(event: events.ManifestoSigned, _occurred: str | None) -> str:
    return f"Le manifeste est signé : {plural(len(event.commitments), 'engagement')}"


@SAYINGS.of(events.CooperationNoted)
def _cooperation(event: events.CooperationNoted, _occurred: str | None) -> str:
    return f"Coopération : {line(event.title)}{', née d’une autre' if event.born_of else ''}"


@SAYINGS.of(events.CooperationPlaced)
def _placed(event: events.CooperationPlaced, _occurred: str | None) -> str:
    towards = f", vers {COOPERATION_STAGES[event.towards]}" if event.towards in COOPERATION_STAGES else ""
    return f"Une coopération en est au stade « {COOPERATION_STAGES.get(event.stage, event.stage)} »{towards}"


@SAYINGS.of(events.BudgetNoted)
def _budget(event: events.BudgetNoted, _occurred: str | None) -> str:
    return f"Le budget {event.year} d’une coopération change"


@SAYINGS.of(events.AidNoted)
def _aid(event: events.AidNoted, _occurred: str | None) -> str:
    return f"Aide publique {'attendue' if event.expected else 'notée'} : {money(Decimal(event.cents) / 100)}"


@SAYINGS.of(events.MilestoneNoted)
def _milestone(event: events.MilestoneNoted, _occurred: str | None) -> str:
    return line(event.title) + then(event.text)


@SAYINGS.of(events.DeadlineFixed)
def _deadline_set(event: events.DeadlineFixed, _occurred: str | None) -> str:
    what = "Fin du projet européen" if event.kind == "european-project-end" else "Échéance"
    return f"{what} fixée {when(event.due)} : {line(event.title)}"


@SAYINGS.of(events.BilanDue)
def _bilan_due(event: events.BilanDue, _occurred: str | None) -> str:
    return f"Le bilan est attendu {when(event.due)}"


@SAYINGS.of(events.BilanHeld)
def _bilan_held(event: events.BilanHeld, _occurred: str | None) -> str:
    count = len(event.open_questions)
    questions = f", {plural(count, 'question')} {agree(count, 'reste ouverte', 'restent ouvertes')}" if count else ""
    return f"Bilan tenu{questions}{because(event.findings)}"


@SAYINGS.of(events.ProjectEmerged)
def _project(event: events.ProjectEmerged, _occurred: str | None) -> str:
    return f"Un projet naît ensuite : {line(event.title)} (part de l’accompagnement incertaine)"


@SAYINGS.of(events.PersonErased)
def _erased(_event: events.PersonErased, _occurred: str | None) -> str:
    return "Les données d’une personne sont effacées à sa demande"
