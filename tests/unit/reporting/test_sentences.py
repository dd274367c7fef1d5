"""Every event of the house has its French sentence."""

from __future__ import annotations

import re

import pytest

from services.reporting.rules.sentences import _MANY, sentence, together
from services.reporting.rules.words import TYPES
from shared import events
from shared.events import REGISTRY, Event
from tests.unit.reporting.story import Story

NB, THIN = "\u00a0", "\u202f"
FEBRUARY = f"samedi 20 février 2027 à 18{NB}h"
CASES: list[tuple[Event, str | None, str]] = [
    (events.CallPublished(call="c", title="Expérimenter"), None, f"Appel publié{NB}: «{NB}Expérimenter{NB}»."),
    (
        events.CallPublished(call="c", title="Oser", places=2, opens="2024-05", closes="2024-10"),
        None,
        f"Appel publié{NB}: «{NB}Oser{NB}» (2 places, candidatures ouvertes en mai 2024, closes en octobre 2024).",
    ),
    (
        events.CallPublished(call="c", title="Oser", places=1, closes="2024-22"),
        None,
        f"Appel publié{NB}: «{NB}Oser{NB}» (1 place, candidatures closes en été 2024).",
    ),
    (
        events.CallExtended(call="c", closes="2024-12-15", reason="un second temps"),
        None,
        f"Appel prolongé, candidatures closes le dimanche 15 décembre 2024{NB}: un second temps.",
    ),
    (events.CallClosed(call="c"), None, "La réception des candidatures est close."),
    (
        events.TerritoryRegistered(name="CC du Pays du Coquelicot", kind="communaute-de-communes"),
        None,
        f"Entrée au registre{NB}: CC du Pays du Coquelicot (communauté de communes).",
    ),
    (events.ContactNoted(summary="premier échange avec l'équipe."), None, "Premier échange avec l’équipe."),
    (
        events.CandidatureSubmitted(call="c", candidature="k", step="pre-file"),
        None,
        "Le pré-dossier de candidature est déposé.",
    ),
    (
        events.CandidatureSubmitted(call="c", candidature="k", step="full"),
        None,
        "Le dossier complet de candidature est déposé.",
    ),
    (
        events.CandidatureSubmitted(call="c", candidature="k", step="full", partners=["a", "b"]),
        None,
        "Le dossier complet de candidature est déposé, avec 2 autres territoires.",
    ),
    (events.ReviewOpened(call="c", candidature="k"), None, "Candidature en instruction."),
    (
        events.CorrectionAsked(call="c", candidature="k", correction="q", until="2024-11-15"),
        None,
        "Correction demandée sur la candidature, réponse attendue le vendredi 15 novembre 2024.",
    ),
    (
        events.CorrectionAnswered(call="c", candidature="k", correction="q"),
        None,
        "Réponse à la demande de correction.",
    ),
    (events.OpinionDelivered(call="c", candidature="k", opinion="o"), None, "Avis reçu sur la candidature."),
    (events.ProspectAdded(), None, "Entrée dans le vivier des prochains appels."),
    (events.ProspectAdded(call="c"), None, "Informé de l’appel."),
    (events.ProspectRemoved(reason="fusion"), None, f"Sortie du vivier{NB}: fusion."),
    (
        events.CandidatureDecided(call="c", candidature="k", decision="not-retained"),
        None,
        "La candidature n’est pas retenue.",
    ),
    (
        events.TerritoryEnrolled(call="c", name="CC du Pays du Coquelicot", kind="communaute-de-communes"),
        None,
        "L’accompagnement de la CC du Pays du Coquelicot commence.",
    ),
    (
        events.TerritoryEnrolled(call="c", name="Hellemmes", kind="commune-associee"),
        None,
        "L’accompagnement d’Hellemmes commence.",
    ),
    (events.StageEntered(stage="prefiguration"), None, f"Étape «{NB}préfiguration{NB}»."),
    (
        events.StageEntered(stage="inspiration", reason="avant les rencontres"),
        None,
        f"Étape «{NB}inspiration{NB}»{NB}: avant les rencontres.",
    ),
    (events.PerimeterGrown(added=["59350", "59355"]), None, "Le périmètre s’élargit à 2 communes."),
    (
        events.PerimeterGrown(added=["59350"], reason="la juste échelle"),
        None,
        f"Le périmètre s’élargit à 1 commune{NB}: la juste échelle.",
    ),
    (
        events.ReferentDesignated(person="p-secret", role="elected-referent"),
        None,
        f"Rôle attribué{NB}: élu·e référent·e.",
    ),
    (
        events.OrganisationRegistered(organisation="o", kind="industry", ess=True),
        None,
        f"Structure entrée à l’annuaire{NB}: entreprise industrielle, économie sociale et solidaire.",
    ),
    (
        events.LegalFormChanged(organisation="o", legal_form="SCIC"),
        None,
        f"Une structure change de forme juridique{NB}: SCIC.",
    ),
    (
        events.MilestoneNoted(title="La plateforme verra-t-elle le jour ?"),
        None,
        f"La plateforme verra-t-elle le jour{THIN}?",
    ),
    (
        events.MilestoneNoted(title="Une question partagée", text="comment s'approvisionner ?"),
        None,
        f"Une question partagée. Comment s’approvisionner{THIN}?",
    ),
    (
        events.WorkshopMaintained(workshop="w", reason="Les urgences : moins de monde."),
        None,
        f"La date de l’atelier est maintenue. Les urgences{NB}: moins de monde.",
    ),
    (
        events.PerimeterGrown(added=["59350"], reason="La ville voisine se joint au projet."),
        None,
        f"Le périmètre s’élargit à 1 commune{NB}: la ville voisine se joint au projet.",
    ),
    (events.BilanDue(due="2025-11-30"), None, "Le bilan est attendu le dimanche 30 novembre 2025."),
    (
        events.BilanHeld(findings="des pistes", open_questions=["a", "b"]),
        None,
        f"Bilan tenu, 2 questions restent ouvertes{NB}: des pistes.",
    ),
    (
        events.BilanHeld(findings="des pistes", open_questions=["a"]),
        None,
        f"Bilan tenu, 1 question reste ouverte{NB}: des pistes.",
    ),
    (
        events.ProjectEmerged(title="garage solidaire"),
        None,
        f"Un projet naît ensuite{NB}: garage solidaire (part de l’accompagnement incertaine).",
    ),
    (events.PersonErased(person="p-secret"), None, "Les données d’une personne sont effacées à sa demande."),
    (events.InterviewPlanned(interview="i", on="2025-02-03"), None, "Entretien prévu le lundi 3 février 2025."),
    (events.InterviewRetracted(interview="i", reason="Un doublon"), None, "Entretien retiré\u00a0: un doublon."),
    (
        events.GridRevised(grid="g", number=2, questions=12),
        None,
        "Grille d’entretien écrite\u00a0: version 2, 12 questions.",
    ),
    (
        events.GridAgreed(grid="g", number=2, parties=2),
        None,
        "Grille d’entretien, version 2\u00a0: 2 parties d’accord.",
    ),
    (events.ObservationNoted(observation="o", kind="visit", pictures=3), None, "Visite de terrain, 3 photos."),
    (
        events.MapCentred(target=30),
        None,
        "Le problème et le cadre du projet sont au centre de la cartographie des acteurs.",
    ),
    (events.ContactAdded(contact="c", structure="s"), None, "Un acteur entre au plan de contact."),
    (events.ContactAdvanced(contact="c", state="meeting-set"), None, "Un contact avance\u00a0: rendez-vous pris."),
    (
        events.ContactStalled(contact="c", due="2025-02-03"),
        None,
        "Un contact attend sa suite, prévue le lundi 3 février 2025.",
    ),
    (
        events.InterviewLogged(interview="i", structure="s", kind="industry", ess=False, appetite="distrust"),
        None,
        f"Entretien avec une entreprise industrielle{NB}: méfiance.",
    ),
    (
        events.InterviewLogged(
            interview="i", structure="s", kind="shop", ess=True, appetite="not-stated", reconstructed=True
        ),
        None,
        "Entretien avec un commerce de l’ESS (reconstitué).",
    ),
    (events.StakeNamed(stake="s", title="Mobilité"), None, f"Enjeu nommé{NB}: Mobilité."),
    (
        events.MoffUpdated(item="i", revision=2, category="risk", change="edited"),
        None,
        f"Matrice MOFF{NB}: un élément modifié (risques).",
    ),
    (events.ThematicPortraitRevised(portrait="p", number=1), None, "Portrait thématique écrit."),
    (
        events.VerbatimUpdated(verbatim="v", kind="industry", change="reworded"),
        None,
        "Verbatim réécrit (une entreprise industrielle).",
    ),
    (events.SynthesisRevised(number=2), None, "Synthèse des entretiens réécrite."),
    (
        events.DiagnosticConcluded(conclusion="too-early", reasons=["peu d'acteurs.", "aucune envie de coopérer"]),
        None,
        f"Diagnostic conclu, «{NB}trop tôt{NB}»{NB}: peu d’acteurs{THIN}; aucune envie de coopérer.",
    ),
    (events.DiagnosticPresented(), None, "Le diagnostic est présenté à la collectivité."),
    (
        events.OrientationValidated(orientation="autour de la Manufacture", entry_point="la mobilité"),
        None,
        f"Orientation validée{NB}: autour de la Manufacture, porte d’entrée{NB}: la mobilité.",
    ),
    (
        events.SlotSearchFailed(month="2025-10", reason="school-holidays", detail="Toussaint"),
        None,
        f"Aucun créneau commun en octobre 2025{NB}: vacances scolaires. Toussaint.",
    ),
    (
        events.PollOpened(poll="p", title="Idées", deadline="2027-02-20T18:00:00+01:00", slots=3, guests=10),
        "2027-02-01",
        f"Sondage ouvert{NB}: «{NB}Idées{NB}» (3 créneaux proposés à 10 personnes, réponses jusqu’au {FEBRUARY}).",
    ),
    (events.PollSlotChanged(poll="p", slot="s", guests=[]), None, "Un créneau proposé a changé."),
    (
        events.PollSlotChanged(poll="p", slot="s", guests=["a", "b"]),
        None,
        f"Un créneau proposé a changé{NB}: 2 personnes à redemander.",
    ),
    (
        events.PollExtended(poll="p", deadline="2027-02-25T18:00:00+01:00"),
        None,
        f"Sondage{NB}: réponses jusqu’au jeudi 25 février 2027 à 18{NB}h.",
    ),
    (events.PollAnswered(poll="p", missing=0), None, f"Réponse à un sondage{NB}: tout le monde a répondu."),
    (events.PollAnswered(poll="p", missing=2), None, f"Réponse à un sondage{NB}: il en manque 2."),
    (events.PollChased(poll="p", guests=["a"]), None, "Relance d’un sondage à 1 personne."),
    (
        events.PollOverdue(poll="p", missing=1),
        None,
        f"Un sondage est terminé, sans 1 réponse attendue{NB}: la date est à fixer.",
    ),
    (
        events.PollDecided(
            poll="p", workshop="w", start="2027-03-12T09:00:00+01:00", end="2027-03-12T12:00:00+01:00", alone=True
        ),
        None,
        f"Sondage conclu, le seul créneau préféré{NB}: vendredi 12 mars 2027, de 9{NB}h à 12{NB}h.",
    ),
    (events.PollClosed(poll="p", reason="élections"), None, f"Sondage clos sans date{NB}: élections."),
    (
        events.AgendaConflictDetected(
            conflict="c", kind="facilitator", workshop="w", title="Idées", start="2026-03-04T09:00:00+01:00"
        ),
        None,
        f"Conflit d’agenda, «{NB}Idées{NB}»{NB}: la même animation à deux ateliers.",
    ),
    (events.AgendaConflictResolved(conflict="c", workshop="w"), None, "Un conflit d’agenda n’existe plus."),
    (
        events.WorkshopScheduled(
            workshop="w",
            title="Idées",
            format="idéation",
            start="2025-07-03T07:00:00+00:00",
            end="2025-07-03T10:30:00+00:00",
        ),
        "2025-07-03",
        f"Atelier prévu le jeudi 3 juillet 2025, de 9{NB}h à 12{NB}h{NB}30{NB}: «{NB}Idées{NB}» (idéation).",
    ),
    (
        events.WorkshopScheduled(workshop="w", title="Bilan", format="réunion", circle="restricted", planned="2025-11"),
        "2025-10-02",
        f"Atelier prévu en novembre 2025{NB}: «{NB}Bilan{NB}» (réunion, en groupe restreint).",
    ),
    (
        events.WorkshopMoved(workshop="w", reason="budget tardif", planned="2025-11"),
        "2025-10-02",
        f"Atelier déplacé, nouvelle date{NB}: novembre 2025 (motif{NB}: budget tardif).",
    ),
    (
        events.WorkshopMaintained(workshop="w", reason="les urgences", withdrawals=1),
        None,
        f"La date de l’atelier est maintenue malgré 1 désistement{NB}: les urgences.",
    ),
    (
        events.DeadlineFixed(deadline="d", kind="european-project-end", title="Projet 2026", due="2026-12-31"),
        None,
        f"Fin du projet européen fixée le jeudi 31 décembre 2026{NB}: Projet 2026.",
    ),
    (
        events.WorkshopCorrected(workshop="w", title="Idées", place=True),
        None,
        f"Lieu de l’atelier «{NB}Idées{NB}» corrigé.",
    ),
    (events.WorkshopCorrected(workshop="w", title="Idées"), None, f"Titre de l’atelier «{NB}Idées{NB}» corrigé."),
    (
        events.InvitationsChanged(workshop="w", added=["p", "q"], removed=["r"]),
        None,
        f"Invitations à un atelier revues{NB}: 2 personnes invitées, 1 invitation retirée.",
    ),
    (
        events.WorkshopMoved(workshop="w", reason="Les crédits attendent.", cause="budget-late", planned="2025-11"),
        None,
        (
            f"Atelier déplacé, nouvelle date{NB}: novembre 2025 (motif{NB}: cause extérieure, vote tardif du budget "
            "national, les crédits attendent)."
        ),
    ),
    (
        events.WorkshopMaintained(workshop="w", reason="deux urgences", withdrawals=2, cause="emergency"),
        None,
        (f"La date de l’atelier est maintenue malgré 2 désistements{NB}: urgences de dernière minute, deux urgences."),
    ),
    (
        events.WorkshopCancelled(workshop="w", reason="fermeture", cause="elections"),
        None,
        f"Atelier annulé{NB}: cause extérieure, période électorale, fermeture.",
    ),
    (events.WorkshopCancelled(workshop="w", reason="neige", cause="other"), None, f"Atelier annulé{NB}: neige."),
    (events.WorkshopCancelled(workshop="w", reason="neige", cause="d’hier"), None, f"Atelier annulé{NB}: neige."),
    (events.BusyTimesAsked(people=["a", "b"]), None, "Disponibilités demandées à 2 personnes."),
    (events.WorkshopCancelled(workshop="w", reason="salle fermée"), None, f"Atelier annulé{NB}: salle fermée."),
    (
        events.WorkshopHeld(workshop="w", title="Idées", format="idéation"),
        None,
        f"Atelier tenu{NB}: «{NB}Idées{NB}» (idéation).",
    ),
    (
        events.AttendanceRecorded(workshop="w", expected=12, present=1),
        None,
        f"Présence{NB}: 1 présent sur 12 attendus.",
    ),
    (
        events.AttendanceRecorded(
            workshop="w",
            entries=[{"person": "p-secret", "status": "present"}, {"person": "p-other", "status": "walk-in"}],
        ),
        None,
        f"Présence{NB}: 2 présents sur 1 attendu.",
    ),
    (events.AttendanceRecorded(workshop="w", expected=12), None, "Présence non renseignée (12 attendus)."),
    (events.AttendanceRecorded(workshop="w"), None, "Présence non renseignée."),
    (
        events.AttendanceRecorded(workshop="w", present=2, regularisation="Une feuille retrouvée."),
        None,
        f"Présence{NB}: 2 présents (régularisation{NB}: une feuille retrouvée).",
    ),
    (
        events.TripPlanned(trip="t", title="Deux jours", destination="Grenoble", first="2026-06-10", last="2026-06-11"),
        None,
        f"Voyage en préparation le mercredi 10 juin 2026{NB}: «{NB}Deux jours{NB}» (Grenoble).",
    ),
    (
        events.TaskAssigned(trip="t", task="k", title="Réserver le transport", due="2026-05-11"),
        None,
        f"À faire pour le lundi 11 mai 2026{NB}: Réserver le transport.",
    ),
    (events.TaskFinished(trip="t", task="k"), None, "Un préparatif de voyage est fait."),
    (
        events.ItemGathered(item="i", kind="stance"),
        None,
        f"Écrit ensemble{NB}: la parole d’un acteur dans la matrice de convergence.",
    ),
    (
        events.SheetAttached(workshop="w", scan="s", half_day=1, edition=2, sha256="0"),
        None,
        "Feuille d’émargement signée jointe (demi-journée 1, version 2).",
    ),
    (
        events.VisitHeld(visit="v", title="Lieux innovants", destination="Grenoble"),
        None,
        f"Visite{NB}: «{NB}Lieux innovants{NB}» (Grenoble).",
    ),
    (
        events.NeedEmerged(need="n", title="réserver des espaces"),
        None,
        f"Un besoin apparaît{NB}: réserver des espaces.",
    ),
    (events.AgreementRecorded(agreement="a", text="tester ensemble"), None, f"Accord{NB}: tester ensemble."),
    (
        events.PlatformDescribed(platform="dokos", label="Dokos", state="corrected", fields=["reach"]),
        None,
        f"Fiche de plateforme complétée ou corrigée{NB}: Dokos.",
    ),
    (
        events.PlatformQuestioned(platform="dokos", question="data", criteria=["data-ethics"]),
        None,
        "Réponse aux questions partagées sur Dokos.",
    ),
    (
        events.EliminatoryCriterionHeld(criterion="commons", held=True, reason="le code doit être libre"),
        None,
        f"Critère tenu pour éliminatoire{NB}: production de communs, le code doit être libre.",
    ),
    (
        events.NeedLinked(link="l", need="réserver", platform="dokos", left="trop cher"),
        None,
        f"Dokos ne répond finalement pas au besoin «{NB}réserver{NB}»{NB}: trop cher.",
    ),
    (
        events.SpecificationDrafted(specification="s", need="réserver", number=2),
        None,
        f"Cahier des charges réécrit, version 2 pour le besoin «{NB}réserver{NB}».",
    ),
    (
        events.InitiativeWatched(initiative="i", label="La Butinerie", place="Pantin", left="projet arrêté"),
        None,
        f"Initiative qui n’est plus suivie{NB}: La Butinerie (Pantin), projet arrêté.",
    ),
    (
        events.CaseAssigned(case=5, need="réserver des espaces", reason="le besoin se précise"),
        None,
        f"Cas 5 de préfiguration pour le besoin «{NB}réserver des espaces{NB}»{NB}: le besoin se précise.",
    ),
    (
        events.PlatformShortlisted(shortlist="s", platform="espace-sur-demande", approach="clé en main", public=True),
        None,
        f"Plateforme mise en comparaison{NB}: Espace sur demande, publique (clé en main).",
    ),
    (events.PlatformPresented(shortlist="s", platform="dokos"), None, f"Plateforme présentée{NB}: Dokos."),
    (events.ChoiceLeftOpen(shortlist="s"), None, "Le choix d’une plateforme reste ouvert."),
    (events.PlatformChosen(shortlist="s", platform="dokos"), None, f"Plateforme choisie{NB}: Dokos."),
    (
        events.TerritoryDescribed(changed=["context", "political_project"]),
        None,
        f"Le portrait est réécrit{NB}: la présentation et le projet politique.",
    ),
    (
        events.FeatureNoted(feature="f", kind="totem", label="Tiers-lieu Dombrowski"),
        "2025-21",
        f"Lieu totem{NB}: Tiers-lieu Dombrowski.",
    ),
    (
        events.DesignationEnded(person="p-secret", role="diagnostic-pilot"),
        None,
        f"Fin d’un rôle{NB}: pilote du diagnostic.",
    ),
    (
        events.OrganisationRevised(organisation="o", changed=["label"]),
        None,
        "La fiche d’une structure est mise à jour.",
    ),
    (
        events.OrganisationsMerged(organisation="o", merged="o2"),
        None,
        "Deux fiches d’une même structure sont réunies.",
    ),
    (
        events.PeopleMerged(person="p-secret", merged="p-other"),
        None,
        "Deux fiches d’une même personne sont réunies.",
    ),
    (
        events.ContactsImported(contacts="c", organisations=2, people=1),
        None,
        f"Contacts repris d’un tableau{NB}: 2 structures, 1 personne.",
    ),
    (
        events.ContactsRetracted(contacts="c", reason="mauvais fichier"),
        None,
        f"Reprise de contacts annulée{NB}: mauvais fichier.",
    ),
    (
        events.ContoursImported(contours="c", places=92),
        None,
        f"Contours repris pour les cartes{NB}: 92 lieux.",
    ),
    (events.ContoursRemoved(contours="c"), None, "Contours retirés des cartes."),
    (
        events.MethodSheetFilled(sheet="timing", answered=3),
        None,
        f"La fenêtre du territoire{NB}: 3 réponses.",
    ),
    (
        events.RoleAssumed(held="h", role="patron"),
        None,
        f"Rôle tenu par la collectivité{NB}: mécène territorial.",
    ),
    (
        events.RoleEnded(held="h", role="patron"),
        None,
        f"La collectivité ne tient plus le rôle «{NB}mécène territorial{NB}».",
    ),
    (
        events.TimingWarned(warned="w", warning="too-early", reasons=["les acteurs attendent les autres"]),
        None,
        f"Alerte «{NB}trop tôt{NB}»{NB}: les acteurs attendent les autres.",
    ),
    (
        events.TimingLifted(warned="w", warning="too-late", reason="les outils changent"),
        None,
        f"L’alerte «{NB}trop tard{NB}» est levée{NB}: les outils changent.",
    ),
    (
        events.ManifestoSigned(signature="s", commitments=[1, 2, 3, 4, 5, 6]),
        None,
        f"Le manifeste est signé{NB}: 6 engagements.",
    ),
    (
        events.CooperationNoted(cooperation="c", title="garage solidaire", born_of="c2"),
        None,
        f"Coopération{NB}: garage solidaire, née d’une autre.",
    ),
    (
        events.CooperationPlaced(cooperation="c", stage="emergence", towards="creation"),
        None,
        f"Une coopération en est au stade «{NB}émergence{NB}», vers création.",
    ),
    (
        events.BudgetNoted(cooperation="c", year=2026, side="charge", category="animation"),
        None,
        "Le budget 2026 d’une coopération change.",
    ),
    (
        events.AidNoted(aid="a", organisation="o", cents=1_234_500, regime="de-minimis"),
        None,
        f"Aide publique notée{NB}: 12{THIN}345{NB}€.",
    ),
    (
        events.NotificationPlanned(plan="p", rule="r", about="a", due="2025-07-01T08:00:00+02:00"),
        None,
        "Message prévu le mardi 1er juillet 2025.",
    ),
    (events.NotificationSent(plan="p", rule="r", about="a", person="p-secret"), None, "Message envoyé."),
    (
        events.NotificationVoided(plan="p", rule="r", about="a", reason="moved"),
        None,
        f"Message devenu sans objet{NB}: il ne partira pas.",
    ),
    (
        events.ReportDue(funder="Région", period="2025-S1", due="2025-09-30"),
        None,
        f"Rapport attendu le mardi 30 septembre 2025{NB}: Région, 1er semestre 2025.",
    ),
    (
        events.ReportPublished(
            report="r", funder="Région", period="2025-T3", as_of="2025-12-31", known_at="2026-01-05T09:00:00+00:00"
        ),
        None,
        f"Rapport produit{NB}: Région, 3e trimestre 2025, état arrêté au mercredi 31 décembre 2025.",
    ),
]


@pytest.mark.parametrize(("event", "occurred", "expected"), CASES, ids=lambda value: getattr(value, "type", str)())
def test_an_event_is_said_in_french(event: Event, occurred: str | None, expected: str):
    assert sentence(Story().tell(event, occurred)) == expected


def test_every_event_of_the_house_has_its_sentence_and_its_short_name():
    assert {event.type() for event, _, _ in CASES} == set(REGISTRY) == set(TYPES)


@pytest.mark.parametrize(("event", "occurred", "_expected"), CASES, ids=lambda value: getattr(value, "type", str)())
def test_a_sentence_names_no_person_and_keeps_french_typography(event: Event, occurred: str | None, _expected: str):
    said = sentence(Story().tell(event, occurred))
    assert "p-secret" not in said
    assert "p-other" not in said
    assert not re.search(r"[ ][:;!?»]|«[ ]|'|\.\.$|:[^ /]| $", said), said
    assert said[0].isupper()
    assert said[-1] in ".?!…"


def test_a_long_text_is_cut_at_a_word():
    said = sentence(Story().tell(events.AgreementRecorded(agreement="a", text="coopérer ensemble " * 30)))
    assert len(said) < 200
    assert said.endswith(("coopérer…", "ensemble…"))


def test_many_facts_of_a_kind_are_said_together_and_a_single_one_by_its_own_sentence():
    story = Story()
    for number in range(31):
        story.interview(number, f"s{number}", "2025-02", appetite="refusal", kind="public", ess=False)
    facts = story.facts()
    assert together(facts) == "31 entretiens consignés."
    assert together(facts[:1]) == sentence(facts[0])


def test_what_is_said_together_are_events_of_the_house():
    assert set(_MANY) <= set(REGISTRY)
