"""What a finished file says of itself: title, language and the document's own date, and nothing of its making."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from lxml import etree
from markupsafe import escape

from indplan_docs.word.package import DECLARATION, STYLES, WORD, Package

CORE: Final = "docProps/core.xml"
APP: Final = "docProps/app.xml"
RULE_BOOKMARK: Final = re.compile(r"rule_([A-Z]{2,3})_([0-9A-Z]{1,2})(?:_\d+)?")
"""What a bookmark is called that says which rule a template's own text answers: ``rule_INV_08``, ``rule_INV_08_2``."""

_DC: Final = "http://purl.org/dc/elements/1.1/"
_MODIFIED: Final = "{http://purl.org/dc/terms/}modified"
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
    if not language and STYLES in opened.members:
        said = opened.parse(STYLES).find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr/{WORD}lang")
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


def remove_rule_bookmarks(root: etree._Element) -> None:
    """A bookmark that names a rule is for the template's maintainer; in a loop, a letter would have it many times."""
    named = [b for b in root.iter(f"{WORD}bookmarkStart") if RULE_BOOKMARK.fullmatch(b.get(f"{WORD}name") or "")]
    keys = {bookmark.get(f"{WORD}id") for bookmark in named}
    for element in [*named, *(b for b in root.iter(f"{WORD}bookmarkEnd") if b.get(f"{WORD}id") in keys)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
