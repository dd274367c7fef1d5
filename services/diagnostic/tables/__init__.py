"""What the diagnostic keeps: the grid, interviews, observations, the contact plan, stakes, what was concluded."""

from services.diagnostic.tables.base import FURNITURE, KNOWN, Base
from services.diagnostic.tables.contacts import Contact, ContactPlan
from services.diagnostic.tables.grids import Grid, GridAgreement
from services.diagnostic.tables.interviews import Interview, InterviewImport, InterviewPerson
from services.diagnostic.tables.moff import MoffRow, MoffVersionRow
from services.diagnostic.tables.observations import Observation, ObservationPerson, Picture
from services.diagnostic.tables.outcome import Orientation, Presentation, Stake, StatedConclusion
from services.diagnostic.tables.synthesis import ReadingRow, ThematicRow, ThematicVersionRow, VerbatimRow

__all__ = [
    "FURNITURE",
    "KNOWN",
    "Base",
    "Contact",
    "ContactPlan",
    "Grid",
    "GridAgreement",
    "Interview",
    "InterviewImport",
    "InterviewPerson",
    "MoffRow",
    "MoffVersionRow",
    "Observation",
    "ObservationPerson",
    "Orientation",
    "Picture",
    "Presentation",
    "ReadingRow",
    "Stake",
    "StatedConclusion",
    "ThematicRow",
    "ThematicVersionRow",
    "VerbatimRow",
]
