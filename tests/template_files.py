"""Whole Word files for the tests of the template tools: a language, a title and styles around a few paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from indplan_docs import catalogue
from indplan_docs.language import Language
from tests.word_templates import package

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_IDS = {Language.SV: "plan-lss-sv", Language.NB: "plan-ip-nb", Language.NN: "plan-ip-nn"}
FONT_TABLE = f'<w:fonts xmlns:w="{_WORD}"><w:font w:name="Georgia"><w:family w:val="roman"/></w:font></w:fonts>'
"""A font table that says of Georgia that it has serifs."""

DECORATIVE = (
    '><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>'
)
"""The end of a picture's frame that says that it is there for its looks only."""

HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in (1, 2, 3)
)


def template_in(language: Language) -> catalogue.Template:
    """A template of the pack in a language, for a file to stand for."""
    return next(template for template in catalogue.pack() if template.id == _IDS[language])


def styles(language: str, *more: str, font: str = "Calibri") -> str:
    """The styles part: the document's language and font, headings, and more styles."""
    lang = f'<w:lang w:val="{language}"/>' if language else ""
    return (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
        f"{lang}</w:rPr></w:rPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{HEADINGS}{''.join(more)}</w:styles>"
    )


def properties(title: str = "Individuell plan", **said: str) -> str:
    """The file's own properties: its title, and ``creator``, ``lastModifiedBy``, ``description``."""
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    spaces = {"lastModifiedBy": "cp"}
    told = "".join(f"<{spaces.get(k, 'dc')}:{k}>{escape(v)}</{spaces.get(k, 'dc')}:{k}>" for k, v in said.items())
    return (
        f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title>{told}</cp:coreProperties>"
    )


def with_members(data: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """A Word file with members put in, or in the place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, content in (kept | dict(members)).items():
            new.writestr(name, content)
    return out.getvalue()


def word_file(
    body: str,
    language: Language = Language.SV,
    *,
    parts: Mapping[str, str] | None = None,
    members: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A Word file with nothing wrong but what the body, the parts or the members bring along."""
    base = {"word/styles.xml": styles(language.tag), "docProps/core.xml": properties()}
    return with_members(package(body, parts), base | dict(members or {}))


def comment(number: int, *texts: str) -> str:
    """A comment, as the comments part holds it."""
    inside = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in texts)
    return f'<w:comment w:id="{number}" w:author="Granskare" w:initials="G">{inside}</w:comment>'


def commented(text: str, number: int) -> str:
    """A paragraph with the marks of a comment around its text."""
    return (
        f'<w:p><w:commentRangeStart w:id="{number}"/><w:r><w:t>{escape(text)}</w:t></w:r>'
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r></w:p>'
    )
