"""Tells when Word has saved a file: by looking at it, which works on network drives too, where no system tells.

Word saves to a temporary file that takes the old one's name, and holds a file ``~$...`` beside it while it is open.
Only the file itself is looked at. It counts as saved once it has stayed the same between two looks and opens as a zip
file; one that stays the same and does not open is passed on after a while, so that its fault is shown.
"""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

EVERY: Final = 0.4
"""Seconds between two looks."""

_PATIENCE: Final = 10
"""How many looks a file that does not open may stay the same before it is passed on."""

_Seen = tuple[int, int] | None


def pause() -> None:
    """Wait until the next look."""
    time.sleep(EVERY)


def saves(path: Path, last: bytes, wait: Callable[[], None] = pause) -> Iterator[bytes]:
    """The content of a file each time it is saved with another content; without end.

    Args:
        path: The file.
        last: The content that is known already.
        wait: What waits between two looks.
    """
    seen, still, told = _look(path), 0, False
    while True:
        wait()
        now = _look(path)
        if now is None or now != seen:
            seen, still, told = now, 0, False
            continue
        still += 1
        if told:
            continue
        content = _read(path)
        if content is None or (not _opens(content) and still < _PATIENCE):
            continue
        told = _look(path) == now
        if told and content != last:
            last = content
            yield content


def _look(path: Path) -> _Seen:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> bytes | None:
    """The file; None while another program holds it."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _opens(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.testzip() is None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error):
        return False
