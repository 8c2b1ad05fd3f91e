"""Marks of comments put into the text of a document's part, between what stands there."""

from __future__ import annotations

import html
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from indplan_docs.authoring.xml_text import TOKEN, decoded
from indplan_docs.errors import TemplateFault

_PARAGRAPH: Final = "w:p"
_PROPERTIES: Final = "w:pPr"
_TEXT: Final = "w:t"
_START: Final = '<w:commentRangeStart w:id="{key}"/>'
_END: Final = '<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'


@dataclass(slots=True)
class _Child:
    """What stands directly in a paragraph: a run, or a link or a change around some; where, and its text."""

    start: int
    end: int = 0
    text: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is in no other: where its content begins and ends.

    One without content (``<w:p/>``) begins and ends at its slash.
    """

    start: int
    name: str = ""
    end: int = 0
    children: list[_Child] = field(default_factory=list)


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
        self._paragraphs: list[tuple[_Paragraph, _Child | None]] = []  # each with what holds it, if in a text box
        self._read()
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
        out, at = [], 0
        slashes = {paragraph.start: paragraph.name for paragraph, _ in self._paragraphs if paragraph.name}
        for place in sorted(self._added):
            marks = "".join(self._added[place])
            out += (self._text[at:place], f">{marks}</{slashes[place]}>" if place in slashes else marks)
            at = place + len("/>") if place in slashes else place
        return "".join([*out, self._text[at:]]).encode(self._encoding)

    def _read(self) -> None:
        paragraph: _Paragraph | None = None
        inside: list[str] = []  # the open elements of the paragraph, those of paragraphs in it among them
        at = 0
        for token in TOKEN.finditer(self._text):
            if paragraph is not None and inside[-1:] == [_TEXT] and _PARAGRAPH not in inside:
                said = html.unescape(self._text[at : token.start()])
                paragraph.children[-1].text += said + (token["data"] or "")
            at = token.end()
            name = token["name"]
            if paragraph is None:
                if name == _PARAGRAPH and not token["end"]:
                    paragraph = self._begun(token.end(), token.start("empty") if token["empty"] else None)
                continue
            if name is None:
                continue
            if token["end"]:
                paragraph = self._ended(paragraph, inside, token.start(), token.end())
                continue
            if not inside:
                paragraph.children.append(_Child(token.start(), token.end()))
            if name == _PARAGRAPH:
                self._paragraphs.append((paragraph, paragraph.children[-1]))
            if not token["empty"]:
                inside.append(name)
            elif inside == [] and name == _PROPERTIES:
                paragraph.start = token.end()
                paragraph.children.pop()

    def _begun(self, end: int, slash: int | None) -> _Paragraph | None:
        """A paragraph; None if it is over already."""
        paragraph = _Paragraph(end) if slash is None else _Paragraph(slash, _PARAGRAPH, slash)
        self._paragraphs.append((paragraph, None))
        return paragraph if slash is None else None

    @staticmethod
    def _ended(paragraph: _Paragraph, inside: list[str], start: int, end: int) -> _Paragraph | None:
        """What is open after an element's end."""
        if not inside:
            paragraph.end = start
            return None
        name = inside.pop()
        if not inside:
            paragraph.children[-1].end = end
            if name == _PROPERTIES:
                paragraph.start = end
                paragraph.children.pop()
        return paragraph


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
