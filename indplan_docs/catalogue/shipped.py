"""The templates that come with the program."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from indplan_docs.catalogue.template import Template
from indplan_docs.errors import ConfigurationError
from indplan_docs.language import Country, Framework, Language
from indplan_docs.profile.reading import is_folder

_LONGEST_SHOWN: Final = 60
_FOLDERS: Final = {Country.SE: "sv", Country.NO: "no"}


@cache
def pack() -> tuple[Template, ...]:
    """Every template of the pack."""
    folder = _pack_folder()
    templates = []
    for entry in _entries():
        language = Language(entry["language"])
        templates.append(
            Template(
                id=entry["id"],
                document=entry["document"],
                frameworks=tuple(Framework(f) for f in entry["frameworks"]),
                language=language,
                version=entry["version"],
                path=folder / _FOLDERS[language.country] / f"{entry['id']}.docx",
            )
        )
    return tuple(templates)


def template_of(template_id: str) -> Template | None:
    """The pack's template of an id; None if there is none."""
    return next((template for template in pack() if template.id == template_id), None)


def is_shipped(template_id: str, content: bytes) -> bool:
    """True if a Word file is, byte for byte, the one that this version of the program comes with under an id.

    The tests prove of that file, and of no other, that it makes documents and covers its checklist.
    """
    released = {entry["id"]: entry["sha256"] for entry in _entries()}
    return released.get(template_id) == hashlib.sha256(content).hexdigest()


def of_file(path: Path, template_id: str | None = None) -> Template:
    """A Word file in the place of a template of the pack: the one that it is named as, or said to be.

    Args:
        path: The file.
        template_id: The template that it stands for (``plan-lss-sv``); its file name tells it if None.

    Raises:
        ConfigurationError: There is no such template, or no such file.
    """
    known = ", ".join(template.id for template in pack())
    if template_id and not template_of(template_id):
        raise ConfigurationError("template_unknown", template=template_id[:_LONGEST_SHOWN], known=known)
    _refuse_no_file(path)
    found = template_of(template_id or path.stem)
    if found:
        return replace(found, path=path, given=str(path))
    raise ConfigurationError("template_id_unknown", file=str(path), template=path.stem[:_LONGEST_SHOWN], known=known)


def is_file(path: Path) -> bool:
    """Whether a file is there, whatever was written as its path."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _refuse_no_file(path: Path) -> None:
    if not is_file(path):
        raise ConfigurationError("word_file_is_folder" if is_folder(path) else "file_unreadable", file=str(path))


@cache
def _entries() -> list[dict[str, Any]]:
    with (_pack_folder() / "catalogue.toml").open("rb") as file:
        return list(tomllib.load(file)["template"])


def _pack_folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a clone."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "templates"
    return inside if inside.is_dir() else here.parent / "templates"
