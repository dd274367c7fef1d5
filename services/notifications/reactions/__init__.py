"""What notifications do when they hear others: they plan, they void, they forget people; they never send here."""

from services.notifications.reactions import directory, milestones, polls, territories, workshops
from services.notifications.reactions.registry import REACTIONS

__all__ = ["REACTIONS", "directory", "milestones", "polls", "territories", "workshops"]
