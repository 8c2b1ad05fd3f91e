"""TPL-106 to 109: conditions and repetitions without an end or a beginning, and such as cross or split something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.asked import said
from indplan_docs.authoring.lint.outside import is_outside
from indplan_docs.authoring.lint.reading import BRANCHES, meant, read
from indplan_docs.authoring.lint.slips import is_end
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Stray, Tag
from indplan_docs.word.faults import on_one_line
from indplan_docs.word.structure import opens

_ENDING: Final = re.compile(r"end(\w+)")
_UNSURE: Final = "?"
"""Stands for a tag of which only its maintainer knows whether it was to open something."""


@dataclass(slots=True)
class _Open:
    kind: str
    tag: Tag | None
    crossed_by: Tag | None = None


def blocks(subject: Subject) -> Iterator[TemplateFinding]:
    """Every block that does not begin and end as it should."""
    for part in subject.parts:
        outside = {tag for tag in subject.tags(part).tags if is_outside(subject, tag)}
        found = [
            finding(problem, subject.place(part, tag.paragraph), tag=tag.text, **more)
            for problem, tag, more in _unpaired(subject, part)
            if tag not in outside
        ]
        yield from found
        if not (found or outside or subject.tags(part).strays):
            yield from _splitting(subject, part)


def _unpaired(subject: Subject, part: str) -> Iterator[tuple[str, Tag, dict[str, str]]]:
    """What is wrong with the order of a part's tags."""
    stack: list[_Open] = []
    tags = subject.tags(part)
    items: list[Tag | Stray] = [*tags.tags, *tags.strays]
    for item in sorted(items, key=lambda one: one.order):
        opened, ended, branch = _role(item)
        tag = item if isinstance(item, Tag) else None
        if opened:
            stack.append(_Open(opened, tag))
        elif ended and (wrong := _end(stack, ended, tag)) is not None:
            yield wrong
        elif branch and tag is not None and not any(one.kind in ("if", "for", _UNSURE) for one in stack[-1:]):
            yield "block_not_opened", tag, {}
    for left in stack:
        if left.tag is not None and left.kind != _UNSURE and read(left.tag).problem != "tag_with_space":
            yield "block_not_closed", left.tag, {"suggestion": _end_of(left)}


def _role(item: Tag | Stray) -> tuple[str, str, bool]:
    """Which block a tag opens and ends, and whether it is a branch of one."""
    if isinstance(item, Stray):
        inside = re.sub(r"^\{\s*%\s*(?:(?:p|tr|tc)\s)?\s*|[%}\s]+$", "", item.text) if "%" in item.text[:4] else ""
        ending = _ENDING.match(inside)
        return (_UNSURE if opens(inside) else ""), (ending[1] if ending else ""), False
    if item.kind != "{%":
        return "", "", False
    if is_end(item):
        return "", _UNSURE, False
    _, found = meant(item)
    if found.problem and not (found.opens or found.ends or found.word in BRANCHES):
        return _UNSURE, "", False
    return found.opens, found.ends, found.word in BRANCHES


def _end(stack: list[_Open], kind: str, tag: Tag | None) -> tuple[str, Tag, dict[str, str]] | None:
    """An end is met: what it ends is taken from the stack; what is wrong with that."""
    if kind == _UNSURE:
        del stack[-1:]
        return None
    sure = [index for index, one in enumerate(stack) if one.kind != _UNSURE]
    unsure = [index for index, one in enumerate(stack) if one.kind == _UNSURE]
    if sure and stack[sure[-1]].kind == kind:
        ended = stack[sure[-1]]
        del stack[sure[-1] :]
        if ended.tag is not None and ended.crossed_by is not None:
            return "block_crosses", ended.tag, {"other": ended.crossed_by.text}
        return None
    if unsure:
        del stack[unsure[-1]]
        return None
    deeper = next((index for index in reversed(sure) if stack[index].kind == kind), None)
    if deeper is not None:
        for crossed in stack[deeper + 1 :]:
            crossed.crossed_by = crossed.crossed_by or tag
        del stack[deeper]
        return None
    return None if tag is None else ("block_not_opened", tag, {})


def _end_of(left: _Open) -> str:
    prefix = left.tag.prefix if left.tag is not None else ""
    return f"{{%{prefix} end{left.kind} %}}"


def _splitting(subject: Subject, part: str) -> Iterator[TemplateFinding]:
    """Blocks that begin and end at different places of the tables and paragraphs."""
    for split in said(subject).splits:
        if split.part == part:
            inside = on_one_line(split.tag.removeprefix("{%").removesuffix("%}"))
            own = [
                tag.text for tag in subject.tags(part).tags if tag.paragraph == split.paragraph and tag.inside == inside
            ]
            where, other = subject.place(part, split.paragraph), on_one_line(split.other)
            yield finding("block_splits_element", where, tag="".join(own[:1]) or inside, other=other)
