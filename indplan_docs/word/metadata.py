"""What a finished file says of itself: title, language and the document's own date, and nothing of who made it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lxml import etree
from markupsafe import escape

from indplan_docs.word.package import DECLARATION, WORD, Package

CORE: Final = "docProps/core.xml"
APP: Final = "docProps/app.xml"

_DC: Final = "http://purl.org/dc/elements/1.1/"
_MODIFIED: Final = "{http://purl.org/dc/terms/}modified"
_STYLES: Final = "word/styles.xml"
_HEAD: Final = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    f'xmlns:dc="{_DC}" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
EMPTY_APP: Final = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
).encode()


@dataclass(frozen=True, slots=True)
class Properties:
    """The metadata of one document.

    Attributes:
        title: Its title.
        language: Its IETF language tag, ``sv-SE``.
        day: Its own date, for created and modified; left out if None.
    """

    title: str
    language: str
    day: dt.date | None = None


def core_part(properties: Properties) -> bytes:
    """``docProps/core.xml`` for one document."""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{properties.day}T00:00:00Z</dcterms:{name}>'
        for name in (("created", "modified") if properties.day else ())
    )
    title, language = escape(properties.title), escape(properties.language)
    body = f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language>{times}"
    return f"{DECLARATION}{_HEAD}{body}</cp:coreProperties>".encode()


def title_of(core: etree._Element) -> str:
    """The title that a template was given in Word."""
    return (core.findtext(f"{{{_DC}}}title") or "").strip()


def properties_of(opened: Package) -> Properties:
    """What a finished Word file says of itself: its title and date, and the language that most of it is in."""
    core = opened.parse(CORE) if CORE in opened.members else None
    modified = "" if core is None else core.findtext(_MODIFIED) or ""
    language = "" if core is None else core.findtext(f"{{{_DC}}}language") or ""
    if not language and _STYLES in opened.members:
        said = opened.parse(_STYLES).find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr/{WORD}lang")
        language = "" if said is None else said.get(f"{WORD}val") or ""
    try:
        day = dt.date.fromisoformat(modified[:10])
    except ValueError:
        day = None
    title = "" if core is None else title_of(core)
    return Properties(title or opened.name.removesuffix(".docx"), language, day)


def remove_revision_ids(root: etree._Element) -> None:
    """Word's rsid marks tell which editing session made which text."""
    for element in root.iter(etree.Element):
        for name in [a for a in element.attrib if str(a).startswith(f"{WORD}rsid")]:
            del element.attrib[name]
    for rsids in list(root.iter(f"{WORD}rsids")):
        parent = rsids.getparent()
        if parent is not None:
            parent.remove(rsids)
