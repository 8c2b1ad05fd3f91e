"""TPL-401: what the embedded PDF engine cannot set, in the words of one who knows Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.asked import said
from indplan_docs.authoring.lint.dates import DAY_FIELDS
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.traces import KINDS
from indplan_docs.word.places import Place

_TERMS: Final = {
    "pdf_section": ("sectPr", "section"),
    "pdf_columns": ("cols",),
    "pdf_page_border": ("pgBorders",),
    "pdf_shape": ("textbox", "shape", "group", "pict", "wpc"),
    "pdf_object": ("object",),
    "pdf_diagram": ("chart", "diagram"),
    "pdf_formula": ("oMath", "oMathPara"),
    "pdf_page_break": ("br page",),
    "pdf_column_break": ("br column",),
    "pdf_picture_kind": ("picture",),
    "pdf_picture_place": ("anchor",),
    "pdf_picture_look": ("drawing",),
    "pdf_frame": ("framePr",),
    "pdf_floating_table": ("tblpPr",),
    "pdf_table_style": ("tblStylePr",),
    "pdf_turned_text": ("textDirection",),
    "pdf_endnote": ("endnoteReference",),
    "pdf_footnote": ("footnoteReference",),
    "pdf_numbering": ("numFmt", "lvlText", "numPr"),
    "pdf_tab": ("tab",),
    "pdf_underline": ("u",),
    "pdf_shading": ("shd",),
    "pdf_highlight": ("highlight",),
}
"""What the engine names, whole or by its first word, under the name of the words for it."""

_WORDS: Final = {name: term for term, names in _TERMS.items() for name in names}
_MARKS: Final = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")


def pdf(subject: Subject, found: Sequence[TemplateFinding]) -> Iterator[TemplateFinding]:
    """Everything that the embedded engine refuses, paragraph by paragraph, where no other finding tells the same."""
    for fault in said(subject).beyond:
        part, number = str(fault.values["part"]), int(fault.values["paragraph"])
        where = subject.place(part, number) if part in subject.parts else None
        what = str(fault.values["what"])
        if not any(_tells(one, what, where) for one in found):
            yield finding("pdf_cannot", where, **_worded(what))


def _worded(what: str) -> dict[str, str]:
    """The values of the sentence about something."""
    name, _, rest = what.partition(" ")
    if term := _WORDS.get(what) or _WORDS.get(name):
        return {"variant": "known", "term": term, "what": what}
    if name == "font":
        return {"variant": "font", "what": rest}
    return {"variant": "field" if name.isupper() and name.isalpha() else "other", "what": what}


def _tells(one: TemplateFinding, what: str, where: Place | None) -> bool:
    """Whether a finding of another kind is about the same thing at the same place."""
    name, _, rest = what.partition(" ")
    same_part = one.place is None or where is None or one.place.part == where.part
    same = same_part and (one.place is None or where is None or one.place.paragraph == where.paragraph)
    match one.code.code:
        case "TPL-201":
            return same_part and name in KINDS
        case "TPL-202":
            return same_part and name in _MARKS
        case "TPL-205":
            return same and name.casefold() == str(one.values.get("field", "")).split(" ")[0].casefold()
        case "TPL-207":
            return same and name in DAY_FIELDS and one.values.get("field") == name
        case "TPL-306":
            return same and name == "font" and rest.casefold() == str(one.values.get("font", "")).casefold()
    return False
