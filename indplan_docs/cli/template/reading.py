"""Which template files a command reads, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indplan_docs.cli.runtime import Session
from indplan_docs.errors import ConfigurationError, DeliveryError
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import text

if TYPE_CHECKING:
    from indplan_docs.catalogue import Template
    from indplan_docs.profile import Profile


def meant(run: Session, names: Sequence[str], stands_for: str | None, settings: Profile) -> tuple[list[Template], bool]:
    """The templates that were meant; and whether all is well in the folders they lie in, which is told if not.

    Raises:
        ConfigurationError: There is no such template or file, or none in the folders that were named.
    """
    from indplan_docs.authoring.chosen import templates_meant
    from indplan_docs.catalogue import pack
    from indplan_docs.cli import setting_words

    found = templates_meant(names, stands_for, settings.templates)
    wrong = [(folder, faults) for folder, faults in found.faults if faults]
    for folder, faults in wrong:
        run.message(setting_words.faults(str(folder), faults, run.language))
    if not found.templates:
        known = ", ".join(template.id for template in pack())
        raise ConfigurationError("folder_without_templates", folder=", ".join(names), known=known)
    return list(found.templates), not wrong


def file_words(template: Template, language: MessageLanguage, *, plain: bool = False) -> str:
    """Which file a template is: as it was named, or that it is the program's own.

    Args:
        template: Which template.
        language: The reader's.
        plain: True for the path alone, for programs.
    """
    from indplan_docs.profile import Layer

    if plain:
        return template.given or str(template.path)
    if template.layer is Layer.PACK and not template.given:
        return text("template_of_program", language, file=template.path.name)
    file = template.given or str(template.path)
    return file if template.path.stem == template.id else f"{file}, {template.id}"


def refuse_onto_template(out: Path, templates: Iterable[Template], problem: str) -> None:
    """Refuse to write over a template that was read, under whatever name or link.

    Raises:
        DeliveryError: The file to write is one of them.
    """
    if any(out.exists() and out.samefile(template.path) for template in templates):
        raise DeliveryError(problem, file=str(out))
