"""The finished Word file as a package: its metadata ours, its bytes the same every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Final

from lxml import etree

from indplan_docs.language import Language

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_EMPTY_APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def finish(content: bytes, *, language: Language, day: dt.date | None, fallback_title: str) -> bytes:
    """The same document with clean metadata and reproducible bytes.

    The title is the template's own. Author, company, editing history and revision ids are gone; the dates are the
    document's own. Every XML part is parsed again, strictly: what is not well-formed never leaves.

    Args:
        content: A Word file.
        language: The language to name in the metadata.
        day: The document's date, for created and modified; left out if None.
        fallback_title: The title, if the template has none.

    Raises:
        etree.XMLSyntaxError: A part is not well-formed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _core(_title(data) or fallback_title, language, day)
            elif name == "docProps/app.xml":
                data = _EMPTY_APP
            elif name.startswith("word/") and name.endswith(".xml"):
                data = _without_revision_ids(data)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data)
    return out.getvalue()


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _title(core: bytes) -> str:
    return (_parse(core).findtext(f"{{{_DC}}}title") or "").strip()


def _core(title: str, language: Language, day: dt.date | None) -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI})
    etree.SubElement(root, f"{{{_DC}}}title").text = title
    etree.SubElement(root, f"{{{_DC}}}language").text = language.tag
    for name in ("created", "modified") if day else ():
        element = etree.SubElement(root, f"{{{_DCTERMS}}}{name}", {f"{{{_XSI}}}type": "dcterms:W3CDTF"})
        element.text = f"{day}T00:00:00Z"
    return _xml(root)


def _without_revision_ids(data: bytes) -> bytes:
    """Word's rsid marks tell which editing sessions made which text."""
    root = _parse(data)
    for element in root.iter(etree.Element):
        for name in [a for a in element.attrib if str(a).startswith(f"{{{_WORD}}}rsid")]:
            del element.attrib[name]
    for rsids in list(root.iter(f"{{{_WORD}}}rsids")):
        parent = rsids.getparent()
        if parent is not None:
            parent.remove(rsids)
    return _xml(root)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
