"""What the engines say of a file: asked once, for it takes most of the time that lint takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indplan_docs.authoring.lint.reading import BRANCHES, Reading, read, source_of
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.errors import TemplateFault
from indplan_docs.models import DOCUMENTS
from indplan_docs.word.compiler import Read, compile_part, read_part
from indplan_docs.word.context import shape
from indplan_docs.word.dialect import tags_of
from indplan_docs.word.filters import filters
from indplan_docs.word.part import Options
from indplan_docs.word.sandbox import Sandbox
from indplan_docs.word.structure import CAPTURES

_MOST_TAGS: Final = 2_000
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Split:
    """A block that begins and ends at different places of the tree: its paragraph, its tag, and the other tag."""

    part: str
    paragraph: int
    tag: str
    other: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the engines say of a file.

    Attributes:
        faults: Why no letter can be made with it, one for each part at most.
        splits: The blocks that split something.
        beyond: What the embedded PDF engine cannot set.
    """

    faults: tuple[TemplateFault, ...]
    splits: tuple[Split, ...]
    beyond: tuple[TemplateFault, ...]


def said(subject: Subject) -> Said:
    """What the engines say of a file."""
    if subject.said is None:
        subject.said = Said((), (), ()) if subject.is_usable else _asked(subject)
    return subject.said


def _asked(subject: Subject) -> Said:
    parts = {part: _read(subject, part) for part in subject.parts}
    readable = {part: one for part, one in parts.items() if isinstance(one, Read)}
    splits = tuple(split for one in readable.values() for split in _splits(one))
    return Said(tuple(_faults(subject, parts)), splits, tuple(_beyond(subject, readable)))


def _read(subject: Subject, part: str) -> Read | TemplateFault:
    try:
        return read_part(subject.opened, part, clean=True)
    except TemplateFault as fault:
        return fault
    except (RecursionError, MemoryError):
        return TemplateFault("template_too_much", template=subject.template.id, part=part)


def _splits(read: Read) -> Iterator[Split]:
    wrong = [fault for fault in read.structure.faults if fault.problem == "block_splits_element"]
    for fault in [fault for fault in wrong if fault.tag.startswith("{%")] or wrong[:1]:
        number, _ = read.source.paragraph_at(fault.line)
        yield Split(read.name, number, fault.tag, fault.other)


def _beyond(subject: Subject, readable: dict[str, Read]) -> Iterator[TemplateFault]:
    """What the embedded engine refuses, paragraph by paragraph, whatever else is wrong with the tags."""
    from indplan_docs.pdf.embedded.translate import numbered_trees, refusals  # noqa: PLC0415 - the largest part of all

    captures = [(one, block) for one in readable.values() for block in one.structure.blocks if block.kind in CAPTURES]
    for one, block in captures:  # what is printed elsewhere than where it stands
        number, _ = one.source.paragraph_at(block.line)
        yield TemplateFault("pdf_cannot", part=one.name, paragraph=number, what=f"{{% {block.kind} %}}")
    if captures:
        return
    tagged = len(readable) == len(subject.parts) and not any(one.structure.faults for one in readable.values())
    trees = {part: one.tree() for part, one in readable.items()} if tagged else numbered_trees(subject.opened)
    yield from refusals(subject.opened, trees, tagged=tagged)


def _faults(subject: Subject, parts: dict[str, Read | TemplateFault]) -> Iterator[TemplateFault]:
    """Why the engine refuses the file, or each part."""
    yield from subject.faults[:1]
    for part, engine in parts.items():
        if isinstance(engine, TemplateFault):
            yield engine
        elif not _is_ordinary(subject, part, engine):
            try:
                _compile(subject, part)
            except TemplateFault as fault:
                yield fault


def _compile(subject: Subject, part: str) -> None:
    own = filters(subject.language, subject.language.country)
    options = Options(shape(DOCUMENTS[subject.template.document]), own)
    compile_part(subject.opened, part, Sandbox(own, forgiving=False), options)


def _is_ordinary(subject: Subject, part: str, engine: Read) -> bool:
    """True for a part that compiles because each of its tags does: the tags are those read, and all are ordinary.

    What the engine makes of them then hangs on nothing but their names, which are looked up, and their order.
    """
    if engine.structure.faults:
        return False
    tags = subject.tags(part).tags
    readings = [read(tag) for tag in tags]
    if not all(one.ordinary for one in readings) or not _are_in_order(readings):
        return False
    written = Counter(source for tag in tags if (source := source_of(tag)))
    return written == Counter(" ".join(tag.split()) for tag in tags_of(engine.source))


def _are_in_order(readings: list[Reading]) -> bool:
    """True if there are not too many blocks in each other, and each branch is where Jinja takes it."""
    open_blocks: list[str] = []
    for one in readings:
        if one.opens:
            open_blocks.append(one.opens)
        elif one.ends and open_blocks:
            open_blocks.pop()
        elif one.word in BRANCHES:
            if open_blocks[-1:] != ["if"] and (one.word != "else" or open_blocks[-1:] != ["for"]):
                return False
            if one.word == "else":
                open_blocks[-1] = "else"
        if len(open_blocks) > _DEEPEST:
            return False
    return len(readings) <= _MOST_TAGS
