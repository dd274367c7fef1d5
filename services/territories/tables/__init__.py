"""What the register keeps, table by table."""

from services.territories.tables.accompaniments import (
    Accompaniment,
    Bilan,
    Deadline,
    Milestone,
    PerimeterGrowth,
    StageEntry,
)
from services.territories.tables.base import FURNITURE, Base
from services.territories.tables.calls import Call, Candidature, Contact
from services.territories.tables.candidatures import (
    CandidatureFile,
    CandidaturePartner,
    Correction,
    Opinion,
    Prospect,
    Submission,
)
from services.territories.tables.contours import Contour, ContourSet
from services.territories.tables.cooperations import Aid, BudgetLine, Cooperation, CooperationPosition
from services.territories.tables.directory import ContactView, DatedLegalForm, Designation, Organisation, Person
from services.territories.tables.imports import ContactImport
from services.territories.tables.method import HeldRole, ManifestoSignature, MethodSheet, TimingWarning
from services.territories.tables.register import Fact, Feature, Neighbour, Territory

__all__ = [
    "FURNITURE",
    "Accompaniment",
    "Aid",
    "Base",
    "Bilan",
    "BudgetLine",
    "Call",
    "Candidature",
    "CandidatureFile",
    "CandidaturePartner",
    "Contact",
    "ContactImport",
    "ContactView",
    "Contour",
    "ContourSet",
    "Cooperation",
    "CooperationPosition",
    "Correction",
    "DatedLegalForm",
    "Deadline",
    "Designation",
    "Fact",
    "Feature",
    "HeldRole",
    "ManifestoSignature",
    "MethodSheet",
    "Milestone",
    "Neighbour",
    "Opinion",
    "Organisation",
    "PerimeterGrowth",
    "Person",
    "Prospect",
    "StageEntry",
    "Submission",
    "Territory",
    "TimingWarning",
]
