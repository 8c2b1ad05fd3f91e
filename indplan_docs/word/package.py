"""A Word file as a package: opened with limits, copied without being unpacked, written with the same bytes every time.

A template is data from outside. What could harm whoever opens the finished letter (macros, embedded objects, links that
fetch, fields that run) is refused here, before anything else looks at the file.

Source: ECMA-376 part 2 (Open Packaging Conventions), read 2026-11-21.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from indplan_docs.errors import TemplateFault

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT: Final = "word/document.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
_ROOT_RELATIONSHIPS: Final = "_rels/.rels"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_LARGEST_FILE: Final = 50_000_000
_LARGEST_PART: Final = 60_000_000
_LARGEST_XML: Final = 8_000_000  # a tree takes thirty times as much memory
_LARGEST_SUM: Final = 200_000_000
_MOST_PARTS: Final = 2_000
_HIGHEST_RATIO: Final = 200
_RATIO_FLOOR: Final = 1_000_000  # a small part of one repeated byte is no bomb
_ENCRYPTED: Final = 0x1
_UTF8_NAMES: Final = 0x800
_HEADER: Final = struct.Struct("<4s2xHH16xHH")  # mark, flags, method, lengths of name and extra
_LONGEST_SHOWN: Final = 60

_OLE_FILE: Final = b"\xd0\xcf\x11\xe0"
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    OSError,
    ValueError,
)
_PROGRAMS: Final = (_OLE_FILE, b"PK\3\4", b"MZ")  # an embedded object, an embedded package, a Windows program
_MARKUP_BEGINS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"L\x6f\xa7\x94")
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_REFUSED_PARTS: Final = re.compile(r"vbaproject|activex|/embeddings/|customui|\.bin$|/afchunk", re.IGNORECASE)
_REFUSED_TYPES: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_MAIN_TYPE: Final = f"{MEDIA_TYPE}.main+xml"
_REFUSED_RELATIONSHIPS: Final = re.compile(
    r"/(attachedTemplate|oleObject|package|control|vbaProject|wordVbaData|aFChunk|subDocument|mailMerge\w*|frame"
    r"|recipientData|externalLink\w*|activeXControl\w*|(mail)?Merge\w*)/*$",
    re.IGNORECASE,
)
_LINK_SCHEMES: Final = ("http:", "https:", "mailto:")
_LEADS_OUT: Final = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_REFUSED_FIELDS: Final = re.compile(
    r"[\W_]*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|DATABASE|MACROBUTTON|RD|IMPORT|EMBED|PRINT|CONTROL"
    r"|HTMLACTIVEX)(?![^\W_])",
    re.IGNORECASE,
)
_LINK_FIELD: Final = re.compile(r"\s*HYPERLINK\b(.*)", re.IGNORECASE | re.DOTALL)
_FIELD_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')
_MAIL_MERGE: Final = f"{WORD}mailMerge"
_COMMENT: Final = f"{WORD}comment"
_DRAWN: Final = "{urn:schemas-microsoft-com:vml}*"


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
        if any(part not in self._parts for part in (DOCUMENT, CONTENT_TYPES, _ROOT_RELATIONSHIPS)):
            self._refuse("template_not_word")
        self._check_names()
        for part in self._parts:
            self._check_part(part)
        self._check_types()
        self._check_main()

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
            _part_name("word", item.get("Target") or "").casefold()
            for item in self.parse(rels).iter(_RELATIONSHIP)
            if (item.get("Type") or "").endswith(f"/{kind}")
        ]
        names = {part.casefold(): part for part in self._parts}
        return [names[target] for target in found if target in names]

    def _read(self, data: bytes) -> None:
        if len(data) > _LARGEST_FILE:
            self._refuse("template_too_large")
        if data.startswith(_OLE_FILE):  # the old .doc, or a .docx with a password
            self._refuse("template_not_docx")
        if data.count(b"PK\1\2") > _MOST_PARTS:  # counted before the directory is read: reading it takes memory
            self._refuse("template_too_large")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._read_members(archive, data)
        except _UNREADABLE as error:
            raise TemplateFault("template_unreadable", template=self.name) from error

    def _read_members(self, archive: zipfile.ZipFile, data: bytes) -> None:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > _MOST_PARTS:
            self._refuse("template_too_large")
        if len({entry.filename.casefold() for entry in entries}) != len(entries):
            self._refuse("template_duplicate_part")
        total = end = 0
        for entry in sorted(entries, key=lambda e: e.header_offset):
            if entry.flag_bits & _ENCRYPTED:
                self._refuse("template_not_docx")
            if _is_strange(entry.orig_filename) or entry.header_offset < end:  # parts may not lie over each other
                self._refuse("template_unreadable")
            packed, end = self._packed(entry, data)
            content = self._inflate(entry, packed)
            total += len(content)
            if total > _LARGEST_SUM:
                self._refuse("template_too_large")
            self._parts[entry.filename] = content
            self.members[entry.filename] = Member(entry.filename, entry.compress_type, entry.CRC, len(content), packed)

    def _packed(self, entry: zipfile.ZipInfo, data: bytes) -> tuple[bytes, int]:
        """A part's bytes as they lie in the file, and where they end. Both headers must tell the same."""
        mark, flags, method, name_length, extra_length = _HEADER.unpack_from(data, entry.header_offset)
        start = entry.header_offset + _HEADER.size
        name = data[start : start + name_length]
        start += name_length + extra_length
        end = start + entry.compress_size
        encoding = "utf-8" if entry.flag_bits & _UTF8_NAMES else "cp437"
        told = (b"PK\3\4", flags & ~_ENCRYPTED, entry.compress_type, entry.orig_filename.encode(encoding))
        if (mark, flags, method, name) != told or end > len(data):
            self._refuse("template_unreadable")
        return data[start:end], end

    def _inflate(self, entry: zipfile.ZipInfo, packed: bytes) -> bytes:
        """Unpack with a cap of our own: what the headers say of size and checksum is compared, never believed."""
        if entry.compress_type == zipfile.ZIP_STORED:
            content, whole = packed, True
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            content = unpacker.decompress(packed, _LARGEST_PART + 1)
            whole = unpacker.eof and not unpacker.unused_data
        else:
            raise NotImplementedError
        ratio = len(content) / max(len(packed), 1)
        if len(content) > _LARGEST_PART or (len(content) > _RATIO_FLOOR and ratio > _HIGHEST_RATIO):
            self._refuse("template_too_large")
        if not whole or len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            self._refuse("template_unreadable")
        return content

    def _check_names(self) -> None:
        for part in self._parts:
            if _REFUSED_PARTS.search(part) or self._parts[part].startswith(_PROGRAMS):
                self._refuse("template_active_content", part=part)

    def _check_types(self) -> None:
        """No part may be a program, and the document must be an ordinary one: no template, no macro document."""
        main = ""
        for item in self.parse(CONTENT_TYPES).iter(etree.Element):
            kind = item.get("ContentType") or ""
            if _REFUSED_TYPES.search(kind):
                self._refuse("template_active_content", part=CONTENT_TYPES)
            default = not main and item.get("Extension") == "xml"
            if default or (item.get("PartName") or "").casefold() == f"/{DOCUMENT}":
                main = kind
        if main != _MAIN_TYPE:
            self._refuse("template_not_word")

    def _check_main(self) -> None:
        """Word opens the part that the package names as its document: it must be the one that is filled."""
        for item in self.parse(_ROOT_RELATIONSHIPS).iter(_RELATIONSHIP):
            if (item.get("Type") or "").endswith("/officeDocument"):
                if _part_name("", item.get("Target") or "") != DOCUMENT:
                    break
                return
        self._refuse("template_not_word")

    def _check_part(self, part: str) -> None:
        content = self._parts[part]
        named = part.lower().endswith((".xml", ".rels", ".vml"))
        if not named and not content.lstrip()[:4].startswith(_MARKUP_BEGINS):
            return
        if len(content) > _LARGEST_XML:
            self._refuse("template_too_large")
        if b"<!DOCTYPE" in content:
            self._refuse("template_doctype", part=part)
        try:
            root = self.parse(part)
        except TemplateFault:
            if named:
                raise
            return
        if root.getroottree().docinfo.internalDTD is not None:  # in another encoding than the bytes looked for
            self._refuse("template_doctype", part=part)
        if part.lower().endswith(".rels"):
            self._check_relationships(part, root)
        else:
            self._check_fields(part, root)
            self._check_elements(part, root)

    def _check_relationships(self, part: str, root: etree._Element) -> None:
        for item in root.iter(_RELATIONSHIP):
            kind, target = item.get("Type") or "", item.get("Target") or ""
            outward = (item.get("TargetMode") or "Internal") != "Internal" or _LEADS_OUT.match(target) is not None
            allowed = kind.endswith("/hyperlink") and target.lower().startswith(_LINK_SCHEMES)
            if _REFUSED_RELATIONSHIPS.search(kind) or (outward and not allowed):
                self._refuse("template_external_link", part=part, kind=_shortened(kind.rstrip("/").rpartition("/")[2]))

    def _check_fields(self, part: str, root: etree._Element) -> None:
        for code in _field_codes(root):
            if "{{" in code or "{%" in code or "{#" in code:
                self._refuse("template_tag_in_field", part=part)
            if field := _REFUSED_FIELDS.match(code):
                self._refuse("template_dangerous_field", part=part, field=field[1].upper())
            if (link := _LINK_FIELD.match(code)) and not _is_ordinary_link(link[1]):
                self._refuse("template_external_link", part=part, kind="HYPERLINK")

    def _check_elements(self, part: str, root: etree._Element) -> None:
        for element in root.iter(_MAIL_MERGE, _COMMENT, _DRAWN):
            if element.tag == _MAIL_MERGE:
                self._refuse("template_external_link", part=part, kind="mailMerge")
            if element.tag == _COMMENT:
                self._refuse("template_comments", part=part)
            link = element.get("href") or ""
            if element.get("src") or (link and not link.lower().startswith((*_LINK_SCHEMES, "#"))):
                self._refuse("template_external_link", part=part, kind=etree.QName(element).localname)

    def _refuse(self, problem: str, **values: str | int) -> None:
        raise TemplateFault(problem, template=self.name, **values)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # a tag in one would be filled, and the value could end it
        remove_pis=True,
    )


def _is_strange(name: str) -> bool:
    odd = any(character in name for character in '\\:*?"<>|') or not name.isprintable()
    return odd or any(step in ("", ".", "..") or step != step.strip() for step in name.split("/"))


def _part_name(folder: str, target: str) -> str:
    """The part that a relationship's target means, seen from a folder of the package."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def _is_ordinary_link(arguments: str) -> bool:
    """A HYPERLINK field may lead to a place in the document, a web page or an address for mail."""
    words = [quoted or bare for quoted, bare in _FIELD_WORD.findall(arguments)]
    first = [word for word in words[:1] if word[:1] not in "\\#"]
    leading = first + [word for word in words[1:] if _LEADS_OUT.match(word) and " " not in word]
    return all(word.strip().lower().startswith(_LINK_SCHEMES) for word in leading)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _field_codes(root: etree._Element) -> Iterable[str]:
    """The instructions of every field, whole, however many runs or paragraphs they are spread over."""
    for simple in root.iter(f"{WORD}fldSimple"):
        yield simple.get(f"{WORD}instr") or ""
    opened: list[list[str]] = [[]]
    for element in root.iter(f"{WORD}instrText", f"{WORD}delInstrText", f"{WORD}fldChar"):
        if element.tag != f"{WORD}fldChar":
            opened[-1].append(element.text or "")
        elif element.get(f"{WORD}fldCharType") == "begin":
            opened.append([])
        elif element.get(f"{WORD}fldCharType") == "end" and len(opened) > 1:
            code = "".join(opened.pop())
            opened[-1].append(f" {code} ")
            yield code
    yield from map("".join, opened)


# --- writing ----------------------------------------------------------------------------------------------------------

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_MADE_BY_UNIX: Final = 3 << 8 | _VERSION
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
