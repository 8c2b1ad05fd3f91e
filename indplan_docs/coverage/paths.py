"""A template followed tag by tag: everything that it shows, and the conditions under which it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from indplan_docs.coverage.bookmarks import rules_at
from indplan_docs.coverage.expressions import Reader, Scope
from indplan_docs.coverage.facts import EACH
from indplan_docs.coverage.logic import FALSE, TRUE, Formula, both, either, negation
from indplan_docs.coverage.visible import Showing
from indplan_docs.errors import TemplateFault
from indplan_docs.word.compiler import read_part, syntax_problem
from indplan_docs.word.dialect import Source, literal
from indplan_docs.word.faults import english
from indplan_docs.word.package import Package

_Rules = Mapping[int, frozenset[str]]
_TAG_END: Final = re.compile(r"[-+]?[%}]\}")


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that a template shows: a value, or a text of its own.

    Attributes:
        path: The value's path; empty for a text of the template's own.
        text: That text; empty for a value.
        condition: When it is shown.
        part: The part it stands in.
        paragraph: The number of its paragraph in the part, counted from 1.
        rules: The codes of the rules that the template's maintainer says it answers, by a bookmark around it.
    """

    path: str
    text: str
    condition: Formula
    part: str
    paragraph: int
    rules: frozenset[str] = frozenset()


def shown_in(opened: Package, part: str, reader: Reader, hidden: frozenset[str]) -> list[Shown]:
    """Everything that a part shows, in its order.

    Args:
        opened: The Word file.
        part: Which part.
        reader: What understands its expressions.
        hidden: The styles whose text is hidden.

    Raises:
        TemplateFault: The part cannot be read as a template.
    """
    read = read_part(opened, part, clean=True)
    read.admit_blocks()
    walk = _Walk(part, read.source, reader, Showing(hidden), rules_at(opened.parse(part)))
    try:
        walk.body(Environment(autoescape=True).parse(read.source.text).body, Scope({}), TRUE)
    except TemplateSyntaxError as error:
        read.refuse(syntax_problem(error), error.lineno, tag=english(error))
    except (RecursionError, MemoryError, ValueError):
        raise TemplateFault("template_too_much", template=opened.name, part=part, paragraph=1, text="") from None
    return walk.found


class _Walk:
    def __init__(self, part: str, source: Source, reader: Reader, showing: Showing, rules: _Rules) -> None:
        self.found: list[Shown] = []
        self._part, self._source, self._reader, self._showing = part, source, reader, showing
        self._lines = source.text.split("\n")
        self._rules = rules

    def body(self, body: Sequence[nodes.Node], scope: Scope, condition: Formula) -> Scope:
        """Follow some nodes; what names mean after them."""
        for node in body:
            scope = self._node(node, scope, condition)
        return scope

    def _node(self, node: nodes.Node, scope: Scope, condition: Formula) -> Scope:
        if not isinstance(node, nodes.Output):
            self._showing.hole()
        match node:
            case nodes.Output():
                for inner in node.nodes:
                    self._output(inner, scope, condition)
            case nodes.If():
                return self._if(node, scope, condition)
            case nodes.For():
                self._for(node, scope, condition)
            case nodes.Assign(target=nodes.Name(name=name), node=value):
                return scope.named(name, self._reader.path(value, scope))
            case nodes.With():
                self.body(node.body, self._with(node, scope), condition)
            case _:  # what a macro or a block holds may be printed elsewhere, changed, or not at all
                inside = [child for child in node.iter_child_nodes() if isinstance(child, nodes.Stmt)]
                self.body(inside, scope, FALSE)
                named = scope.named(node.name, None) if isinstance(node, nodes.Macro) else scope
                return _unknown(node, named)
        return scope

    def _with(self, node: nodes.With, scope: Scope) -> Scope:
        inside = scope
        for target, value in zip(node.targets, node.values, strict=True):
            inside = _unknown(target, inside)
            if isinstance(target, nodes.Name):
                inside = inside.named(target.name, self._reader.path(value, scope))
        return inside

    def _output(self, node: nodes.Node, scope: Scope, condition: Formula) -> None:
        if isinstance(node, nodes.TemplateData):
            self._text(node, condition)
            return
        self._showing.hole()
        if not self._showing.shows:
            return
        paragraph, _ = self._source.paragraph_at(node.lineno)
        for printed in self._reader.printed(node, scope, condition):
            self._add(printed.path, printed.text, printed.condition, paragraph)

    def _text(self, node: nodes.TemplateData, condition: Formula) -> None:
        for lines, text in self._showing.read(node.data):
            if text.strip():
                paragraph, _ = self._source.paragraph_at(node.lineno + lines)
                self._add("", " ".join(literal(text).split()), condition, paragraph)

    def _add(self, path: str, text: str, condition: Formula, paragraph: int) -> None:
        if condition != FALSE:
            rules = self._rules.get(paragraph, frozenset())
            self.found.append(Shown(path, text, condition, self._part, paragraph, rules))

    def _if(self, node: nodes.If, scope: Scope, condition: Formula) -> Scope:
        before = TRUE
        ends: list[Scope] = []
        for branch in (node, *node.elif_):
            self._showing.hole()
            met = self._reader.met(branch.test, scope, self._tag(branch.lineno))
            ends.append(self.body(branch.body, scope, both(condition, before, met)))
            before = both(before, negation(met))
        self._showing.hole()
        ends.append(self.body(node.else_, scope, both(condition, before)))
        return _merged(scope, ends)

    def _for(self, node: nodes.For, scope: Scope, condition: Formula) -> None:
        """A list is gone through if it is there; in a loop over a list that is being gone through, items are mixed."""
        path = self._reader.path(node.iter, scope)
        known = self._reader.facts.at(path) if path is not None else None
        item = f"{path}{EACH}"
        inner = _unknown(node.target, scope).named("loop", None)
        if path is None or known is None or not known.many or path.endswith(EACH) or node.recursive:
            filled = self._reader.free(self._tag(node.lineno))
        else:
            filled = self._reader.facts.there(path)
            if isinstance(node.target, nodes.Name) and item not in scope.loops:
                inner = inner.named(node.target.name, item).looping(item)
        empty = negation(filled)
        if node.test is not None:
            filled = both(filled, self._reader.met(node.test, inner, self._tag(node.lineno)))
            empty = either(empty, self._reader.free(self._tag(node.lineno)))
        self.body(node.body, inner, both(condition, filled))
        self._showing.hole()
        self.body(node.else_, scope, both(condition, empty))

    def _tag(self, line: int) -> str:
        """The inside of the tag on a line, as it is written."""
        return " ".join(_TAG_END.split(self._lines[min(line, len(self._lines)) - 1], maxsplit=1)[0].split())


def _unknown(node: nodes.Node, scope: Scope) -> Scope:
    """With every name that a node sets, not understood."""
    for name in _stored(node):
        scope = scope.named(name, None)
    return scope


def _stored(node: nodes.Node) -> Iterator[str]:
    found = [node] if isinstance(node, nodes.Name) else []
    for name in (*found, *node.find_all(nodes.Name)):
        if name.ctx in ("store", "param"):
            yield name.name


def _merged(before: Scope, ends: Sequence[Scope]) -> Scope:
    """What names mean after one of several ways was taken: what they mean after each, or nothing that is sure."""
    scope = before
    for name in {name for end in ends for name in end.names}:
        meanings = {end.names.get(name, name) for end in ends}
        scope = scope.named(name, meanings.pop() if len(meanings) == 1 else None)
    return scope
