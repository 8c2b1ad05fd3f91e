"""What LibreOffice leaves undone in a PDF: made to conform to what it claims, and the same bytes every time.

A PDF that claims PDF/A-2b and PDF/UA-1 together breaks the first by naming the second in its metadata without
declaring it. Source: ISO 19005-2:2011, 6.6.2.3 (extension schemas); ISO 14289-1:2014, 5; read 2026-11-21 by way of the
validators' rules.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pikepdf
from lxml import etree
from markupsafe import escape

from indplan_docs.errors import ConversionFailed
from indplan_docs.pdf.libreoffice.still import pack, still_fonts, still_profiles
from indplan_docs.pdf.libreoffice.tags import mend_tags

_PDFA: Final = "http://www.aiim.org/pdfa/ns/id/"
_PDFUA: Final = "http://www.aiim.org/pdfua/ns/id/"
_CLAIMS: Final = (("pdfaid", _PDFA, "part"), ("pdfaid", _PDFA, "conformance"), ("pdfuaid", _PDFUA, "part"))
_UA_SCHEMA: Final = f"""\
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>{_PDFUA}</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Which part of ISO 14289 the document follows</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
"""
_XMP: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claims}\
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{known}\
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a file says of itself."""

    title: str
    language: str
    date: dt.date | None
    creator: str
    producer: str
    claims: Mapping[tuple[str, str], str]


def mend(pdf: bytes, *, title: str, language: str, date: dt.date | None) -> bytes:
    """Make a PDF from LibreOffice conform to what it claims, and say of itself only what it is told to.

    What it claims it goes on claiming and no more: a draft that claims nothing is mended too.

    Args:
        pdf: The PDF, as LibreOffice made it.
        title: The document's title, shown in the window.
        language: The language tag of its text, ``sv-SE``.
        date: The document's own date, which becomes the file's; none without it.

    Returns:
        The PDF. The same input gives the same bytes; so does what LibreOffice makes of the same document another day.

    Raises:
        ConversionFailed: It is no PDF, or a damaged one, or has no page.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            _mend(opened, title, language, date)
            return _saved(opened)
    except (pikepdf.PdfError, etree.XMLSyntaxError, AttributeError, TypeError, ValueError) as error:
        raise ConversionFailed("pdf_unreadable") from error


def _mend(pdf: pikepdf.Pdf, title: str, language: str, date: dt.date | None) -> None:
    if not len(pdf.pages):
        raise ConversionFailed("pdf_unreadable")
    creator, producer = (str(pdf.docinfo.get(key, "")) for key in ("/Creator", "/Producer"))
    facts = _Facts(title, language, date, creator, producer, _claims(pdf))
    mend_tags(pdf)
    still_fonts(pdf)
    still_profiles(pdf)
    _write_properties(pdf, facts)
    pdf.Root.Metadata = _metadata(pdf, facts)
    pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for key in ("/DocChecksum", "/ID"):  # the old /ID would be kept in the new one
        if key in pdf.trailer:
            del pdf.trailer[key]


def _claims(pdf: pikepdf.Pdf) -> dict[tuple[str, str], str]:
    """What the PDF says that it conforms to."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return {}
    root = etree.fromstring(metadata.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = {(prefix, name): root.findtext(f".//{{{space}}}{name}") for prefix, space, name in _CLAIMS}
    return {key: value for key, value in found.items() if value}


def _write_properties(pdf: pikepdf.Pdf, facts: _Facts) -> None:
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    properties = {
        "/Title": facts.title,
        "/Creator": facts.creator,
        "/Producer": facts.producer,
        "/CreationDate": f"D:{facts.date:%Y%m%d}000000Z" if facts.date else "",
    }
    for key, value in properties.items():
        if value:
            pdf.docinfo[key] = value


def _metadata(pdf: pikepdf.Pdf, facts: _Facts) -> pikepdf.Stream:
    spaces = {prefix: space for prefix, space, _ in _CLAIMS}
    claims = "".join(
        f'  <rdf:Description rdf:about="" xmlns:{prefix}="{spaces[prefix]}">'
        f"<{prefix}:{name}>{escape(value)}</{prefix}:{name}></rdf:Description>\n"
        for (prefix, name), value in facts.claims.items()
    )
    if ("pdfuaid", "part") in facts.claims:
        claims += _UA_SCHEMA
    properties = {
        "pdf:Producer": facts.producer,
        "xmp:CreatorTool": facts.creator,
        "xmp:CreateDate": f"{facts.date.isoformat()}T00:00:00Z" if facts.date else "",
    }
    known = "".join(f"   <{name}>{escape(value)}</{name}>\n" for name, value in properties.items() if value)
    content = _XMP.format(claims=claims, title=escape(facts.title), language=escape(facts.language), known=known)
    stream = pikepdf.Stream(pdf, content.encode())
    stream.Type = pikepdf.Name.Metadata
    stream.Subtype = pikepdf.Name.XML
    return stream


def _saved(pdf: pikepdf.Pdf) -> bytes:
    pack(pdf)
    made = io.BytesIO()
    pdf.save(
        made,
        deterministic_id=True,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return made.getvalue()
