"""Reading imported rows: everything that is wrong, in French, with its row and field."""

import re

from services.diagnostic.rules.rows import ReadRow, read_rows
from shared.contracts.diagnostic import InterviewRow


def row(number: int = 2, **changes: str) -> InterviewRow:
    cells = {"date": "mars 2025", "structure": "Atelier bois", "kind": "commerce", "appetite": "méfiance"}
    return InterviewRow(row=number, **(cells | changes))


def problems_of(*rows: InterviewRow) -> dict[str, str]:
    _, problems = read_rows(rows)
    return dict(problems)


def test_a_french_row_is_understood():
    read, problems = read_rows([row(7, date="3 juillet 2025", synthesis="Attend de voir.")])
    assert problems == []
    assert read == [ReadRow(7, "2025-07-03", "Atelier bois", "shop", "distrust", "Attend de voir.")]


def test_dates_may_be_partial_edtf_or_said_to_be_unknown():
    read, problems = read_rows(
        [row(2, date="2024-11~"), row(3, date="début juillet 2025"), row(4, date="inconnue"), row(5, date="Non daté")]
    )
    assert problems == []
    assert [found.occurred for found in read] == ["2024-11~", "2025-07-01/2025-07-10", None, None]


def test_every_problem_of_every_row_is_told_with_its_row_and_field():
    problems = problems_of(
        row(3, date="31/02/2025", kind="client"),
        row(4),
        row(9, structure="", appetite="bof"),
    )
    assert sorted(problems) == ["rows.3.date", "rows.3.kind", "rows.9.appetite", "rows.9.structure"]
    assert all(sentence.startswith(f"Ligne {where.split('.')[1]}\u00a0: ") for where, sentence in problems.items())


def test_each_sentence_says_what_to_write_instead():
    problems = problems_of(
        row(3, date="2025-13", kind="client", appetite="bof"), row(4, date="", structure="", kind="")
    )
    assert "le mois 13 n’existe pas" in problems["rows.3.date"]
    assert "«\u00a0client\u00a0» n’est pas un type de structure reconnu" in problems["rows.3.kind"]
    assert "ESS, commerce" in problems["rows.3.kind"]
    assert "ou laissez la case vide" in problems["rows.3.appetite"]
    assert "03/07/2025" in problems["rows.4.date"]
    assert "écrivez-le" in problems["rows.4.structure"]
    assert "écrivez entreprise industrielle" in problems["rows.4.kind"]


def test_sentences_have_french_spaces():
    problems = problems_of(row(3, date="", structure="x" * 201, kind="?!", appetite="bof"))
    assert len(problems) == 4
    for sentence in problems.values():
        assert not re.search(r" [:;!?»]|« ", sentence), sentence
