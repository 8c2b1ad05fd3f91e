"""Every name and path in a template, followed through its loops, against what a document may say.

What a template makes itself, a macro, a sum, a sorted list, is looked into no further. Where fields are told, nothing
but the template's own macros and its loops may be called: a function or a method is a name that no document has.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import nodes

from indplan_docs.word.sandbox import CALLED

Shape = Mapping[str, Any] | Sequence[Any] | None
"""What a value looks like: names to shapes, a list with the shape of its items, or None for a plain value."""

_LOOP: Final = dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"))
_ANYTHING: Final = object()


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A path that no document has: the path, the nearest that there is, and the source line."""

    path: str
    suggestion: str
    line: int


def unknown_names(tree: nodes.Template, fields: Mapping[str, Any]) -> list[UnknownName]:
    """Every path in a template that the fields do not hold."""
    return Walk().of(tree, fields)


class Walk:
    """Follows every name of a template through its loops.

    Attributes:
        found: The paths that the fields do not hold.
    """

    def __init__(self) -> None:
        self.found: list[UnknownName] = []

    def of(self, tree: nodes.Template, fields: Mapping[str, Any]) -> list[UnknownName]:
        """Every path in a template that the fields do not hold, each once."""
        self.body(tree.body, {**fields, **{macro.name: _ANYTHING for macro in tree.find_all(nodes.Macro)}})
        return list(dict.fromkeys(self.found))

    def printed(self, node: nodes.Expr, shape: Any) -> None:
        """A value is printed, of a shape that the fields tell; for those who want to know."""

    def filtered(self, node: nodes.Filter, shape: Any) -> None:
        """A filter is used on a value, of a shape that the fields tell; for those who want to know."""

    def body(self, body: Sequence[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for value in node.nodes:
                    self.printed(value, self._shape(value, scope))
            else:
                self._node(node, scope)

    def _node(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        match node:
            case nodes.For():
                self._loop(node, scope)
            case nodes.Assign():
                value = self._shape(node.node, scope)
                scope.update(dict.fromkeys(_targets(node.target), value))
            case nodes.AssignBlock():
                self.body(node.body, scope)
                scope.update(dict.fromkeys(_targets(node.target)))
            case nodes.Macro():
                self._arguments(node, scope | dict.fromkeys(("caller", "varargs", "kwargs"), _ANYTHING))
            case nodes.CallBlock():
                self._shape(node.call, scope)
                self._arguments(node, scope)
            case nodes.With():
                shapes = [self._shape(value, scope) for value in node.values]
                names = {n: shape for t, shape in zip(node.targets, shapes, strict=True) for n in _targets(t)}
                self.body(node.body, scope | names)
            case nodes.If():
                self._shape(node.test, scope)
                self.body([*node.body, *node.elif_, *node.else_], scope)
            case nodes.Expr():
                self._shape(node, scope)
            case _:
                self.body(list(node.iter_child_nodes()), scope)

    def _arguments(self, node: nodes.Macro | nodes.CallBlock, scope: dict[str, Any]) -> None:
        self.body(node.defaults, scope)
        self.body(node.body, scope | {argument.name: _ANYTHING for argument in node.args})

    def _loop(self, node: nodes.For, scope: dict[str, Any]) -> None:
        self.body(node.body, self._inside_loop(node, scope))
        self.body(node.else_, dict(scope))

    def _inside_loop(self, node: nodes.For, scope: dict[str, Any]) -> dict[str, Any]:
        """The names that there are inside a loop."""
        over = self._shape(node.iter, scope)
        item = _item_of(over) if over is _ANYTHING or isinstance(over, list | tuple) else None  # a mapping: its keys
        names = _targets(node.target)
        inner = scope | dict.fromkeys(names, item if len(names) == 1 else _ANYTHING)
        if node.test is not None:  # it decides what the loop is: there is none yet
            self._shape(node.test, inner)
        loop = {**_LOOP, "previtem": item, "nextitem": item, "cycle": _ANYTHING, "changed": _ANYTHING}
        return inner | {"loop": loop}

    def _shape(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """The shape of an expression; everything inside it is looked up on the way."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self._unknown(node.name, node.name, scope, node.lineno)
            return scope.get(node.name, _ANYTHING)
        if isinstance(node, nodes.Getattr):
            return self._inside(node, node.attr, self._shape(node.node, scope))
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        shapes = [self._shape(child, scope) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and node.name == CALLED and isinstance(node.node, nodes.Expr):
            method = node.args[0].as_const()
            self._unknown(f"{path_of(node.node)}.{method}", method, shapes[0], node.lineno)
        elif isinstance(node, nodes.Filter) and node.node is not None:
            self.filtered(node, shapes[0])
        return _ANYTHING

    def _item(self, node: nodes.Getitem, scope: dict[str, Any]) -> Any:
        whole = self._shape(node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._inside(node, node.arg.value, whole)
        self._shape(node.arg, scope)
        return _item_of(whole)

    def _inside(self, node: nodes.Getattr | nodes.Getitem, name: str, whole: Any) -> Any:
        if whole is _ANYTHING:
            return _ANYTHING
        if isinstance(whole, Mapping) and name in whole:
            return whole[name]
        self._unknown(f"{path_of(node.node)}.{name}", name, whole, node.lineno)
        return _ANYTHING

    def _unknown(self, path: str, name: str, known: Any, line: int) -> None:
        near = difflib.get_close_matches(name, known if isinstance(known, Mapping) else (), n=1)
        prefix = path[: len(path) - len(name)]
        self.found.append(UnknownName(path, f"{prefix}{near[0]}" if near else "", line))


def _item_of(shape: Any) -> Any:
    return shape[0] if isinstance(shape, list | tuple) and shape else _ANYTHING


def _targets(node: nodes.Node) -> list[str]:
    own = [node.name] if isinstance(node, nodes.Name) else []
    return own + [name.name for name in node.find_all(nodes.Name)]


def path_of(node: nodes.Node) -> str:
    """What an expression looks into, as a template says it: ``person.address.place``."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{path_of(node.node)}.{node.attr}"
    return "…"
