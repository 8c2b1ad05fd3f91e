"""TPL-401: what the embedded PDF engine cannot set."""

from __future__ import annotations

from collections.abc import Iterator

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.word.compiler import Read
from indplan_docs.word.structure import CAPTURES


def pdf(subject: Subject) -> Iterator[TemplateFinding]:
    """Everything that the embedded engine refuses, paragraph by paragraph, whatever else is wrong with the tags."""
    from indplan_docs.pdf.embedded.translate import numbered_trees, refusals  # noqa: PLC0415 - the largest part of all

    engine = {part: subject.engine(part) for part in subject.parts}
    read = {part: one for part, one in engine.items() if isinstance(one, Read) and not one.structure.faults}
    tagged = len(read) == len(engine)
    trees = {part: one.tree() for part, one in read.items()} if tagged else numbered_trees(subject.opened)
    for part, one in read.items():
        captures = [block for block in one.structure.blocks if block.kind in CAPTURES]
        for block in captures:  # what is printed elsewhere than where it stands
            number, _ = one.source.paragraph_at(block.line)
            yield finding("pdf_cannot", subject.place(part, number), what=f"{{% {block.kind} %}}")
        if captures:
            return
    for fault in refusals(subject.opened, trees, tagged=tagged):
        part, number = str(fault.values["part"]), int(fault.values["paragraph"])
        where = subject.place(part, number) if part in subject.parts else None
        yield finding("pdf_cannot", where, what=str(fault.values["what"]))
