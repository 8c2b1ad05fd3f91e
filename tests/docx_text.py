"""What a reader sees in a Word file, extracted without the library under test."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of the package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def body_text(content: bytes) -> str:
    """The body's paragraphs, tables included, in document order."""
    return _text(parts(content)["word/document.xml"])


def page_marks(content: bytes) -> list[str]:
    """The text of each header."""
    return [_text(data) for name, data in sorted(parts(content).items()) if re.fullmatch(r"word/header\d*\.xml", name)]


def all_text(content: bytes) -> str:
    """Body, headers and footers."""
    printed = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
    return "\n".join(_text(data) for name, data in sorted(parts(content).items()) if printed.fullmatch(name))


def headings(content: bytes) -> list[tuple[int, str]]:
    """Level and text of each heading; the title is level 0."""
    found = []
    for paragraph in docx.Document(io.BytesIO(content)).paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style == "Title":
            found.append((0, paragraph.text))
        elif style and (level := re.fullmatch(r"[Hh]eading (\d)", style)):
            found.append((int(level[1]), paragraph.text))
    return found


def _text(data: bytes) -> str:
    root = etree.fromstring(data)
    lines = []
    for paragraph in root.iter(f"{W}p"):
        line = ""
        for element in paragraph.iter(etree.Element):
            line += {f"{W}br": "\n", f"{W}tab": "\t"}.get(str(element.tag), "")
            if element.tag == f"{W}t":
                line += element.text or ""
        lines.append(line)
    return "\n".join(lines)
