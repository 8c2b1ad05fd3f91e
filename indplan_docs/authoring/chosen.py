"""Which template a maintainer means: a file of their own, or one of the pack by its name."""

from __future__ import annotations

from pathlib import Path

from indplan_docs import catalogue
from indplan_docs.errors import ConfigurationError


def template_named(name: str) -> catalogue.Template:
    """A template by its id.

    Raises:
        ConfigurationError: There is none.
    """
    template = catalogue.template_of(name)
    if template is not None:
        return template
    known = ", ".join(template.id for template in catalogue.pack())
    raise ConfigurationError("template_unknown", template=name[:60], known=known)


def template_meant(name: str, stands_for: str | None = None) -> catalogue.Template:
    """A template by its id, or a Word file in the place of one.

    Args:
        name: The id (``plan-lss-sv``), or the path of a file.
        stands_for: The id of the template that a file stands for; its name tells it if None.

    Raises:
        ConfigurationError: There is no such template, or no such file.
    """
    path = Path(name)
    if path.suffix or path.exists() or stands_for:
        if not path.is_file():
            raise ConfigurationError("file_unreadable", file=path.name)
        return catalogue.of_file(path, stands_for)
    return template_named(name)
