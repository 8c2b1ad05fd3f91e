"""All that is wrong with a template, at once, each with its place in the Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final

from indplan_docs import catalogue
from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.around import around
from indplan_docs.authoring.lint.blocks import blocks
from indplan_docs.authoring.lint.checklist import checklist
from indplan_docs.authoring.lint.engine import of_fault, refused, unsafe
from indplan_docs.authoring.lint.file_checks import FILE_CHECKS
from indplan_docs.authoring.lint.kept import kept
from indplan_docs.authoring.lint.lock import is_open_in_word
from indplan_docs.authoring.lint.names import names
from indplan_docs.authoring.lint.outside import outside_table
from indplan_docs.authoring.lint.pdf import pdf
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.written import written
from indplan_docs.errors import TemplateFault
from indplan_docs.identity import masked_in
from indplan_docs.word.package import DOCUMENT
from indplan_docs.word.store import Store

Check = Callable[[Subject], Iterator[TemplateFinding]]
"""A check looks at a file and tells what it finds; it raises nothing, whatever the file holds."""

_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"

CHECKS: Final[tuple[Check, ...]] = (unsafe, written, blocks, outside_table, names, around, *FILE_CHECKS)
"""Every check, in the order in which they are made; what the engines refuse beside what they find, and what the
checklist asks for, come last."""


def lint(
    source: bytes | Path, template: catalogue.Template, store: Store | None = None, *, is_usable: bool = False
) -> tuple[TemplateFinding, ...]:
    """Everything that is wrong with a Word file as a template, in the order of the file.

    Args:
        source: The Word file, or its bytes: any bytes at all.
        template: The template that it is, or stands for: see `catalogue.of_file`.
        store: Where what is found in a file is kept between runs; nowhere if None.
        is_usable: True if the embedded engine is known to make PDF with it: the engines are then not asked again.
    """
    is_open = (finding("open_in_word"),) if isinstance(source, Path) and is_open_in_word(source) else ()
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
    except PermissionError:
        return (finding("unreadable", variant="locked"),)
    except OSError:
        return (*is_open, finding("unreadable", variant="unreadable"))
    return is_open + kept(content, template, store, lambda: _found(content, template, is_usable=is_usable))


def _found(content: bytes, template: catalogue.Template, *, is_usable: bool) -> tuple[TemplateFinding, ...]:
    try:
        subject = Subject(content, template, is_usable=is_usable)
        parts = subject.parts
        root = subject.root(DOCUMENT)
    except TemplateFault as fault:
        return (_unreadable(fault),)
    if root.tag == _STRICT:  # the rest of it would be read as if it were empty
        return (finding("unreadable", variant="strict"),)
    found: list[TemplateFinding] = []
    for check in CHECKS:
        found += _checked(check, subject)
    for last in (pdf, refused, checklist):
        found += _checked(partial(last, found=list(found)), subject)
    mask = cache(masked_in)  # many findings share a paragraph, and many paragraphs a heading
    found = [one.discreet(mask) for one in found]
    once = {(one.code, one.place, one.tag, *sorted(one.values.items())): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: _order(one, parts)))


def _checked(check: Check, subject: Subject) -> Iterator[TemplateFinding]:
    """What a check finds; where the file is damaged further in, that."""
    try:
        yield from check(subject)
    except TemplateFault as fault:
        yield of_fault(fault, subject)
    except (RecursionError, MemoryError):
        yield finding("too_much")


def _unreadable(fault: TemplateFault) -> TemplateFinding:
    return finding("unreadable", variant=fault.problem.removeprefix("template_"))


def _order(one: TemplateFinding, parts: tuple[str, ...]) -> tuple[int, int, str]:
    if one.place is None:
        return -1, 0, one.code.code
    part = parts.index(one.place.part) if one.place.part in parts else len(parts)
    return part, one.place.paragraph, one.code.code


__all__ = ["CHECKS", "Check", "lint"]
