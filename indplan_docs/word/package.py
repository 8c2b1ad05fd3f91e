"""A Word file as a package: opened with limits, copied without being unpacked, written with the same bytes every time.

A template is data from outside. What could harm whoever opens the finished letter (macros, embedded objects, links that
fetch, fields that run) is refused here, before anything else looks at the file.

Source: ECMA-376 part 2 (Open Packaging Conventions), read 2026-11-21.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from indplan_docs.errors import TemplateFault

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT: Final = "word/document.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LARGEST_FILE: Final = 50_000_000
_LARGEST_PART: Final = 60_000_000
_LARGEST_SUM: Final = 200_000_000
_MOST_PARTS: Final = 2_000
_HIGHEST_RATIO: Final = 200
_RATIO_FLOOR: Final = 1_000_000  # a small part of one repeated byte is no bomb
_ENCRYPTED: Final = 0x1

_OLE_FILE: Final = b"\xd0\xcf\x11\xe0"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_REFUSED_PARTS: Final = re.compile(r"vbaproject|activex|/embeddings/|customui|\.bin$|/afchunk", re.IGNORECASE)
_REFUSED_TYPES: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject|ms-office\.activeX", re.IGNORECASE)
_REFUSED_RELATIONSHIPS: Final = re.compile(
    r"/(attachedTemplate|oleObject|package|control|vbaProject|wordVbaData|aFChunk|subDocument|mailMerge\w*|frame"
    r"|recipientData|externalLink\w*|activeXControl\w*)$"
)
_LINK_SCHEMES: Final = ("http:", "https:", "mailto:")
_REFUSED_FIELDS: Final = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|DATABASE|MACROBUTTON|RD|IMPORT|EMBED)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a package as it lies in the file."""

    name: str
    method: int
    checksum: int
    size: int
    packed: bytes


class Package:
    """A Word file that has passed every check of form and safety.

    Args:
        data: The file.
        name: What to call it in errors.

    Raises:
        TemplateFault: It is no Word file, too large, damaged, or holds what a letter must not.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._parts: dict[str, bytes] = {}
        self.members: dict[str, Member] = {}
        self._read(data)
        if DOCUMENT not in self._parts or CONTENT_TYPES not in self._parts:
            self._refuse("template_not_word")
        self._check_types()
        for part in self._parts:
            self._check_part(part)

    def read(self, part: str) -> bytes:
        """The content of a part."""
        return self._parts[part]

    def parse(self, part: str) -> etree._Element:
        """The XML of a part.

        Raises:
            TemplateFault: It is not well-formed.
        """
        try:
            return etree.fromstring(self._parts[part], _parser())
        except etree.XMLSyntaxError as error:
            raise TemplateFault("template_damaged_part", template=self.name, part=part) from error

    def related(self, kind: str) -> list[str]:
        """The parts that the document refers to by a kind of relationship (``header``), in its order."""
        rels = "word/_rels/document.xml.rels"
        if rels not in self._parts:
            return []
        found = [
            (item.get("Target") or "").removeprefix("/word/")
            for item in self.parse(rels).iter(_RELATIONSHIP)
            if (item.get("Type") or "").endswith(f"/{kind}") and item.get("TargetMode") != "External"
        ]
        return [path for target in found if (path := f"word/{target}") in self._parts]

    def _read(self, data: bytes) -> None:
        if len(data) > _LARGEST_FILE:
            self._refuse("template_too_large")
        if data.startswith(_OLE_FILE):  # the old .doc, or a .docx with a password
            self._refuse("template_not_docx")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._read_members(archive, data)
        except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError) as error:
            raise TemplateFault("template_unreadable", template=self.name) from error

    def _read_members(self, archive: zipfile.ZipFile, data: bytes) -> None:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = {entry.filename.casefold() for entry in entries}
        if len(entries) > _MOST_PARTS:
            self._refuse("template_too_large")
        if len(names) != len(entries):
            self._refuse("template_duplicate_part")
        total = 0
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                self._refuse("template_not_docx")
            if _is_strange(entry.filename) or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self._refuse("template_unreadable")
            content = self._inflate(archive, entry)
            total += len(content)
            if total > _LARGEST_SUM:
                self._refuse("template_too_large")
            name_length, extra_length = struct.unpack_from("<HH", data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_length + extra_length
            packed = data[start : start + entry.compress_size]
            self._parts[entry.filename] = content
            self.members[entry.filename] = Member(entry.filename, entry.compress_type, entry.CRC, len(content), packed)

    def _inflate(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        """Read with a counting cap: what the header says of the size is not believed."""
        with archive.open(entry) as file:
            content = file.read(_LARGEST_PART + 1)
        ratio = len(content) / max(entry.compress_size, 1)
        if len(content) > _LARGEST_PART or (len(content) > _RATIO_FLOOR and ratio > _HIGHEST_RATIO):
            self._refuse("template_too_large")
        return content

    def _check_types(self) -> None:
        for part in self._parts:
            if _REFUSED_PARTS.search(part):
                self._refuse("template_active_content", part=part)
        if _REFUSED_TYPES.search(self._parts[CONTENT_TYPES].decode("utf-8", "replace")):
            self._refuse("template_active_content", part=CONTENT_TYPES)

    def _check_part(self, part: str) -> None:
        if not part.endswith((".xml", ".rels")):
            return
        root = self.parse(part)
        if root.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in self._parts[part]:
            self._refuse("template_doctype", part=part)
        if part.endswith(".rels"):
            self._check_relationships(part, root)
        elif part.startswith("word/"):
            self._check_fields(part, root)

    def _check_relationships(self, part: str, root: etree._Element) -> None:
        for item in root.iter(_RELATIONSHIP):
            kind, target = item.get("Type") or "", item.get("Target") or ""
            external = item.get("TargetMode") == "External"
            allowed = kind.endswith("/hyperlink") and target.lower().startswith(_LINK_SCHEMES)
            if _REFUSED_RELATIONSHIPS.search(kind) or (external and not allowed):
                self._refuse("template_external_link", part=part, kind=kind.rpartition("/")[2])

    def _check_fields(self, part: str, root: etree._Element) -> None:
        for code in _field_codes(root):
            if _REFUSED_FIELDS.match(code):
                self._refuse("template_dangerous_field", part=part, field=code.split()[0].upper())
            if "{{" in code or "{%" in code:
                self._refuse("template_tag_in_field", part=part)

    def _refuse(self, problem: str, **values: str | int) -> None:
        raise TemplateFault(problem, template=self.name, **values)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _is_strange(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\x00" in name or ".." in name.split("/") or ":" in name


def _field_codes(root: etree._Element) -> Iterable[str]:
    """The instructions of every field, whole, however many runs they are spread over."""
    for simple in root.iter(f"{WORD}fldSimple"):
        yield simple.get(f"{WORD}instr") or ""
    for paragraph in root.iter(f"{WORD}p"):
        code: list[str] = []
        for element in paragraph.iter(f"{WORD}instrText", f"{WORD}fldChar"):
            if element.tag == f"{WORD}instrText":
                code.append(element.text or "")
            elif code:
                yield "".join(code)
                code = []
        if code:
            yield "".join(code)


# --- writing ----------------------------------------------------------------------------------------------------------

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_MADE_BY_UNIX: Final = 3 << 8 | _VERSION
_UTF8_NAMES: Final = 0x800
_FIRST_DAY: Final = 0x21  # 1980-01-01, midnight: same input, same bytes
_OWNER_ONLY: Final = 0o600 << 16
_FAST: Final = 1


class Writer:
    """Writes one template's documents: what no document changes is laid ready once, as compressed bytes."""

    def __init__(self, members: Iterable[Member]) -> None:
        blob, directory, self._offset, self._count = [], [], 0, 0
        for member in sorted(members, key=lambda m: (m.name != CONTENT_TYPES, m.name)):
            local = _local(member)
            directory.append(_central(member, self._offset))
            blob += [local, member.packed]
            self._offset += len(local) + len(member.packed)
            self._count += 1
        self._blob, self._directory = b"".join(blob), b"".join(directory)

    def write(self, parts: Mapping[str, bytes]) -> bytes:
        """A package of the laid-ready parts and these."""
        out, directory, offset = [self._blob], [self._directory], self._offset
        for name, content in parts.items():
            member = deflated(name, content)
            local = _local(member)
            out += (local, member.packed)
            directory.append(_central(member, offset))
            offset += len(local) + len(member.packed)
        index, count = b"".join(directory), self._count + len(parts)
        return b"".join((*out, index, _END.pack(b"PK\5\6", 0, 0, count, count, len(index), offset, 0)))


def deflated(name: str, content: bytes) -> Member:
    """A part made ready for a package."""
    packer = zlib.compressobj(_FAST, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    return Member(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


def _local(member: Member) -> bytes:
    name = member.name.encode()
    sizes = (member.checksum, len(member.packed), member.size, len(name), 0)
    return _LOCAL.pack(b"PK\3\4", _VERSION, _UTF8_NAMES, member.method, 0, _FIRST_DAY, *sizes) + name


def _central(member: Member, offset: int) -> bytes:
    name = member.name.encode()
    sizes = (member.checksum, len(member.packed), member.size, len(name), 0, 0, 0, 0, _OWNER_ONLY, offset)
    head = (b"PK\1\2", _MADE_BY_UNIX, _VERSION, _UTF8_NAMES, member.method, 0, _FIRST_DAY)
    return _CENTRAL.pack(*head, *sizes) + name
