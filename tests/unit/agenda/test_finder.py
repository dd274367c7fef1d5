"""What a search finds, case by case."""

from datetime import date

import pytest

from services.workshops.agenda.finder import find
from tests.unit.agenda.documents import hours, opening, person, search, starts, window

MORNING = ("2025-07-03T09:00:00+02:00", "2025-07-03T12:00:00+02:00")
ALL_DAY = opening(("00:00", "24:00"))


def test_slots_fill_the_opening_and_come_with_who_can_be_there() -> None:
    answer = find(search(people=[person("p1", weight=2), person("p2", MORNING)]))
    assert hours(answer) == ["09:00-11:00", "09:30-11:30", "10:00-12:00"]
    assert answer["slots"][0] == {
        "start": "2025-07-03T09:00:00+02:00",
        "end": "2025-07-03T11:00:00+02:00",
        "score": 2,
        "present": ["p1"],
        "missing": ["p2"],
        "notes": [],
    }


def test_every_start_of_the_window_is_possible_or_counted_once() -> None:
    answer = find(search(window=window("2025-07-01", "2025-07-14"), top=10_000))
    assert len(answer["slots"]) + sum(answer["excluded"].values()) == 14 * 48


def test_touching_a_busy_interval_is_not_overlapping() -> None:
    before = ("2025-07-03T07:00:00+02:00", "2025-07-03T09:30:00+02:00")
    after = ("2025-07-03T09:30:00Z", "2025-07-03T12:00:00Z")
    assert hours(find(search(people=[person("p1", before, after)]))) == ["09:30-11:30"]


def test_half_a_second_of_overlap_is_overlapping() -> None:
    late = ("2025-07-03T07:00:00+02:00", "2025-07-03T09:30:00.500+02:00")
    assert hours(find(search(people=[person("p1", late)]))) == ["10:00-12:00"]


def test_an_empty_busy_interval_is_ignored() -> None:
    moment = "2025-07-03T10:10:00.250+02:00"
    assert len(find(search(people=[person("p1", (moment, moment))]))["slots"]) == 3


def test_a_slot_lies_inside_one_opening_interval_even_when_two_touch() -> None:
    answer = find(search(opening=opening(("09:00", "10:30"), ("10:30", "12:30"))))
    assert hours(answer) == ["10:30-12:30"]


def test_overlapping_opening_intervals_give_each_slot_once() -> None:
    answer = find(search(opening=opening(("09:00", "11:30"), ("09:30", "12:00"), ("09:00", "11:30"))))
    assert hours(answer) == ["09:00-11:00", "09:30-11:30", "10:00-12:00"]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (7, ["09:06-11:06", "09:13-11:13", "09:20-11:20"]),
        (50, ["09:10-11:10", "10:00-12:00"]),
        (1440, []),
    ],
)
def test_starts_fall_on_multiples_of_the_step_from_local_midnight(step: int, expected: list[str]) -> None:
    assert hours(find(search(step_minutes=step, top=3))) == expected


def test_a_step_longer_than_a_day_only_leaves_midnight() -> None:
    answer = find(search(step_minutes=10**30, opening=ALL_DAY))
    assert hours(answer) == ["00:00-02:00"]


def test_order_is_score_then_off_school_holidays_then_start() -> None:
    fans = [person("early", ("2025-07-07T00:00:00Z", "2025-07-09T00:00:00Z"), weight=3), person("always")]
    summer = search(
        window=window("2025-07-04", "2025-07-08"),
        duration_minutes=180,
        opening=opening(("09:00", "12:00")),
        avoid={"school_holidays": {"zone": "B", "mode": "rank-last"}},
        people=fans,
    )
    assert [day[:10] for day in starts(find(summer))] == [
        "2025-07-04",
        "2025-07-05",  # the holidays begin, but the score is as high
        "2025-07-06",
        "2025-07-07",
        "2025-07-08",
    ]
    evenly = find({**summer, "people": [person("p1")], "window": window("2025-08-30", "2025-09-02")})
    assert [day[:10] for day in starts(evenly)] == ["2025-09-01", "2025-09-02", "2025-08-30", "2025-08-31"]


def test_tenths_add_up_exactly() -> None:
    three_tenths = person("a", ("2025-07-03T09:30:00+02:00", "2025-07-03T12:00:00+02:00"), weight=0.3)
    others = [
        person(id_, ("2025-07-03T09:00:00+02:00", "2025-07-03T09:30:00+02:00"), weight=weight)
        for id_, weight in (("b", 0.1), ("c", 0.2))
    ]
    answer = find(search(duration_minutes=30, people=[three_tenths, *others], top=2))
    assert [(slot["start"][11:16], slot["score"]) for slot in answer["slots"]] == [("09:00", 0.3), ("09:30", 0.3)]


def test_weights_of_any_size_keep_their_sum() -> None:
    huge = [person("a", weight=10**400), person("b", weight=10**-300), person("c", weight=0)]
    (slot,) = find(search(people=huge, top=1))["slots"]
    assert slot["score"] == 10**400


def test_public_holidays_are_left_out_when_asked() -> None:
    may = search(window=window("2025-05-01", "2025-05-31"), opening=opening(("09:00", "11:00")), top=100)
    left_out = find({**may, "avoid": {"public_holidays": "exclude"}})
    lost = set(starts(find(may))) - set(starts(left_out))
    assert sorted(day[8:10] for day in lost) == ["01", "08", "29"]
    assert left_out["excluded"]["jour férié"] == 3


def test_the_ascension_bridge_counts_as_school_holidays_until_the_eve_of_the_return() -> None:
    avoid = {"school_holidays": {"zone": "A", "mode": "exclude"}}
    answer = find(search(window=window("2025-05-28", "2025-06-02"), opening=opening(("09:00", "11:00")), avoid=avoid))
    assert [day[:10] for day in starts(answer)] == ["2025-05-28", "2025-06-02"]
    assert answer["excluded"]["vacances scolaires (zone\u00a0A)"] == 4


def test_toussaint_2025_takes_16_days_across_the_clock_change() -> None:
    avoid = {"school_holidays": {"zone": "B", "mode": "exclude"}}
    answer = find(search(window=window("2025-10-17", "2025-11-03"), opening=opening(("09:00", "11:00")), avoid=avoid))
    assert starts(answer) == ["2025-10-17T09:00:00+02:00", "2025-11-03T09:00:00+01:00"]


def test_nobody_invited_is_an_answer() -> None:
    answer = find(search(people=[], min_present=0))
    assert (answer["slots"], answer["excluded"]["aucune personne invitée"]) == ([], 3)
    assert "compromise" not in answer


def test_a_duration_longer_than_every_opening_is_an_answer() -> None:
    answer = find(search(duration_minutes=181))
    assert answer == {"slots": [], "excluded": {"durée plus longue que chaque plage d’ouverture": 48}}


@pytest.mark.parametrize("closed", [opening(), opening(("09:00", "12:00"), weekdays=()), opening(("09:00", "09:00"))])
def test_opening_never_is_an_answer(closed: object) -> None:
    answer = find(search(opening=closed))
    assert answer["slots"] == []
    assert sum(answer["excluded"].values()) == 48


def test_a_minimum_above_the_number_of_people_is_an_answer_with_its_compromise() -> None:
    answer = find(search(people=[person("p1"), person("p2", MORNING)], min_present=3))
    assert answer["excluded"]["minimum de 3\u00a0personnes impossible\u00a0: 2\u00a0personnes en tout"] == 3
    assert answer["compromise"]["message"] == (
        "En se contentant de 1\u00a0personne, 3 créneaux\u00a0: 3 en juillet\u00a02025."
    )


def test_a_minimum_of_nobody_accepts_a_slot_without_anybody() -> None:
    (slot, *_) = find(search(people=[person("p1", MORNING)], min_present=-2))["slots"]
    assert (slot["present"], slot["score"]) == ([], 0)


def test_the_quorum_is_counted_in_heads_and_not_in_weight() -> None:
    people = [person("p1", weight=9), person("p2", MORNING), person("p3", MORNING)]
    answer = find(search(people=people, min_present=2))
    assert answer["slots"] == []
    assert answer["excluded"]["trop peu de personnes présentes (moins de\u00a02)"] == 3


def test_the_compromise_names_whom_to_do_without_and_when() -> None:
    answer = find(
        search(
            window=window("2025-06-30", "2025-07-01"),
            opening=opening(("09:00", "11:00")),
            people=[
                person("elu", ("2025-06-01T00:00:00Z", "2025-08-01T00:00:00Z"), required=True),
                person("agent"),
            ],
        )
    )
    assert answer["excluded"]["personne indispensable absente\u00a0: elu"] == 2
    compromise = answer["compromise"]
    assert compromise["without"] == ["elu"]
    assert compromise["message"] == "Sans elu, 2 créneaux\u00a0: 1 en juin\u00a02025 et 1 en juillet\u00a02025."
    assert starts(compromise) == ["2025-06-30T09:00:00+02:00", "2025-07-01T09:00:00+02:00"]


def test_of_two_required_people_the_compromise_gives_up_the_one_who_opens_more() -> None:
    people = [
        person("a", ("2025-07-03T09:00:00+02:00", "2025-07-03T11:00:00+02:00"), required=True),
        person("b", ("2025-07-03T11:00:00+02:00", "2025-07-03T14:00:00+02:00"), required=True),
        person("c"),
    ]
    answer = find(search(duration_minutes=60, opening=opening(("09:00", "14:00")), people=people))
    assert (answer["compromise"]["without"], answer["compromise"]["count"]) == (["b"], 5)


def test_two_required_people_who_are_never_there_are_given_up_together() -> None:
    always = ("2025-07-01T00:00:00Z", "2025-07-05T00:00:00Z")
    early, late = (
        ("2025-07-03T08:00:00+02:00", "2025-07-03T11:00:00+02:00"),
        ("2025-07-03T11:00:00+02:00", "2025-07-03T14:00:00+02:00"),
    )
    people = [
        person("never", always, required=True),
        person("late", early, required=True),
        person("early", late, required=True),
        person("c", weight=5),
        person("d", early, weight=5),
    ]
    answer = find(search(duration_minutes=60, opening=opening(("09:00", "14:00")), people=people))
    assert answer["excluded"]["plusieurs personnes indispensables absentes à la fois"] == 9
    compromise = answer["compromise"]
    assert compromise["without"] == ["never", "early"]
    assert compromise["count"] == 5
    assert all({"never", "early"} <= set(slot["missing"]) for slot in compromise["slots"])


def test_the_nearest_compromise_counts_people_short_as_much_as_required_ones() -> None:
    crowd = [person(f"p{n}", ("2025-07-03T00:00:00Z", "2025-07-03T09:00:00Z")) for n in range(4)]
    chief = person("chief", ("2025-07-03T11:00:00+02:00", "2025-07-03T14:00:00+02:00"), required=True)
    answer = find(
        search(duration_minutes=60, opening=opening(("09:00", "12:00")), people=[chief, *crowd], min_present=4)
    )
    assert answer["compromise"]["without"] == ["chief"]
    assert hours(answer["compromise"]) == ["11:00-12:00"]


def test_no_compromise_offers_a_meeting_of_nobody() -> None:
    assert "compromise" not in find(search(people=[person("p1", MORNING, required=True)]))


class TestClockChanges:
    """Wall-clock steps on the days on which the clock of a zone changes."""

    spring = window("2025-03-30", "2025-03-30")
    autumn = window("2025-10-26", "2025-10-26")

    def test_times_that_the_clock_jumps_over_are_no_start_and_no_end(self) -> None:
        answer = find(search(window=self.spring, opening=opening(("00:00", "05:00")), duration_minutes=60, top=20))
        assert [(slot["start"][11:], slot["end"][11:]) for slot in answer["slots"]] == [
            ("00:00:00+01:00", "01:00:00+01:00"),
            ("00:30:00+01:00", "01:30:00+01:00"),
            ("01:00:00+01:00", "02:00:00+01:00"),  # it ends at the very moment of the jump
            ("03:00:00+02:00", "04:00:00+02:00"),
            ("03:30:00+02:00", "04:30:00+02:00"),
            ("04:00:00+02:00", "05:00:00+02:00"),
        ]
        assert answer["excluded"]["heure qui n’existe pas ce jour-là (changement d’heure)"] == 3

    def test_a_slot_across_the_jump_says_how_long_it_really_lasts(self) -> None:
        (slot,) = find(search(window=self.spring, opening=opening(("01:00", "04:00")), duration_minutes=180))["slots"]
        assert (slot["start"], slot["end"]) == ("2025-03-30T01:00:00+01:00", "2025-03-30T04:00:00+02:00")
        assert slot["notes"] == ["L’heure change pendant ce créneau\u00a0: il dure en réalité 2\u00a0h."]

    def test_an_hour_that_comes_twice_is_covered_both_times(self) -> None:
        second_time = ("2025-10-26T02:15:00+01:00", "2025-10-26T02:20:00+01:00")
        night = search(window=self.autumn, duration_minutes=60, people=[person("p1", second_time)])
        answer = find({**night, "opening": opening(("01:00", "04:00"))})
        assert [(slot["start"][11:], slot["end"][11:]) for slot in answer["slots"]] == [
            ("01:00:00+02:00", "02:00:00+02:00"),
            ("01:30:00+02:00", "02:30:00+02:00"),
            ("03:00:00+01:00", "04:00:00+01:00"),
        ]

    def test_the_offset_follows_the_day(self) -> None:
        answer = find(search(window=window("2025-03-28", "2025-03-31"), opening=opening(("09:00", "11:00"))))
        assert [start[10:] for start in starts(answer)] == ["T09:00:00+01:00"] * 2 + ["T09:00:00+02:00"] * 2


def test_windows_of_any_age_are_answered() -> None:
    for first, last in (("0001-01-01", "0001-01-03"), ("9999-12-29", "9999-12-31"), ("1900-01-01", "1900-01-03")):
        for zone in ("Europe/Paris", "America/New_York", "Pacific/Kiritimati"):
            night = search(timezone=zone, window=window(first, last), opening=opening(("22:00", "24:00")))
            assert len(find(night)["slots"]) >= 2


class TestNotes:
    """Remarks never exclude and never rank."""

    def notes(self, day: str, **changes: object) -> list[str]:
        slots = find(search(window=window(day, day), opening=opening(("09:00", "11:00")), **changes))["slots"]
        notes: list[str] = slots[0]["notes"]
        return notes

    @pytest.mark.parametrize(
        ("day", "word"),
        [("2025-06-17", "surchargé"), ("2025-09-16", "rentrée"), ("2025-10-07", "Toussaint"), ("2025-05-13", "fériés")],
    )
    def test_bad_months_come_with_their_reason(self, day: str, word: str) -> None:
        (note,) = self.notes(day)
        assert word in note

    @pytest.mark.parametrize("day", ["2025-07-03", "2025-11-13", "2025-12-11"])
    def test_an_ordinary_day_has_no_remark(self, day: str) -> None:
        assert self.notes(day) == []

    def test_a_bridge_names_its_holiday(self) -> None:
        assert self.notes("2025-11-10") == ["Pont possible\u00a0: ce jour touche un jour férié (Armistice)."]

    def test_a_public_holiday_that_is_allowed_is_named(self) -> None:
        assert self.notes("2025-11-11") == ["Jour férié\u00a0: Armistice."]

    def test_school_holidays_name_the_zone_asked_for_or_those_concerned(self) -> None:
        zone_b = {"school_holidays": {"zone": "B", "mode": "allow"}}
        assert self.notes("2025-02-12", avoid=zone_b) == ["Vacances d’hiver, zone\u00a0B."]
        assert self.notes("2025-02-20") == ["Vacances d’hiver, zones\u00a0B et C."]
        assert self.notes("2025-03-05", avoid=zone_b) == []

    def test_a_school_calendar_not_yet_published_is_said(self) -> None:
        avoid = {"school_holidays": {"zone": "B", "mode": "exclude"}}
        answer = find(search(window=window("2028-12-18", "2028-12-29"), avoid=avoid))
        (note,) = answer["notes"]
        assert "3\u00a0septembre\u00a02028" in note
        assert answer["excluded"]["vacances scolaires (zone\u00a0B)"] > 0

    def test_a_school_calendar_not_known_is_said_and_excludes_nothing(self) -> None:
        avoid = {"school_holidays": {"zone": "B", "mode": "exclude"}}
        answer = find(search(window=window("2015-07-14", "2015-07-14"), avoid=avoid))
        assert "n’est connu que" in answer["notes"][0]
        assert answer["slots"][0]["notes"] == [
            "Jour férié\u00a0: Fête nationale.",
            "Calendrier scolaire inconnu à cette date.",
        ]

    def test_a_weekday_that_does_not_exist_is_an_answer_and_is_said(self) -> None:
        answer = find(search(opening=opening(("09:00", "11:00"), weekdays=(3, 7))))
        assert len(answer["slots"]) == 1
        assert "numéro 7" in answer["notes"][0]


def test_the_search_of_2025_finds_july_and_november_and_nothing_in_the_bad_months() -> None:
    """The months told (WKS-02): holidays in May, everyone overloaded in June, rentrée and Toussaint in autumn."""

    def away(*intervals: tuple[str, str]) -> list[tuple[str, str]]:
        return [(f"{first}T00:00:00+02:00", f"{last}T00:00:00+02:00") for first, last in intervals]

    june, rentree = ("2025-06-01", "2025-07-01"), ("2025-09-01", "2025-10-18")
    people = [
        person("elu", *away(("2025-05-05", "2025-05-10"), ("2025-05-12", "2025-05-29"), june, rentree), required=True),
        person("technicienne", *away(june, rentree), required=True),
        person("association", *away(("2025-05-02", "2025-05-03"), june, rentree)),
        person("regie", *away(("2025-05-02", "2025-05-03"), ("2025-10-06", "2025-10-18"))),
    ]
    year = search(
        window=window("2025-05-01", "2025-11-30"),
        duration_minutes=180,
        step_minutes=15,
        opening=opening(("09:00", "12:30"), ("13:30", "18:00"), weekdays=(0, 1, 2, 3, 4)),
        avoid={"public_holidays": "exclude", "school_holidays": {"zone": "B", "mode": "exclude"}},
        people=people,
        min_present=4,
        top=10_000,
    )
    months = {date.fromisoformat(start[:10]).month for start in starts(find(year))}
    assert months == {7, 11}
    may = find({**year, "window": window("2025-05-01", "2025-05-31")})
    assert may["slots"] == []
    assert may["excluded"]["jour férié"] == 3 * 10
    assert may["excluded"]["vacances scolaires (zone\u00a0B)"] == 10  # Friday 30, the Ascension bridge
