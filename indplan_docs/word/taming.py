"""A template's code made to count what it does, before it is compiled; what no template may use is refused here."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.filters import FILTERS
from jinja2.visitor import NodeTransformer

from indplan_docs.word.offers import METHODS
from indplan_docs.word.sandbox import CALLED, Sandbox, is_reserved

_REFUSED: Final = (
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.Pow,
    nodes.EvalContextModifier,
    nodes.ScopedEvalContextModifier,
)


def tame(tree: nodes.Template, environment: Sandbox, literal: Callable[[str], str]) -> nodes.Template:
    """The template's code with loops counted, joined texts measured, and its own text as it stands in the document.

    Args:
        tree: The parsed template; changed in place.
        environment: What it will run in.
        literal: What becomes of the template's own text; done here once, so that data is never touched by it.

    Raises:
        TemplateSyntaxError: It uses something that templates may not.
    """
    return _Tamer(environment, literal).visit(tree)  # type: ignore[no-any-return]


class _Tamer(NodeTransformer):
    """Makes a template's code count what it does.

    A loop is left uncounted only if it walks data and stands in no other, or walks the outer one's own item: so much
    data there is.
    """

    def __init__(self, environment: Sandbox, literal: Callable[[str], str]) -> None:
        self._allowed = environment.allowed
        self._generic = environment.generic
        self._refused = _REFUSED if self._generic else (*_REFUSED, nodes.NSRef)
        self._literal = literal
        self._block_call: nodes.Call | None = None
        self._targets: list[str] = []
        self._set: set[str] = set()
        self._makes_mappings = False
        self._buffers = 0

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        """Note what the template makes itself: a loop over that is no loop over data."""
        makers: tuple[type[nodes.Node], ...] = (nodes.Dict, nodes.Call, nodes.NSRef)
        self._makes_mappings = next(node.find_all(makers if self._generic else nodes.Dict), None) is not None
        self._set = _names_set_elsewhere(node)
        self.generic_visit(node)
        return node

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        """Refuse what no template may use, wherever it stands."""
        if isinstance(node, self._refused):
            raise TemplateSyntaxError(f"not_allowed {type(node).__name__.lower()}", node.lineno)
        return super().visit(node, *args, **kwargs)

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.TemplateData:  # noqa: N802
        node.data = self._literal(node.data)
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:  # noqa: N802
        if node.name not in self._allowed and not is_reserved(node.name):
            if self._generic and node.name in FILTERS:
                raise TemplateSyntaxError(f"not_allowed |{node.name}", node.lineno)
            near = difflib.get_close_matches(node.name, self._allowed, n=1)
            raise TemplateSyntaxError(f"unknown_filter {node.name} {''.join(near)}".strip(), node.lineno)
        self.generic_visit(node)
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        names = [name.name for name in _names_in(node.target)]
        inside = bool(self._targets or self._buffers)
        counted = node.recursive or not (self._walks_inward(node.iter) if inside else self._walks_data(node.iter))
        self._targets += names
        self.generic_visit(node)
        del self._targets[len(self._targets) - len(names) :]
        if counted:
            node.iter = _filtered(node.iter, "_counted")
        if self._buffers:
            node.body.insert(0, _spending(node))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802
        return self._buffered(node)  # type: ignore[no-any-return]

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        self._block_call = node.call  # stays a call: Jinja gives it the block
        return self._buffered(node)  # type: ignore[no-any-return]

    def visit_Assign(self, node: nodes.Assign) -> list[nodes.Stmt]:  # noqa: N802
        self.generic_visit(node)
        return [*_checks(node), node]

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> list[nodes.Stmt]:  # noqa: N802
        node = self._buffered(node)
        if node.filter is not None:
            node.filter = _filtered(node.filter, "_escaped")
        return [*_checks(node), node]

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:  # noqa: N802
        node = self._buffered(node)
        node.filter = _filtered(node.filter, "_escaped")
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        self.generic_visit(node)
        if self._buffers:
            node.nodes = [n if isinstance(n, nodes.TemplateData) else _filtered(n, "_measured") for n in node.nodes]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802
        """A method of a plain value is called at once: nothing of it can be kept, printed or passed on."""
        kept = node is self._block_call
        self.generic_visit(node)
        called = node.node
        if kept or not self._generic or not isinstance(called, nodes.Getattr) or called.attr not in METHODS:
            return node
        given = [nodes.Const(called.attr, lineno=node.lineno), *node.args]
        return nodes.Filter(called.node, CALLED, given, node.kwargs, node.dyn_args, node.dyn_kwargs, lineno=node.lineno)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Getitem:  # noqa: N802
        """A slice is cut by Python itself, which would cut markup: see `Sandbox.getitem` for all else."""
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _filtered(node.node, "_plain")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "_joined")

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        return self._weighed(node) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        """What two long things take to compare is counted; a comparison with what the template names is short."""
        self.generic_visit(node)
        for operand in node.ops:
            if not isinstance(operand.expr, nodes.Const) and (
                operand.op in ("in", "notin") or not isinstance(node.expr, nodes.Const)
            ):
                operand.expr = _filtered(operand.expr, "_weighed")
        return node

    def _walks_data(self, over: nodes.Node) -> bool:
        return _root(over) not in {"", *self._set}

    def _walks_inward(self, over: nodes.Node) -> bool:
        root = _root(over) if isinstance(over, nodes.Getattr) else ""
        own = root in self._targets and root not in self._set and self._targets.count(root) == 1
        return own and not self._makes_mappings and not self._buffers

    def _buffered(self, node: Any) -> Any:
        """What is gathered inside a template, not sent out, is measured there."""
        self._buffers += 1
        self.generic_visit(node)
        self._buffers -= 1
        node.body.insert(0, _spending(node))
        return node

    def _weighed(self, node: nodes.Expr) -> nodes.Node:
        self.generic_visit(node)
        made = next(node.find_all((nodes.Name, nodes.Filter, nodes.Call)), None)
        return node if made is None else _filtered(node, "_weighed")


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _spending(node: nodes.Node) -> nodes.ExprStmt:
    """A statement that counts the template's own text in a body."""
    size = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
    return nodes.ExprStmt(_filtered(nodes.Const(size, lineno=node.lineno), "_spent"), lineno=node.lineno)


def _checks(node: nodes.Assign | nodes.AssignBlock) -> list[nodes.ExprStmt]:
    """Statements that what is set a name in is a namespace: of a set block's target Jinja does not ask, it sets."""
    line = node.lineno
    holders = [nodes.Name(target.name, "load", lineno=line) for target in node.find_all(nodes.NSRef)]
    return [nodes.ExprStmt(_filtered(holder, "_names"), lineno=line) for holder in holders]


def _names_in(target: nodes.Node) -> list[nodes.Name]:
    return [*([target] if isinstance(target, nodes.Name) else []), *target.find_all(nodes.Name)]


def _names_set_elsewhere(tree: nodes.Template) -> set[str]:
    """The names that something else than a loop gives a value."""
    targets: list[nodes.Node] = []
    for node in tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.With, nodes.Macro, nodes.CallBlock)):
        if isinstance(node, nodes.With):
            targets += node.targets
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            targets.append(node.target)
        else:
            targets += node.args  # type: ignore[attr-defined]
    return {name.name for target in targets for name in _names_in(target)}


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
