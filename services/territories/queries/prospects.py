"""The vivier, with the exchanges that precede a call by years (U48)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories.queries.registry import QUERIES
from services.territories.rules import in_time
from services.territories.tables import Call, Candidature, Contact, Prospect, Territory
from shared.contracts.territories import ListProspects, ProspectCard, Vivier
from shared.partial_dates import latest_day
from shared.storage.unit_of_work import Reader


@QUERIES.answers(ListProspects)
def list_prospects(reader: Reader, query: ListProspects) -> Vivier:  # noqa: ARG001  # the shape of all queries
    """The vivier: whoever was not spoken with for longest comes first, those never spoken with before all."""
    inside = set(reader.session.scalars(select(Prospect.territory).where(Prospect.state == "vivier")))
    cards = [card for card in prospect_cards(reader.session) if card.territory in inside]
    return Vivier(prospects=sorted(cards, key=lambda card: _day(card.last_contact)))


def prospect_cards(session: Session, call: str | None = None) -> list[ProspectCard]:
    """The territories of the vivier and, for a call, those that were told of it, in the order of entry."""
    rows: defaultdict[str, list[Prospect]] = defaultdict(list)
    for row in session.scalars(select(Prospect).where(Prospect.state != "removed").order_by(Prospect.id)):
        rows[row.territory].append(row)
    titles = {row.id: row.title for row in session.scalars(select(Call))}
    territories = {row.id: row for row in session.scalars(select(Territory).where(Territory.id.in_(rows)))}
    contacts = _contacts(session, set(rows))
    states = _states(session, call)
    return [
        _card(territories[id_], told, contacts[id_], titles, states.get(id_))
        for id_, told in rows.items()
        if call is None or any(row.call in (None, call) for row in told)
    ]


def _contacts(session: Session, territories: set[str]) -> defaultdict[str, list[Contact]]:
    told: defaultdict[str, list[tuple[str | None, Contact]]] = defaultdict(list)
    for row in session.scalars(select(Contact).where(Contact.territory.in_(territories)).order_by(Contact.id)):
        told[row.territory].append((row.occurred, row))
    return defaultdict(list, {territory: in_time(rows) for territory, rows in told.items()})


def _states(session: Session, call: str | None) -> dict[str, str]:
    if call is None:
        return {}
    chosen = select(Candidature.territory, Candidature.state).where(Candidature.call == call)
    return dict(iter(session.execute(chosen)))


def _card(
    territory: Territory, rows: list[Prospect], contacts: list[Contact], titles: dict[str, str], state: str | None
) -> ProspectCard:
    vivier = next((row for row in rows if row.call is None), None)
    return ProspectCard.model_validate(
        {
            "territory": territory.id,
            "territory_label": territory.label,
            "territory_kind": territory.kind,
            "note": vivier.note if vivier else "",
            "since": vivier.occurred if vivier else None,
            "contacts": len(contacts),
            "first_contact": contacts[0].occurred if contacts else None,
            "last_contact": contacts[-1].occurred if contacts else None,
            "last_summary": contacts[-1].summary if contacts else "",
            "told": [titles[row.call] for row in rows if row.call is not None],
            "candidature": state,
        }
    )


def _day(occurred: str | None) -> date:
    return latest_day(occurred) if occurred else date.min
