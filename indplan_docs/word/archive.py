"""The zip file around a Word document: read with limits of our own, written with the same bytes every time.

What a part weighs unpacked, and where it lies, is measured here and never believed; parts that no document changes are
kept as the compressed bytes they came in.

Source: PKWARE APPNOTE 6.3 (the zip format); ECMA-376 part 2 (Open Packaging Conventions), read 2026-11-21.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from indplan_docs.errors import TemplateFault

CONTENT_TYPES: Final = "[Content_Types].xml"

_LARGEST_FILE: Final = 50_000_000
_LARGEST_PART: Final = 60_000_000
_LARGEST_SUM: Final = 200_000_000
_MOST_PARTS: Final = 2_000
_HIGHEST_RATIO: Final = 200
_RATIO_FLOOR: Final = 1_000_000  # a small part of one repeated byte is no bomb
_ENCRYPTED: Final = 0x1
_UTF8_NAMES: Final = 0x800
_HEADER: Final = struct.Struct("<4s2xHH16xHH")  # mark, flags, method, lengths of name and extra

OLE_FILE: Final = b"\xd0\xcf\x11\xe0"
"""How an old Word file begins, and a .docx with a password, and an embedded object."""

_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a package as it lies in the file."""

    name: str
    method: int
    checksum: int
    size: int
    packed: bytes


class Archive:
    """The parts of a zip file, each unpacked once, within limits.

    Args:
        data: The file.
        name: What to call it in errors.

    Attributes:
        members: The parts as they lie in the file, by name.
        contents: What is in them, by name.

    Raises:
        TemplateFault: It is no zip file, damaged, encrypted, or unpacks to too much.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self.members: dict[str, Member] = {}
        self.contents: dict[str, bytes] = {}
        self._read(data)

    def _read(self, data: bytes) -> None:
        if len(data) > _LARGEST_FILE:
            self._refuse("template_too_large")
        if data.startswith(OLE_FILE):  # the old .doc, or a .docx with a password
            self._refuse("template_not_docx")
        if data.count(b"PK\1\2") > _MOST_PARTS:  # counted before the directory is read: reading it takes memory
            self._refuse("template_too_large")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._read_members(archive, data)
        except _UNREADABLE as error:
            raise TemplateFault("template_unreadable", template=self._name) from error

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
            self.contents[entry.filename] = content
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

    def _refuse(self, problem: str) -> NoReturn:
        raise TemplateFault(problem, template=self._name)


def _is_strange(name: str) -> bool:
    odd = any(character in name for character in '\\:*?"<>|') or not name.isprintable()
    return odd or any(step in ("", ".", "..") or step != step.strip() for step in name.split("/"))


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

    def write(self, parts: Mapping[str, bytes], packed: Iterable[Member] = ()) -> bytes:
        """A package of the laid-ready parts, these, and others that are packed already."""
        members = [*(deflated(name, content) for name, content in parts.items()), *packed]
        out, directory, offset = [self._blob], [self._directory], self._offset
        for member in members:
            local = _local(member)
            out += (local, member.packed)
            directory.append(_central(member, offset))
            offset += len(local) + len(member.packed)
        index, count = b"".join(directory), self._count + len(members)
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
