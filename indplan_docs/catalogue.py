"""Which template serves a document."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from indplan_docs.errors import ConfigurationError, TemplateFault
from indplan_docs.language import Country, Framework, Language

_FOLDERS: Final = {Country.SE: "sv", Country.NO: "no"}


@dataclass(frozen=True, slots=True)
class Template:
    """A Word file of the pack.

    Attributes:
        id: Its name for ever (``plan-lss-sv``).
        document: The document it makes.
        frameworks: The frameworks it serves.
        language: The language it is written in.
        version: Counts up when its content changes.
        path: Where the file is.
    """

    id: str
    document: str
    frameworks: tuple[Framework, ...]
    language: Language
    version: int
    path: Path

    def read(self) -> bytes:
        """The Word file.

        Raises:
            TemplateFault: It cannot be opened.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise TemplateFault("template_unreadable", template=self.id) from error


@cache
def pack() -> tuple[Template, ...]:
    """Every template of the pack."""
    folder = _pack_folder()
    with (folder / "catalogue.toml").open("rb") as file:
        entries = tomllib.load(file)["template"]
    templates = []
    for entry in entries:
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


def find(document: str, framework: Framework, language: Language) -> Template:
    """The template for a document.

    Raises:
        TemplateFault: There is none.
    """
    for template in pack():
        if template.document == document and framework in template.frameworks and template.language is language:
            return template
    raise TemplateFault("no_template", document=document, framework=framework.value, language=language.value)


def of_file(path: Path, template_id: str | None = None) -> Template:
    """A Word file in the place of a template of the pack: the one that it is named as, or said to be.

    Args:
        path: The file.
        template_id: The template that it stands for (``plan-lss-sv``); its file name tells it if None.

    Raises:
        ConfigurationError: There is no such template.
    """
    wanted = template_id or path.stem
    for template in pack():
        if template.id == wanted:
            return replace(template, path=path)
    known = ", ".join(template.id for template in pack())
    raise ConfigurationError("template_id_unknown", file=path.name, template=wanted, known=known)


def _pack_folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a clone."""
    here = Path(__file__).resolve().parent
    inside = here / "templates"
    return inside if inside.is_dir() else here.parent / "templates"
