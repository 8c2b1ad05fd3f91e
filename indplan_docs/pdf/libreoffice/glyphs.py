"""Characters that no font of the machine has: LibreOffice draws an empty box in their place and says nothing."""

from __future__ import annotations

import io
import itertools
import struct
from typing import Final

import pikepdf

_HEAD: Final = 12
_ENTRY: Final = struct.Struct(">4sIII")  # tag, checksum, offset, length
_LOCATION_FORMAT: Final = slice(50, 52)


def lacks_glyphs(pdf: bytes) -> bool:
    """True if a character is drawn as an empty box: what a reader should see is lost, though it can be copied.

    LibreOffice gives the box, a font's glyph 0, a number of its own in the subset, so that no validator sees it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return any(
            _draws_box(each.FontFile2.read_bytes())
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each
        )


def _draws_box(font: bytes) -> bool:
    """True if another glyph than number 0 looks as that one does. Source: OpenType 1.9, "loca" and "glyf"."""
    tables = _tables(font)
    if not {b"head", b"loca", b"glyf"} <= tables.keys():
        return False
    wide = int.from_bytes(tables[b"head"][_LOCATION_FORMAT]) == 1
    places = tables[b"loca"]
    width = 4 if wide else 2
    offsets = [
        int.from_bytes(places[i : i + width]) * (1 if wide else 2) for i in range(0, len(places) - width + 1, width)
    ]
    outlines = [tables[b"glyf"][start:end] for start, end in itertools.pairwise(offsets)]
    return bool(outlines) and bool(outlines[0]) and outlines[0] in outlines[1:]


def _tables(font: bytes) -> dict[bytes, bytes]:
    count = int.from_bytes(font[4:6])
    entries = (_ENTRY.unpack_from(font, _HEAD + _ENTRY.size * number) for number in range(count))
    return {tag: font[offset : offset + length] for tag, _, offset, length in entries}
