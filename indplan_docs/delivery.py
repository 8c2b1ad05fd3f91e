"""A finished document, its name, and how it comes to disk: whole or not at all, and nothing overwritten unasked."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from indplan_docs.errors import DeliveryError
from indplan_docs.models import AnyDocument
from indplan_docs.vocabulary import text

Format = Literal["docx", "pdf"]
"""The file formats a document can be rendered to."""

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_FILE_ENDINGS: Final = frozenset(
    {
        ".docx",
        ".docm",
        ".doc",
        ".dotx",
        ".odt",
        ".rtf",
        ".pdf",
        ".txt",
        ".json",
        ".html",
        ".htm",
        ".csv",
        ".zip",
        ".toml",
    }
)
"""How the name of a file ends, and that of a folder hardly ever."""


@dataclass(frozen=True, slots=True, repr=False)
class Rendered:
    """A finished document, or a draft.

    Attributes:
        content: The file's bytes.
        file_name: A name without personal data: document, framework, language, date, a short id.
        media_type: Its MIME type.
        draft: True for a draft.
        engine: What made it: ``word``, ``embedded`` or ``libreoffice``.
    """

    content: bytes
    file_name: str
    media_type: str
    draft: bool
    engine: str = "word"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def __repr__(self) -> str:
        return f"Rendered({self.file_name}, {len(self.content)} bytes)"


def file_name(document: AnyDocument, to: Format, *, draft: bool) -> str:
    """A file name without personal data.

    The short id comes from the document's content, so that two people's letters of one day do not share a name.
    """
    short_id = hashlib.sha256(document.model_dump_json().encode()).hexdigest()[:8]
    parts = [document.document, document.framework.value, document.language.value]
    parts += [document.date.isoformat()] if document.date else []
    parts += [short_id]
    parts += [text("draft_suffix", document.language)] if draft else []
    return f"{'-'.join(parts)}.{to}"


def save(rendered: Rendered, target: Path, *, force: bool = False, owner_only: bool = True) -> Path:
    """Write a rendered document.

    Args:
        rendered: What was rendered.
        target: Where to: see `place_of`. A folder is made if it is not there.
        force: Write over a file that is there.
        owner_only: False for what holds no personal data, and is for all who may read the folder.

    Returns:
        The file written.

    Raises:
        DeliveryError: The file exists, its name ends as another kind of file, or the folder cannot be written to. No
            part of a file is left behind.
    """
    path = place_of(rendered, target)
    if path.is_dir():
        raise DeliveryError("output_is_folder", file=str(path))
    if path.exists() and not force:
        raise DeliveryError("file_exists", file=path.name)
    try:
        if path != target:
            target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliveryError("cannot_write", folder=str(path.parent)) from error
    write_whole(path, rendered.content, owner_only=owner_only)
    return path


def place_of(rendered: Rendered, target: Path) -> Path:
    """The file that a document will be written to.

    Args:
        rendered: What was rendered.
        target: The file itself, if it ends as the document does (``.docx``); any other name is a folder, in which the
            document gets its own name.

    Raises:
        DeliveryError: The name is none of a folder that is there, and ends as another kind of file does.
    """
    own_name = Path(rendered.file_name)
    if target.is_dir():
        return target / own_name
    if target.suffix.lower() == own_name.suffix:
        return target
    if target.suffix.lower() in _FILE_ENDINGS:
        raise DeliveryError("other_ending", file=str(target), ending=own_name.suffix)
    return target / own_name


def write_whole(path: Path, content: bytes, *, owner_only: bool = False) -> None:
    """Write a file so that it is there whole or not at all, over one that may be there.

    Args:
        path: The file.
        content: What it is to hold.
        owner_only: True for what may hold personal data: nobody but its owner may read it. Otherwise the user's own
            habit decides (the umask), so that colleagues can read what lies in a shared folder.

    Raises:
        DeliveryError: The folder cannot be written to. No part of a file is left behind.
    """
    temporary = path.with_name(f".indplan-{secrets.token_hex(8)}.tmp")
    try:
        _write(temporary, content, 0o600 if owner_only else 0o666)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise DeliveryError("cannot_write", folder=str(path.parent)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none, over those that may be there; folders are made where they are missing.

    Args:
        files: The content of each file, in the order they are to appear.

    Raises:
        DeliveryError: One of them cannot be written. The others are as they were, and no folder is left behind.
    """
    before: dict[Path, bytes | None] = {}
    made: list[Path] = []
    try:
        for path in files:
            made += _make_folder(path.parent)
            before[path] = _content(path)
        written: list[Path] = []
        try:
            for path, content in files.items():
                write_whole(path, content)
                written.append(path)
        except BaseException:
            for path in reversed(written):
                _put_back(path, before[path])
            raise
    except BaseException:
        _take_away(made)
        raise


def _make_folder(folder: Path) -> list[Path]:
    """The folders that had to be made, the outermost first."""
    made: list[Path] = []
    try:
        for one in [one for one in (folder, *folder.parents) if not one.is_dir()][::-1]:
            one.mkdir()
            made.append(one)
    except OSError as error:
        _take_away(made)
        raise DeliveryError("cannot_write", folder=str(folder)) from error
    return made


def _take_away(made: list[Path]) -> None:
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeliveryError("cannot_write", folder=str(path.parent)) from error


def _put_back(path: Path, content: bytes | None) -> None:
    """A file as it was before; what cannot be undone is left, for the first trouble is the one to tell of."""
    with contextlib.suppress(OSError, DeliveryError):
        if content is None:
            path.unlink()
        else:
            write_whole(path, content)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
