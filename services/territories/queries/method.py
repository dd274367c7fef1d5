"""The method page of a territory, and the manifesto with its signatories."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.territories import finding
from services.territories.queries.registry import QUERIES
from services.territories.rules import ONE_HOLDER, PILOT, REFERENT, ROLES
from services.territories.rules.method import (
    COLLECTIVITE_ROLES,
    COMMITMENTS,
    CRITERION_ANSWERS,
    DEVICES,
    SHEETS,
    WARNINGS,
    Sheet,
    criteria_met,
)
from services.territories.sheets import fillings
from services.territories.tables import (
    Designation,
    HeldRole,
    ManifestoSignature,
    MethodSheet,
    Person,
    Territory,
    TimingWarning,
)
from shared.clock import paris_day
from shared.contracts.territories import (
    GetManifesto,
    GetMethod,
    HeldRoleCard,
    Manifesto,
    MethodPage,
    MethodSheetCard,
    ReferentCard,
    RoleOffer,
    SheetGroup,
    SheetQuestion,
    SignatureCard,
    TimingCard,
)
from shared.stamps import stamp
from shared.storage.unit_of_work import Reader

MISSING = {
    REFERENT: "L’élu·e référent·e n’est pas désigné·e : qui porte politiquement la démarche ?",
    PILOT: "La personne qui pilote le diagnostic n’est pas désignée : qui tient le fil et mobilise ?",
}


@QUERIES.answers(GetMethod)
def get_method(reader: Reader, query: GetMethod) -> MethodPage:
    """The method page of a territory in the accompaniment named, else in the latest; raises `NotFound`."""
    session = reader.session
    found = finding.resolve(session, query.id)
    territory = found.territory
    enrolled = found.accompaniment or finding.latest_accompaniment(session, territory.id)
    accompaniment = enrolled.id if enrolled else None
    filled = fillings(session, territory.id, accompaniment)
    referents = _referents(session, accompaniment)
    roles = list(session.scalars(select(HeldRole).where(HeldRole.territory == territory.id).order_by(HeldRole.id)))
    held = {row.role for row in roles if not row.ended}
    timing = [row for row in filled if row.sheet == "timing"]
    present = {one.role_code for one in referents if not one.ended}
    return MethodPage(
        territory=territory.id,
        label=territory.label,
        accompaniment=accompaniment,
        sheets=[_sheet(name, sheet, [row for row in filled if row.sheet == name]) for name, sheet in SHEETS.items()],
        criteria_met=criteria_met(timing[-1].answers) if timing else 0,
        offers=[
            RoleOffer.model_validate({"role": code, "label": role.label, "content": role.content, "held": code in held})
            for code, role in COLLECTIVITE_ROLES.items()
        ],
        roles=[_role(row) for row in roles],
        warnings=_warnings(session, territory.id),
        referents=referents,
        missing=[said for role, said in MISSING.items() if role not in present] if accompaniment else [],
        signatures=_signatures(session, territory.id),
        commitments=list(COMMITMENTS),
    )


def _sheet(name: str, sheet: Sheet, filled: list[MethodSheet]) -> MethodSheetCard:
    last = filled[-1] if filled else None
    answers = dict(last.answers) if last else {}
    groups = [
        SheetGroup(
            title=group.title,
            questions=[
                SheetQuestion(
                    key=question.key,
                    text=question.text,
                    options=list(CRITERION_ANSWERS.items()) if question.kind == "criterion" else [],
                    answer=answers.get(question.key, ""),
                )
                for question in group.questions
            ],
        )
        for group in sheet.groups
    ]
    return MethodSheetCard.model_validate(
        {
            "sheet": name,
            "title": sheet.title,
            "intro": sheet.intro,
            "groups": groups,
            "answered": len(answers),
            "asked": len(sheet.keys),
            "filled_on": paris_day(last.recorded_at) if last else None,
            "fillings": len(filled),
            "stamp": stamp(answers),
        }
    )


def _role(row: HeldRole) -> HeldRoleCard:
    return HeldRoleCard.model_validate(
        {
            "id": row.id,
            "role": row.role,
            "label": COLLECTIVITE_ROLES[row.role].label,
            "comment": row.comment,
            "devices": [DEVICES.get(one, one) for one in row.devices],
            "since": row.occurred,
            "ended": row.ended,
            "ended_on": row.ended_on,
            "ended_reason": row.ended_reason,
        }
    )


def _warnings(session: Session, territory: str) -> list[TimingCard]:
    rows = session.scalars(
        select(TimingWarning).where(TimingWarning.territory == territory).order_by(TimingWarning.id.desc())
    )
    return [
        TimingCard.model_validate(
            {
                "id": row.id,
                "warning": row.warning,
                "label": WARNINGS[row.warning].label,
                "reasons": row.reasons,
                "occurred": row.occurred,
                "lifted": row.lifted,
                "lifted_on": row.lifted_on,
                "lifted_reason": row.lifted_reason,
            }
        )
        for row in rows
    ]


def _referents(session: Session, accompaniment: str | None) -> list[ReferentCard]:
    """Who holds or held a role, in the order of roles; a role with one holder ends with the next designation."""
    chosen = (
        select(Designation, Person)
        .join(Person, Person.id == Designation.person)
        .where(Designation.accompaniment == (accompaniment or ""))
        .order_by(Designation.id)
    )
    rows = [(row, person) for row, person in session.execute(chosen)]
    last = {row.role: row.id for row, _ in rows}
    order = list(ROLES)
    rows.sort(key=lambda pair: (order.index(pair[0].role), pair[0].id))
    return [_referent(row, person, row.role in ONE_HOLDER and last[row.role] != row.id) for row, person in rows]


def _referent(row: Designation, person: Person, replaced: bool) -> ReferentCard:
    return ReferentCard(
        designation=row.id,
        person=person.id,
        label=person.name or person.function,
        role_code=row.role,
        role=ROLES[row.role],
        title=row.title,
        since=row.occurred,
        ended=row.ended or replaced,
        until=row.until,
    )


def _signatures(session: Session, territory: str | None = None) -> list[SignatureCard]:
    chosen = select(ManifestoSignature, Territory.label).join(Territory, Territory.id == ManifestoSignature.territory)
    if territory is not None:
        chosen = chosen.where(ManifestoSignature.territory == territory)
    return [
        SignatureCard(
            id=row.id,
            territory=row.territory,
            territory_label=label,
            commitments=row.commitments,
            signatory=row.signatory,
            circumstance=row.circumstance,
            occurred=row.occurred,
        )
        for row, label in session.execute(chosen.order_by(ManifestoSignature.id.desc()))
    ]


@QUERIES.answers(GetManifesto)
def get_manifesto(reader: Reader, query: GetManifesto) -> Manifesto:
    """The six commitments and every signature."""
    del query
    return Manifesto(commitments=list(COMMITMENTS), signatures=_signatures(reader.session))
