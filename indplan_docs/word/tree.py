"""A part of a template as a tree: Word's own elements, and each tag outside a text as an element between them.

The typesetter and the tools for maintainers walk this tree; none of them reads a template again. A value inside a text
stays in the text, as the tag it is; `pieces` takes such a text apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from indplan_docs.word.dialect import TAG, Source
from indplan_docs.word.layout import Layout

_SPACE: Final = "urn:indplan-docs:template"
TAG_ELEMENT: Final = f"{{{_SPACE}}}tag"
"""A tag that stands between elements; its text is the tag."""

NUMBER: Final = f"{{{_SPACE}}}number"
"""The attribute that gives a paragraph, and a tag between elements, the number Word's own paragraph has in the part."""

_TAGS: Final = re.compile(f"({TAG})", re.DOTALL)
_LINE: Final = re.compile(r"\n(<w:p(?=[ >]))?")
_FIRST: Final = re.compile(r"<[\w:]+")
_COMMENT: Final = "{#"


def grow(source: Source, prefix: str, suffix: str) -> etree._Element:
    """The tree of a part.

    Args:
        source: The part as Jinja reads it.
        prefix: The part's XML before that.
        suffix: The part's XML after that.
    """
    layout, line, out = Layout(), 1, [prefix]
    for index, piece in enumerate(_TAGS.split(source.text)):
        if index % 2 == 0:
            layout.read(piece)
            out.append(_numbered(piece, line, source))
        elif not piece.startswith(_COMMENT):
            out.append(_tag(piece, source.paragraph_at(line + 1)[0], layout.place))
            layout.hole()
        line += piece.count("\n")
    whole = _FIRST.sub(rf'\g<0> xmlns:t="{_SPACE}"', "".join([*out, suffix]), count=1)
    return etree.fromstring(whole, etree.XMLParser(resolve_entities=False, no_network=True))


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a text in the tree, each with whether it is a tag."""
    for index, piece in enumerate(_TAGS.split(text)):
        if piece:
            yield index % 2 == 1, piece


def _tag(tag: str, number: int, place: str) -> str:
    plain = f"{tag[:2]} {tag[2:-2].lstrip('-+').rstrip('-+').strip()} {tag[-2:]}"
    if place == "runs":
        return f'<t:tag t:number="{number}">{escape(plain)}</t:tag>'
    return quoteattr(plain)[1:-1] if place == "attribute" else escape(plain)


def _numbered(xml: str, line: int, source: Source) -> str:
    """A piece of the source with its paragraphs' numbers as attributes, in place of the line breaks before them."""
    lines = itertools.count(line + 1)

    def numbered(found: re.Match[str]) -> str:
        here = next(lines)
        return f'<w:p t:number="{source.paragraph_at(here)[0]}"' if found[1] else found[0]

    return _LINE.sub(numbered, xml)
