"""docxtpl's tag language: from a part's XML to a Jinja source that knows which of Word's paragraphs each line is from.

docxtpl itself is asked, once, what a template in its language means (`patch_xml`: tags joined over runs, ``{%p``,
``{%tr``, ``{%tc``, ``{%r``, ``cellbg``, ``colspan``, ``vm``, ``hm``, ``{%-``). Around it, here: Word's own paragraph
numbers kept through it all, dashes and spaces that Word puts into tags, and line breaks in the template's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indplan_docs.word.layout import Layout

_INSIDE: Final = r"""(?>"(?:\\.|(?!"|</w:).)*"|'(?:\\.|(?!'|</w:).)*'|(?!{end}).)*"""
TAG: Final = (
    r"\{\{" + _INSIDE.replace("{end}", r"\}\}") + r"\}\}|\{%" + _INSIDE.replace("{end}", r"%\}") + r"%\}|\{#.*?#\}"
)
"""A tag, in a source: its end is not looked for inside quotes."""

_TAGS: Final = re.compile(f"({TAG})", re.DOTALL)
_RAW: Final = re.compile(
    r"\{%([-+]?)\s*raw\s*(-?)%\}(.*?)\{%([-+]?)\s*endraw\s*([-+]?)%\}",
    re.DOTALL,
)
_RAW_COMMENT: Final = "{\u205f#"
_ELEMENT: Final = re.compile(r"<[^>]*>")
_WHOLE_TAG: Final = re.compile(r"\{[%{#](p|tr|tc)\s")
_QUOTED: Final = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[„«»][^"„«»]*["«»])""", re.DOTALL)
_TYPOGRAPHY: Final = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\n": " ", "\r": " "}
)

_BETWEEN: Final = r"(?:<(?!/?w:p[ >/])[^>]*>)*"
_BROKEN_SPACE: Final = re.compile(rf"(\{{{_BETWEEN}[%{{#]{_BETWEEN}(?:p|tr|tc|r){_BETWEEN})[\u00a0\u202f]")
_NUMBERING: Final = re.compile(
    r"(?P<p><w:p(?=[ >/])[^>]*?(?P<empty>/?)>)|(?P<end></w:p>)"
    rf"|(?P<close>-?{_BETWEEN}[%}}]{_BETWEEN}\}})|(?:<(?!/?w:[pt][ >/])[^>]*>)+|<[^>]*>|[^<%}}-]+|[^<]"
)
_MARK: Final = re.compile("\u205f([\u2000-\u2009]+)\u205f")
_TO_SPACES: Final = {ord("0") + n: 0x2000 + n for n in range(10)}
_TO_DIGITS: Final = {0x2000 + n: ord("0") + n for n in range(10)}
NUMBERED: Final = re.compile(r'<w:p n="(\d+)"')
_OPENED: Final = re.compile(r"\n(?=<w:p[ >])")


@dataclass(frozen=True, slots=True)
class Source:
    """A part as Jinja reads it.

    Attributes:
        text: The Jinja source; each paragraph begins a line, and so does the inside of each tag.
        numbers: For each line, Word's number of the paragraph it comes from, counted from 1.
        paragraphs: The text of each paragraph as Word shows it, in Word's own order.
        unsettled: True if its own text has line breaks or tabs whose formatting only the data decides.
    """

    text: str
    numbers: tuple[int, ...]
    paragraphs: tuple[str, ...]
    unsettled: bool = False

    def paragraph_at(self, line: int) -> tuple[int, str]:
        """Word's number for the paragraph that a line of the source comes from, and the paragraph's text."""
        number = self.numbers[min(max(line, 1), len(self.numbers)) - 1]
        return number, self.paragraphs[number - 1] if self.paragraphs else ""


def translate(xml: str) -> Source:
    """The Jinja source of a part.

    Args:
        xml: The part's XML, or the body's, as text.
    """
    numbered, paragraphs = _with_numbers(_BROKEN_SPACE.sub(r"\1 ", xml))
    source = _RAW.sub(_escaped, _patched(numbered))
    layout, out, numbers = Layout(), [], [1]
    for index, piece in enumerate(_TAGS.split(source)):
        if index % 2:
            layout.hole()
            out.append(_tag(piece, numbers))
        else:
            out.append(_text(layout.read(_MARK.sub("", piece)), numbers))
    return Source("".join(out), tuple(numbers), paragraphs, layout.unsettled)


def literal(text: str) -> str:
    """A piece of the template's own XML as it stands in the document: without line marks and escaped tags."""
    text = _OPENED.sub("", text).replace(_RAW_COMMENT, "{#")
    return text.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")


def tags_of(source: Source) -> Iterator[str]:
    """The tags of a source, each on one line and without what only joins it to the text beside; no comments."""
    for tag in _TAGS.findall(source.text):
        if not tag.startswith("{#"):
            inside = tag[2:-2].removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+")
            yield f"{tag[:2]} {' '.join(inside.split())} {tag[-2:]}"


def texts_beside_tags(source: Source) -> list[tuple[int, str]]:
    """Paragraphs that hold a ``{%p`` tag and text beside it, which docxtpl deletes without a word."""
    found = []
    for number, text in enumerate(source.paragraphs, start=1):
        beside = _TAGS.sub("", text).strip() if (tag := _WHOLE_TAG.search(text)) and tag[1] == "p" else ""
        if beside:
            found.append((number, text))
    return found


def _patched(xml: str) -> str:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - needed to compile, never to render

    return str(DocxTemplate.patch_xml(None, xml))


def _with_numbers(xml: str) -> tuple[str, tuple[str, ...]]:
    """Each paragraph with its number as an attribute, each tag with it as spaces before its end; the paragraphs' texts.

    `translate` takes the numbers away again.
    """
    texts: list[list[str]] = []
    inside: list[int] = []
    out: list[str] = []
    shown = False
    for found in _NUMBERING.finditer(xml):
        token = found[0]
        if found["close"] and inside:
            token = f"\u205f{str(inside[-1]).translate(_TO_SPACES)}\u205f{token}"
        elif found["p"]:
            texts.append([])
            inside += [] if found["empty"] else [len(texts)]
            token = _attributed(token, len(texts))
        elif found["end"] and inside:
            inside.pop()
        elif token[0] == "<":
            shown = token.startswith(("<w:t>", "<w:t "))
        if inside and (found["close"] or (shown and token[0] != "<")):
            texts[inside[-1] - 1].append(_ELEMENT.sub("", found[0]))
        out.append(token)
    return "".join(out), tuple(_unescaped("".join(text)) for text in texts)


def _attributed(tag: str, number: int) -> str:
    return tag if tag == "<w:p/>" else f'<w:p n="{number}"{tag.removeprefix("<w:p")}'


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escaped(raw: re.Match[str]) -> str:
    """A raw block as the escapes of what is in it: tags that are none."""
    inside = raw[3].replace("{{", "{_{").replace("}}", "}_}").replace("{%", "{_%").replace("%}", "%_}")
    return f"{{#{raw[1]} {raw[2]}#}}{inside.replace('{#', _RAW_COMMENT)}{{#{raw[4]} {raw[5]}#}}"


def _tag(tag: str, numbers: list[int]) -> str:
    """A tag on a line of its own; Word's dashes, quotes and spaces in it mean what their plain forms mean."""
    if tag.startswith("{#"):
        tag = _MARK.sub("", tag)
        numbers += [numbers[-1]] * tag.count("\n")
        return tag
    mark = _MARK.search(tag)
    number = int(mark[1].translate(_TO_DIGITS)) if mark else numbers[-1]
    start = 3 if tag[2] in "-+" else 2
    inside = plain(_MARK.sub("", tag[start:]))
    numbers += [number] * (inside.count("\n") + 1)
    return f"{tag[:start]}\n{inside}"


def plain(inside: str) -> str:
    """The inside of a tag without Word's own dashes, spaces and quotes; what is quoted stays as it is."""
    pieces = _QUOTED.split(inside)
    pieces[::2] = [piece.translate(_TYPOGRAPHY) for piece in pieces[::2]]
    pieces[1::2] = [f'"{piece[1:-1]}"' if piece[0] in "„«»" else piece for piece in pieces[1::2]]
    return "".join(pieces)


def _text(xml: str, numbers: list[int]) -> str:
    """XML between two tags, each paragraph on a line of its own."""
    pieces = NUMBERED.split(xml)
    numbers += [numbers[-1]] * pieces[0].count("\n")
    for number, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        numbers += [int(number)] * (piece.count("\n") + 1)
    return "\n<w:p".join(pieces[::2])
