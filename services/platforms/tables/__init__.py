"""What platforms keeps: the catalogue, the watch list, needs, cases, shortlists, presentations and choices."""

from services.platforms.tables.base import FURNITURE, KNOWN, Base
from services.platforms.tables.catalogue import CatalogueImport, Initiative, Platform, PlatformVersion
from services.platforms.tables.needs import CaseStep, Need, NeedLink, Project
from services.platforms.tables.questions import AnswerRow, EliminatoryStep
from services.platforms.tables.shortlists import ChoiceStep, Presentation, Shortlist, ShortlistOption
from services.platforms.tables.specifications import Specification, SpecificationVersion

__all__ = [
    "FURNITURE",
    "KNOWN",
    "AnswerRow",
    "Base",
    "CaseStep",
    "CatalogueImport",
    "ChoiceStep",
    "EliminatoryStep",
    "Initiative",
    "Need",
    "NeedLink",
    "Platform",
    "PlatformVersion",
    "Presentation",
    "Project",
    "Shortlist",
    "ShortlistOption",
    "Specification",
    "SpecificationVersion",
]
