"""What a template is shown with: a document of the maintainer's own, an example by its name, or every example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from indplan_docs import catalogue
from indplan_docs.authoring.examples import examples_for
from indplan_docs.errors import ConfigurationError
from indplan_docs.models import AnyDocument
from indplan_docs.reading import load

_UNFIT: Final = re.compile(r"[^A-Za-z0-9_-]+")


def documents_for(
    template: catalogue.Template, data: str | None = None, *, every: bool = False
) -> list[tuple[str, AnyDocument]]:
    """The documents that a template is shown with, each with a name that fits a file and an address.

    Args:
        template: Which template.
        data: A JSON file, or the name of an example; the fullest example if None.
        every: Every example.

    Raises:
        ConfigurationError: There is no such file or example, it is of another kind, or both were asked for.
        InvalidInput: The file is no document.
    """
    if data is not None and every:
        raise ConfigurationError("preview_data_and_all")
    examples = examples_for(template.document, template.frameworks, template.language)
    if data is None:
        return [(example.name, example.load()) for example in (examples if every else examples[:1])]
    for example in examples:
        if example.name == data:
            return [(example.name, example.load())]
    path = Path(data)
    if not path.exists():
        known = ", ".join(sorted(example.name for example in examples))
        raise ConfigurationError("preview_data_unknown", file=path.name[:60], known=known)
    try:
        document = load(path)
    except OSError as error:
        raise ConfigurationError("file_unreadable", file=path.name) from error
    country = template.language.country
    if document.document != template.document or document.framework not in template.frameworks:
        raise ConfigurationError("preview_wrong_document", file=path.name, template=template.id)
    if document.country is not country:
        raise ConfigurationError("preview_wrong_document", file=path.name, template=template.id)
    return [(_UNFIT.sub("-", path.stem).strip("-") or "document", document)]
