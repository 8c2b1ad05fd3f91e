"""Marks of comments put into the text of a document's part, between what stands there."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from indplan_docs.authoring.annotation.xml_text import TOKEN, decoded
from indplan_docs.errors import TemplateFault

_PARAGRAPH: Final = "w:p"
_PROPERTIES: Final = "w:pPr"
_TEXT: Final = "w:t"
_START: Final = '<w:commentRangeStart w:id="{key}"/>'
_END: Final = '<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'


@dataclass(slots=True)
class _Child:
    """What stands directly in a paragraph: a run, or a link or a change around some; where, and its text."""

    name: str
    start: int
    end: int
    text: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is in no other: where its content begins and ends.

    One without content (``<w:p/>``) begins and ends at its slash.
    """

    begin: int
    end: int = 0
    is_empty: bool = False
    children: list[_Child] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where marks may begin: after the paragraph's properties."""
        first = self.children[:1]
        return first[0].end if first and first[0].name == _PROPERTIES else self.begin


class Body:
    """A document's part whose paragraphs are to be marked.

    Args:
        data: The part.
        name: What to call the file in errors.

    Raises:
        TemplateFault: It has no paragraphs.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._text, self._encoding = decoded(data)
        self._paragraphs = _Reader(self._text).paragraphs
        if not self._paragraphs:
            raise TemplateFault("template_not_word", template=name)
        self._added: dict[int, list[str]] = defaultdict(list)

    def mark(self, number: int, words: str, key: int, nth: int = 0) -> None:
        """Mark a paragraph, or words in it, for a comment.

        Args:
            number: Which paragraph of the part, counted from 1; the first if there is none of that number.
            words: The words; the whole paragraph is marked if they are not in it, or empty.
            key: The comment's id.
            nth: How many times the same words have been marked before: the next are marked, or else the last.
        """
        known = 0 < number <= len(self._paragraphs)
        paragraph, around = self._paragraphs[number - 1 if known else 0]
        start, end = paragraph.start, paragraph.end
        if around is not None:
            start, end = around.start, around.end
        elif found := _found(paragraph.children, words, nth):
            start, end = found
        self._added[start].append(_START.format(key=key))
        self._added[end].append(_END.format(key=key))

    def marked(self) -> bytes:
        """The part with its marks."""
        out: list[str] = []
        at = 0
        slashes = {paragraph.begin for paragraph, _ in self._paragraphs if paragraph.is_empty}
        for place in sorted(self._added):
            marks = "".join(self._added[place])
            out += (self._text[at:place], f">{marks}</{_PARAGRAPH}>" if place in slashes else marks)
            at = place + len("/>") if place in slashes else place
        return "".join([*out, self._text[at:]]).encode(self._encoding)


class _Reader:
    """Reads where each paragraph is, and what it is made of.

    Attributes:
        paragraphs: In the part's order: the paragraph, or the one that it is in with what holds it there (a text box).
    """

    def __init__(self, text: str) -> None:
        self.paragraphs: list[tuple[_Paragraph, _Child | None]] = []
        self._paragraph: _Paragraph | None = None
        self._inside: list[str] = []  # what is open in it, those of paragraphs in it among them
        at = 0
        for token in TOKEN.finditer(text):
            if self._paragraph is not None and self._inside[-1:] == [_TEXT] and _PARAGRAPH not in self._inside:
                said = html.unescape(text[at : token.start()])
                self._paragraph.children[-1].text += said + (token["data"] or "")
            at = token.end()
            if token["name"] is None:
                continue
            if self._paragraph is None:
                self._begin(token)
            elif token["end"]:
                self._close(self._paragraph, token)
            else:
                self._open(self._paragraph, token)

    def _begin(self, token: re.Match[str]) -> None:
        """Outside all paragraphs: one may begin, or be there without content."""
        if token["name"] != _PARAGRAPH or token["end"]:
            return
        if token["empty"]:
            slash = token.start("empty")
            self.paragraphs.append((_Paragraph(slash, slash, is_empty=True), None))
        else:
            self._paragraph = _Paragraph(token.end())
            self.paragraphs.append((self._paragraph, None))

    def _open(self, paragraph: _Paragraph, token: re.Match[str]) -> None:
        if not self._inside:
            paragraph.children.append(_Child(token["name"], token.start(), token.end()))
        if token["name"] == _PARAGRAPH:
            self.paragraphs.append((paragraph, paragraph.children[-1]))
        if not token["empty"]:
            self._inside.append(token["name"])

    def _close(self, paragraph: _Paragraph, token: re.Match[str]) -> None:
        if self._inside:
            self._inside.pop()
            if not self._inside:
                paragraph.children[-1].end = token.end()
            return
        paragraph.end = token.start()
        self._paragraph = None


def _found(children: list[_Child], words: str, nth: int) -> tuple[int, int] | None:
    """From where to where what holds the words reaches; spaces, tabs and line breaks are not looked at."""
    wanted = "".join(words.split())
    texts = ["".join(child.text.split()) for child in children]
    whole = "".join(texts)
    at = whole.find(wanted) if wanted else -1
    for _ in range(nth):
        further = whole.find(wanted, at + len(wanted))
        at = further if further >= 0 else at
    if at < 0:
        return None
    ends = [sum(map(len, texts[: n + 1])) for n in range(len(texts))]
    first = next(n for n, end in enumerate(ends) if end > at)
    last = next(n for n, end in enumerate(ends) if end >= at + len(wanted))
    return children[first].start, children[last].end
