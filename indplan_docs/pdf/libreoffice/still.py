"""The times of day that LibreOffice writes into fonts and colour profiles, made to stand still, and streams packed."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Final

import pikepdf

_SFNT_HEAD: Final = 12
_SFNT_ENTRY: Final = struct.Struct(">4sIII")  # tag, checksum, offset, length
_CHECKSUM_ADJUSTMENT: Final = slice(8, 12)
_FONT_TIMES: Final = slice(20, 36)
_CHECKSUM_MAGIC: Final = 0xB1B0AFBA
_ICC_TIME: Final = slice(24, 36)
_ICC_ID: Final = slice(84, 100)
_ICC_HEAD: Final = 128
_ICC_EPOCH: Final = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_PACKING: Final = 9


def still_fonts(pdf: pikepdf.Pdf) -> None:
    """Take the time of day out of every TrueType subset."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
            file = each.FontFile2
            file.write(_still_font(file.read_bytes()))


def still_profiles(pdf: pikepdf.Pdf) -> None:
    """Take the time of day out of every output profile."""
    for intent in pdf.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile")
        if profile is not None:
            profile.write(_still_icc(profile.read_bytes()))


def pack(pdf: pikepdf.Pdf) -> None:
    """Compress what is not, and let no stream's last byte look like a line's end: validators miscount its length."""
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream) or each.get("/Type") == pikepdf.Name.Metadata:
            continue
        if "/Filter" not in each:
            each.write(zlib.compress(each.read_raw_bytes(), _PACKING), filter=pikepdf.Name.FlateDecode)
        if each.Filter == pikepdf.Name.FlateDecode and each.read_raw_bytes().endswith(b"\r"):
            _write_as_text(each)


def _write_as_text(stream: pikepdf.Stream) -> None:
    filters: list[pikepdf.Object | None] = [pikepdf.Name.ASCII85Decode, pikepdf.Name.FlateDecode]
    parameters = stream.get("/DecodeParms")
    stream.write(
        base64.a85encode(stream.read_raw_bytes()) + b"~>",
        filter=pikepdf.Array(filters),
        decode_parms=None if parameters is None else pikepdf.Array([None, parameters]),
    )


def _still_font(font: bytes) -> bytes:
    """A font without the times in its ``head`` table, its sums made right.

    Source: OpenType specification 1.9, "Organization of an OpenType font" and "head".
    """
    made = bytearray(font)
    for entry in range(_SFNT_HEAD, _SFNT_HEAD + _SFNT_ENTRY.size * _tables(font), _SFNT_ENTRY.size):
        tag, _, offset, length = _SFNT_ENTRY.unpack_from(font, entry)
        if tag != b"head":
            continue
        head = bytearray(font[offset : offset + length])
        head[_CHECKSUM_ADJUSTMENT] = bytes(4)
        head[_FONT_TIMES] = bytes(16)
        made[offset : offset + length] = head
        struct.pack_into(">I", made, entry + 4, _sum(head))
        struct.pack_into(">I", made, offset + _CHECKSUM_ADJUSTMENT.start, (_CHECKSUM_MAGIC - _sum(made)) & 0xFFFFFFFF)
    return bytes(made)


def _tables(font: bytes) -> int:
    return int.from_bytes(font[4:6]) if len(font) >= _SFNT_HEAD else 0


def _sum(data: bytes | bytearray) -> int:
    padded = bytes(data) + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF


def _still_icc(profile: bytes) -> bytes:
    """A colour profile made on one fixed day; its identity, a digest, is left out. Source: ICC.1:2022, 7.2."""
    made = bytearray(profile)
    if len(made) >= _ICC_HEAD:
        made[_ICC_TIME] = _ICC_EPOCH
        made[_ICC_ID] = bytes(16)
    return bytes(made)
