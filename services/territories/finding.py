"""Finding what an id, a SIREN or an INSEE code stands for; every refusal names what was looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services.territories.tables import (
    Accompaniment,
    Base,
    Call,
    Candidature,
    CandidatureFile,
    ContourSet,
    Feature,
    Opinion,
    Organisation,
    Person,
    Territory,
)
from shared.errors import NotFound
from shared.french import quoted, tidy

R = TypeVar("R", bound=Base)
L = TypeVar("L", CandidatureFile, Opinion)


def call(session: Session, id: str, *, lock: bool = False) -> Call:
    """The call with this id; raises `NotFound` (`unknown-call`). `lock`: until the transaction ends."""
    return _get(session, Call, id, "unknown-call", "Aucun appel", lock)


def candidature(session: Session, id: str, *, lock: bool = False) -> Candidature:
    """The candidature with this id; raises `NotFound` (`unknown-candidature`)."""
    return _get(session, Candidature, id, "unknown-candidature", "Aucune candidature", lock)


def accompaniment(session: Session, id: str, *, lock: bool = False) -> Accompaniment:
    """The accompaniment with this id; raises `NotFound` (`unknown-accompaniment`)."""
    return _get(session, Accompaniment, id, "unknown-accompaniment", "Aucun accompagnement", lock)


def organisation(session: Session, id: str, *, lock: bool = False) -> Organisation:
    """The organisation with this id; raises `NotFound` (`unknown-organisation`)."""
    return _get(session, Organisation, id, "unknown-organisation", "Aucune organisation", lock)


def person(session: Session, id: str, *, lock: bool = False) -> Person:
    """The person with this id; raises `NotFound` (`unknown-person`)."""
    return _get(session, Person, id, "unknown-person", "Aucune personne", lock)


def feature(session: Session, id: str, *, lock: bool = False) -> Feature:
    """The feature of a portrait with this id; raises `NotFound` (`unknown-feature`)."""
    return _get(session, Feature, id, "unknown-feature", "Rien dans un portrait", lock)


def contour_set(session: Session, id: str, *, lock: bool = False) -> ContourSet:
    """The file of contours with this id; raises `NotFound` (`unknown-contours`)."""
    return _get(session, ContourSet, id, "unknown-contours", "Aucun fichier de contours", lock)


def file_behind(session: Session, link: str, now: datetime, *, lock: bool = False) -> CandidatureFile:
    """The file that this link (its hash) opens; raises `NotFound` (`unknown-link`): never made, ended, or too old.

    One that is on its way to its bearer opens too (`CandidatureFile.next_hash`).
    """
    current = and_(CandidatureFile.hash == link, CandidatureFile.expires_at > now)
    on_its_way = and_(CandidatureFile.next_hash == link, CandidatureFile.next_expires_at > now)
    return _behind(session, CandidatureFile, or_(current, on_its_way), lock)


def opinion_behind(session: Session, link: str, now: datetime, *, lock: bool = False) -> Opinion:
    """The opinion that this link (its hash) opens; raises `NotFound` (`unknown-link`)."""
    return _behind(session, Opinion, and_(Opinion.hash == link, Opinion.expires_at > now), lock)


def _behind(session: Session, model: type[L], opens: ColumnElement[bool], lock: bool) -> L:
    chosen = select(model).where(opens, model.revoked_at.is_(None))
    found = session.scalars(chosen.with_for_update() if lock else chosen).first()
    if found is None:
        raise NotFound(
            tidy("Ce lien personnel n’ouvre rien : il a été remplacé, a pris fin ou contient une faute de frappe."),
            code="unknown-link",
        )
    return found


def _get(session: Session, model: type[R], id: str, code: str, nobody: str, lock: bool) -> R:
    found = session.get(model, id, with_for_update=True if lock else None)
    if found is None:
        raise NotFound(tidy(f"{nobody} ne répond à l’identifiant {quoted(id)}."), code=code)
    return found


@dataclass(frozen=True)
class Found:
    """A territory, and the accompaniment by whose id it was asked for, if it was."""

    territory: Territory
    accompaniment: Accompaniment | None = None


def territory(session: Session, key: str) -> Territory:
    """The territory with this id, SIREN, INSEE code or accompaniment id; raises `NotFound` (`unknown-territory`)."""
    return resolve(session, key).territory


def resolve(session: Session, key: str) -> Found:
    """The same, with the accompaniment if `key` is the id of one; blanks and dots in codes do not matter."""
    code = re.sub(r"[\s.]", "", key)
    found = session.scalars(
        select(Territory).where(
            or_(Territory.id == code.lower(), Territory.siren == code, Territory.insee == code.upper())
        )
    ).first()
    if found is not None:
        return Found(found)
    accompaniment = session.get(Accompaniment, code.lower())
    if accompaniment is None:
        raise NotFound(
            tidy(f"Aucun territoire inscrit ne répond à {quoted(key)} (identifiant, SIREN ou code INSEE)."),
            code="unknown-territory",
        )
    return Found(session.get_one(Territory, accompaniment.territory), accompaniment)


def accompaniments_of(session: Session, territory_id: str) -> list[Accompaniment]:
    """The accompaniments of a territory in the order of enrolment."""
    statement = select(Accompaniment).where(Accompaniment.territory == territory_id).order_by(Accompaniment.id)
    return list(session.scalars(statement))


def latest_accompaniment(session: Session, territory_id: str) -> Accompaniment | None:
    """The accompaniment of a territory that began last, None before the first."""
    return next(iter(accompaniments_of(session, territory_id)[::-1]), None)
