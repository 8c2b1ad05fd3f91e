"""Proof that a template gives well-formed XML whatever the data: a block opens and closes at one place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from indplan_docs.word.dialect import Source

_TOKEN: Final = re.compile(
    r"(?P<tag>\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})"
    r"|<(?P<end>/?)(?P<name>[\w:]+)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?)(?P<empty>/?)>"
    r"|<[?!][^>]*>",
    re.DOTALL,
)
_WORDS: Final = re.compile(r"\{%[-+]?\s*(\w+)")
_OPENERS: Final = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape", "raw"})
_BRANCHES: Final = frozenset({"else", "elif"})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the template between a control tag and its end.

    Attributes:
        kind: ``for``, ``if``, ...
        tag: The tag that opens it, as it stands.
        line: The source line it opens on.
        end_line: The source line it ends on.
        elements: The names of the elements it stands in, outermost first.
    """

    kind: str
    tag: str
    line: int
    end_line: int
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the structure that makes the template unusable, and where."""

    problem: str
    line: int
    tag: str
    other: str = ""


@dataclass(slots=True)
class Structure:
    """What one pass over a source finds.

    Attributes:
        blocks: Every block, in order of its end.
        faults: Why the template cannot be used; empty if it can.
        grid_may_change: True if rows may get another number of cells, so that the table's grid must follow.
        may_be_emptied: True if a table may lose all rows, or a cell all paragraphs.
    """

    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    grid_may_change: bool = False
    may_be_emptied: bool = False


@dataclass(slots=True)
class _Open:
    kind: str
    tag: str
    line: int
    stack: tuple[str, ...]


@dataclass(slots=True)
class _Element:
    name: str
    depth: int  # how many blocks were open where it began
    lasting: int = 0  # rows of a table, or blocks of a cell, that no condition can take away
    columns: int = 0
    cells: int = 0


def examine(source: Source) -> Structure:
    """Prove the structure of a part's source, or say where it fails."""
    result = Structure()
    elements: list[_Element] = []
    blocks: list[_Open] = []
    for line, token in _tokens(source.text):
        if token["tag"]:
            if token["tag"].startswith("{%"):
                _tag(token["tag"], line, elements, blocks, result)
        elif token["name"]:
            _element(token, line, elements, blocks, result)
    result.faults += [Fault("block_not_closed", b.line, b.tag) for b in blocks]
    return result


def _tokens(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    line, at = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", at, token.start())
        at = token.start()
        yield line, token


def _tag(tag: str, line: int, elements: list[_Element], blocks: list[_Open], result: Structure) -> None:
    words = _WORDS.match(tag)
    word = words[1] if words else ""
    stack = tuple(e.name for e in elements)
    if word in _OPENERS or (word == "set" and "=" not in tag):
        blocks.append(_Open(word, tag, line, stack))
        if word in ("for", "if") and _nearest(stack) == "w:tr":
            result.grid_may_change = True
    elif word in _BRANCHES or word.startswith("end"):
        if not blocks:
            result.faults.append(Fault("block_not_opened", line, tag))
            return
        opened = blocks[-1]
        if word.startswith("end") and word[3:] != opened.kind:
            result.faults.append(Fault("block_crosses", opened.line, opened.tag, tag))
        elif opened.stack != stack:
            result.faults.append(Fault("block_splits_element", opened.line, opened.tag, tag))
        if word.startswith("end"):
            blocks.pop()
            result.blocks.append(Block(opened.kind, opened.tag, opened.line, line, opened.stack))


def _nearest(stack: tuple[str, ...]) -> str:
    return next((name for name in reversed(stack) if name in ("w:tbl", "w:tr", "w:tc")), "")


def _element(token: re.Match[str], line: int, elements: list[_Element], blocks: list[_Open], result: Structure) -> None:
    name, depth = token["name"], len(blocks)
    if token["end"]:
        if not elements or elements[-1].name != name:
            result.faults.append(Fault("block_splits_element", line, f"</{name}>"))
            return
        _closed(elements.pop(), elements, result)
        return
    parent = elements[-1] if elements else None
    if (
        parent
        and depth == parent.depth
        and (parent.name, name) in (("w:tbl", "w:tr"), ("w:tc", "w:p"), ("w:tc", "w:tbl"))
    ):
        parent.lasting += 1
    if name == "w:gridCol" and len(elements) > 1:
        elements[-2].columns += 1
    if name == "w:gridSpan":
        _span(token["attributes"], elements, result)
    if not token["empty"]:
        elements.append(_Element(name, depth))


def _span(attributes: str, elements: list[_Element], result: Structure) -> None:
    value = re.search(r'w:val="(\d+)"', attributes)
    row = next((e for e in reversed(elements) if e.name == "w:tr"), None)
    if value is None:
        result.grid_may_change = True
    elif row is not None:
        row.cells += int(value[1]) - 1


def _closed(element: _Element, elements: list[_Element], result: Structure) -> None:
    if element.name in ("w:tbl", "w:tc") and not element.lasting:
        result.may_be_emptied = True
    if element.name == "w:tc" and elements and elements[-1].name == "w:tr":
        elements[-1].cells += 1
    if element.name == "w:tr":
        table = next((e for e in reversed(elements) if e.name == "w:tbl"), None)
        if table is not None and table.columns != element.cells:
            result.grid_may_change = True
