"""The slot finder says the same as a brute force written apart, whatever is asked."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.workshops.agenda.finder import find
from tests.support.examples import examples
from tests.unit.agenda.brute_force import brute_force

# Each zone with days around which its clock changes, or around holidays.
AROUND = [
    ("Europe/Paris", date(2025, 3, 30)),
    ("Europe/Paris", date(2025, 10, 26)),
    ("Europe/Paris", date(2025, 5, 29)),
    ("Europe/Paris", date(2025, 10, 18)),
    ("Europe/Paris", date(2026, 1, 1)),
    ("Europe/Paris", date(2030, 2, 17)),
    ("America/New_York", date(2025, 3, 9)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight itself is jumped over
    ("America/Sao_Paulo", date(2019, 2, 16)),  # 23:00 comes twice
    ("Australia/Lord_Howe", date(2025, 4, 6)),  # half an hour
    ("Pacific/Apia", date(2011, 12, 30)),  # a whole day is jumped over
    ("Asia/Kathmandu", date(2025, 1, 1)),
    ("UTC", date(2028, 9, 2)),
]
REASONS = {
    "weekday": r"jour de la semaine non ouvert",
    "opening": r"hors des horaires d’ouverture",
    "too long": r"durée plus longue que chaque plage d’ouverture",
    "clock": r"heure qui n’existe pas ce jour-là \(changement d’heure\)",
    "public holiday": r"jour férié",
    "school holiday": r"vacances scolaires \(zone.[ABC]\)",
    "nobody": r"aucune personne invitée",
    "several": r"plusieurs personnes indispensables absentes à la fois",
    "too few": r"trop peu de personnes présentes \(moins de.\d+\)|minimum de .* impossible.: .* en tout",
}

UNITS = [timedelta(minutes=15), timedelta(minutes=1), timedelta(milliseconds=500), timedelta(microseconds=1)]
OFFSETS = [UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))]


def some_hours(random: Random) -> list[list[str]]:
    if random.random() < 0.6:
        return [["00:00", "24:00"]]
    minutes = [sorted(random.choices(range(0, 1440, 30), k=2)) for _ in range(random.randrange(4))]
    return [[f"{minute // 60:02}:{minute % 60:02}" for minute in interval] for interval in minutes]


def some_busy(random: Random, around: date) -> list[str]:
    unit = random.choice(UNITS)
    midnight = datetime(around.year, around.month, around.day, tzinfo=UTC)
    start = midnight + timedelta(minutes=30 * random.randint(-120, 120)) + unit * random.randint(-2, 2)
    end = start + timedelta(minutes=30 * random.choice([0, 0, 1, 4, 9])) + unit * random.choice([0, 0, 1, 4])
    return [moment.astimezone(random.choice(OFFSETS)).isoformat() for moment in (start, end)]


def some_people(random: Random, around: date) -> list[dict[str, Any]]:
    away = [f"{around - timedelta(days=5)}T00:00:00+00:00", f"{around + timedelta(days=5)}T00:00:00+00:00"]
    share_away = random.choice([0, 0.2, 0.7])
    return [
        {
            "id": f"p{rank}",
            "busy": [some_busy(random, around) for _ in range(random.randrange(7))]
            + [away] * (random.random() < share_away),
            "required": random.random() < 0.4,
            "weight": random.choice([1, 1, 2, 0, 0.1, 0.2, 0.3, 2.5]),
        }
        for rank in range(random.randrange(7))
    ]


def some_avoidance(random: Random) -> dict[str, Any]:
    avoid: dict[str, Any] = {}
    if random.random() < 0.6:
        avoid["public_holidays"] = random.choice(["exclude", "allow"])
    if random.random() < 0.8:
        mode = random.choice(["exclude", "rank-last", "rank-last", "allow"])
        avoid["school_holidays"] = {"zone": random.choice("ABC"), "mode": mode}
    return avoid


@st.composite
def searches(draw: st.DrawFn) -> dict[str, Any]:
    """Draw evenly: hypothesis's own choices lean so much to small values that ties and clock changes stay rare."""
    random = draw(st.randoms(use_true_random=True))
    zone, around = random.choice(AROUND)
    return {
        "timezone": zone,
        "window": {
            "from": str(around - timedelta(days=random.randint(0, 2))),
            "to": str(around + timedelta(days=random.randint(0, 2))),
        },
        "duration_minutes": random.choice([1, 20, 60, 90, 120, 180, 333]),
        "step_minutes": random.choice([7, 15, 15, 30, 30, 50, 60, 1439, 1440, 5000]),
        "opening": {
            "weekdays": random.choice([list(range(7)), list(range(7)), random.choices(range(8), k=4)]),
            "hours": some_hours(random),
        },
        "avoid": {} if around.year < 2017 else some_avoidance(random),
        "people": some_people(random, around),
        "min_present": random.choice([-1, 0, 1, 1, 1, 2, 2, 3, 4, 7]),
        "top": random.choice([1, 3, 40, 10_000]),
    }


def coded(excluded: dict[str, int]) -> Counter[str]:
    """Read the French reasons back; an unknown sentence fails."""
    found: Counter[str] = Counter()
    for sentence, count in excluded.items():
        required = re.fullmatch(r"personne indispensable absente.: (\w+)", sentence)
        if required:
            found[f"required {required[1]}"] = count
        else:
            (code,) = [code for code, words in REASONS.items() if re.fullmatch(words, sentence)]
            found[code] = count
    return found


@examples(300)
@given(searches())
def test_the_finder_agrees_with_the_brute_force(document: dict[str, Any]) -> None:
    answer, expected = find(document), brute_force(document)

    possible = expected["possible"] if document["people"] else []
    assert [{key: slot[key] for key in ("start", "end", "present", "missing")} for slot in answer["slots"]] == [
        {
            "start": slot["start"].isoformat(),
            "end": slot["end"].isoformat(),
            "present": slot["present"],
            "missing": slot["missing"],
        }
        for slot in possible[: document["top"]]
    ]
    assert [slot["score"] for slot in answer["slots"]] == [float(slot["score"]) for slot in possible[: document["top"]]]
    assert coded(answer["excluded"]) == expected["excluded"]


@examples(200)
@given(searches())
def test_a_compromise_is_the_fewest_concessions_and_holds_what_it_promises(document: dict[str, Any]) -> None:
    expected = brute_force(document)
    compromise = find(document).get("compromise")

    if expected["possible"] or expected["fewest_concessions"] is None:
        assert compromise is None
        return
    assert compromise is not None
    given_up = len(compromise["without"]) + document["min_present"] - compromise["min_present"]
    assert given_up == expected["fewest_concessions"]
    milder = {
        **document,
        "min_present": compromise["min_present"],
        "people": [
            {**person, "required": person["required"] and person["id"] not in compromise["without"]}
            for person in document["people"]
        ],
    }
    opened = [slot for slot in brute_force(milder)["possible"] if set(compromise["without"]) <= set(slot["missing"])]
    assert compromise["count"] == len(opened)
    assert [slot["start"] for slot in compromise["slots"]] == [
        slot["start"].isoformat() for slot in opened[: document["top"]]
    ]
