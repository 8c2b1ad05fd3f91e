"""What stands in a paragraph: text with its formatting, tabs, breaks, links, fields, pictures, and the tags between."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from lxml import etree

from indplan_docs.pdf.embedded.fields import AS_LAST_SHOWN, COUNTED, Field, checked, chosen, counted, target_of
from indplan_docs.pdf.embedded.look import Look, RunLook
from indplan_docs.pdf.embedded.pictures import Pictures, Start, is_anchored
from indplan_docs.pdf.embedded.refusal import Refused, local, value
from indplan_docs.pdf.embedded.source import escaped, quoted, string
from indplan_docs.pdf.embedded.styles import Styles
from indplan_docs.word.package import WORD
from indplan_docs.word.tree import TAG_ELEMENT, pieces

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SILENT: Final = frozenset({"pPr", "proofErr", "bookmarkEnd", "permStart", "permEnd", "smartTagPr", "customXmlPr"})
_OF_CONTROLS: Final = frozenset({"sdtPr", "sdtEndPr", "sdtContent"})
_AROUND_TEXT: Final = frozenset({"smartTag", "customXml"})
_SILENT_IN_RUNS: Final = frozenset({"rPr", "lastRenderedPageBreak"})
_CHARACTERS: Final = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_BOOKMARKS: Final = ("bookmarkStart", "bookmarkEnd")
_SPACES: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TAB: Final = "auto"
_MADE: Final = {"tab": ("tab", _TAB), "footnoteRef": ("code", "note-mark")}
_NEW_LINE: Final = "linebreak()"


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
        self._fields: list[Field] = []
        self._plain, self._start = RunLook(), Start(None, 0.0)

    def read(self, paragraph: etree._Element, look: Look, conditions: list[etree._Element]) -> list[Piece]:
        """The pieces of a paragraph, neighbours of one look put together."""
        self._fields, self._plain = [], look.run
        aside = look.align in ("left", "justify") and look.number is None
        self._start = Start(look.left + look.first if aside else None, look.edges(look.run)[0])
        out: list[Piece] = []
        self._walk(paragraph, look, conditions, "", out)
        if any(not field.begun for field in self._fields):
            raise Refused(f"field {self._fields[0].name}".strip(), paragraph)
        if out and out[-1].text == _NEW_LINE:  # there is an empty line below
            out.append(out[-1])
        if any(piece.kind in ("text", "code") for piece in out):
            before = itertools.takewhile(lambda item: local(item) in _BOOKMARKS, paragraph.itersiblings(preceding=True))
            out[:0] = [place for item in before for place in self._place(item)]
        return out

    def _walk(
        self,
        parent: Iterable[etree._Element],
        look: Look,
        conditions: list[etree._Element],
        link: str,
        out: list[Piece],
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
                self._walk(content_of(child), look, conditions, link, out)
            elif name == "fldSimple":
                self._simple_field(child, look, conditions, link, out)
            elif name == "bookmarkStart":
                out.extend(self._place(child))
            elif name in _AROUND_TEXT:
                self._walk(child, look, conditions, link, out)
            elif name not in _SILENT:
                raise Refused(name, child)

    def _target(self, link: etree._Element) -> str:
        """Where a link leads: an address, or a place in the document after a number sign."""
        key, place = link.get(_RELATION), value(link, f"{WORD}anchor") or ""
        address = self._links.get(key, "") if key else ""
        return f"{address}#{place}" if place else address

    def _place(self, bookmark: etree._Element) -> list[Piece]:
        """A place that a link of the same part leads to; no other is kept."""
        name = value(bookmark, f"{WORD}name") or ""
        if bookmark.tag != f"{WORD}bookmarkStart" or name not in _led_to(bookmark):
            return []
        return [Piece("code", f"[#metadata(none){_label(name)}]")]

    def _simple_field(
        self, field: etree._Element, look: Look, conditions: list[etree._Element], link: str, out: list[Piece]
    ) -> None:
        made = Field(code=value(field, f"{WORD}instr") or "", begun=True)
        first = next(field.iter(f"{WORD}r"), field)
        code = self._result(made, field)
        if code is None:
            self._walk(field, look, conditions, link or target_of(made), out)
        else:
            out.append(Piece("code", code, self._styles.run(first, look.style, conditions, look.run)))

    def _result(self, field: Field, element: etree._Element) -> str | None:
        """The code for what a field shows; None if it shows what Word last put there."""
        if field.name in COUNTED:
            return counted(field, element)
        if field.name == "FORMCHECKBOX":
            return f'"{"☒" if checked(field.form) else "☐"}"'
        if field.name == "FORMDROPDOWN":
            return string(chosen(field.form))
        if field.name not in AS_LAST_SHOWN and not (field.name == "SEQ" and self._sites is None):
            raise Refused(field.name, element)
        return None

    def _run(
        self, run: etree._Element, look: Look, conditions: list[etree._Element], link: str, out: list[Piece]
    ) -> None:
        formatted = self._styles.run(run, look.style, conditions, look.run)
        for child in run:
            if child.tag == TAG_ELEMENT:
                out.append(_tag(child))
            elif local(child) in ("fldChar", "instrText"):
                self._field(child, formatted, out)
            elif not formatted.hidden and all(field.shown for field in self._fields):
                self._content(child, formatted, link or self._field_link(), out)  # else: what Word last counted

    def _content(self, child: etree._Element, look: RunLook, link: str, out: list[Piece]) -> None:
        name = local(child)
        if name == "t":
            self._text(child, look, link, out)
        elif name in _MADE:
            out.append(Piece(*_MADE[name], look))
        elif name in ("br", "cr"):
            self._break(child, look, out)
        elif name in _CHARACTERS:
            _add(out, Piece("text", _CHARACTERS[name], look, link))
        elif name == "sym":  # its font is for the sign alone
            _add(out, Piece("text", escaped(_symbol(child)), replace(look, font=self._plain.font), link))
        elif name == "drawing":
            drawn = Piece("code", self._pictures.drawing(child, self._described, self._start), self._plain, link)
            out.insert(0 if is_anchored(child) else len(out), drawn)
        elif name == "footnoteReference":
            if _says_yes(child, "customMarkFollows"):
                raise Refused("footnoteReference customMarkFollows", child)
            out.append(Piece("code", self._note(child), replace(look, raised="")))
        elif name not in _SILENT_IN_RUNS:
            raise Refused("textbox" if name == "AlternateContent" else name, child)

    def _field(self, child: etree._Element, look: RunLook, out: list[Piece]) -> None:
        if local(child) == "instrText":
            if self._fields:
                self._fields[-1].code += child.text or ""
            return
        kind = value(child, f"{WORD}fldCharType")
        if kind == "begin":
            self._fields.append(Field(form=child.find(f"{WORD}ffData")))
        elif self._fields and kind == "separate":
            self._begin_result(child, look, out)
        elif self._fields and kind == "end":
            if not self._fields[-1].begun:
                self._begin_result(child, look, out)
            self._fields.pop()

    def _begin_result(self, child: etree._Element, look: RunLook, out: list[Piece]) -> None:
        field = self._fields[-1]
        field.begun = True
        code = self._result(field, child)
        field.shown = code is None
        if code is not None and not look.hidden and all(outer.shown for outer in self._fields[:-1]):
            out.append(Piece("code", code, look))

    def _field_link(self) -> str:
        return next((link for field in reversed(self._fields) if (link := target_of(field))), "")

    def _described(self, text: str, element: etree._Element) -> str:
        """A picture's description as the inside of a string."""
        if self._sites is None:
            return quoted(text)
        found = list(pieces(text))
        if any(is_tag and not piece.startswith("{{") for is_tag, piece in found):
            raise Refused(text, element)
        return "".join(
            self._sites.site(piece[2:-2].strip(), element) if is_tag else escaped(piece) for is_tag, piece in found
        )

    def _text(self, element: etree._Element, look: RunLook, link: str, out: list[Piece]) -> None:
        text = element.text or ""
        if element.get(_SPACES) != "preserve" and "{" not in text:
            text = text.strip(" \t\r\n")
        if text:
            _refuse_font(look, element)
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
            out.append(Piece("code", _NEW_LINE, look))
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
    if piece.look is not None and (piece.look != look.run or piece.look.is_decorated):
        made = f"run{text_look(piece.look)}({made})"
    return _linked(piece.link, made) if piece.link else made


def _linked(target: str, made: str) -> str:
    """Code as a link: to an address, or to a place in the document, which may not be there."""
    if not target.startswith("#"):
        return f"link({string(target)}, {made})"
    return (
        f"context {{ let made = {made}; let found = query({_label(target[1:])}); "
        "if found.len() > 0 { link(found.first().location(), made) } else { made } }"
    )


def _label(place: str) -> str:
    """The label of a place in the document."""
    return f"<place-{hashlib.sha256(place.encode()).hexdigest()[:16]}>"


def _refuse_font(look: RunLook, element: etree._Element) -> None:
    """Refuse a font that nothing stands in for, where it is used."""
    try:
        _ = look.family
    except Refused as error:
        raise Refused(error.what, element) from None


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


def _led_to(element: etree._Element) -> frozenset[str]:
    """The places of a part that its links lead to."""
    root = element.getroottree().getroot()
    names = {value(link, f"{WORD}anchor") or "" for link in root.iter(f"{WORD}hyperlink")}
    codes = [item.text or "" for item in root.iter(f"{WORD}instrText")]
    codes += [value(item, f"{WORD}instr") or "" for item in root.iter(f"{WORD}fldSimple")]
    names |= {target_of(Field(code=code)).partition("#")[2] for code in codes}
    return frozenset(names - {""})


def content_of(control: etree._Element) -> Iterable[etree._Element]:
    """What is in a content control."""
    for child in control:
        if local(child) not in _OF_CONTROLS:
            raise Refused(local(child), child)
    content = control.find(f"{WORD}sdtContent")
    return () if content is None else content


def _says_yes(element: etree._Element, name: str) -> bool:
    """True if a yes-or-no attribute is there and says yes."""
    return (value(element, f"{WORD}{name}") or "0") in ("1", "true", "on")


_SYMBOLS: Final = {
    ("wingdings", "A8"): "☐", ("wingdings", "6F"): "☐", ("wingdings", "FE"): "☑", ("wingdings", "FD"): "☒",
    ("wingdings", "FC"): "✓", ("wingdings", "FB"): "✗", ("wingdings", "A7"): "▪", ("wingdings", "E0"): "→",
    ("wingdings", "78"): "☒", ("wingdings", "D8"): "➢", ("wingdings", "4A"): "☺", ("wingdings", "28"): "☎",
    ("wingdings", "2A"): "✉", ("wingdings 2", "52"): "☑", ("wingdings 2", "50"): "✓", ("wingdings 2", "A3"): "☐",
    ("symbol", "B7"): "•", ("symbol", "B0"): "°", ("symbol", "AE"): "→",
    ("symbol", "B3"): "≥", ("symbol", "A3"): "≤", ("symbol", "B1"): "±", ("symbol", "B4"): "×", ("symbol", "2D"): "−",
}  # fmt: skip
