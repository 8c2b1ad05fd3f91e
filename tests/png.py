"""PNG pictures, made here: whole ones, and ones with a fault."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 30, height: int = 10, *, rows: bytes | None = None, interlaced: int = 0) -> bytes:
    """A picture of one colour, whatever its header says of its size."""
    pixels = (b"\0" + b"\x0f\x4c\x5c" * width) * height if rows is None else rows
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(pixels)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
