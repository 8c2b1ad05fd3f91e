"""Whether a file is open in Word: it keeps a small file beside it as long as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_SHORT: Final = 6
"""Names up to this length, without their ending, Word keeps whole; of longer ones it drops one letter, then two."""


def is_open_in_word(path: Path) -> bool:
    """True if Word, or LibreOffice, has the file open, or ended without a word while it had."""
    dropped = min(max(len(path.stem) - _SHORT, 0), 2)
    locks = (f"~${path.name[dropped:]}", f".~lock.{path.name}#")
    return any((path.parent / lock).exists() for lock in locks)
