"""Mails written with what the real other rooms answer, from the candidature to the workshop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.clock import SetClock
from shared.contracts.base import Command
from shared.contracts.diagnostic import PlanInterview
from shared.contracts.notifications import GetMail, ListMails, ListPlans
from shared.contracts.territories import (
    CompleteCandidature,
    DecideCandidature,
    DesignateReferent,
    EnrolTerritory,
    PublishCall,
    RegisterPerson,
    RegisterTerritory,
    SubmitPreFile,
)
from shared.contracts.workshops import MoveWorkshop, ScheduleWorkshop
from tests.integration.notifications.conftest import paris
from tests.support.house import House, open_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, SetClock(paris("2025-06-16T10:00"))) as opened:
        yield opened


def do(house: House, command: type[Command], **told: object) -> str:
    return house.obey(command.model_validate(told)).id


def person(house: House, accompaniment: str, role: str, name: str, email: str) -> None:
    known = do(house, RegisterPerson, name=name, email=email, function="Conseillère")
    do(house, DesignateReferent, accompaniment=accompaniment, person=known, role=role)


def letters(house: House) -> list[tuple[str, str]]:
    house.run_duties()
    cards = house.ask(ListMails()).mails
    return [(card.to, house.ask(GetMail(id=card.id)).text) for card in reversed(cards)]


def test_from_the_candidature_to_the_workshop_each_mail_finds_its_readers_and_its_facts(house: House) -> None:
    call = do(house, PublishCall, title="Appel de l’été", occurred="2025-05")
    territory = do(house, RegisterTerritory, label="Val d’Exemple", kind="grouping")
    candidature = do(house, SubmitPreFile, call=call, territory=territory, motives="Coopérer", occurred="2025-06-02")
    do(house, CompleteCandidature, candidature=candidature, occurred="2025-06-10")
    accompaniment = do(house, EnrolTerritory, call=call, territory=territory, occurred="2025-06-16")
    person(house, accompaniment, "elected-referent", "Camille Exemple", "camille@exemple.fr")
    person(house, accompaniment, "programme-officer", "Dominique Modèle", "dominique@exemple.fr")
    do(house, DecideCandidature, candidature=candidature, decision="retained", occurred="2025-06-16")
    decided = dict(letters(house))
    assert "Appel\u00a0: Appel de l’été" in decided["Dominique Modèle <dominique@exemple.fr>"]
    assert "La candidature de Val d’Exemple est retenue." in decided["Dominique Modèle <dominique@exemple.fr>"]

    workshop = do(
        house,
        ScheduleWorkshop,
        accompaniment=accompaniment,
        title="Idéation",
        start="2025-07-03T09:00:00+02:00",
        end="2025-07-03T12:00:00+02:00",
        venue_label="La Halle",
    )
    to, text = letters(house)[-1]
    assert to == "Camille Exemple <camille@exemple.fr>"
    for words in ("Lieu\u00a0: La Halle", "jeudi 3 juillet 2025", "Dominique Modèle, Conseillère"):
        assert words in text

    do(
        house,
        MoveWorkshop,
        workshop=workshop,
        start="2025-07-10T09:00:00+02:00",
        end="2025-07-10T12:00:00+02:00",
        reason="Salle fermée",
    )
    to, text = letters(house)[-1]
    assert "Date d’abord retenue\u00a0: jeudi 3 juillet 2025, de 9\u00a0h à 12\u00a0h" in text
    assert "Motif\u00a0: Salle fermée" in text

    do(house, PlanInterview, accompaniment=accompaniment, structure="Un garage solidaire", on="2025-06-16")
    house.clock.instant = paris("2025-06-17T09:00")
    to, text = letters(house)[-1]
    assert (to, "Structure\u00a0: Un garage solidaire" in text) == ("Dominique Modèle <dominique@exemple.fr>", True)
    assert {card.state for card in house.ask(ListPlans()).plans} == {"sent", "planned", "voided", "skipped"}
