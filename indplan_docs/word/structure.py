"""Proof that a template gives well-formed XML whatever the data: a block opens and closes at one place in the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from indplan_docs.word.dialect import TAG, Source

_TOKEN: Final = re.compile(
    rf"(?P<tag>{TAG})"
    r"|<(?P<end>/?)(?P<name>[\w:]+)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?)(?P<empty>/?)>"
    r"|<[?!][^>]*>",
    re.DOTALL,
)
_WORD: Final = re.compile(r"\s*(\w+)")
_ASSIGNED: Final = re.compile(r"\s*set\s+[\w\s,.()]+=")
CAPTURES: Final = frozenset({"macro", "call", "filter", "set"})
"""Blocks whose content is printed elsewhere, or changed before it is printed."""
_OPENERS: Final = frozenset({"for", "if", "with", "autoescape", "block"}) | CAPTURES
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
        joins_runs: True if a block ends in another run than it begins in, so that what follows has the formatting of
            either.
    """

    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    grid_may_change: bool = False
    may_be_emptied: bool = False
    joins_runs: bool = False


@dataclass(slots=True, eq=False)
class _Element:
    name: str
    depth: int  # how many blocks were open where it began
    lasting: int = 0  # rows of a table, or blocks of a cell, that no condition can take away
    columns: int = 0
    cells: int = 0  # of a row, those that span several columns counted as often
    own: int = 0


@dataclass(slots=True)
class _Open:
    kind: str
    tag: str
    line: int
    path: tuple[_Element, ...]


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
        yield line + (token[0][:2] in ("{{", "{%")), token  # a tag's inside begins a line of its own


def opens(inside: str) -> str:
    """Which kind of block a control tag opens, by what stands in it; empty if none."""
    found = _WORD.match(inside)
    word = found[1] if found else ""
    return word if word in _OPENERS and not (word == "set" and _ASSIGNED.match(inside)) else ""


def _tag(tag: str, line: int, elements: list[_Element], blocks: list[_Open], result: Structure) -> None:
    inside = tag.removeprefix("{%").lstrip("-+")
    found = _WORD.match(inside)
    word = found[1] if found else ""
    if kind := opens(inside):
        blocks.append(_Open(kind, tag, line, tuple(elements)))
        if _nearest([e.name for e in elements]) == "w:tr":
            result.grid_may_change = True
    elif word in _BRANCHES or word.startswith("end"):
        if not blocks:
            result.faults.append(Fault("block_not_opened", line, tag))
            return
        _match(blocks[-1], word, tag, elements, result)
        if word.startswith("end"):
            opened = blocks.pop()
            result.blocks.append(Block(opened.kind, opened.tag, opened.line, line, _names(opened.path)))


def _match(opened: _Open, word: str, tag: str, elements: list[_Element], result: Structure) -> None:
    """A block's branches and end stand where it was opened, or at the same place of a like element further on."""
    if word.startswith("end") and word[3:] != opened.kind:
        result.faults.append(Fault("block_crosses", opened.line, opened.tag, tag))
    elif _names(opened.path) != _names(elements):
        result.faults.append(Fault("block_splits_element", opened.line, opened.tag, tag))
    elif opened.path != tuple(elements):
        result.may_be_emptied = result.joins_runs = True
        if "w:tbl" in _names(elements):
            result.grid_may_change = True


def _names(elements: Iterable[_Element]) -> tuple[str, ...]:
    return tuple(element.name for element in elements)


def _nearest(stack: list[str]) -> str:
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
        elements[-1].own += 1
    if element.name == "w:tr":
        tables = [e for e in reversed(elements) if e.name == "w:tbl"]
        fits = [table.columns >= max(element.cells, element.own) for table in tables]
        if not all(fits) or (tables and tables[0].columns != element.cells):
            result.grid_may_change = True
