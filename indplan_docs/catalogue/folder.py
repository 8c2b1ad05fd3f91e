"""A folder of own templates: Word files named by the pack's ids, and what its ``catalogue.toml`` says of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from indplan_docs.catalogue.shipped import pack, template_of
from indplan_docs.catalogue.template import Origin, Template
from indplan_docs.errors import ConfigurationError, Finding, InvalidSettings
from indplan_docs.profile import TemplateFolder
from indplan_docs.profile.faults import fault, validated
from indplan_docs.profile.toml import read_toml

CATALOGUE: Final = "catalogue.toml"
FIELD_LIST: Final = "-fields"
"""The end of the name of a field list, which stands beside its template and is none."""

_WORD: Final = ".docx"
_WORD_FILES: Final = frozenset({_WORD, ".dotx", ".doc", ".dot", ".docm", ".dotm", ".odt", ".rtf"})
_OPEN_IN_WORD: Final = "~$"
_NEAR: Final = 0.75


class Entry(BaseModel):
    """What a folder's catalogue says of one template."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, Field(max_length=100)]
    version: Annotated[int, Field(ge=1)] = 1
    based_on: Annotated[int, Field(ge=1)] | None = None
    based_on_sha256: Annotated[str, Field(max_length=64)] = ""


class _Catalogue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    template: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A Word file in a folder of own templates that serves no document.

    Attributes:
        path: The file.
        suggestions: The ids that its name comes nearest to; none if none is near.
        other_kind: True if the name is right and only the kind of file is not: a ``.dotx``, say.
    """

    path: Path
    suggestions: tuple[str, ...]
    other_kind: bool = False


def entries(folder: Path) -> dict[str, Entry]:
    """What a folder's catalogue says, by id; nothing if it has none.

    Raises:
        ConfigurationError: It cannot be read.
        InvalidSettings: It holds what does not belong, an id that is not the pack's, or one twice; carries all.
    """
    file = folder / CATALOGUE
    if not file.exists():
        return {}
    catalogue, faults = validated(_Catalogue, _read(file))
    found = catalogue.template if catalogue else ()
    faults += _wrong_ids(found)
    if faults:
        raise InvalidSettings(f"{folder.name}/{CATALOGUE}", faults)
    return {entry.id: entry for entry in found}


def own_template(folder: TemplateFolder, template_id: str) -> Template | None:
    """A folder's template of an id; None if it has none.

    Raises:
        ConfigurationError: The folder is not there, or its catalogue cannot be used.
    """
    known = template_of(template_id)
    path = folder.folder / f"{template_id}{_WORD}"
    if known is None or path not in _files(folder.folder):
        return None
    entry = entries(folder.folder).get(template_id)
    origin = Origin(entry.based_on, entry.based_on_sha256) if entry and entry.based_on else None
    return replace(known, version=entry.version if entry else 1, path=path, layer=folder.layer, origin=origin)


def templates_in(folder: Path) -> list[Template]:
    """The templates that lie in a folder, whatever its catalogue says of them.

    Raises:
        ConfigurationError: The folder is not there.
    """
    files = _files(folder)
    named = ((template, folder / f"{template.id}{_WORD}") for template in pack())
    return [replace(template, path=path, given=str(path)) for template, path in named if path in files]


def refuse_misspelt(folder: TemplateFolder, template_id: str) -> None:
    """Refuse to pass over a file that is nearly named as a template that its folder lacks.

    Raises:
        ConfigurationError: There is one.
    """
    for stray in strays(folder.folder):
        if template_id in stray.suggestions:
            problem = "template_file_of_other_kind" if stray.other_kind else "template_file_misspelt"
            raise ConfigurationError(
                problem, file=stray.path.name, folder=folder.folder.name, suggestion=f"{template_id}{_WORD}"
            )


def strays(folder: Path) -> list[Stray]:
    """The Word files in a folder that are named as no template; Word's own lock files and field lists are none.

    Raises:
        ConfigurationError: The folder is not there.
    """
    ids = [template.id for template in pack()]
    found = []
    for path in _files(folder):
        name, kind = path.stem, path.suffix
        if path.name.startswith((_OPEN_IN_WORD, ".")) or kind.lower() not in _WORD_FILES:
            continue
        if (name in ids and kind == _WORD) or (name.removesuffix(FIELD_LIST) in ids and name.endswith(FIELD_LIST)):
            continue
        exact = name in ids and kind.lower() != _WORD
        found.append(Stray(path, (name,) if exact else _nearest(name, ids), exact))
    return found


def missing_files(folder: Path) -> list[str]:
    """The ids that a folder's catalogue names and that it has no file for.

    Raises:
        ConfigurationError: The folder or its catalogue cannot be used.
    """
    files = _files(folder)
    return [name for name in entries(folder) if folder / f"{name}{_WORD}" not in files]


def _read(file: Path) -> dict[str, Any]:
    """What a catalogue holds. The program writes it, so what to do about a damaged one is not to mend its TOML."""
    try:
        return read_toml(file)
    except ConfigurationError as error:
        line = error.values.get("line")
        if line is None:
            raise ConfigurationError("catalogue_unreadable", folder=str(file.parent)) from error
        raise ConfigurationError("catalogue_damaged", folder=str(file.parent), line=line) from error


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise ConfigurationError("template_folder_unreadable", folder=str(folder)) from error


def _nearest(name: str, ids: list[str]) -> tuple[str, ...]:
    """The ids that a name most likely means: ``plan-lss``, ``Plan LSS sv``, ``plan-lss-sv (2)``, ``invitation``."""
    plain = "-".join(name.casefold().replace("_", "-").replace("–", "-").split())
    variants = {template_id: template_id.replace("_", "-") for template_id in ids}
    inside = tuple(template_id for template_id, variant in variants.items() if variant in plain)
    if inside:
        return inside
    likeness = {key: difflib.SequenceMatcher(None, plain, variant).ratio() for key, variant in variants.items()}
    best = max(likeness.values())
    return tuple(key for key, value in likeness.items() if value == best) if best >= _NEAR else ()


def _wrong_ids(found: Iterable[Entry]) -> list[Finding]:
    ids = [template.id for template in pack()]
    faults, seen = [], set[str]()
    for number, entry in enumerate(found, start=1):
        path = f"template[{number}].id"
        if entry.id in seen:
            faults.append(fault("catalogue_id_twice", path, id=entry.id))
        elif entry.id not in ids:
            near = _nearest(entry.id, ids)
            known = {"suggestion": near[0]} if near else {"known": ", ".join(ids)}
            faults.append(fault("catalogue_id_unknown_near" if near else "catalogue_id_unknown", path, **known))
        seen.add(entry.id)
    return faults
