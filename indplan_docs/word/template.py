"""A Word template compiled once: an immutable object that fills itself with data, a few hundred microseconds a letter.

Compiling reads the package, asks the dialect what the tags mean, proves the structure, looks every name up, and lays
ready the bytes that no document changes. Rendering runs Jinja's code over plain values and writes the changed parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from indplan_docs.errors import TemplateFault
from indplan_docs.word import metadata
from indplan_docs.word.archive import Member, Writer, deflated
from indplan_docs.word.budget import new_budget
from indplan_docs.word.compiler import compile_part
from indplan_docs.word.harmless import Filter
from indplan_docs.word.names import Shape
from indplan_docs.word.package import Package
from indplan_docs.word.part import Compiled, Finding, Options, Part, revived
from indplan_docs.word.pictures import Media, PictureWriter, collecting
from indplan_docs.word.sandbox import Sandbox
from indplan_docs.word.store import Store
from indplan_docs.word.structure import Block
from indplan_docs.word.values import Site


def compile_template(  # noqa: PLR0913 - each is independent of the others
    source: bytes | Path,
    *,
    fields: Shape = None,
    filters: Mapping[str, Filter] | None = None,
    missing: str | None = None,
    clean: bool = False,
    name: str = "",
    store: Store | None = None,
) -> Template:
    """Compile a Word template in docxtpl's tag language.

    Args:
        source: The .docx file, or its bytes.
        fields: What a document may hold: names to shapes (see `names.Shape`). With it, every path in the template is
            looked up; without it any plain mapping may be rendered, and an undefined name is an error then.
        filters: The filters that the template may use; the harmless ones of Jinja's own if None.
        missing: What is shown for a value that is not there, in a draft; None makes it an error.
        clean: Take the traces of editing out: revision ids, who wrote it, in which program.
        name: What to call the template in errors; the file's name if it is a path.
        store: Where compiled templates are kept between runs; nowhere if None.

    Raises:
        TemplateFault: The file is no safe Word file, or its tags cannot work; names part, paragraph and tag.
    """
    name = name or (source.name if isinstance(source, Path) else "template")
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise TemplateFault("template_unreadable", template=name) from error
    return Template(data, name, Options(fields, filters, missing, clean), store)


@dataclass(frozen=True, slots=True)
class _State:
    """All of a template that no document changes: plain values and code."""

    title: str
    parts: tuple[Compiled, ...]
    members: tuple[Member, ...]


class Template:
    """A compiled template: immutable, shared by threads at will, pickled as its source. Made by `compile_template`.

    Attributes:
        name: What it is called in errors.
        source: The Word file.
        options: How it was compiled.
        store: Where it is kept between runs.
        sites: Every place where a value is printed.
        blocks: Every block, with the elements it stands in.
        findings: What its maintainer should know.
        title: The title that the file was given in Word.
    """

    def __init__(self, data: bytes, name: str, options: Options, store: Store | None = None) -> None:
        self.name = name
        self.source, self.options, self.store = data, options, store
        environment = Sandbox(options.filters, forgiving=options.missing is not None)
        state = _found(data, name, environment, options, store)
        self.title = state.title
        self._parts = tuple(Part(compiled, name, environment, options) for compiled in state.parts)
        self._dynamic = tuple(part for part in self._parts if part.compiled.dynamic)
        self._members = state.members
        self._writer = Writer(state.members)

    @property
    def sites(self) -> tuple[Site, ...]:
        return tuple(site for part in self._parts for site in part.compiled.sites)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for part in self._parts for block in part.compiled.blocks)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for part in self._parts for finding in part.compiled.findings)

    def render(self, context: Mapping[str, object], properties: metadata.Properties | None = None) -> bytes:
        """A finished Word file.

        Args:
            context: Plain values by name: text, numbers, yes and no, pictures, lists and mappings of these.
            properties: What the file says of itself, for a template compiled ``clean``.

        Raises:
            TemplateFault: A name is undefined or a value cannot be printed where it is; names part, paragraph and tag.
        """
        new_budget()
        media = Media()
        collecting.set(media)
        written = {part.compiled.name: part.render(context, media) for part in self._dynamic}
        if self.options.clean:
            written[metadata.CORE] = metadata.core_part(properties or metadata.Properties(self.title, ""))
        return self._picture_writer.write(written, media) if media.placed else self._writer.write(written)

    def trees(self) -> dict[str, etree._Element]:
        """The parts that print something, by name, as trees with their tags as elements: see `tree`."""
        return {part.compiled.name: part.tree() for part in self._parts}

    @cached_property
    def _picture_writer(self) -> PictureWriter:
        changing = [part.compiled.name for part in self._dynamic]
        return PictureWriter(self._members, Package(self.source, self.name), changing)

    def __reduce__(self) -> tuple[Any, ...]:
        return Template, (self.source, self.name, self.options)


def _found(data: bytes, name: str, environment: Sandbox, options: Options, store: Store | None) -> _State:
    """A template as it was kept, or compiled now."""
    if store is None:
        return _compiled(data, name, environment, options)
    allowed = None if options.filters is None else sorted(options.filters)
    key = (hashlib.sha256(data).digest(), options.clean, options.fields, allowed)
    if kept := store.get(*key):
        title, parts, members = kept
        return _State(title, tuple(map(revived, parts)), tuple(Member(*member) for member in members))
    state = _compiled(data, name, environment, options)
    store.put(astuple(state), *key)
    return state


def _compiled(data: bytes, name: str, environment: Sandbox, options: Options) -> _State:
    opened = Package(data, name)
    title = metadata.title_of(opened.parse(metadata.CORE)) if metadata.CORE in opened.members else ""
    parts = tuple(compile_part(opened, part, environment, options) for part in opened.printed_parts())
    changing = {part.name for part in parts if part.dynamic} | ({metadata.CORE} if options.clean else set())
    fixed = [member for part, member in opened.members.items() if part not in changing]
    return _State(title, parts, tuple(_cleaned(opened, member) for member in fixed) if options.clean else tuple(fixed))


def _cleaned(opened: Package, member: Member) -> Member:
    if member.name == metadata.APP:
        return deflated(member.name, metadata.EMPTY_APP)
    if not (member.name.startswith("word/") and member.name.endswith(".xml")) or b"rsid" not in opened.read(
        member.name
    ):
        return member
    root = opened.parse(member.name)
    metadata.remove_revision_ids(root)
    return deflated(member.name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
