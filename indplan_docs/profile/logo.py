"""Whether a file is a PNG picture that Word and PDF can show: its header, its parts and its size.

Source: PNG specification, third edition (W3C, 2025), sections 5 and 11.2.1, read 2026-11-22.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from indplan_docs.errors import ConfigurationError

LARGEST_LOGO: Final = 2_000_000
"""In bytes; it is in every letter."""

MOST_PIXELS: Final = 4_000
"""Across and down: sixteen times what a printer can show in the letterhead."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_HEADER: Final = struct.Struct(">IIBBBBB")
_OTHERS: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"RIFF", "WebP"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%!PS", "EPS"),
)
_PIECE: Final = 1_000_000


def read_logo(file: Path) -> bytes:
    """A logo's file.

    Raises:
        ConfigurationError: It is not there, no PNG picture, damaged, or too large.
    """
    try:
        if not file.is_file():  # a pipe would be waited for
            raise ConfigurationError("logo_unreadable", file=file.name)
        with file.open("rb") as opened:
            content = opened.read(LARGEST_LOGO + 1)
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        raise ConfigurationError("logo_unreadable", file=file.name) from error
    _refuse_unfit(content, file.name)
    return content


@lru_cache(maxsize=16)
def _refuse_unfit(content: bytes, name: str) -> None:
    if _is_svg(name, content):
        raise ConfigurationError("logo_svg", file=name)
    if not content.startswith(_SIGNATURE):
        other = next((called for sign, called in _OTHERS if content.startswith(sign)), "")
        raise ConfigurationError("logo_not_png_but" if other else "logo_not_png", file=name, kind=other)
    if len(content) > LARGEST_LOGO:
        raise ConfigurationError("logo_too_large", file=name, largest=LARGEST_LOGO // 1_000_000)
    try:
        chunks = list(_chunks(content))
        kind, header = chunks[0]
        width, height, depth, colour, packing, filtering, interlaced = _HEADER.unpack(header)
        known = (kind, chunks[-1][0], packing, filtering) == (b"IHDR", b"IEND", 0, 0) and interlaced in (0, 1)
        if not (known and width and height and depth in _DEPTHS[colour]):
            raise ValueError  # noqa: TRY301 - one way out for all that is damaged
    except (ValueError, LookupError, struct.error) as error:
        raise ConfigurationError("logo_damaged", file=name) from error
    if max(width, height) > MOST_PIXELS:
        raise ConfigurationError("logo_too_many_pixels", file=name, width=width, height=height, most=MOST_PIXELS)
    row = 1 + math.ceil(width * depth * _CHANNELS[colour] / 8)
    if not _holds(b"".join(data for kind, data in chunks if kind == b"IDAT"), row * height, exact=not interlaced):
        raise ConfigurationError("logo_damaged", file=name)


def pixels(content: bytes) -> tuple[int, int]:
    """How many pixels a PNG file is across and down."""
    return struct.unpack_from(">II", content, len(_SIGNATURE) + 8)


def _is_svg(name: str, content: bytes) -> bool:
    start = content[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return name.lower().endswith((".svg", ".svgz")) or (start.startswith(b"<") and b"<svg" in start)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file, each proved by its checksum, until the last; what comes after that is nobody's."""
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
        if len(data) != length or zlib.crc32(kind + data) != checksum:
            raise ValueError
        yield kind, data
        at += 12 + length


def _holds(packed: bytes, size: int, *, exact: bool) -> bool:
    """Whether the packed pixels are whole: unpacked piece by piece, and never more than there should be."""
    unpacking, held, rest = zlib.decompressobj(), 0, packed
    most = size if exact else size * 2  # seven small pictures in one, each with rows of its own
    try:
        while rest and not unpacking.eof and held <= most:
            held += len(unpacking.decompress(rest, _PIECE))
            rest = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return unpacking.eof and (held == size if exact else 0 < held <= most)
