"""Which templates a maintainer means: Word files, folders of them, or what serves an id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indplan_docs import catalogue
from indplan_docs.catalogue.shipped import is_file
from indplan_docs.errors import ConfigurationError, Finding
from indplan_docs.profile import Layer, TemplateFolder
from indplan_docs.profile.reading import is_folder

_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Meant:
    """The templates that were meant.

    Attributes:
        templates: Each with its file.
        faults: What is wrong with the folders they were looked for in, by folder: files that serve nothing, say.
    """

    templates: tuple[catalogue.Template, ...]
    faults: tuple[tuple[Path, tuple[Finding, ...]], ...] = ()


def template_meant(
    name: str, stands_for: str | None = None, folders: Sequence[TemplateFolder] = ()
) -> catalogue.Template:
    """What serves an id, or a Word file in the place of a template.

    Args:
        name: The id (``plan-lss-sv``), or the path of a file.
        stands_for: The id of the template that a file stands for; its name tells it if None.
        folders: The municipality's own folders, as its profile names them.

    Raises:
        ConfigurationError: There is no such template, or no such file, or a folder cannot be used.
    """
    path = Path(name)
    if catalogue.template_of(name) and not is_file(path):
        if stands_for:
            raise ConfigurationError("as_without_file", template=name)
        return next(row.template for row in catalogue.served(folders) if row.template.id == name)
    if not (path.suffix or path.name != name or is_folder(path) or is_file(path)):
        known = ", ".join(template.id for template in catalogue.pack())
        raise ConfigurationError("template_unknown", template=name[:_LONGEST_SHOWN], known=known)
    return catalogue.of_file(path, stands_for)


def templates_meant(
    names: Sequence[str], stands_for: str | None = None, folders: Sequence[TemplateFolder] = ()
) -> Meant:
    """What serves ids, Word files, and all templates in folders; if none is named all that serves, own ones first.

    Args:
        names: Ids, and paths of files or folders.
        stands_for: The id of the template that a file stands for.
        folders: The municipality's own folders, as its profile names them.

    Raises:
        ConfigurationError: As `template_meant`; or no template is in the folders that were named.
    """
    if not names:
        serving = [row.template for row in catalogue.served(folders)]
        found = sorted(serving, key=lambda template: template.layer is Layer.PACK)
        return Meant(tuple(found), tuple(_faults(folder) for folder in folders))
    templates: list[catalogue.Template] = []
    looked_in: list[TemplateFolder] = []
    for name in names:
        path = Path(name)
        if not is_folder(path) or catalogue.template_of(name) or stands_for:
            templates.append(template_meant(name, stands_for, folders))
            continue
        looked_in.append(TemplateFolder(layer=Layer.MUNICIPALITY, folder=path))
        templates += catalogue.templates_in(path)
    return Meant(tuple(templates), tuple(_faults(folder) for folder in looked_in))


def _faults(folder: TemplateFolder) -> tuple[Path, tuple[Finding, ...]]:
    return folder.folder, tuple(catalogue.folder_faults(folder, ""))
