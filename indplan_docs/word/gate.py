"""What a part of a template may not be or hold, told before its tags are read."""

from __future__ import annotations

import itertools
import re
from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word.faults import on_one_line
from indplan_docs.word.package import DOCUMENT, WORD

_CHANGES: Final = (
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange",
    "tcPrChange", "cellIns", "cellDel",
)  # fmt: skip
_TRACES: Final = dict.fromkeys((f"{WORD}{name}" for name in _CHANGES), "template_tracked_changes") | dict.fromkeys(
    (f"{WORD}commentReference", f"{WORD}commentRangeStart"), "template_comments"
)
_MARKS: Final = re.compile(r"(?P<paragraph><w:p(?=[ >/]))|(?P<begin>\{)(?:<[^>]*>)*[{%#]|[%}#](?:<[^>]*>)*\}")
_MERGED: Final = re.compile(r"\{%\s*[hv]m\s*%\}")
_ELEMENT: Final = re.compile(r"<[^>]*>")
_SPACES: Final = re.compile(r"\s{100}")
_MOST_STRAY: Final = 20  # begun tags without an end: finding what they could mean takes time that grows with the square
_LONGEST_TAG: Final = 4_000
_MOST_TAGS: Final = 10_000


def admit(root: etree._Element, template: str, part: str) -> None:
    """Refuse a part that is no part of Word's, or holds traces of editing.

    Raises:
        TemplateFault: What, and in which part.
    """
    body = root.find(f"{WORD}body") if part == DOCUMENT else root
    if root.prefix != "w" or not str(root.tag).startswith(WORD) or body is None or not len(body):
        raise TemplateFault(
            "template_not_word", template=template
        )  # tags are looked for in elements as Word names them
    for element in root.iter(*_TRACES):  # they would go out with the letter, deleted text among them
        raise TemplateFault(_TRACES[str(element.tag)], template=template, part=part)


def admit_tags(root: etree._Element, xml: str, template: str, part: str) -> None:
    """Refuse tags that have no end, or none near, before anything tries to understand them.

    Raises:
        TemplateFault: What, in which part and paragraph.
    """
    paragraph = stray = tags = 0
    begun, problem = -1, ""
    for mark in _MARKS.finditer(xml):
        if mark["paragraph"]:
            paragraph += 1
            continue
        stray += (begun >= 0) == bool(mark["begin"])
        if not mark["begin"] and begun >= 0:
            tag, tags = _ELEMENT.sub("", xml[begun : mark.end()]), tags + 1
            too_much = tags > _MOST_TAGS or len(tag) > _LONGEST_TAG or _SPACES.search(tag)
            problem = "template_too_much" if too_much else ""
        begun = mark.start() if mark["begin"] else -1
        if problem or stray > _MOST_STRAY:
            break
    else:
        paragraph = _merged_without_properties(root)
        if not paragraph:
            return
    number = max(paragraph, 1)
    shown = next(itertools.islice(root.iter(f"{WORD}p"), number - 1, None), root).xpath("string()")
    where: dict[str, str | int] = {"template": template, "part": part, "paragraph": number, "text": on_one_line(shown)}
    raise TemplateFault(problem or "template_broken", **where, **({} if problem else {"tag": "{{ {% }} %}"}))


def _merged_without_properties(root: etree._Element) -> int:
    """The number of a paragraph with ``vm`` or ``hm`` whose cell has no properties to write that in; 0 if none."""
    for number, paragraph in enumerate(root.iter(f"{WORD}p"), start=1):
        if not _MERGED.search("".join(str(t.text or "") for t in paragraph.iter(f"{WORD}t"))):
            continue
        cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
        if cell is not None and (cell[0].tag != f"{WORD}tcPr" or not len(cell[0])):
            return number
    return 0
