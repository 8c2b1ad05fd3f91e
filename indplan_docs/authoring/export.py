"""A template copied out for a municipality to change: the Word file, its field list, and what it was made of."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indplan_docs.catalogue import CATALOGUE, Origin, Template, template_of
from indplan_docs.catalogue.folder import FIELD_LIST, Entry, entries
from indplan_docs.delivery import write_whole
from indplan_docs.errors import ConfigurationError, DeliveryError
from indplan_docs.profile.toml import toml_text

_BLOCK: Final = "[[template]]"
_NEW_TABLE: Final = re.compile(r"\s*\[")
_KEY: Final = re.compile(r"\s*(id|version|based_on|based_on_sha256)\s*=")
_ID: Final = re.compile(r"""\s*id\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        template: The Word file.
        field_list: The list of its fields.
        catalogue: The folder's catalogue.
        version: The own version that the catalogue gives it.
        origin: What it was made of.
    """

    template: Path
    field_list: Path
    catalogue: Path
    version: int
    origin: Origin | None


def export(template: Template, folder: Path, *, force: bool = False) -> Exported:
    """Copy a template to a folder of own templates, with its field list, and note what it was made of.

    Args:
        template: The pack's, or an own one of another layer.
        folder: Where; made if it is not there.
        force: Write over a template that is there: it gets the next version.

    Raises:
        DeliveryError: The template is there already or open in Word, or the folder cannot be written to.
        ConfigurationError: The folder's catalogue cannot be read or added to.
    """
    content = template.read()
    file, fields = folder / f"{template.id}.docx", folder / f"{template.id}{FIELD_LIST}.docx"
    lock = folder / f"~${file.name[2:]}"
    if lock.exists():
        raise DeliveryError("file_open_in_word", file=file.name, lock=lock.name)
    if file.exists() and not force:
        raise DeliveryError("file_exists", file=file.name)
    if file.exists() and template.path.exists() and file.samefile(template.path):
        raise DeliveryError("export_onto_itself", file=file.name)
    origin = _origin(template)
    listed = field_list_of(template)
    entry, catalogue = _noted(folder, template.id, origin)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError("cannot_write", folder=str(folder)) from error
    write_whole(file, content)
    write_whole(fields, listed)
    write_whole(folder / CATALOGUE, catalogue.encode())
    return Exported(file, fields, folder / CATALOGUE, entry.version, origin)


def field_list_of(template: Template) -> bytes:
    """The Word file that lists all a template may say."""
    from indplan_docs.authoring.field_list import field_list_docx  # noqa: PLC0415 - large

    return field_list_docx(template.document, template.frameworks[0], template.language)


def _origin(template: Template) -> Origin | None:
    """What a copy is made of, in the end: the pack's template."""
    of_pack = template_of(template.id)
    if of_pack is None or template.path != of_pack.path:
        return template.origin
    return Origin(of_pack.version, of_pack.sha256())


def _noted(folder: Path, template_id: str, origin: Origin | None) -> tuple[Entry, str]:
    """The entry of a template, and the folder's catalogue with it; all else in the file stays as it is."""
    known = entries(folder)
    before = known.get(template_id)
    entry = Entry(
        id=template_id,
        version=before.version + 1 if before else 1,
        based_on=origin.version if origin else None,
        based_on_sha256=origin.sha256 if origin else "",
    )
    file = folder / CATALOGUE
    text = toml_text(file).replace("\r\n", "\n") if file.exists() else ""
    block = [_BLOCK, *(f"{key} = {json.dumps(value)}" for key, value in entry.model_dump().items() if value)]
    lines = text.splitlines()
    written = "\n".join([*(_replaced(lines, template_id, block) or [*lines, *([""] if text else []), *block]), ""])
    if not _says(written, {**known, template_id: entry}):
        raise ConfigurationError("catalogue_not_added", folder=folder.name, entry=" ".join(block[1:]))
    return entry, written


def _replaced(lines: list[str], template_id: str, block: list[str]) -> list[str]:
    """The lines with a template's entry replaced; its comments stay. Nothing if it has no entry."""
    starts = [n for n, line in enumerate(lines) if _NEW_TABLE.match(line)]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        ids = [found[1] for line in lines[start:end] if (found := _ID.match(line))]
        if ids == [template_id]:
            kept = [line for line in lines[start + 1 : end] if not _KEY.match(line)]
            return [*lines[:start], *block, *kept, *lines[end:]]
    return []


def _says(text: str, wanted: dict[str, Entry]) -> bool:
    """Whether a catalogue says what it should: it may have been written in another way than ours."""
    try:
        found = tomllib.loads(text).get("template", [])
    except tomllib.TOMLDecodeError:
        return False
    return {entry["id"]: Entry(**entry) for entry in found} == wanted
