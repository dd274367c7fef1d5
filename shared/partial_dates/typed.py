"""Reads dates as French people type them, and turns them into EDTF."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable

from shared.french import MONTHS, SHORT_MONTHS, WEEKDAYS, quoted, without_accents
from shared.partial_dates.value import PartialDate, WrongDate, check, parse

_EXAMPLES = (
    "écrivez par exemple 03/07/2025, 3 juillet 2025, juillet 2025, printemps 2025, début 2026 "
    "ou du 1er au 10 juillet 2025"
)
_MONTH_NUMBERS = {
    without_accents(name).rstrip("."): number
    for names in (MONTHS, SHORT_MONTHS, ("jan", "fev", "mar", "avr", "mai", "jun", "juil"))
    for number, name in enumerate(names, 1)
}
_SEASONS = {"printemps": 21, "ete": 22, "automne": 23}
# « début », « mi- » and « fin » cut a month in tens of days and a year in quarters, so that a fact is never
# counted before it surely happened: « début juillet 2025 » stands on the 10th, « début 2026 » on 31 March.
_DAYS_OF_PART = {"debut": (1, 10), "mi": (11, 20), "milieu": (11, 20), "fin": (21, 31)}
_MONTHS_OF_PART = {"debut": (1, 3), "mi": (5, 8), "milieu": (5, 8), "fin": (10, 12)}
_RANKS = {"premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4"}

_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        r"entre (?:le |l')?(.+) et (?:le |l')?(.+)",
        r"(?:du |de l'|de |d')(.+?) (?:jusqu')?(?:au |a l'|a )(.+)",
        r"(.+?) (?:au|a) (.+)",
        r"(.+?) ?[–—] ?(.+)",
        r"(.+?) - (.+)",
        r"([0-9]{4}) ?- ?([0-9]{4})",
    )
)
_DAY = re.compile(
    rf"(?:({'|'.join(WEEKDAYS)}),? (?:le )?)?([0-9]{{1,2}})(?:er)?"
    r"(?:[/.-]([0-9]{1,2})[/.-]| ([a-z]+)[.]? )([0-9]{4})"
)


def from_french(text: str) -> PartialDate:
    """The date a French reader means by `text`, which may also be EDTF; raises WrongDate.

    `03/07/2025`, `jeudi 3 juillet 2025` (the weekday must be right), `07/2025`, `juil. 2025`, `2025`,
    `printemps 2025`, `hiver 2024-2025` (December to February), `T3 2025`, `2e semestre 2025`,
    `début juillet 2025` (1 to 10), `mi-juillet 2025` (11 to 20), `fin novembre 2024` (21 to the end),
    `début 2026` (January to March), `mi-2025` (May to August), `fin 2025` (October to December), `vers …`,
    `… (à confirmer)`, `du … au …`, `de … à …`, `entre … et …`, `depuis …`, `jusqu'à …`.
    « hiver 2025 » is refused: it names two winters.
    """
    words = _plain(text)
    if not words:
        raise WrongDate(f"La date est vide : {_EXAMPLES}.")
    if _is_edtf(words):
        return parse(text)
    words = _marked(words)
    edtf = _half_open(words, text) or _range(words, text) or _single(words, text)
    check(edtf, text)
    return parse(edtf)


def _plain(text: str) -> str:
    return " ".join(re.sub("[’ʼ]", "'", without_accents(text)).split())


def _is_edtf(words: str) -> bool:
    if re.fullmatch(r"[0-9]{4}[-–—][0-9]{4}", words):
        return False
    return re.fullmatch(r"(?:[0-9]{4}|[.]{2}|/)[^ ]*|[0-9]{4}-[0-9]{2}-[0-9]{2} .*", words) is not None


def _marked(words: str) -> str:
    """`words` with each doubt as an EDTF mark after what it qualifies: « vers mai 2025 » is « mai 2025~ »."""
    words = re.sub(r" ?\(?\ba confirmer\b\)?| \?", "?", words)
    words = re.sub(r" environ\b", "~", words)
    about = re.fullmatch(r"(?:vers|autour d[eu]|environ) (?:le |l')?(.+?)(\??)", words)
    return f"{about[1]}~{about[2]}" if about else words


def _half_open(words: str, said: str) -> str | None:
    since = re.fullmatch(r"(?:depuis |a partir (?:de |du |d'))(?:le |l')?(.+?)( \(fin inconnue\))?", words)
    if since:
        return _single(since[1], said).split("/")[0] + ("/" if since[2] else "/..")
    until = re.fullmatch(r"jusqu'(?:au |a l'|a |en )(.+?)( \(debut inconnu\))?", words)
    if until:
        return ("/" if until[2] else "../") + _single(until[1], said).split("/")[-1]
    return None


def _range(words: str, said: str) -> str | None:
    if words.startswith("hiver"):
        return None
    for pattern in _RANGES:
        sides = pattern.fullmatch(words)
        if sides:
            last = _single(sides[2], said)
            first = _single(_completed(sides[1], last), said)
            return f"{first.split('/')[0]}/{last.split('/')[-1]}"
    return None


def _completed(first: str, last: str) -> str:
    """`first` with the month and year that « du 1er au 10 juillet 2025 » says only once."""
    if re.search(r"[0-9]{4}", first):
        return first
    body, mark = _split(first)
    found = re.match(r"([0-9]{4})-?([0-9]{2})?", last.split("/")[-1])
    if found is None or not body:
        return first
    only_day = re.search(r"[0-9](er)?$", body) is not None
    month = int(found[2] or 0) if only_day else 0
    words = [body, without_accents(MONTHS[month - 1]) if 1 <= month <= 12 else "", found[1] + mark]
    return " ".join(word for word in words if word)


def _split(words: str) -> tuple[str, str]:
    marks = re.search(r"[~?%]*$", words)
    found = marks[0] if marks else ""
    mark = "%" if "%" in found or {"~", "?"} <= set(found) else found[:1]
    return words[: len(words) - len(found)].strip(), mark


def _single(words: str, said: str) -> str:
    """The EDTF text of one expression without « from … to », raising WrongDate about what was `said`."""
    body, mark = _split(words)
    body = re.sub(r"^(?:(?:en|le|au|courant|dans|a l'|l')(?:(?<=') ?| ))+", "", body)
    for read in _READERS:
        edtf = read(body, said)
        if edtf:
            return "/".join(side + mark for side in edtf.split("/"))
    raise WrongDate(_not_read(body, said))


def _day(body: str, said: str) -> str | None:
    found = _DAY.fullmatch(body)
    if found is None:
        return None
    month = int(found[3]) if found[3] else _MONTH_NUMBERS.get(found[4])
    if month is None:
        return None
    edtf = _in_year(found[5], month, said) + f"-{int(found[2]):02}"
    check(edtf, said)
    if found[1]:
        _check_weekday(edtf, found[1], said)
    return edtf


def _check_weekday(edtf: str, weekday: str, said: str) -> None:
    right = WEEKDAYS[parse(edtf).earliest.weekday()]
    if right != weekday:
        raise WrongDate(f"{quoted(said)} : ce jour est un {right}, pas un {weekday}.")


def _in_year(year: str, month: int, said: str) -> str:
    if not 1 <= month <= 12:
        raise WrongDate(f"{quoted(said)} : le mois {month:02} n’existe pas.")
    return f"{year}-{month:02}"


def _month_or_season(body: str, said: str) -> str | None:
    numbers = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{4})", body)
    if numbers:
        return _in_year(numbers[2], int(numbers[1]), said)
    named = re.fullmatch(r"([a-z]+)[.]? (?:de )?([0-9]{4})", body)
    if named is None:
        return None
    number = _MONTH_NUMBERS.get(named[1]) or _SEASONS.get(named[1])
    return f"{named[2]}-{number:02}" if number else None


def _winter(body: str, said: str) -> str | None:
    found = re.fullmatch(r"hiver (?:de )?([0-9]{4})(?: ?[-–/] ?([0-9]{4}))?", body)
    if found is None:
        return None
    year = int(found[1])
    if found[2] is None:
        raise WrongDate(
            f"{quoted(said)} désigne deux hivers : écrivez hiver {year - 1}-{year} ou hiver {year}-{year + 1}."
        )
    if int(found[2]) != year + 1:
        raise WrongDate(f"{quoted(said)} : un hiver va d’une année à la suivante.")
    return f"{year:04}-12/{year + 1:04}-02"


def _part(body: str, said: str) -> str | None:
    """« début », « mi- », « fin » of a month or a year."""
    found = re.fullmatch(
        r"(debut|mi|milieu|fin)(?: de l'annee| d'annee| d'| de|-)? ?(?:([a-z]+)[.]? )?([0-9]{4})", body
    )
    if found is None:
        return None
    year = int(found[3])
    if found[2] is None:
        first, last = _MONTHS_OF_PART[found[1]]
        return f"{year:04}-{first:02}/{year:04}-{last:02}"
    month = _MONTH_NUMBERS.get(found[2])
    if month is None:
        return None
    check(f"{year:04}-{month:02}", said)
    first, last = _DAYS_OF_PART[found[1]]
    return f"{year:04}-{month:02}-{first:02}/{year:04}-{month:02}-{min(last, monthrange(year, month)[1]):02}"


def _quarter_or_half(body: str, said: str) -> str | None:
    body = re.sub(r"^(premier|deuxieme|second|troisieme|quatrieme)\b", lambda word: _RANKS[word[1]], body)
    found = re.fullmatch(r"([1-4])(?:er|e|eme|nd)? (t|s)(?:ri|e)mestre (?:de )?([0-9]{4})", body)
    short = re.fullmatch(r"(t|s)([1-4]) ?([0-9]{4})", body)
    if found:
        rank, kind, year = int(found[1]), found[2], found[3]
    elif short:
        rank, kind, year = int(short[2]), short[1], short[3]
    else:
        return None
    length = 3 if kind == "t" else 6
    if rank * length > 12:
        raise WrongDate(f"{quoted(said)} : une année n’a que deux semestres.")
    return f"{year}-{rank * length - length + 1:02}/{year}-{rank * length:02}"


def _year(body: str, _said: str) -> str | None:
    return body if re.fullmatch(r"[0-9]{4}", body) else None


_READERS: tuple[Callable[[str, str], str | None], ...] = (
    _day, _month_or_season, _winter, _part, _quarter_or_half, _year,
)  # fmt: skip


def _not_read(body: str, said: str) -> str:
    if re.search(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}$", body):
        return f"{quoted(said)} : écrivez l’année en quatre chiffres, par exemple 03/07/2025."
    known = set(_MONTH_NUMBERS) | set(_SEASONS) | {"hiver"}
    if known & set(re.findall(r"[a-z]+", body)) and not re.search(r"[0-9]{3}", body):
        return f"{quoted(said)} : il manque l’année, par exemple 3 juillet 2025."
    if re.search(r"[0-9] ?h( ?[0-9]|\b)|[0-9]:[0-9]", body):
        return f"{quoted(said)} porte une heure : une date s’arrête au jour, par exemple 03/07/2025."
    return f"{quoted(said)} n’est pas une date reconnue : {_EXAMPLES}."
