"""What a template may do: look into plain values, loop, choose, and use the filters it is given. Nothing of Python.

A generic template, one without filters of its own, has what docxtpl's users are used to: see `harmless` and `offers`.
"""

from __future__ import annotations

import datetime as dt
import operator as operators
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from jinja2 import ChainableUndefined, StrictUndefined, Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from indplan_docs.word import budget
from indplan_docs.word.harmless import HARMLESS, Filter, as_text, formatted, plain, watched, weighing
from indplan_docs.word.offers import FUNCTIONS, Function, Joiner, method_of, names_only, part_of

CALLED: Final = "_called"
"""The filter that calls a method of a plain value."""

_COUNTING: Final[dict[str, Filter]] = {
    "_counted": budget.counted,
    "_measured": budget.measured,
    "_joined": budget.joined,
    "_weighed": budget.weighed,
    "_spent": budget.spent,
    "_escaped": escape,
    "_names": names_only,
    "_plain": plain,
}
_RESERVED: Final = frozenset({*_COUNTING, CALLED, "_printed", "_next", "_mark"})

_PLAIN: Final = (dict, list, tuple, str, range)
_LOOP: Final = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem"}
    | {"cycle", "changed"}
)
_LOOP_CALLS: Final = frozenset({"cycle", "changed"})
_GROUP: Final = frozenset({"grouper", "list"})


class Missing(ChainableUndefined):
    """A value that a draft lacks, at any depth."""


def is_reserved(name: str) -> bool:
    """True for a filter that is the engine's own: a template may not write it."""
    return name in _RESERVED


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that templates run in.

    Args:
        filters: The filters that templates may use; those in `HARMLESS` if None, and what else is harmless.
        forgiving: True to give `Missing` for what is not there, False to raise.
    """

    intercepted_binops = frozenset({"*", "+", "-", "/", "//", "%"})

    def __init__(self, filters: Mapping[str, Filter] | None, *, forgiving: bool) -> None:
        super().__init__(autoescape=True, optimized=False, undefined=Missing if forgiving else StrictUndefined)
        own = {name: watched(name, self.filters[name]) for name in HARMLESS} if filters is None else dict(filters)
        self.allowed = frozenset(own)
        self.generic = filters is None
        self.globals = dict(FUNCTIONS) if self.generic else {}
        self.filters = own | _COUNTING | ({CALLED: _called} if self.generic else {})
        self.tests = {name: weighing(cast(Callable[..., Any], test)) for name, test in self.tests.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping, or what a loop tells of itself; dictionaries first, for they are nearly all there is."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        told = _LOOP if isinstance(obj, LoopContext) else _GROUP if isinstance(obj, _GroupTuple) else ()
        if attribute in told:
            return getattr(obj, attribute)
        if isinstance(obj, Missing):
            return obj
        found = part_of(obj, attribute) if self.generic else None
        return self.undefined(obj=obj, name=attribute) if found is None else found[0]

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a plain value."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Markup):
            obj = as_text(obj)
        if isinstance(obj, _PLAIN):
            try:
                return obj[argument]
            except (LookupError, TypeError, ValueError):
                pass
        return self.undefined("there is no such item")  # not which: the key may come from the data

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Only a macro of the template's own may be called, what a loop offers, and in a generic template `FUNCTIONS`.

        A method of a plain value is not called here: see `taming`.
        """
        if isinstance(obj, Macro | Function | Joiner):
            budget.spend(1)
            return context.call(obj, *args, **kwargs)
        if isinstance(obj, LoopContext) and len(args) == 1:
            budget.spend(1)
            return context.call(obj, budget.counted(args[0]))
        if isinstance(getattr(obj, "__self__", None), LoopContext) and obj.__name__ in _LOOP_CALLS:
            return obj(*args)
        raise SecurityError(f"a template may not call {'this' if self.generic else 'anything'}")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Sums of numbers, texts and lists put together; nothing that grows without measure."""
        if budget.is_number(left) and budget.is_number(right):
            return budget.in_range(super().call_binop(context, operator, left, right))
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            budget.fits(len(left) + len(right))
            return left + right
        if self.generic:
            return _other_binop(operator, left, right)
        raise SecurityError("a template may count with numbers only")


def _other_binop(operator: str, left: Any, right: Any) -> Any:
    """What else than numbers an operator may be used on."""
    kinds = type(left), type(right)
    if operator == "+" and kinds in ((list, list), (tuple, tuple)):
        return budget.weighed(left + right)
    if operator == "%" and isinstance(left, str):
        return formatted(left, right)
    if operator == "*" and isinstance(left, str) and isinstance(right, int):
        budget.fits(len(left) * budget.whole(right))
        return plain(left) * right
    if operator == "*" and isinstance(left, int) and isinstance(right, str):
        return _other_binop(operator, right, left)
    if operator == "-" and isinstance(left, dt.date) and isinstance(right, dt.date):
        return operators.sub(left, right)
    raise SecurityError("a template may count with numbers only")


@pass_context
def _called(context: Context, value: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """A method of a plain value, called; what is undefined stays so, for the place where it is printed to decide on."""
    if isinstance(value, Undefined):
        return value
    method = method_of(value, name)
    if method is not None:
        return method(*args, **kwargs)
    environment = cast(Sandbox, context.environment)
    return environment.call(context, environment.getattr(value, name), *args, **kwargs)
