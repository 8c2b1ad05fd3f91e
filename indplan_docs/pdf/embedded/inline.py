"""What stands in a paragraph: text with its formatting, tabs, breaks, links, fields, pictures, and the tags between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from lxml import etree

from indplan_docs.pdf.embedded.pictures import Pictures
from indplan_docs.pdf.embedded.refusal import Refused, is_on, local, value
from indplan_docs.pdf.embedded.source import escaped, quoted, string
from indplan_docs.pdf.embedded.styles import Look, RunLook, Styles
from indplan_docs.word.package import WORD
from indplan_docs.word.tree import TAG_ELEMENT, pieces

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHECKBOX: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_SILENT: Final = frozenset({
    "pPr", "proofErr", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "moveFromRangeStart",
    "customXmlInsRangeStart",
})  # fmt: skip
_SILENT_IN_RUNS: Final = frozenset({"rPr", "lastRenderedPageBreak", "footnoteRef", "endnoteRef", "annotationRef"})
_CHARACTERS: Final = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_COUNTED: Final = {"PAGE": "page-number", "NUMPAGES": "page-count"}
_REFUSED_FIELDS: Final = frozenset(
    {"DATE", "TIME", "SECTIONPAGES", "SECTION", "TOC", "INDEX", "CREATEDATE", "SAVEDATE", "PRINTDATE"}
)
_TAB: Final = "auto"


@dataclass(slots=True)
class _Field:
    """A complex field that is being read."""

    code: str = ""
    begun: bool = False
    shown: bool = False
    checked: bool | None = None

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: ``text`` (the inside of a string), ``code``, ``tag``, ``tab`` or ``page``."""

    kind: str
    text: str
    look: RunLook | None = None
    link: str = ""


class Sites(Protocol):
    """Where the values that are printed are noted."""

    def site(self, expression: str, element: etree._Element) -> str:
        """A value that is printed, as the tag to write."""


class Inline:
    """Reads the paragraphs of one part.

    Args:
        styles: The file's styles.
        links: The targets of the part's hyperlinks, by relationship.
        pictures: The part's pictures.
        sites: Notes each value that is printed; None if there are none, and what looks like a tag is text.
        note: Gives the code for a footnote.
    """

    def __init__(
        self,
        styles: Styles,
        links: Mapping[str, str],
        pictures: Pictures,
        sites: Sites | None,
        note: Callable[[etree._Element], str],
    ) -> None:
        self._styles, self._links, self._pictures, self._sites, self._note = styles, links, pictures, sites, note
        self._fields: list[_Field] = []

    def read(self, paragraph: etree._Element, look: Look, conditions: list[etree._Element]) -> list[Piece]:
        """The pieces of a paragraph, neighbours of one look put together."""
        self._fields = []
        out: list[Piece] = []
        self._walk(paragraph, look, conditions, "", out)
        return out

    def _walk(
        self, parent: etree._Element, look: Look, conditions: list[etree._Element], link: str, out: list[Piece]
    ) -> None:
        for child in parent:
            if child.tag == TAG_ELEMENT:
                out.append(_tag(child))
                continue
            name = local(child)
            if name == "r":
                self._run(child, look, conditions, link, out)
            elif name == "hyperlink":
                self._walk(child, look, conditions, self._target(child), out)
            elif name == "sdt":
                content = child.find(f"{WORD}sdtContent")
                if content is not None:
                    self._walk(content, look, conditions, link, out)
            elif name in ("smartTag", "customXml"):
                self._walk(child, look, conditions, link, out)
            elif name == "fldSimple":
                self._simple_field(child, look, conditions, link, out)
            elif name not in _SILENT:
                raise Refused(name, child)

    def _target(self, link: etree._Element) -> str:
        key = link.get(_RELATION)
        return self._links.get(key, "") if key else ""

    def _simple_field(
        self, field: etree._Element, look: Look, conditions: list[etree._Element], link: str, out: list[Piece]
    ) -> None:
        name = (value(field, f"{WORD}instr") or "").split()[:1]
        if name and name[0].upper() in _COUNTED:
            first = next(field.iter(f"{WORD}r"), field)
            out.append(
                Piece("code", _COUNTED[name[0].upper()], self._styles.run(first, look.style, conditions, look.run))
            )
        elif name and name[0].upper() in _REFUSED_FIELDS:
            raise Refused(name[0].upper(), field)
        else:
            self._walk(field, look, conditions, link, out)

    def _run(
        self, run: etree._Element, look: Look, conditions: list[etree._Element], link: str, out: list[Piece]
    ) -> None:
        formatted = self._styles.run(run, look.style, conditions, look.run)
        for child in run:
            if child.tag == TAG_ELEMENT:
                out.append(_tag(child))
            elif local(child) in ("fldChar", "instrText"):
                self._field(child, formatted, out)
            elif not formatted.hidden and (not self._fields or self._fields[-1].shown):
                self._content(child, formatted, link or self._field_link(), out)  # else: what Word last counted

    def _content(self, child: etree._Element, look: RunLook, link: str, out: list[Piece]) -> None:
        name = local(child)
        if name == "t":
            self._text(child, look, link, out)
        elif name == "tab":
            out.append(Piece("tab", _TAB, look))
        elif name in ("br", "cr"):
            self._break(child, look, out)
        elif name in _CHARACTERS or name == "sym":
            _add(out, Piece("text", _CHARACTERS.get(name) or escaped(_symbol(child)), look, link))
        elif name == "drawing":
            out.append(Piece("code", self._pictures.drawing(child), look, link))
        elif name == "footnoteReference":
            out.append(Piece("code", self._note(child), look))
        elif name not in _SILENT_IN_RUNS:
            raise Refused("textbox" if name == "AlternateContent" else name, child)

    def _field(self, child: etree._Element, look: RunLook, out: list[Piece]) -> None:
        if local(child) == "instrText":
            if self._fields:
                self._fields[-1].code += child.text or ""
            return
        kind = value(child, f"{WORD}fldCharType")
        if kind == "begin":
            self._fields.append(_Field(checked=_checked(child)))
        elif self._fields and kind == "separate":
            self._begin_result(child, look, out)
        elif self._fields and kind == "end":
            if not self._fields[-1].begun:
                self._begin_result(child, look, out)
            self._fields.pop()

    def _begin_result(self, child: etree._Element, look: RunLook, out: list[Piece]) -> None:
        field = self._fields[-1]
        field.begun = True
        if field.name in _REFUSED_FIELDS:
            raise Refused(field.name, child)
        if field.name in _COUNTED:
            out.append(Piece("code", _COUNTED[field.name], look))
        elif field.name == "FORMCHECKBOX":
            _add(out, Piece("text", "☒" if field.checked else "☐", look))
        else:
            field.shown = True

    def _field_link(self) -> str:
        for field in reversed(self._fields):
            words = field.code.split()
            if field.name == "HYPERLINK" and len(words) > 1:
                return words[1].strip('"')
        return ""

    def _text(self, element: etree._Element, look: RunLook, link: str, out: list[Piece]) -> None:
        text = element.text or ""
        if self._sites is None:
            _add(out, Piece("text", quoted(_in_line(text)), look, link))
            return
        for is_tag, piece in pieces(text):
            if not is_tag:
                _add(out, Piece("text", escaped(_in_line(piece)), look, link))
            elif piece.startswith("{{"):
                _add(out, Piece("text", self._sites.site(piece[2:-2].strip(), element), look, link))
            else:
                _add(out, Piece("text", piece, look, link))

    def _break(self, element: etree._Element, look: RunLook, out: list[Piece]) -> None:
        kind = value(element, f"{WORD}type") or "textWrapping"
        if kind == "page":
            out.append(Piece("page", ""))
        elif kind == "textWrapping":
            out.append(Piece("code", "linebreak()", look))
        else:
            raise Refused(f"br {kind}", element)


def code_of(found: list[Piece], look: Look, name: int, text_look: Callable[[RunLook], int]) -> str:
    """The pieces of a paragraph as one Typst expression.

    Args:
        found: The pieces; no page break among them.
        look: How the paragraph looks.
        name: The number of that look.
        text_look: The number of a look of text.
    """
    if any(piece.kind == "tab" for piece in found):
        parts = [piece.text if piece.kind == "tag" else f"{_expression(piece, look, text_look)}, " for piece in found]
        return f"line-of(tabs{name}, ({''.join(parts)}))"
    if not found:
        return "none"
    if len(found) == 1 and found[0].kind != "tag":
        return _expression(found[0], look, text_look)
    parts = [piece.text if piece.kind == "tag" else f"{_expression(piece, look, text_look)}; " for piece in found]
    return f"{{ {''.join(parts)} }}"


def _expression(piece: Piece, look: Look, text_look: Callable[[RunLook], int]) -> str:
    if piece.kind == "tab":
        return _TAB
    made = f'"{piece.text}"' if piece.kind == "text" else piece.text
    if piece.look is not None and piece.look != look.run:
        made = f"run{text_look(piece.look)}({made})"
    elif look.run.caps and piece.kind == "text":
        made = f"upper({made})"
    return f"link({string(piece.link)}, {made})" if piece.link else made


def _add(out: list[Piece], piece: Piece) -> None:
    """Add a piece of text, to the one before if it looks the same."""
    if out and out[-1].kind == "text" and (out[-1].look, out[-1].link) == (piece.look, piece.link):
        out[-1] = Piece("text", out[-1].text + piece.text, piece.look, piece.link)
    elif piece.text:
        out.append(piece)


def _in_line(text: str) -> str:
    """A text as Word shows it: its own line breaks and tabs are spaces, for Word writes those as elements."""
    return text.replace("\n", " ").replace("\t", " ")


def _tag(element: etree._Element) -> Piece:
    text = element.text or ""
    if text.startswith("{{"):
        raise Refused(text, element)
    return Piece("tag", text)


def _symbol(element: etree._Element) -> str:
    code = value(element, f"{WORD}char") or ""
    font = (value(element, f"{WORD}font") or "").casefold()
    found = _SYMBOLS.get((font, code.upper()[-2:]))
    if found is None:
        raise Refused(f"sym {font} {code}", element)
    return found


def _checked(begin: etree._Element) -> bool | None:
    box = begin.find(f"{WORD}ffData/{WORD}checkBox")
    if box is None:
        return None
    own = box.find(f"{WORD}checked")
    return is_on(own if own is not None else box.find(f"{WORD}default"))


_SYMBOLS: Final = {
    ("wingdings", "A8"): "☐", ("wingdings", "6F"): "☐", ("wingdings", "FE"): "☑", ("wingdings", "FD"): "☒",
    ("wingdings", "FC"): "✓", ("wingdings", "FB"): "✗", ("wingdings", "A7"): "▪", ("wingdings", "E0"): "→",
    ("symbol", "B7"): "•", ("symbol", "B0"): "°", ("symbol", "AE"): "→",
}  # fmt: skip
