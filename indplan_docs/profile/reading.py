"""``indplan.toml`` read: a profile, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from indplan_docs.errors import ConfigurationError, Finding, InvalidSettings
from indplan_docs.language import Country
from indplan_docs.models.document import is_organisation_number
from indplan_docs.profile.faults import fault, validated
from indplan_docs.profile.logo import read_logo
from indplan_docs.profile.model import Layer, Profile
from indplan_docs.profile.toml import read_toml

FILE_NAME: Final = "indplan.toml"


def load_profile(path: Path) -> Profile:
    """Read a profile. Relative paths in it are seen from the file's own folder; ``~`` is the user's home.

    Raises:
        ConfigurationError: The file cannot be read or is no TOML.
        InvalidSettings: It has keys or values that do not belong, or names files that are not there; carries all.
    """
    data = read_toml(path)
    profile, faults = validated(Profile, data)
    faults += _files_and_numbers(data, path.parent)
    if profile is None or faults:
        raise InvalidSettings(path.name, {(f.path, f.problem): f for f in faults}.values())
    return _placed(profile, path.parent)


def _placed(profile: Profile, folder: Path) -> Profile:
    """The profile with its paths seen from a folder."""
    changed: dict[str, Any] = {}
    if profile.compiled_templates is not None:
        changed["compiled_templates"] = seen_from(folder, profile.compiled_templates)
    if profile.libreoffice is not None:
        changed["libreoffice"] = seen_from(folder, profile.libreoffice)
    if profile.logo is not None:
        changed["logo"] = profile.logo.model_copy(update={"file": seen_from(folder, profile.logo.file)})
    if profile.templates:
        folders = (one.model_copy(update={"folder": seen_from(folder, one.folder)}) for one in profile.templates)
        changed["templates"] = tuple(folders)
    return profile.model_copy(update=changed)


def seen_from(folder: Path, path: Path) -> Path:
    """A path of a file of settings, which is seen from the file's own folder."""
    try:
        return folder / path.expanduser()
    except RuntimeError:  # there is no such user
        return folder / path


def _files_and_numbers(data: Mapping[str, Any], folder: Path) -> Iterator[Finding]:
    """What the model cannot know: whether files are there, and numbers that one country or the other would read."""
    logo = _text(data, "logo", "file")
    if logo:
        try:
            read_logo(seen_from(folder, Path(logo)))
        except ConfigurationError as error:
            yield fault(error.problem, "logo.file", **error.values)
    number = _text(data, "issuer", "organisation_number")
    if number and not any(is_organisation_number(number, country) for country in Country):
        yield fault("setting_not_organisation_number", "issuer.organisation_number")
    folders = data.get("templates")
    layers = []
    for index, entry in enumerate(folders if isinstance(folders, list) else []):
        named = entry.get("folder") if isinstance(entry, dict) else None
        if isinstance(named, str) and not is_folder(seen_from(folder, Path(named))):
            yield fault("setting_no_folder", f"templates[{index + 1}].folder", folder=named)
        layers.append(entry.get("layer") if isinstance(entry, dict) else None)
    for layer in Layer:
        if layers.count(layer.value) > 1:
            yield fault("setting_layer_twice", "templates", layer=layer.value)


def _text(data: Mapping[str, Any], table: str, key: str) -> str:
    """A text in a table, if it is one."""
    inside = data.get(table)
    value = inside.get(key) if isinstance(inside, dict) else None
    return value if isinstance(value, str) else ""


def is_folder(path: Path) -> bool:
    """Whether a folder is there, whatever was written as its path."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
