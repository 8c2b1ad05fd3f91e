"""Where a profile is found that nobody named: beside the work, or in a folder above it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from indplan_docs.profile.reading import FILE_NAME


def nearest_profile(start: Path) -> Path | None:
    """The nearest ``indplan.toml``: in the folder, or above it as far as the user's own home folder.

    A profile may name a program to run. Where everybody may put files, in a shared temporary folder for instance, only
    the user's own is taken.
    """
    for folder in _upwards(start.absolute()):
        file = folder / FILE_NAME
        if _trusted(file):
            return file
    return None


def _upwards(start: Path) -> Iterator[Path]:
    home = _home()
    for folder in (start, *start.parents):
        yield folder
        if folder == home:
            return


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # a service's user may have none
        return None


def _trusted(file: Path) -> bool:
    """True if there is a file, and nobody else can have put it there unasked."""
    try:
        if not file.is_file():
            return False
        if os.name != "posix":
            return True
        shared = bool(file.parent.stat().st_mode & stat.S_IWOTH)
        return not shared or file.stat().st_uid == os.getuid()
    except OSError:
        return False
