"""What a typesetter leaves to be mended before every judge agrees that a file conforms.

A stream of compressed bytes whose last byte is a carriage return, followed by the line feed before ``endstream``, is
read by some judges as one line end: the stream seems a byte short. A harmless byte in its content moves the last one.

Source: ISO 32000-1, 7.3.8.1 (streams), and ISO 19005-2, 6.1.7.1, as judges read them, 2026-11-21.
"""

from __future__ import annotations

import io
from typing import Final

_ENDS_BADLY: Final = b"\r\nendstream"
_MOST_TRIES: Final = 8


def mended(content: bytes) -> bytes:
    """The PDF, with no stream that ends in a carriage return. The same input gives the same bytes."""
    for _ in range(_MOST_TRIES):
        if _ENDS_BADLY not in content:
            break
        content = _moved(content)
    return content


def _moved(content: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 - one document in ten needs it

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.read_raw_bytes().endswith(b"\r"):
                data = item.read_bytes()
                item.write(data + (b"\0" if "/Length1" in item else b"\n"))
                if "/Length1" in item:  # a font tells its own length
                    item["/Length1"] = len(data) + 1
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()
