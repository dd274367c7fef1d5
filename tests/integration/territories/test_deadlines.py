"""The bilan deadline: computed at enrolment, raised once on its day, done when the bilan was held."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from services.territories.ticks import BATCH, claim_and_raise
from shared.contracts.territories import (
    EnrolTerritory,
    GetTerritory,
    HoldBilan,
    ListDeadlines,
    RegisterTerritory,
    SetDeadline,
)
from shared.errors import InvalidInput, NotFound, Refused
from shared.events import BilanDue, BilanHeld
from shared.ids import new_id
from tests.integration.territories.told import accompaniment, call, coquelicot, hellemmes
from tests.support.rooms import RoomAtWork

FINDINGS = "La démarche n’a pas abouti sur des résultats gigantesques à court terme."


def paris(work: RoomAtWork, *moment: int) -> None:
    """Set the clock (UTC)."""
    work.clock.instant = datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour


def bilan(work: RoomAtWork, enrolled: str):
    (card,) = work.ask(ListDeadlines(accompaniment=enrolled, open_only=False)).deadlines
    return card


def test_an_enrolment_brings_its_bilan_deadline_a_year_after_its_latest_possible_day(work: RoomAtWork):
    card = bilan(work, accompaniment(work, "2024-11-21/2024-11-30"))
    assert (card.kind, card.due, card.raised, card.done) == ("bilan", "2025-11-30", False, False)
    assert card.territory_label == "CC du Pays du Coquelicot"


def test_the_delay_is_that_of_the_call(work: RoomAtWork):
    assert bilan(work, accompaniment(work, "2024-02-29", bilan_after_months=18)).due == "2025-08-29"


@pytest.mark.parametrize(
    ("occurred", "months", "why"),
    [(None, 12, "la date d’engagement n’est pas connue"), ("2022", None, "cet appel n’en fixe pas le délai")],
)
def test_without_date_or_delay_the_receipt_and_the_page_say_that_it_has_to_be_set(
    work: RoomAtWork, occurred: str | None, months: int | None, why: str
):
    ami, territory = call(work, bilan_after_months=months), coquelicot(work)
    receipt = work.obey(EnrolTerritory(call=ami, territory=territory, occurred=occurred))
    assert work.ask(ListDeadlines(accompaniment=receipt.id)).deadlines == []
    assert receipt.notes == work.ask(GetTerritory(id=territory)).notes
    assert receipt.notes == [f"Échéance du bilan à fixer pour «\u00a0AMI 2024\u00a0»\u00a0: {why}."]

    work.obey(SetDeadline(accompaniment=receipt.id, kind="bilan", title="Bilan d’un an", due=date(2026, 3, 1)))
    assert work.ask(GetTerritory(id=territory)).notes == []
    assert bilan(work, receipt.id).due == "2026-03-01"


def test_the_bilan_falls_due_on_its_day_in_paris_and_is_told_once(work: RoomAtWork):
    enrolled = accompaniment(work, "2025-02-14")
    paris(work, 2026, 2, 13, 22)
    work.tick("raise_deadlines")
    assert work.told(BilanDue) == []
    paris(work, 2026, 2, 13, 23)  # midnight in Paris
    work.tick("raise_deadlines")
    work.tick("raise_deadlines")
    (told,) = work.told(BilanDue)
    assert (told.occurred, told.data["due"]) == ("2026-02-14", "2026-02-14")
    assert (told.data["accompaniment"], told.subject) == (enrolled, work.ask(GetTerritory(id=enrolled)).id)
    assert bilan(work, enrolled).raised


def test_a_tick_that_was_missed_for_days_is_caught_up_with_the_day_it_fell_due(work: RoomAtWork):
    accompaniment(work, "2025-02-14")
    paris(work, 2026, 4, 1, 8)
    work.tick("raise_deadlines")
    assert [one.occurred for one in work.told(BilanDue)] == ["2026-02-14"]


def test_many_deadlines_of_one_day_are_all_raised(work: RoomAtWork):
    ami = call(work)
    for number in range(BATCH + 3):
        territory = work.obey(RegisterTerritory(label=f"Ville {number}", kind="commune")).id
        work.obey(EnrolTerritory(call=ami, territory=territory, occurred="2024"))
    work.tick("raise_deadlines")
    assert len({one.data["accompaniment"] for one in work.told(BilanDue)}) == BATCH + 3


def test_replicas_that_tick_together_tell_each_bilan_once(work: RoomAtWork):
    ami = call(work)
    for number in range(12):
        territory = work.obey(RegisterTerritory(label=f"Ville {number}", kind="commune")).id
        work.obey(EnrolTerritory(call=ami, territory=territory, occurred="2024"))
    together = threading.Barrier(4)

    def replica() -> None:
        together.wait()
        work.tick("raise_deadlines")

    replicas = [threading.Thread(target=replica) for _ in range(4)]
    for thread in replicas:
        thread.start()
    for thread in replicas:
        thread.join()
    told = [one.data["accompaniment"] for one in work.told(BilanDue)]
    assert (len(told), len(set(told))) == (12, 12)


def test_a_deadline_that_another_replica_holds_is_left_to_it(work: RoomAtWork):
    accompaniment(work, "2024")
    other = threading.Thread(target=work.tick, args=("raise_deadlines",))
    with work.unit_of_work() as first:
        assert claim_and_raise(first) == 1
        other.start()
        if not work.database.sqlite:  # PostgreSQL passes by what is held; SQLite has one writer, who is waited for
            other.join(timeout=10)
            assert not other.is_alive()
    other.join(timeout=10)
    assert len(work.told(BilanDue)) == 1


def test_a_bilan_held_before_its_deadline_is_never_due(work: RoomAtWork):
    enrolled = accompaniment(work, "2025-06-30")
    work.obey(HoldBilan(accompaniment=enrolled, findings=FINDINGS, occurred="2026-01-15"))
    paris(work, 2026, 7, 1, 8)
    work.tick("raise_deadlines")
    assert work.told(BilanDue) == []
    assert bilan(work, enrolled).done
    assert work.ask(ListDeadlines()).deadlines == []


def test_a_bilan_held_after_its_deadline_is_done(work: RoomAtWork):
    enrolled = accompaniment(work, "2024-11-21/2024-11-30")
    work.tick("raise_deadlines")
    work.obey(
        HoldBilan(
            accompaniment=enrolled,
            findings=FINDINGS,
            circle="restreint",
            open_questions=["L’animation de la communauté ESS se poursuivra-t-elle ?"],
            occurred="2026-01/2026-03",
        )
    )
    assert len(work.told(BilanDue)) == 1
    (held,) = work.told(BilanHeld)
    assert (held.data["findings"], held.occurred, held.data["accompaniment"]) == (FINDINGS, "2026-01/2026-03", enrolled)
    assert held.data["open_questions"] == ["L’animation de la communauté ESS se poursuivra-t-elle ?"]
    assert (bilan(work, enrolled).raised, bilan(work, enrolled).done) == (True, True)


def test_a_bilan_held_after_a_due_day_that_the_clock_had_no_time_to_tell_tells_it_first(work: RoomAtWork):
    enrolled = accompaniment(work, "2024-11-21/2024-11-30")
    work.obey(HoldBilan(accompaniment=enrolled, findings=FINDINGS, occurred="2026-01"))
    work.tick("raise_deadlines")
    assert [one.type for one in work.told()][-2:] == ["bilan-due", "bilan-held"]
    assert [one.occurred for one in work.told(BilanDue)] == ["2025-11-30"]


def test_a_bilan_told_late_but_held_before_its_deadline_was_never_due(work: RoomAtWork):
    enrolled = accompaniment(work, "2024-11-30")
    work.obey(HoldBilan(accompaniment=enrolled, findings=FINDINGS, occurred="2025-10"))
    work.tick("raise_deadlines")
    assert work.told(BilanDue) == []


def test_a_bilan_is_held_once_and_its_deadline_moves_no_more(work: RoomAtWork):
    enrolled = accompaniment(work, "2025-06-30")
    work.obey(HoldBilan(accompaniment=enrolled, findings=FINDINGS, occurred="2026-01"))
    with pytest.raises(Refused, match="a déjà eu lieu en janvier 2026"):
        work.obey(HoldBilan(accompaniment=enrolled, findings="Encore"))
    with pytest.raises(Refused, match="a déjà eu lieu"):
        work.obey(SetDeadline(accompaniment=enrolled, kind="bilan", title="Bilan", due=date(2027, 1, 1)))
    assert len(work.told(BilanHeld)) == 1


def test_a_bilan_without_any_deadline_can_be_held(work: RoomAtWork):
    enrolled = accompaniment(work, None)
    work.obey(HoldBilan(accompaniment=enrolled, findings=FINDINGS))
    assert work.ask(GetTerritory(id=enrolled)).notes == []
    assert len(work.told(BilanHeld)) == 1


def test_a_bilan_deadline_that_was_moved_is_raised_on_its_new_day_only(work: RoomAtWork):
    enrolled = accompaniment(work, "2025-02-14")
    moved = SetDeadline(accompaniment=enrolled, kind="bilan", title="Bilan", due=date(2026, 3, 10))
    assert work.obey(moved).id == bilan(work, enrolled).id
    paris(work, 2026, 3, 9, 12)
    work.tick("raise_deadlines")
    assert work.told(BilanDue) == []
    paris(work, 2026, 3, 10, 12)
    work.tick("raise_deadlines")
    work.obey(moved)  # the same day again raises nothing
    work.tick("raise_deadlines")
    assert [one.occurred for one in work.told(BilanDue)] == ["2026-03-10"]


def test_a_raised_deadline_that_is_put_off_is_raised_again(work: RoomAtWork):
    enrolled = accompaniment(work, "2024-11-30")
    work.tick("raise_deadlines")
    work.obey(SetDeadline(accompaniment=enrolled, kind="bilan", title="Bilan", due=date(2026, 3, 10)))
    assert not bilan(work, enrolled).raised
    paris(work, 2026, 3, 10, 12)
    work.tick("raise_deadlines")
    assert [one.occurred for one in work.told(BilanDue)] == ["2025-11-30", "2026-03-10"]


def test_deadlines_of_the_programme_and_of_territories_are_listed_the_nearest_first(work: RoomAtWork):
    enrolled = accompaniment(work, "2025-06-30")
    end = SetDeadline(kind="european-project-end", title="Fin du projet européen", due=date(2026, 3, 31))
    work.obey(end)
    work.obey(SetDeadline(accompaniment=enrolled, kind="other", title="Vote du budget", due=date(2026, 4, 15)))
    work.obey(end.model_copy(update={"due": date(2026, 5, 31)}))
    listed = work.ask(ListDeadlines()).deadlines
    assert [(card.title, card.due, card.territory_label) for card in listed] == [
        ("Vote du budget", "2026-04-15", "CC du Pays du Coquelicot"),
        ("Fin du projet européen", "2026-05-31", None),
        ("Bilan de l’accompagnement", "2026-06-30", "CC du Pays du Coquelicot"),
    ]
    assert [card.title for card in work.ask(GetTerritory(id=enrolled)).deadlines] == [
        "Vote du budget",
        "Bilan de l’accompagnement",
    ]


def test_other_deadlines_tell_no_bilan(work: RoomAtWork):
    work.obey(SetDeadline(kind="european-project-end", title="Fin", due=date(2026, 1, 1)))
    work.tick("raise_deadlines")
    assert work.told(BilanDue) == []


def test_a_bilan_deadline_needs_an_accompaniment_and_a_known_one(work: RoomAtWork):
    with pytest.raises(InvalidInput, match="dites lequel"):
        work.obey(SetDeadline(kind="bilan", title="Bilan", due=date(2026, 1, 1)))
    with pytest.raises(NotFound):
        work.obey(SetDeadline(accompaniment=new_id(), kind="bilan", title="Bilan", due=date(2026, 1, 1)))
    with pytest.raises(NotFound):
        work.obey(HoldBilan(accompaniment=new_id(), findings="…"))
    assert work.ask(ListDeadlines()).deadlines == []


def test_each_accompaniment_of_a_territory_has_its_own_bilan(work: RoomAtWork):
    territory = hellemmes(work)
    for title, occurred in (("2022", "2022-03-01"), ("2024", "2024-11-30")):
        work.obey(EnrolTerritory(call=call(work, title), territory=territory, occurred=occurred))
    work.tick("raise_deadlines")
    assert [one.occurred for one in work.told(BilanDue)] == ["2023-03-01", "2025-11-30"]
