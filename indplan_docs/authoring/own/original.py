"""What an own template was made of: an untouched copy of the pack's file, kept beside it.

The program brings only its newest templates. Without the one that an own template was made of, nobody can tell after an
upgrade which differences the municipality made and which the pack brought. `export` keeps it in the folder ``original``
(the same word in Swedish, bokmål, nynorsk and English) as ``plan-lss-sv-version-2.docx``; the folder's catalogue says
by version and checksum which of the files there is the one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from indplan_docs.authoring.own.standing import Standing, standing
from indplan_docs.catalogue import Template

FOLDER: Final = "original"
"""The folder in a folder of own templates; templates are looked for in neither it nor any other folder there."""

README: Final = "README.txt"
"""The file in it that says what it is for."""


class Trouble(StrEnum):
    """Why there is no kept copy that can be used."""

    NOT_NOTED = "not_noted"
    """Nobody wrote down what the own template was made of."""
    NO_CHECKSUM = "no_checksum"
    """The version is written down, and no checksum that could prove a copy."""
    NOT_KEPT = "not_kept"
    """There is no copy: the template was taken out before copies were kept, say, or the folder was not moved along."""
    UNREADABLE = "unreadable"
    ALTERED = "altered"
    """It has another checksum than the one that is written down: it has been saved in Word, say."""


@dataclass(frozen=True, slots=True)
class Base:
    """The pack's template that an own one was made of.

    Attributes:
        content: The Word file; None if it is not to be had.
        name: What it is called in errors.
        file: Where the kept copy is, or would be; None if nobody knows of which version.
        trouble: Why the kept copy is of no use; None if it is.
        has_news: True if the pack's present file is another, and newer.
    """

    content: bytes | None
    name: str = ""
    file: Path | None = None
    trouble: Trouble | None = None
    has_news: bool = False


def kept_file(folder: Path, template_id: str, version: int) -> Path:
    """Where a folder of own templates keeps the pack's template of a version."""
    return folder / FOLDER / f"{template_id}-version-{version}.docx"


def base_of(own: Template, of_pack: Template) -> Base:
    """What an own template was made of: the kept copy, or else the pack's file if that is still the same.

    Args:
        own: The own template.
        of_pack: The pack's present one of the same id.

    Raises:
        TemplateFault: The pack's file cannot be read.
    """
    if own.origin is None:
        return Base(None, trouble=Trouble.NOT_NOTED)
    file = kept_file(own.path.parent, own.id, own.origin.version)
    kept = _kept(file, own.origin.sha256)
    how = standing(own, of_pack)
    if isinstance(kept, bytes):
        return Base(kept, f"{FOLDER}/{file.name}", file, has_news=how is Standing.CHANGED)
    if how is Standing.UNCHANGED:
        return Base(of_pack.read(), of_pack.name, file, kept)
    return Base(None, file=file, trouble=kept)


def _kept(file: Path, sha256: str) -> bytes | Trouble:
    if not sha256:
        return Trouble.NO_CHECKSUM
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Trouble.NOT_KEPT
    except OSError:
        return Trouble.UNREADABLE
    return content if hashlib.sha256(content).hexdigest() == sha256.lower() else Trouble.ALTERED
