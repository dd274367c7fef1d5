"""The words about a territory and the features of its portrait; what two people rewrite at once is not lost."""

from __future__ import annotations

from services.territories import finding
from services.territories.commands.registry import COMMANDS
from services.territories.portraits import feature_words, words_about
from services.territories.tables import Feature
from shared.contracts.base import Receipt
from shared.contracts.territories import DescribeTerritory, NoteFeature, ReviseFeature
from shared.events import FeatureNoted, TerritoryDescribed
from shared.ids import new_id
from shared.stamps import check_unchanged
from shared.storage.unit_of_work import UnitOfWork


@COMMANDS.handles(DescribeTerritory)
def describe_territory(uow: UnitOfWork, command: DescribeTerritory) -> Receipt:
    """Rewrite name, context and political project (REG-10); raises `Refused` (`changed-meanwhile`)."""
    territory = finding.territory(uow.session, command.territory)
    uow.session.refresh(territory, with_for_update=True)
    before = words_about(territory)
    check_unchanged(command.seen, before)
    territory.label = command.label
    territory.context = command.context
    territory.political_project = command.political_project
    changed = sorted(name for name, text in words_about(territory).items() if text != before[name])
    if changed:
        uow.tell(TerritoryDescribed(territory=territory.id, changed=changed))
    return Receipt(id=territory.id)


@COMMANDS.handles(NoteFeature)
def note_feature(uow: UnitOfWork, command: NoteFeature) -> Receipt:
    """Add a totem place, a facility, an axis, a policy or a study (REG-10 to REG-12)."""
    territory = finding.territory(uow.session, command.territory)
    organisation = finding.organisation(uow.session, command.organisation) if command.organisation else None
    feature = Feature(
        id=new_id(),
        territory=territory.id,
        kind=command.kind,
        label=command.label,
        detail=command.detail,
        source=command.source,
        organisation=organisation.id if organisation else None,
        occurred=command.occurred,
        ended=None,
    )
    uow.session.add(feature)
    uow.tell(
        FeatureNoted(territory=territory.id, feature=feature.id, kind=command.kind, label=command.label),
        occurred=command.occurred,
    )
    return Receipt(id=feature.id)


@COMMANDS.handles(ReviseFeature)
def revise_feature(uow: UnitOfWork, command: ReviseFeature) -> Receipt:
    """Rewrite a feature or say that it ended; raises `NotFound`, `Refused` (`changed-meanwhile`)."""
    feature = finding.feature(uow.session, command.feature, lock=True)
    check_unchanged(command.seen, feature_words(feature))
    feature.label = command.label
    feature.detail = command.detail
    feature.source = command.source
    feature.occurred = command.occurred
    feature.ended = command.ended
    return Receipt(id=feature.id)
