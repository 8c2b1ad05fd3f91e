"""A template copied out for a municipality to change: the Word file, its field list, and what it was made of.

What it was made of is noted in the folder's catalogue, and kept as an untouched copy (`original`), which says after an
upgrade what is the municipality's own and what is new in the pack.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import textwrap
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indplan_docs.authoring.own.original import README, Base, base_of, kept_file
from indplan_docs.catalogue import CATALOGUE, Origin, Template, template_of
from indplan_docs.catalogue.folder import FIELD_LIST, Entry, entries
from indplan_docs.delivery import write_together
from indplan_docs.errors import ConfigurationError, DeliveryError
from indplan_docs.language import Language
from indplan_docs.profile.toml import toml_text
from indplan_docs.vocabulary import text

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
        original: The untouched copy of that; None if it is not to be had.
        kept_own: True if the Word file was there and was left as it was.
    """

    template: Path
    field_list: Path
    catalogue: Path
    version: int
    origin: Origin | None
    original: Path | None = None
    kept_own: bool = False


def export(template: Template, folder: Path, *, force: bool = False, keep_own: bool = False) -> Exported:
    """Copy a template to a folder of own templates, with its field list, and keep what it was made of.

    All files are written, or none.

    Args:
        template: The pack's, or an own one of another layer.
        folder: Where; made if it is not there.
        force: Write over a template that is there: it gets the next version.
        keep_own: Leave a template that is there, and its version, as they are, and keep only what it counts as made of
            from now on: for who has gone through the pack's news.

    Raises:
        DeliveryError: The template is there already or open in Word, or the folder cannot be written to.
        ConfigurationError: The folder's catalogue cannot be read or added to.
        TemplateFault: The template cannot be read.
    """
    try:
        made, files = _planned(template, folder, force=force, keep_own=keep_own)
    except OSError as error:  # the folder cannot even be looked into
        raise DeliveryError("cannot_write", folder=str(folder)) from error
    write_together(files)
    return made


def _planned(template: Template, folder: Path, *, force: bool, keep_own: bool) -> tuple[Exported, dict[Path, bytes]]:
    """What is to be written."""
    file, fields = folder / f"{template.id}.docx", folder / f"{template.id}{FIELD_LIST}.docx"
    content = template.read()
    keep = keep_own and file.exists()
    if not keep:
        _refuse_to_lose(file, template, force=force)
    origin, base = _made_of(template, content)
    entry, catalogue = _noted(folder, template.id, origin, keep=keep)
    files = {} if keep else {file: content}
    files[fields] = field_list_of(template)
    original = None
    if origin and base.content is not None:
        original = kept_file(folder, template.id, origin.version)
        files = _kept(original, base.content, template.language, force=force or keep) | files
    files[folder / CATALOGUE] = catalogue.encode()
    return Exported(file, fields, folder / CATALOGUE, entry.version, origin, original, keep), files


def _refuse_to_lose(file: Path, template: Template, *, force: bool) -> None:
    lock = file.with_name(f"~${file.name[2:]}")
    if lock.exists():
        raise DeliveryError("file_open_in_word", file=file.name, lock=lock.name)
    if file.exists() and not force:
        raise DeliveryError("file_exists", file=file.name)
    if file.exists() and template.path.exists() and file.samefile(template.path):
        raise DeliveryError("export_onto_itself", file=file.name)


def _kept(original: Path, content: bytes, language: Language, *, force: bool) -> dict[Path, bytes]:
    """The untouched copy, if it is not there already, and the file that tells what its folder is for."""
    files = {}
    there = original.read_bytes() if original.exists() else None
    if there is not None and there != content and not force:
        raise DeliveryError("file_exists", file=f"{original.parent.name}/{original.name}")
    if there != content:
        files[original] = content
    readme = original.with_name(README)
    if not readme.exists():
        told = text("export_readme", language).split("\n\n")
        files[readme] = ("\n\n".join(textwrap.fill(paragraph, 80) for paragraph in told) + "\n").encode()
    return files


def field_list_of(template: Template) -> bytes:
    """The Word file that lists all a template may say."""
    from indplan_docs.authoring.fields.forms import field_list_docx  # noqa: PLC0415 - large

    return field_list_docx(template.document, template.frameworks[0], template.language)


def _made_of(template: Template, content: bytes) -> tuple[Origin | None, Base]:
    """What a copy is made of in the end, the pack's template, and its file."""
    of_pack = template_of(template.id) or template
    if template.path == of_pack.path:
        return Origin(of_pack.version, hashlib.sha256(content).hexdigest()), Base(content)
    return template.origin, base_of(template, of_pack)


def _noted(folder: Path, template_id: str, origin: Origin | None, *, keep: bool) -> tuple[Entry, str]:
    """The entry of a template, and the folder's catalogue with it; all else in the file stays as it is."""
    known = entries(folder)
    before = known.get(template_id)
    entry = Entry(
        id=template_id,
        version=(before.version if keep else before.version + 1) if before else 1,
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
