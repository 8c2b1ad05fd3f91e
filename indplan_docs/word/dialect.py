"""docxtpl's tag language: from a part's XML to a Jinja source whose every line is one of Word's paragraphs.

docxtpl itself is asked, once, what a template in its language means (`patch_xml`: tags joined over runs, ``{%p``,
``{%tr``, ``{%tc``, ``{%r``, ``cellbg``, ``colspan``, ``vm``, ``hm``, ``{%-``). Around it, here: Word's own paragraph
numbers kept through it all, dashes and quotes that Word puts into tags, and line breaks in the template's own text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_PARAGRAPH: Final = re.compile(r"<w:p(?=[ >/])")
_OPENED: Final = re.compile(r"<w:p(?=[ >])")
_NUMBERED: Final = re.compile(r'<w:p n="(\d+)"')
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STATEMENT: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ELEMENT: Final = re.compile(r"<[^>]*>")
_PARAGRAPH_TEXT: Final = re.compile(r"<w:p(?=[ >/])[^>]*?(?:/>|>(.*?)</w:p>)", re.DOTALL)
_WHOLE_TAG: Final = re.compile(r"\{[%{#](p|tr|tc)\s")
_TEXT: Final = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
_TYPOGRAPHY: Final = str.maketrans(
    {"\u00a0": " ", "\u2011": "-", "\u2013": "-", "\u2014": "-", "„": '"', "«": '"', "»": '"', "′": "'", "…": "..."}
)


@dataclass(frozen=True, slots=True)
class Source:
    """A part as Jinja reads it.

    Attributes:
        text: The Jinja source; each line begins with one of Word's paragraphs.
        paragraphs: The text of each paragraph as Word shows it, in Word's own order.
    """

    text: str
    paragraphs: tuple[str, ...]

    def paragraph_at(self, line: int) -> tuple[int, str]:
        """Word's number for the paragraph that a line of the source comes from, counted from 1, and its text.

        A paragraph that held only a control tag is gone from the source: it is found again by its text, between the
        paragraphs that are left around it.
        """
        lines = self.text.split("\n")
        line = min(max(line, 1), len(lines))
        before = [int(n) for above in lines[:line] for n in _NUMBERED.findall(above)]
        number = before[-1] if before else 1
        inside = _shown(lines[line - 1])
        after = [int(n) for below in lines[line:] for n in _NUMBERED.findall(below)]
        last = after[0] if after else len(self.paragraphs)
        tags = [re.sub(r"\s+", "", tag) for tag in _TAG.findall(lines[line - 1])]
        for candidate in range(number, last + 1):
            shown = re.sub(r"\s+|(?<=\{[%{#])(?:p|tr|tc|r)(?=\s)", "", self.paragraphs[candidate - 1])
            if tags and all(tag in shown for tag in tags):
                return candidate, self.paragraphs[candidate - 1]
        return number, self.paragraphs[number - 1] if self.paragraphs else inside


def translate(xml: str) -> Source:
    """The Jinja source of a part.

    Args:
        xml: The part's XML, or the body's, as text.
    """
    paragraphs = tuple(_shown(found[1] or "") for found in _PARAGRAPH_TEXT.finditer(xml))
    source = _plain_tags(_patched(_with_numbers(xml)))
    return Source(_OPENED.sub("\n<w:p", _with_layout(source)), paragraphs)


def literal(text: str) -> str:
    """A piece of the template's own XML as it stands in the document: without line marks and escaped tags."""
    text = re.sub(r'\n<w:p(?: n="\d+")?(?=[ >])', "<w:p", text)
    text = text.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")
    return re.sub(r'<w:p n="\d+"', "<w:p", text)


def texts_beside_tags(source: Source) -> list[tuple[int, str]]:
    """Paragraphs that hold a ``{%p`` (or row or cell) tag and text beside it, which docxtpl deletes without a word."""
    found = []
    for number, text in enumerate(source.paragraphs, start=1):
        beside = _TAG.sub("", text).strip() if (tag := _WHOLE_TAG.search(text)) and tag[1] == "p" else ""
        if beside:
            found.append((number, text))
    return found


def _patched(xml: str) -> str:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - needed to compile, never to render

    return str(DocxTemplate.patch_xml(None, xml))


def _with_numbers(xml: str) -> str:
    """Each paragraph carries its number as an attribute, which `literal` takes away again."""
    number = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        empty = xml.startswith("/>", found.end())
        return "<w:p" if empty else f'<w:p n="{number}"'

    return _PARAGRAPH.sub(numbered, xml)


def _plain_tags(source: str) -> str:
    """Word's dashes, quotes and no-break spaces in a tag mean what their plain forms mean."""
    return _STATEMENT.sub(lambda found: found[0].translate(_TYPOGRAPHY), source)


def _with_layout(source: str) -> str:
    """Line breaks and tabs in the template's own text become Word's, as docxtpl makes them."""

    def laid_out(found: re.Match[str]) -> str:
        opened, text, closed = found.groups()
        pieces = re.split(f"({_TAG.pattern})", text, flags=re.DOTALL)
        for i in range(0, len(pieces), 2):
            pieces[i] = pieces[i].replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        return opened + "".join(pieces) + closed

    return _TEXT.sub(laid_out, source)


def _shown(xml: str) -> str:
    return _ELEMENT.sub("", xml).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
