"""What each of the funder's figures means, in French: printed beside the figure, and binding."""

from __future__ import annotations

from dataclasses import dataclass

from shared.french import tidy


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is called, in what it is counted, and what it counts."""

    label: str
    unit: str
    text: str


_DEFINITIONS = {
    "territories": Definition(
        "Territoires accompagnés",
        "territoires",
        "Territoires engagés dans un appel au plus tard à la fin de la période et pour lesquels au moins un fait s’est "
        "produit pendant la période. Un territoire présent dans deux appels compte une fois. Un fait par territoire : "
        "son engagement, qui peut précéder la période.",
    ),
    "interviews": Definition(
        "Entretiens menés",
        "entretiens",
        "Entretiens consignés dans la période, refus compris. Un fait par entretien.",
    ),
    "organisations_met": Definition(
        "Structures rencontrées",
        "structures",
        "Structures différentes rencontrées en entretien dans la période. Un fait par structure : son premier "
        "entretien de la période.",
    ),
    "organisations_ess": Definition(
        "Structures de l’ESS rencontrées",
        "structures",
        "Structures différentes relevant de l’économie sociale et solidaire rencontrées en entretien dans la période. "
        "Un fait par structure.",
    ),
    "workshops_held": Definition("Ateliers tenus", "ateliers", "Ateliers tenus dans la période. Un fait par atelier."),
    "attendances": Definition(
        "Présences aux ateliers",
        "présences",
        "Somme des présents, personnes venues sans être attendues comprises, sur les feuilles de présence de la "
        "période. Pour un atelier, la dernière saisie remplace les précédentes ; un atelier dont la présence n’est "
        "pas renseignée n’ajoute rien\u00a0: 0 dit qu’aucune présence n’est prouvée, non que personne n’est venu. "
        "Les faits sont les feuilles additionnées.",
    ),
    "attendance_rate": Definition(
        "Taux de présence",
        "%",
        "Somme des présents divisée par la somme des attendus, sur les feuilles de présence de la période où les deux "
        "sont renseignés, arrondie au dixième. Sans valeur quand aucune ne l’est. Les faits sont ces feuilles.",
    ),
    "visits": Definition(
        "Visites inspirantes",
        "visites",
        "Visites et voyages tenus dans la période. Un fait par visite.",
    ),
    "platforms_presented": Definition(
        "Plateformes présentées",
        "plateformes",
        "Plateformes différentes présentées à au moins un territoire dans la période. Une plateforme présentée à deux "
        "territoires compte une fois au total. Un fait par plateforme : sa première présentation de la période.",
    ),
    "bilans_held": Definition(
        "Bilans tenus", "bilans", "Accompagnements dont le bilan a eu lieu dans la période. Un fait par bilan."
    ),
    "fse_participants": Definition(
        "Participants au sens du FSE+",
        "personnes",
        "Personnes identifiées, présentes (ou venues sans être attendues) à des ateliers tenus à deux jours différents "
        "au moins dans la période : une action d’une journée ou moins ne fait pas un participant. Une personne compte "
        "une fois, quel que soit le nombre d’ateliers et de territoires ; pour toute l’opération, demander ses dates "
        "comme période. Deux dates partielles ne valent deux jours que si elles ne peuvent pas désigner le même ; une "
        "feuille sans date ne compte pas. Les faits sont toutes les feuilles de présence de la période où ces "
        "personnes figurent.",
    ),
}

DEFINITIONS = {code: Definition(one.label, one.unit, tidy(one.text)) for code, one in _DEFINITIONS.items()}
"""By code, in the order of the contract."""
