"""Line breaks, tabs, new paragraphs and new pages inside texts, as Word writes them, in the formatting around them."""

from __future__ import annotations

import re
from typing import Final

MARKS: Final = re.compile("[\t\n\a\f]")
"""What a text may hold that Word writes as an element."""

HOLE: Final = "\0"
"""Stands, in formatting, for what only the data decides."""

_PARAGRAPH_MARKS: Final = re.compile("[\a\f]")
_PIECE: Final = re.compile(r"<[^>]*>|[^<]+|<[^>]*$")
_NAME: Final = re.compile(r"</?([\w:.-]+)")
_CAPTURED: Final = frozenset({"w:pPr", "w:rPr"})
_RUN_PROPERTIES: Final = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_TEXT: Final = '<w:t xml:space="preserve">'
_CONTAINERS: Final = re.compile(
    r"w:(body|hdr|ftr|p|r|tbl|tr|tc|hyperlink|sdtContent|txbxContent|smartTag|fldSimple|footnotes?|endnotes?|customXml)"
)


class Layout:
    """Reads a part's XML from its beginning, in pieces, and knows where it stands.

    A run that holds a text box lends its formatting to the box's first run, as it does in docxtpl.

    Attributes:
        stack: The elements that are open, outermost first.
        texts: How many texts have been opened so far.
        paragraph: The properties of the paragraph, as XML.
        run: The properties of the run, as XML.
        unsettled: True if a text was left as it is, for its formatting is not known yet.
    """

    def __init__(self, stack: tuple[str, ...] = (), paragraph: str = "") -> None:
        self.stack = list(stack)
        self.texts = 0
        self.paragraph, self.run = paragraph, ""
        self.unsettled = False
        self._rest = ""
        self._captured: list[str] = []
        self._capturing = ""
        self._in_paragraph, self._in_run = bool(stack), False
        self._lent: str | None = None

    def read(self, xml: str) -> str:
        """The next piece of XML, with the marks in its texts laid out."""
        out: list[str] = []
        for piece in _PIECE.findall(self._rest + xml):
            if piece[0] != "<":
                out.append(self._text(piece))
            elif piece[-1] == ">":
                self._element(piece)
                out.append(piece)
            else:
                out.append(piece)
        rest, self._rest = len(self._rest), out[-1] if out and out[-1][0] == "<" and out[-1][-1] != ">" else ""
        return "".join(out)[rest:]

    def hole(self) -> None:
        """Here stands what only the data decides."""
        if self._rest:
            self._rest += HOLE
        elif self._capturing:
            self._captured.append(HOLE)

    @property
    def place(self) -> str:
        """What can stand here: ``text``, ``attribute``, ``runs``, or ``plain`` (text of another kind, a formula's)."""
        if self._rest:
            return "attribute"
        inner = self.stack[-1] if self.stack else "w:body"
        if inner == "w:t":
            return "text"
        return "runs" if _CONTAINERS.fullmatch(inner) else "plain"

    @property
    def dynamic(self) -> bool:
        """True if only the data decides the formatting here."""
        return HOLE in self.run or HOLE in self.paragraph

    @property
    def whole(self) -> bool:
        """True if a paragraph can end here and another begin."""
        return self.stack[-3:] == ["w:p", "w:r", "w:t"]

    def _text(self, text: str) -> str:
        if self._capturing:
            self._captured.append(text)
        if not self.stack or self.stack[-1] != "w:t" or not MARKS.search(text):
            return text
        if self.dynamic:
            self.unsettled = True
            return text
        return laid_out(text, self.paragraph, self.run, whole=self.whole)

    def _element(self, tag: str) -> None:
        found = _NAME.match(tag)
        if found is None:  # a comment or processing instruction
            return
        name, empty = found[1], tag.endswith("/>")
        if not self._capturing and name in _CAPTURED and not empty:
            self._capturing, self._captured = name, []
        if self._capturing:
            self._captured.append(tag)
        if tag[1] == "/":
            self._close(name)
        elif not empty:
            self.stack.append(name)
            self._open(name)

    def _open(self, name: str) -> None:
        if name == "w:p" and not self._in_paragraph:
            self._in_paragraph, self.paragraph = True, ""
        elif name == "w:r":
            self.run = self._lent or "" if self._in_run else ""
            if not self._in_run and self._in_paragraph:
                self._in_run, self._lent = True, None
        elif name == "w:t":
            self.texts += 1

    def _close(self, name: str) -> None:
        if name in self.stack:
            del self.stack[len(self.stack) - 1 - self.stack[::-1].index(name) :]
        if name == self._capturing and name not in self.stack:
            self._capturing = ""
            self._formatted(name, "".join(self._captured))
        elif name == "w:p":
            self._in_paragraph = self._in_run = False
        elif name == "w:r":
            self._in_run = False

    def _formatted(self, name: str, properties: str) -> None:
        if name == "w:pPr" and not self.paragraph:
            self.paragraph = properties
        if not self._in_run:
            self.run = properties if name == "w:rPr" else self.run
        elif self._lent is None and (found := _RUN_PROPERTIES.search(properties)):
            self.run = self._lent = found[0]


def laid_out(escaped: str, paragraph: str, run: str, *, whole: bool) -> str:
    """A text, already escaped, with the marks in it as Word writes them.

    Args:
        escaped: The text.
        paragraph: The properties of its paragraph, as XML.
        run: The properties of its run, as XML.
        whole: True if a paragraph can end in it; else a new paragraph becomes a line break.
    """
    if _PARAGRAPH_MARKS.search(escaped):
        end, start = "</w:t></w:r></w:p>", f"<w:p>{paragraph}<w:r>{run}{_TEXT}"
        page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        escaped = escaped.replace("\a", end + start if whole else "\n")
        escaped = escaped.replace("\f", end + page + start if whole else f'</w:t><w:br w:type="page"/>{_TEXT}')
    escaped = escaped.replace("\t", f"</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}{_TEXT}")
    return escaped.replace("\n", f"</w:t><w:br/>{_TEXT}")
