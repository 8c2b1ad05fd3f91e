"""All that is wrong with a template, at once, each with its place in the Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from indplan_docs import catalogue
from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.errors import TemplateFault

Check = Callable[[Subject], Iterator[TemplateFinding]]
"""A check looks at a file and tells what it finds; it raises nothing, whatever the file holds."""

CHECKS: Final[tuple[Check, ...]] = ()
"""Every check, in the order in which they are made."""


def lint(source: bytes | Path, template: catalogue.Template) -> tuple[TemplateFinding, ...]:
    """Everything that is wrong with a Word file as a template.

    Args:
        source: The Word file, or its bytes: any bytes at all.
        template: The template that it is, or stands for: see `catalogue.of_file`.
    """
    try:
        subject = Subject(source.read_bytes() if isinstance(source, Path) else source, template)
    except TemplateFault as fault:
        return (finding("unreadable", reason=fault.problem),)
    found = [one for check in CHECKS for one in check(subject)]
    return tuple(found)


__all__ = ["CHECKS", "Check", "lint"]
