"""Word templates made of a few lines of XML: small packages that python-docx, docxtpl and the engine open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ROOTS = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}
NOISE = (
    '<w:proofErr w:type="spellStart"/>',
    '<w:bookmarkStart w:id="3" w:name="mark"/>',
    '<w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="3"/>',
)
"""What Word leaves between the runs of one word."""


def r(text: str, properties: str = "") -> str:
    """A run."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{formatted}<w:t{space}>{escape(text)}</w:t></w:r>"


def p(*texts: str, properties: str = "") -> str:
    """A paragraph of runs; what is XML already stays as it is."""
    formatted = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{formatted}{''.join(t if t.startswith('<') else r(t) for t in texts)}</w:p>"


def tc(*content: str, properties: str = '<w:tcW w:w="1000" w:type="dxa"/>') -> str:
    """A table cell of plain texts, or of what is XML already."""
    inside = "".join(c if c.startswith("<") else p(c) for c in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str) -> str:
    """A table row."""
    return f"<w:tr>{''.join(c if c.startswith(('<w:tc>', '<w:sdt>')) else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    """A table."""
    grid = "".join(f'<w:gridCol w:w="{3000 + 100 * n}"/>' for n in range(columns))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def split(text: str, pieces: int = 3, *, noise: bool = True) -> str:
    """A text in several runs of different formatting, with Word's own marks between them, as Word splits tags."""
    formats = ("", "<w:b/>", '<w:lang w:val="nb-NO"/>', "<w:i/>")
    size = max(1, -(-len(text) // pieces))
    parts = [text[i : i + size] for i in range(0, len(text), size)]
    runs = [r(part, formats[n % 4]) for n, part in enumerate(parts)]
    return "".join(f"{NOISE[n % 3] if n and noise else ''}{run}" for n, run in enumerate(runs))


def drawing(number: int, name: str = "logo", description: str = "") -> str:
    """A run with a picture's frame."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="{number}" name="{name}" '
        f'descr="{description}"/><a:graphic><a:graphicData uri="none"/></a:graphic></wp:inline></w:drawing></w:r>'
    )


def text_box(*content: str) -> str:
    """A run with a text box, both in Word's newer form and, for older readers, in VML."""
    inside = "".join(content)
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:docPr id="7" name="box"/><a:graphic><a:graphicData uri="none"><wps:wsp><wps:txbx><w:txbxContent>'
        f"{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def control(*content: str, tag: str = "c") -> str:
    """A content control around paragraphs or runs."""
    inside = "".join(content)
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def section(kind: str = "nextPage", references: str = "") -> str:
    """The properties of a section."""
    return f'<w:sectPr>{references}<w:type w:val="{kind}"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def package(body: str, parts: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None) -> bytes:
    """A Word file.

    Args:
        body: The body's content; a last section is added if it has none.
        parts: Other parts by name (``header1``, ``footnotes``), each the content of its root.
        links: Hyperlinks by relationship id.
    """
    others = parts or {}
    kinds = {name: name.rstrip("0123456789") for name in others}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="r{name}"/>'
        for name, kind in kinds.items()
        if name in ("header1", "footer1")
    )
    ending = "" if body.endswith("</w:sectPr>") else section(references=references)
    members = {
        "[Content_Types].xml": _content_types(kinds),
        "_rels/.rels": _relationships({"rDoc": ("officeDocument", "word/document.xml", "")}),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}{ending}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            {f"r{name}": (kind, f"{name}.xml", "") for name, kind in kinds.items()}
            | {name: ("hyperlink", target, "External") for name, target in (links or {}).items()}
        ),
    }
    for name, content in others.items():
        root = _ROOTS[kinds[name]]
        members[f"word/{name}.xml"] = f"<w:{root} {_SPACES}>{content}</w:{root}>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return out.getvalue()


def note(number: int, *content: str, kind: str = "footnote") -> str:
    """A footnote or endnote."""
    return f'<w:{kind} w:id="{number}">{"".join(content)}</w:{kind}>'


def _content_types(kinds: Mapping[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **kinds}.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(found: Mapping[str, tuple[str, str, str]]) -> str:
    modes = {"": "/>", "External": ' TargetMode="External"/>'}
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{modes[mode]}'
        for name, (kind, target, mode) in found.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'
