"""`terreau import interviews`: all rows or none, once per file, each problem at its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.command import Terreau

COQUELICOT = "248000747"
HEADER = ("date", "structure", "kind", "appetite", "synthesis", "remarque")


def _csv(path: Path, *rows: str, bom: bool = False) -> Path:
    path.write_text("\n".join([";".join(HEADER), *rows]) + "\n", encoding="utf-8-sig" if bom else "utf-8")
    return path


def _interviews(house: Terreau) -> int:
    return len(house("events", "list", "--json", "--type", "interview-logged").out.splitlines())


def test_a_file_has_one_effect_however_often_it_is_imported(house: Terreau, tmp_path: Path) -> None:
    file = _csv(
        tmp_path / "entretiens.csv",
        "2024-11;Épicerie d’essai;ess;intéressé;Partage un local.;vu deux fois",
        "novembre 2024;Garage d’essai;commerce;refus;;",
        bom=True,
    )
    before = _interviews(house)
    words = ("import", "interviews", str(file), "--territory", COQUELICOT)
    checked = house(*words, "--dry-run")
    assert checked.code == 0, checked.err
    assert "rien n’a été enregistré" in checked.out
    assert _interviews(house) == before
    done = house(*words)
    assert done.code == 0, done.err
    assert _interviews(house) == before + 2
    again = house(*words)
    assert (again.code, again.out) == (0, "Ce fichier a déjà été importé pour ce territoire\u00a0: rien n’a changé.\n")
    assert _interviews(house) == before + 2


def test_what_is_imported_is_counted_at_once(house: Terreau, tmp_path: Path) -> None:
    def stakeholders() -> int:
        calls = json.loads(house("export", "follow-up").out)["calls"]
        (line,) = [line for call in calls for line in call["territories"] if line["siren"] == COQUELICOT]
        met: int = line["organisations_met"]
        return met

    workbook = xlsxwriter.Workbook(tmp_path / "un.xlsx")
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["2025-01", "Atelier vélo d’essai", "ess", "curieux", "", ""])
    workbook.close()
    before = stakeholders()
    done = house("import", "interviews", str(tmp_path / "un.xlsx"), "--territory", COQUELICOT)
    assert done.code == 0, done.err
    assert stakeholders() == before + 1


def test_one_wrong_row_imports_none_and_every_problem_has_its_place(house: Terreau, tmp_path: Path) -> None:
    file = _csv(
        tmp_path / "faux.csv",
        "2025-02;Juste;ess;neutre;;",
        "2025-02-30;Faux jour;ess;neutre;;",
        "2025-02;Fausse sorte;licorne;ravi;;",
    )
    before = _interviews(house)
    for words in ([], ["--dry-run"]):
        done = house("import", "interviews", str(file), "--territory", COQUELICOT, *words)
        assert (done.code, done.out) == (2, "")
        places = [line.split(": ")[0] for line in done.err.splitlines()]
        assert places == [f"{file}:3:date", f"{file}:4:kind", f"{file}:4:appetite"]
    assert _interviews(house) == before


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"a;b\n1;2\n"])
def test_a_file_that_is_no_workbook_is_refused_at_its_first_cell(
    alone: Terreau, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "image.xlsx"
    file.write_bytes(content)
    done = alone("import", "interviews", str(file), "--territory", COQUELICOT)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{file}:1:1: ")
    assert not alone.data.exists()


def test_a_file_that_is_not_there_and_a_territory_that_is_not_known_are_refused(house: Terreau, tmp_path: Path) -> None:
    missing = house("import", "interviews", str(tmp_path / "x.csv"), "--territory", COQUELICOT)
    assert (missing.code, "il n’existe pas" in missing.err) == (2, True)
    file = _csv(tmp_path / "y.csv", "2025-02;Juste;ess;neutre;;")
    unknown = house("import", "interviews", str(file), "--territory", "000000000")
    assert (unknown.code, "Aucun territoire inscrit" in unknown.err) == (2, True)


def test_presence_is_counted_once_and_a_wrong_row_records_none(house: Terreau, tmp_path: Path) -> None:
    calls = json.loads(house("export", "follow-up").out)["calls"]
    (line,) = [line for call in calls for line in call["territories"] if line["siren"] == COQUELICOT]
    held = house("events", "list", "--json", "--type", "workshop-scheduled").out
    days = [json.loads(told)["data"].get("planned") for told in held.splitlines()]
    day = next(day for day in days if day)
    file = tmp_path / "presences.csv"
    head = "date;structure;statut;durée\n"
    file.write_text(f"{head}{day};Une association;venu;3 h\n1999-01-01;Une autre;présent;\n", encoding="utf-8")
    words = ("import", "attendance", str(file), "--territory", COQUELICOT)
    wrong = house(*words)
    assert (wrong.code, wrong.out) == (2, "")
    assert next(one.split(": ")[0] for one in wrong.err.splitlines()) == f"{file}:2:statut"
    assert f"{file}:3:date" in wrong.err
    assert line == _line(house)
    file.write_text(f"{head}{day};Une association;présent;3 h\n{day};Un garage;absent;\n", encoding="utf-8")
    assert "rien n’a été enregistré" in house(*words, "--dry-run").out
    assert line == _line(house)
    done = house(*words)
    assert done.code == 0, done.err
    again = house(*words)
    assert (again.code, again.out) == (0, "Ce fichier a déjà été importé pour ce territoire\u00a0: rien n’a changé.\n")


def _line(house: Terreau) -> dict[str, object]:
    calls = json.loads(house("export", "follow-up").out)["calls"]
    (found,) = [line for call in calls for line in call["territories"] if line["siren"] == COQUELICOT]
    return dict(found)


def test_contacts_enter_the_directory_once_and_a_wrong_row_stops_all(house: Terreau, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    head = "structure;nom;fonction;courriel;siret"
    good = "Synapse importée;Camille Fictif;directrice;camille@exemple.fr;"
    file.write_text(f"{head}\n{good}\nLa Poste;;;;35600000000049\n", encoding="utf-8")
    wrong = house("import", "contacts", str(file), "--territory", COQUELICOT)
    assert wrong.code == 2
    assert f"{file}:3:siret:" in wrong.err
    file.write_text(f"{head}\n{good}\n", encoding="utf-8")
    looked = house("import", "contacts", str(file), "--territory", COQUELICOT, "--dry-run")
    assert (looked.code, "rien n’a été enregistré" in looked.out) == (0, True)
    for said in ("1 structure nouvelle, 1 personne nouvelle", "rien n’a changé"):
        done = house("import", "contacts", str(file), "--territory", COQUELICOT)
        assert (done.code, said in done.out) == (0, True), done.out + done.err


CALENDARS = Path(__file__).parents[2] / "data" / "busy"


def test_a_calendar_gives_its_busy_times_and_a_wrong_one_is_refused_at_its_line(house: Terreau, tmp_path: Path) -> None:
    good = CALENDARS / "google.ics"
    looked = house("import", "busy", str(good), "--territory", COQUELICOT, "--dry-run")
    assert (looked.code, "rien n’est enregistré" in looked.out) == (0, True), looked.err
    for _ in range(2):
        done = house("import", "busy", str(good), "--territory", COQUELICOT)
        assert (done.code, "sans leur objet ni leur lieu" in done.out) == (0, True), done.out + done.err
    cut = tmp_path / "coupé.ics"
    cut.write_bytes(good.read_bytes()[:700])
    wrong = house("import", "busy", str(cut), "--territory", COQUELICOT)
    assert (wrong.code, wrong.out) == (2, "")
    assert re.fullmatch(rf"{re.escape(str(cut))}:\d+:1: Le fichier est coupé.*\n", wrong.err)
