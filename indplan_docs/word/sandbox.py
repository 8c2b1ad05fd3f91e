"""What a template may do: look into plain values, loop, choose, and use the filters it is given. Nothing of Python.

A template that would take too long or grow too large ends in an error: loops are counted, joined texts are measured.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final

from jinja2 import ChainableUndefined, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

Filter = Callable[..., Any]

MOST_TURNS: Final = 1_000_000
"""How often the loops of one rendering may turn, all together."""

LONGEST_TEXT: Final = 5_000_000
"""How long a text that a template joins may become."""

_OWN_FILTERS: Final = frozenset({"_counted", "_measured", "_printed", "_next"})
LARGEST_NUMBER: Final = 10**12

_PLAIN: Final = (dict, list, tuple, str)
_LOOP: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem"}
)
HARMLESS: Final = frozenset(
    {
        "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
        "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace",
        "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique",
        "upper", "wordcount",
    }
)  # fmt: skip
"""The filters of Jinja's own that can neither run anything nor grow a text: what a template has if it is given none."""

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


class Missing(ChainableUndefined):
    """A value that a draft lacks, at any depth."""


class TooMuch(Exception):
    """A template turns its loops too often or joins too long a text."""


_turns: ContextVar[list[int]] = ContextVar("turns")


def counted_from_zero() -> None:
    """Begin a rendering: its loops are counted anew."""
    _turns.set([0])


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates run in.

    Args:
        filters: The filters that templates may use; those in `HARMLESS` if None.
        forgiving: True to give `Missing` for what is not there, False to raise.
    """

    intercepted_binops = frozenset({"*", "+", "%"})

    def __init__(self, filters: Mapping[str, Filter] | None, *, forgiving: bool) -> None:
        super().__init__(autoescape=True, optimized=False, undefined=Missing if forgiving else StrictUndefined)
        own = {name: self.filters[name] for name in HARMLESS} if filters is None else dict(filters)
        self.allowed = frozenset(own)
        self.globals = {}
        self.filters = own | {"_counted": _counted, "_measured": _measured}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping, or what a loop tells of itself; dictionaries first, for they are nearly all there is."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a plain value."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, _PLAIN):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Only a macro of the template's own may be called."""
        if isinstance(obj, Macro):
            return context.call(obj, *args, **kwargs)
        raise SecurityError("a template may not call anything")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Sums of numbers, and texts put together; nothing that grows without measure."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _measured(left + right)
        if not (_is_number(left) and _is_number(right)):
            raise SecurityError("a template may count with numbers only")
        return _in_range(super().call_binop(context, operator, left, right))


def tame(tree: nodes.Template, environment: Sandbox, literal: Callable[[str], str]) -> nodes.Template:
    """The template's code with loops counted, joined texts measured, and its own text as it stands in the document.

    Args:
        tree: The parsed template; changed in place.
        environment: What it will run in.
        literal: What becomes of the template's own text; done here once, so that data is never touched by it.

    Raises:
        TemplateSyntaxError: It uses something that templates may not.
    """
    return _Tamer(environment.allowed, literal).visit(tree)  # type: ignore[no-any-return]


class _Tamer(NodeTransformer):
    """Only loops inside loops are counted, and only where the inner one does not walk the outer one's own item."""

    def __init__(self, allowed: frozenset[str], literal: Callable[[str], str]) -> None:
        self._allowed = allowed
        self._literal = literal
        self._targets: list[str] = []

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        """Refuse what no template may use, wherever it stands."""
        if isinstance(node, _REFUSED):
            raise TemplateSyntaxError(f"not_allowed {type(node).__name__.lower()}", node.lineno)
        return super().visit(node, *args, **kwargs)

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.TemplateData:  # noqa: N802
        node.data = self._literal(node.data)
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:  # noqa: N802
        if node.name not in self._allowed and node.name not in _OWN_FILTERS:
            near = difflib.get_close_matches(node.name, self._allowed, n=1)
            raise TemplateSyntaxError(f"unknown_filter {node.name} {''.join(near)}".strip(), node.lineno)
        self.generic_visit(node)
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        names = [node.target.name] if isinstance(node.target, nodes.Name) else []
        names += [name.name for name in node.target.find_all(nodes.Name)]
        inward = isinstance(node.iter, nodes.Getattr) and _root(node.iter) in self._targets
        if (self._targets and not inward) or node.recursive:
            node.iter = nodes.Filter(node.iter, "_counted", [], [], None, None, lineno=node.lineno)
        self._targets += names
        self.generic_visit(node)
        del self._targets[len(self._targets) - len(names) :]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return nodes.Filter(node, "_measured", [], [], None, None, lineno=node.lineno)


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _counted(values: Iterable[Any]) -> Iterator[Any]:
    turns = _turns.get()
    for value in values:
        turns[0] += 1
        if turns[0] > MOST_TURNS:
            raise TooMuch
        yield value


def _measured(text: Any) -> Any:
    if len(text) > LONGEST_TEXT:
        raise TooMuch
    return text


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_range(value: Any) -> Any:
    if abs(value) > LARGEST_NUMBER:
        raise TooMuch
    return value
