"""Compiled templates, and what was found in them, kept between runs: for commands that make one letter and end.

What is kept is code: it is read back only from a folder that no one else can write in, only by the Python, the packages
and the files of this one that wrote it, and only if its checksum is right. Whatever is wrong with it, it is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import secrets
import stat
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_DIGEST: Final = 32
_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_PRIVATE: Final = 0o700
_MADE_WITH: Final = ("babel", "docxtpl", "jinja2", "lxml", "markupsafe")
_OWN: Final = Path(__file__).parent.parent
_OWN_KINDS: Final = (".py", ".toml", ".typ")


class Store:
    """A folder of compiled templates.

    Args:
        folder: Where; made if it is not there, for its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, *key: object) -> Any:
        """What was kept under a key, made of plain values and code; None if nothing usable is."""
        try:
            if not self._is_ours():
                return None
            content = self._file(key).read_bytes()
            if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
                return None
            return marshal.loads(content[_DIGEST:])  # noqa: S302 - our own, see above
        except (OSError, EOFError, ValueError, TypeError):
            return None

    def put(self, value: Any, *key: object) -> None:
        """Keep a value made of plain values and code; where that cannot be done, nothing is kept."""
        temporary = self._folder / f".{secrets.token_hex(8)}"
        try:
            self._folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            if not self._is_ours():
                return
            content = marshal.dumps(value)
            temporary.write_bytes(hashlib.sha256(content).digest() + content)
            temporary.replace(self._file(key))
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _is_ours(self) -> bool:
        """True if nobody else could have put anything there."""
        found = self._folder.stat()
        return os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & _OTHERS)

    def _file(self, key: tuple[object, ...]) -> Path:
        return self._folder / hashlib.sha256(repr((_made_with(), key)).encode()).hexdigest()


@cache
def _made_with() -> list[object]:
    """What it depends on: Python, the packages, and this one's own files as they are now."""
    own = sorted(_OWN.rglob("*"))
    files = [(str(file), *_state(file)) for file in own if file.suffix in _OWN_KINDS]
    return [sys.version, *(version(name) for name in _MADE_WITH), *files]


def _state(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns
