"""What a template may do: look into plain values, loop, choose, and use the filters it is given. Nothing of Python.

A template that would take too long or grow too large ends in an error: what loops turn, what texts are made and what
lists are built is counted against one budget for each rendering.
"""

from __future__ import annotations

import difflib
import functools
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, cast

from jinja2 import ChainableUndefined, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import _GroupTuple, do_round
from jinja2.runtime import LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Filter = Callable[..., Any]

MOST_TURNS: Final = 1_000_000
"""How often the loops and macros of one rendering may turn, all together; an item of a list built counts as one."""

LARGEST_VOLUME: Final = 20_000_000
"""How many characters one rendering may make, all together."""

LONGEST_TEXT: Final = 1_000_000
"""How long a text that a template joins may become."""

MOST_SECONDS: Final = 5
"""How long one rendering may keep a processor; a long plan takes some thousandths of a second."""

LARGEST_NUMBER: Final = 10**12
_MOST_DECIMALS: Final = 20
_BATCH: Final = 256  # pieces of output put together at a time
_CLOCK_EVERY: Final = 64

_OWN_FILTERS: Final = frozenset(
    {"_counted", "_measured", "_printed", "_next", "_joined", "_weighed", "_spent", "_escaped"}
)

_PLAIN: Final = (dict, list, tuple, str)
_LOOP: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem"}
    | {"cycle", "changed"}
)
_LOOP_CALLS: Final = frozenset({"cycle", "changed"})
_GROUP: Final = frozenset({"grouper", "list"})
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
    nodes.NSRef,
    nodes.EvalContextModifier,
    nodes.ScopedEvalContextModifier,
)


class Missing(ChainableUndefined):
    """A value that a draft lacks, at any depth."""


class TooMuch(Exception):
    """A template turns its loops too often or joins too long a text."""


@dataclass(slots=True)
class _Budget:
    """What one rendering may still use."""

    turns: int = MOST_TURNS
    volume: int = LARGEST_VOLUME
    spent: int = 0
    ends: float = field(default_factory=lambda: time.thread_time() + MOST_SECONDS)

    def spend(self, turns: int, volume: int = 0) -> None:
        self.turns -= turns
        self.volume -= volume
        self.spent += 1
        late = self.spent % _CLOCK_EVERY == 0 and time.thread_time() > self.ends
        if late or self.turns < 0 or self.volume < 0:
            raise TooMuch


_budget: ContextVar[_Budget] = ContextVar("budget")


def new_budget() -> None:
    """Begin a rendering: what it may use is counted anew."""
    _budget.set(_Budget())


def gathered(pieces: Iterable[str]) -> str:
    """The text that a template gives, piece by piece, as long as there is room for it.

    Raises:
        TooMuch: It is too long, or takes too long.
    """
    remaining, whole = iter(pieces), []
    budget = _budget.get()
    while batch := list(itertools.islice(remaining, _BATCH)):
        whole.append("".join(batch))
        budget.spend(0, len(whole[-1]))
    return "".join(whole)


def is_reserved(name: str) -> bool:
    """True for a filter that is the engine's own: a template may not write it."""
    return name in _OWN_FILTERS


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates run in.

    Args:
        filters: The filters that templates may use; those in `HARMLESS` if None.
        forgiving: True to give `Missing` for what is not there, False to raise.
    """

    intercepted_binops = frozenset({"*", "+", "%"})

    def __init__(self, filters: Mapping[str, Filter] | None, *, forgiving: bool) -> None:
        super().__init__(autoescape=True, optimized=False, undefined=Missing if forgiving else StrictUndefined)
        own = {name: _watched(name, self.filters[name]) for name in HARMLESS} if filters is None else dict(filters)
        self.allowed = frozenset(own)
        self.globals = {}
        self.filters = own | _COUNTING
        self.tests = {name: _weighing(cast(Callable[..., Any], test)) for name, test in self.tests.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping, or what a loop tells of itself; dictionaries first, for they are nearly all there is."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        told = _LOOP if isinstance(obj, LoopContext) else _GROUP if isinstance(obj, _GroupTuple) else ()
        if attribute in told:
            return getattr(obj, attribute)
        return obj if isinstance(obj, Missing) else self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a plain value."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Markup):
            obj = _as_text(obj)
        if isinstance(obj, _PLAIN):
            try:
                return obj[argument]
            except (LookupError, TypeError, ValueError):
                pass
        return self.undefined("there is no such item")  # not which: the key may come from the data

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Only a macro of the template's own may be called, and what a loop offers."""
        if isinstance(obj, Macro):
            _budget.get().spend(1)
            return context.call(obj, *args, **kwargs)
        if isinstance(obj, LoopContext) and len(args) == 1:
            _budget.get().spend(1)
            return context.call(obj, _counted(args[0]))
        if isinstance(getattr(obj, "__self__", None), LoopContext) and obj.__name__ in _LOOP_CALLS:
            return obj(*args)
        raise SecurityError("a template may not call anything")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Sums of numbers, and texts put together; nothing that grows without measure."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            _fits(len(left) + len(right))
            return left + right
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
    """Makes a template's code count what it does.

    A loop is left uncounted only if it stands in no other, or walks the outer one's own item: so much data there is.
    """

    def __init__(self, allowed: frozenset[str], literal: Callable[[str], str]) -> None:
        self._allowed = allowed
        self._literal = literal
        self._targets: list[str] = []
        self._set: set[str] = set()
        self._makes_mappings = False
        self._buffers = 0

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        """Note what the template makes itself: a loop over that is no loop over data."""
        self._makes_mappings = node.find(nodes.Dict) is not None
        self._set = _names_set_elsewhere(node)
        self.generic_visit(node)
        return node

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
        names = [name.name for name in _names_in(node.target)]
        counted = bool(self._targets or self._buffers) and not self._walks_inward(node.iter)
        counted = counted or node.recursive
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
        return self._buffered(node)  # type: ignore[no-any-return]

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:  # noqa: N802
        node = self._buffered(node)
        if node.filter is not None:
            node.filter = _filtered(node.filter, "_escaped")
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:  # noqa: N802
        node = self._buffered(node)
        node.filter = _filtered(node.filter, "_escaped")
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        self.generic_visit(node)
        if self._buffers:
            node.nodes = [n if isinstance(n, nodes.TemplateData) else _filtered(n, "_measured") for n in node.nodes]
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


# --- counting while a template runs -----------------------------------------------------------------------------------


def _counted(values: Iterable[Any]) -> Iterator[Any]:
    budget = _budget.get()
    for value in values:
        budget.spend(1)
        yield value


def _fits(length: int) -> None:
    _budget.get().spend(0, length)
    if length > LONGEST_TEXT:
        raise TooMuch


def _measured(value: Any) -> Any:
    if isinstance(value, str):
        _fits(len(value))
    return value


def _joined(items: list[Any]) -> Any:
    _weighed(items)
    _fits(sum(len(item) for item in items if isinstance(item, str)))
    return markup_join(items)


def _spent(characters: int) -> None:
    _budget.get().spend(0, abs(characters))


def _weighed(value: Any) -> Any:
    """Count a value with everything in it, as often as it is in it: to print or compare it takes that long."""
    budget = _budget.get()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            budget.spend(0, len(item))
        elif isinstance(item, list | tuple | dict):
            budget.spend(len(item) + 1)
            waiting += item
            if isinstance(item, dict):
                waiting += item.values()
    return value


def _listed(value: Any) -> Any:
    """A value with the items that a filter would give one by one; counted."""
    return _weighed(list(_counted(value)) if isinstance(value, Iterator) else value)


def _as_text(value: Markup) -> str:
    """What a macro or a set block gave, as plain text again: escaped anew where it is printed."""
    if "<" in value:
        raise SecurityError("a filter cannot change formatted text")
    return str(value.unescape())


def _watched(name: str, function: Filter) -> Filter:
    """One of Jinja's own filters, counted, and never let loose on markup, which it would cut or change."""
    at = 1 if hasattr(function, "jinja_pass_arg") else 0
    own: dict[str, Filter] = {"replace": _replace, "round": _round, "e": _as_it_is, "escape": _as_it_is}

    @functools.wraps(function)
    def watched(*args: Any, **kwargs: Any) -> Any:
        value = args[at]
        if isinstance(value, Markup) and name not in _KEEPING:
            value = _as_text(value)
        value = _listed(value)
        rest = args[at + 1 :]
        for extra in (*rest, *kwargs.values()):
            _weighed(extra)
        if name == "join" and isinstance(value, Sized):
            separator = rest[0] if rest else kwargs.get("d", "")
            _fits(len(value) * len(str(separator)))
        if name == "sum" and not _is_number(rest[1] if len(rest) > 1 else kwargs.get("start", 0)):
            raise SecurityError("a template may count with numbers only")
        found = own[name](value, *rest, **kwargs) if name in own else function(*args[:at], value, *rest, **kwargs)
        return _measured(_in_range(found) if _is_number(found) else _listed(found))

    return watched


def _weighing(test: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(test)
    def weighing(*args: Any, **kwargs: Any) -> Any:
        for extra in args[1:]:
            _weighed(extra)
        return test(*args, **kwargs)

    return weighing


def _replace(value: Any, old: Any, new: Any, count: int | None = None) -> str:
    text, old, new = str(value), str(old), str(new)
    times = text.count(old) if count is None else min(count, text.count(old))
    _fits(len(text) + times * len(new))
    return text.replace(old, new, -1 if count is None else count)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    if abs(precision) > _MOST_DECIMALS:
        raise TooMuch
    return float(do_round(value, precision, method))  # type: ignore[arg-type]


def _as_it_is(value: Any) -> Any:
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_range(value: Any) -> Any:
    if abs(value) > LARGEST_NUMBER:
        raise TooMuch
    return value


_KEEPING: Final = frozenset({"d", "default", "e", "escape", "string"})
_COUNTING: Final[dict[str, Filter]] = {
    "_counted": _counted,
    "_measured": _measured,
    "_joined": _joined,
    "_weighed": _weighed,
    "_spent": _spent,
    "_escaped": escape,
}
