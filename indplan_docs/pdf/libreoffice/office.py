"""Where LibreOffice is on this machine, and what can go wrong with it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from indplan_docs.errors import ConverterMissing

_NAMES: Final = ("soffice", "libreoffice")
_USUAL_PLACES: Final = (
    ("/usr/lib", "libreoffice*/program/soffice"),
    ("/usr/lib64", "libreoffice*/program/soffice"),
    ("/usr/local/lib", "libreoffice*/program/soffice"),
    ("/opt", "libreoffice*/program/soffice"),
    ("/Applications", "LibreOffice*.app/Contents/MacOS/soffice"),
    ("~/Applications", "LibreOffice*.app/Contents/MacOS/soffice"),
    ("%ProgramFiles%", "LibreOffice*/program/soffice.exe"),
    ("%ProgramFiles(x86)%", "LibreOffice*/program/soffice.exe"),
)


def find_office(told: Path | None = None) -> Path:
    """The program ``soffice``.

    Args:
        told: Where it is; if not told, it is looked for on the path and in the usual places of Linux, macOS, Windows.

    Raises:
        ConverterMissing: It is not there, or cannot be run.
    """
    if told is not None:
        if _can_run(told):
            return told.absolute()
        raise ConverterMissing("converter_not_there", file=str(told))
    for place in _places():
        if _can_run(place):
            return place.absolute()
    raise ConverterMissing("converter_missing")


def _places() -> Iterator[Path]:
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            yield Path(found)
    for folder, pattern in _USUAL_PLACES:
        root = Path(os.path.expandvars(folder)).expanduser()
        if root.is_absolute():  # a variable that is not set stays as it is written
            yield from sorted(root.glob(pattern), reverse=True)  # the newest first


def _can_run(program: Path) -> bool:
    try:
        return program.is_file() and os.access(program, os.X_OK)
    except OSError:  # in a folder that may not be entered, or of a name that no file can have
        return False
