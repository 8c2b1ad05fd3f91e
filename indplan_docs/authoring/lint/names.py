"""TPL-101, 116 to 120, 122: names and values that no document has, and what is printed in a form not for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.nearest import holds
from indplan_docs.authoring.lint.reading import BRANCHES, environment, meant, read, source_of
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.authoring.lint.values import Values
from indplan_docs.models import DOCUMENTS
from indplan_docs.word.context import kinds
from indplan_docs.word.names import UnknownName
from indplan_docs.word.part import PICTURES


def names(subject: Subject) -> Iterator[TemplateFinding]:
    """Every name and every printed value that is wrong, each with its own tag."""
    fields = {**_fields(subject.template.document), PICTURES: None}
    loops = _loops(subject)
    for part in subject.parts:
        walk = Values(DOCUMENTS[subject.template.document], loops)
        lines, tags, ends = _balanced(subject, part)
        try:
            if all(read(tag).ordinary for tag in tags):
                walk.follow(tags, fields)
            elif (tree := _parsed(lines, ends)) is not None:
                walk.of(tree, fields)
        except (RecursionError, MemoryError):  # too deep: the engine says so
            continue
        unknown = ((one.line, _unknown(one)) for one in dict.fromkeys(walk.found))
        for line, told in [*unknown, *walk.told]:
            yield told(subject, tags[line - 1])
        for line, told in walk.fixed:
            if tags[line - 1].kind == "{{":  # a colour for a cell is no text
                yield told(subject, tags[line - 1])


def is_field(document: str, path: str) -> bool:
    """Whether a document has a field of a name, as it is written outside loops: ``person.name``."""
    return holds(_fields(document), path.split("."))


def _unknown(unknown: UnknownName) -> Callable[[Subject, Tag], TemplateFinding]:
    def told(subject: Subject, tag: Tag) -> TemplateFinding:
        near = {"suggestion": unknown.suggestion, "variant": "near"} if unknown.suggestion else {}
        values = near or {"template": subject.template.id}
        where = subject.place(tag.part, tag.paragraph)
        return finding("unknown_name", where, tag=tag.text, name=unknown.path, **values)

    return told


@cache
def _fields(document: str) -> dict[str, Any]:
    return kinds(DOCUMENTS[document])


def _loops(subject: Subject) -> dict[str, str]:
    """The loops of a file, by the name that each gives its rows."""
    found: dict[str, str] = {}
    for part in subject.parts:
        for tag in subject.tags(part).tags:
            node = meant(tag)[1].node
            if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
                found.setdefault(node.target.name, tag.text)
    return found


def _balanced(subject: Subject, part: str) -> tuple[list[str], list[Tag], str]:
    """The tags of a part that are understood, as lines that Jinja reads and as tags, and the ends that are wanting."""
    lines: list[str] = []
    tags: list[Tag] = []
    open_blocks: list[str] = []
    raw = False
    for tag in subject.tags(part).tags:
        mended, found = meant(tag, partial(is_field, subject.template.document))
        raw = found.word == "raw" or (raw and found.word != "endraw")
        if raw or found.problem or found.word == "endraw" or not (source := source_of(mended)):
            continue
        if found.ends:
            if found.ends not in open_blocks:
                continue
            source = ""
            ended = ""
            while ended != found.ends:
                ended = open_blocks.pop()
                source += f"{{% end{ended} %}}"
        elif found.word in BRANCHES and open_blocks[-1:] not in (["if"], ["for"] if found.word == "else" else ["if"]):
            continue
        elif found.opens:
            open_blocks.append(found.opens)
        lines.append(source)
        tags.append(mended)
    return lines, tags, "".join(f"{{% end{block} %}}" for block in reversed(open_blocks))


def _parsed(lines: list[str], ends: str) -> nodes.Template | None:
    """The tree of the tags; without their branches if these make no sense, None if nothing does."""
    without_branches = ["" if line.split(" ")[1:2] in (["else"], ["elif"]) else line for line in lines]
    for one in (lines, without_branches):
        try:
            return environment().parse("\n".join(one) + ends)
        except (TemplateSyntaxError, RecursionError, MemoryError, ValueError):
            continue
    return None
