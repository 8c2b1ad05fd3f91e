"""Tables of data whose first row is not marked as the header: a screen reader cannot tell which column a cell is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.formatting import Formatting, formatting_of, is_on, value
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import GAP, fixed, in_fallback
from indplan_docs.word.package import WORD
from indplan_docs.word.places import text_of

_LOOP: Final = re.compile(r"\{%tr\s+for\b")
_ROW_TAG: Final = re.compile(r"\{%tr\s")
_HEAD_STYLE: Final = re.compile(r"head|rubrik|overskrift|kolumn|kolonne", re.IGNORECASE)
_LEAST: Final = 2  # columns and rows


def header_row_missing(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-303: each table of data without a header row that is marked as one, at its first row.

    A table of data has two rows and two columns or more, and a first row of the template's own words that looks like a
    header, or that stands over a row that is repeated. Tables that only place words on the page are let be: an address
    beside a date, labels beside values.
    """
    formatting = formatting_of(subject)
    for part in subject.parts:
        numbers = {paragraph: number for number, paragraph in enumerate(subject.paragraphs(part), start=1)}
        for table in subject.root(part).iter(f"{WORD}tbl"):
            first = None if in_fallback(table) else _unmarked_header(table, formatting)
            if first is not None:
                yield finding("header_row_missing", subject.place(part, numbers[next(first.iter(f"{WORD}p"))]))


def _unmarked_header(table: etree._Element, formatting: Formatting) -> etree._Element | None:
    """The row that ought to be marked as the header, if it is not."""
    rows = [row for row in table.iter(f"{WORD}tr") if next(row.iterancestors(f"{WORD}tbl")) is table]
    printed = [row for row in rows if not _ROW_TAG.search(_text(row))]
    if len(printed) < _LEAST:
        return None
    first, second = printed[0], printed[1]
    cells = list(_cells(first))
    named = [cell for cell in cells if _text(cell).strip()]
    if len(cells) < _LEAST or len(named) < _LEAST or any(GAP in fixed(_text(cell)) for cell in named):
        return None
    if is_on(first.find(f"{WORD}trPr/{WORD}tblHeader")):
        return None
    repeated = any(_LOOP.search(_text(row)) for row in rows[rows.index(first) : rows.index(second)])
    looks_so = all(_stands_out(c, formatting) for c in named) and not all(
        _stands_out(cell, formatting) for cell in _cells(second)
    )
    return first if repeated or looks_so else None


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iter(f"{WORD}tc") if next(cell.iterancestors(f"{WORD}tr")) is row)


def _stands_out(cell: etree._Element, formatting: Formatting) -> bool:
    """Whether a cell looks like the head of a column: bold, on a ground of its own, or in a style for it."""
    fill = value(cell.find(f"{WORD}tcPr/{WORD}shd"), f"{WORD}fill") or "auto"
    if fill.upper() not in ("AUTO", "FFFFFF"):
        return True
    told = [p for p in cell.iter(f"{WORD}p") if text_of(p).strip()]
    return bool(told) and all(_is_head(paragraph, formatting) for paragraph in told)


def _is_head(paragraph: etree._Element, formatting: Formatting) -> bool:
    if _HEAD_STYLE.search(formatting.name(formatting.style_of(paragraph))):
        return True
    runs = [run for run in paragraph.iter(f"{WORD}r") if (run.findtext(f"{WORD}t") or "").strip()]
    return bool(runs) and all(formatting.is_on("b", run, paragraph) for run in runs)


def _text(element: etree._Element) -> str:
    return " ".join(text_of(paragraph) for paragraph in element.iter(f"{WORD}p"))
