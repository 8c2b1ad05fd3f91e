"""XML parts as text, to be added to without changing anything that stands there."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

TOKEN: Final = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>"
    r"|<(?P<end>/?)(?P<name>[^\s/>!?]+)(?:\"[^\"]*\"|'[^']*'|[^\"'>])*?(?P<empty>/?)>",
    re.DOTALL,
)
"""A tag, a comment, an instruction or a stretch of plain data, in XML that is well-formed."""

_UTF_16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BYTES: Final = "latin-1"  # whatever has ASCII's signs as single bytes comes through, and what is added is ASCII
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(data: bytes) -> tuple[str, str]:
    """A part's text, and the encoding that gives the same bytes again."""
    if (encoding := _UTF_16.get(data[:2])) is not None:
        return data.decode(encoding), encoding
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return data.decode(_BYTES), _BYTES


def quoted(text: str) -> str:
    """A text as XML that is ASCII, without what XML cannot hold."""
    return escape(_NOT_XML.sub("", text)).encode("ascii", "xmlcharrefreplace").decode()


def with_child(data: bytes, child: str) -> bytes:
    """A part with more XML at the end of its root element."""
    text, encoding = decoded(data)
    root = next(token for token in TOKEN.finditer(text) if token["name"])
    if root["empty"]:
        cut = root.start("empty")
        text = f"{text[:cut]}>{child}</{root['name']}>{text[root.end() :]}"
    else:
        at = text.rindex(f"</{root['name']}")
        text = text[:at] + child + text[at:]
    return text.encode(encoding)
