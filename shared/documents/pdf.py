"""A document as PDF/UA-1, set by Typst with its own fonts: the machine's fonts change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from shared.codes import draw
from shared.documents import funding
from shared.documents.model import (
    MARGIN,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
    Words,
    legal,
    runs,
)
from shared.documents.setting import compiled, queried

_TEMPLATE = (Path(__file__).parent / "document.typ").read_bytes()


def write_pdf(document: Document) -> bytes:
    """The PDF; tagged, with its title, its language and a text for every picture."""
    files: dict[str, bytes] = {"main.typ": _TEMPLATE, "emblem.svg": funding.emblem(), "codes.json": b"0"}
    described = [_block(block, index, files) for index, block in enumerate(_stepwise(document.blocks))]
    files["document.json"] = json.dumps(_described(document, described), ensure_ascii=False).encode()
    if document.code:
        _draw_codes(document.code, files)
    try:
        return compiled(files, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # A character that no font here can draw (an emoji in somebody's note): tagged all the same, but the file may
        # not call itself PDF/UA.
        return compiled(files, format="pdf")


def _draw_codes(code: str, files: dict[str, bytes]) -> None:
    """Draw the code of each page: how many there are is known once the document was laid out."""
    pages = queried(files, "<pages>")
    files.update({f"code-{number}.svg": draw(f"{code} {number}/{pages}") for number in range(1, pages + 1)})
    files["codes.json"] = json.dumps(pages).encode()


def _stepwise(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with no level of heading left out: PDF/UA refuses a third level right under a first."""
    above = 0
    for block in blocks:
        if isinstance(block, Heading):
            above = min(block.level, above + 1)
            block = replace(block, level=above)
        yield block


def _described(document: Document, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": legal(document.title),
        "subtitle": legal(document.subtitle),
        "author": legal(document.author),
        "header": legal(document.header),
        "footer": legal(document.footer),
        "made": [document.made.year, document.made.month, document.made.day],
        "landscape": document.landscape,
        "coded": bool(document.code),
        "margin": MARGIN,
        "inner_width": document.inner_width,
        "funding": _funding(document.funding),
        "blocks": blocks,
    }


def _funding(given: funding.Funding | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "statement": legal(given.statement),
        "thanks": legal(given.thanks),
        "colour": funding.BLUE,
        "width": funding.EMBLEM_WIDTH,
    }


def _block(block: Block, index: int, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "text": legal(block.text)}
        case Paragraph():
            return {"is": "paragraph", "look": block.look, "words": _words(block.words)}
        case Bullets():
            return {"is": "bullets", "ordered": block.ordered, "items": [_words(item) for item in block.items]}
        case Table():
            return _table(block)
        case Picture():
            name = f"picture-{index}.{block.format}"
            files[name] = block.content
            return {
                "is": "picture",
                "file": name,
                "alt": legal(block.alt),
                "width": block.width,
                "caption": legal(block.caption),
            }
        case _:
            return {"is": "break"}


def _table(table: Table) -> dict[str, Any]:
    return {
        "is": "table",
        "header": [legal(name) for name in table.header],
        "rows": [[_words(cell) for cell in row] for row in table.rows],
        "caption": legal(table.caption),
        "shares": table.shares,
        "numbers": sorted(table.numbers),
        "row_heads": table.row_heads,
        "row_height": table.row_height,
    }


def _words(words: Words) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs(words)]
