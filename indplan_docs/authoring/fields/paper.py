"""A Word file for maintainers to read and copy from: headings, texts, tags, and tables whose header rows are marked."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final, cast

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from indplan_docs.language import Language
from indplan_docs.word.archive import Archive, Writer

_INK: Final = RGBColor(0x0F, 0x4C, 0x5C)
_GREY: Final = RGBColor(0x4F, 0x5B, 0x5E)
_TINT: Final = "EDF4F5"
_LINE: Final = "BFD0D3"
_FONT: Final = "Calibri"
_TAG_FONT: Final = "Consolas"
_LONG, _SHORT, _MARGIN = 297, 210, 16  # an A4 sheet on its side, in millimetres
_EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_SIZES: Final = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}


class Paper:
    """A Word file being written.

    Args:
        title: Its title.
        language: The language it is written in.
    """

    def __init__(self, title: str, language: Language) -> None:
        self._document = docx.Document()
        self._language = language
        self._dress()
        said = self._document.core_properties
        said.title, said.language, said.author, said.last_modified_by, said.comments = title, language.tag, "", "", ""
        said.created = said.modified = _EPOCH
        self._document.add_paragraph(title, style="Title")

    def subtitle(self, words: str) -> None:
        """A line below the title."""
        self._document.add_paragraph(words, style="Subtitle")

    def heading(self, words: str, level: int) -> None:
        """A heading."""
        self._document.add_heading(words, level)

    def text(self, words: str, *, close: bool = False) -> None:
        """A paragraph; ``close`` keeps it by what follows."""
        paragraph = self._document.add_paragraph(words)
        paragraph.paragraph_format.keep_with_next = close
        paragraph.paragraph_format.space_after = Pt(3 if close else 8)

    def code(self, *lines: str) -> None:
        """Tags to copy, each in a paragraph of its own."""
        for number, line in enumerate(lines, start=1):
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(5)
            paragraph.paragraph_format.space_after = Pt(8 if number == len(lines) else 0)
            paragraph.paragraph_format.keep_with_next = number < len(lines)
            self._tag(paragraph, line)

    def table(self, heads: Sequence[str], widths: Sequence[int]) -> Table:
        """A table with a header row that is repeated on each page; widths in hundredths."""
        table: Table = self._document.add_table(rows=1, cols=len(heads))
        table.autofit = False
        _frame(table)
        room = _LONG - 2 * _MARGIN
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(room * width / 100)
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.keep_with_next = True
            run = paragraph.add_run(head)
            run.bold, run.font.color.rgb = True, _INK
            _shade(cell)
        _mark_row(table.rows[0], "w:tblHeader")
        _fit(table.rows[0], table)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)
        return table

    def row(self, table: Table, cells: Sequence[str | Sequence[str]], *, tags: int) -> None:
        """A row; its first ``tags`` cells hold tags, several texts of a cell are a name and what is said of it."""
        row: Any = cast("Any", table).add_row()
        for number, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            if isinstance(content, str):
                self._tag(paragraph, content) if number < tags else paragraph.add_run(content)
                continue
            paragraph.add_run(content[0]).bold = True
            for line in content[1:]:
                cell.add_paragraph(line)
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.space_after = Pt(0)
        _mark_row(row, "w:cantSplit")
        _fit(row, table)

    def keep(self, table: Table) -> None:
        """Keep a table's rows on one page."""
        for row in table.rows[:-1]:
            for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True

    def content(self) -> bytes:
        """The file; the same bytes each time."""
        out = io.BytesIO()
        self._document.save(out)
        made = Archive(out.getvalue(), "field list")
        return Writer(()).write({name: made.contents[name] for name in sorted(made.contents)})

    def _tag(self, paragraph: Paragraph, tag: str) -> None:
        """A tag in one run, in letters of one width, and not looked at by the spelling checker."""
        if not tag:
            return
        run = paragraph.add_run(tag)
        run.font.name, run.font.size = _TAG_FONT, Pt(9)
        run.font.no_proof = True

    def _dress(self) -> None:
        """Page, fonts, colours and language."""
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
        styles: Any = self._document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        language = normal.element.get_or_add_rPr()
        marked = OxmlElement("w:lang")
        marked.set(qn("w:val"), self._language.tag)
        language.append(marked)
        for default in styles.element.iter(qn("w:lang")):
            default.set(qn("w:val"), self._language.tag)
        for name, size in _SIZES.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.italic = _FONT, Pt(size), False
            style.font.color.rgb = _GREY if name == "Subtitle" else _INK
            fonts = style.element.rPr.rFonts
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
        for border in styles["Title"].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break


def _frame(table: Table) -> None:
    """Thin lines between rows, and room in the cells."""
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way to lines and margins
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "60"), ("left", "80"), ("bottom", "60"), ("right", "80")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout: Any = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - as above


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - as above


def _fit(row: Any, table: Table) -> None:
    """Each cell as wide as its column: Word goes by the cells."""
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
