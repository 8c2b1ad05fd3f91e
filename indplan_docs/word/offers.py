"""What plain values and a few functions offer to a generic template: methods by name, each counted. Nothing else.

A method is called where it is written; it is never a value. Only values of exactly these types have any.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import string
from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import utils
from jinja2.exceptions import SecurityError
from jinja2.sandbox import safe_range
from markupsafe import Markup

from indplan_docs.word.budget import TooMuch, fits, measured, spend, weighed
from indplan_docs.word.harmless import WIDEST, as_text, plain, replaced

_FIELD: Final = re.compile(r"\w*")
_SIZE: Final = re.compile(r"\d+")

# what GNU's C library adds, a width above all, may make a date as long as memory is large
_DIRECTIVE: Final = re.compile("%[-_0^#]?[aAbBcCdDeFgGhHIjklmMpPrRSTuUVwWxXyYzZf%]")


class Function:
    """A function that a generic template may call."""

    __slots__ = ("_name", "_run")

    def __init__(self, name: str, run: Callable[..., Any]) -> None:
        self._name, self._run = name, run

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        for given in (*args, *kwargs.values()):
            weighed(given)
        return self._run(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<{self._name}>"


class Names(utils.Namespace):
    """Names that a template sets anew inside its loops."""

    def __init__(*args: Any, **kwargs: Any) -> None:  # a name may be called "self"
        utils.Namespace.__init__(args[0])
        for name, value in dict(*args[1:], **kwargs).items():
            args[0][name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        if not isinstance(name, str) or name.startswith("_"):  # what Python itself looks for: __html__, __call__
            raise SecurityError("a name may not begin with _")
        spend(1)
        super().__setitem__(name, value)

    def __repr__(self) -> str:
        return "<namespace>"


class Joiner(utils.Joiner):
    """Nothing the first time, then a separator."""

    def __repr__(self) -> str:
        return "<joiner>"


class Cycler(utils.Cycler):
    """One value after the other, and from the beginning again."""

    def __repr__(self) -> str:
        return "<cycler>"


FUNCTIONS: Final = {
    "cycler": Function("cycler", Cycler),
    "dict": Function("dict", lambda *args, **kwargs: weighed(dict(*args, **kwargs))),
    "joiner": Function("joiner", Joiner),
    "namespace": Function("namespace", Names),
    "range": Function("range", safe_range),
}
"""The functions of a generic template, by name; what it is given by the same name comes first."""


def names_only(value: Any) -> Any:
    """The value, if a template may set names in it.

    Raises:
        SecurityError: It is no namespace.
    """
    if not isinstance(value, Names):
        raise SecurityError("a name can only be set in a namespace")
    return value


def part_of(value: Any, name: str) -> tuple[Any] | None:
    """What a value tells of itself, in a tuple; None if it does not."""
    if isinstance(value, Names):
        held: dict[str, Any] = object.__getattribute__(value, "_Namespace__attrs")
        return (held[name],) if name in held else None
    return (getattr(value, name),) if name in _PARTS.get(type(value), ()) else None


def method_of(value: Any, name: str) -> Callable[..., Any] | None:
    """A method of a plain value, counted; None if there is none that a template may call."""
    kind = str if isinstance(value, Markup) else type(value)
    method = _METHODS.get(kind, {}).get(name)
    return None if method is None else functools.partial(method, as_text(value) if isinstance(value, Markup) else value)


def _counted(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of Python's own: what it looks at is counted, and what it makes."""

    def counting(value: Any, *args: Any, **kwargs: Any) -> Any:
        for given in (value, *args, *kwargs.values()):
            weighed(given)
        found = method(value, *map(plain, args), **{name: plain(given) for name, given in kwargs.items()})
        return weighed(found) if isinstance(found, list) else measured(found)

    return counting


def _replace(value: str, old: str, new: str, count: int = -1) -> str:
    return replaced(value, old, new, count)


def _join(value: str, items: Any) -> str:
    texts = [plain(item) for item in items]
    fits(len(value) * len(texts) + sum(len(text) for text in texts))
    return value.join(texts)


def _format(value: str, *args: Any, **kwargs: Any) -> str:
    """Python's own, for plain fields with a form: ``{}``, ``{0:>8}``, ``{price:,.2f}``."""
    room = 0
    for _, field, form, _ in string.Formatter().parse(value):
        if field is None:
            continue
        if not _FIELD.fullmatch(field) or "{" in (form or ""):
            raise SecurityError("a format may name values only")
        sizes = [int(size[:5]) for size in _SIZE.findall(form or "")]
        if any(size > WIDEST for size in sizes):
            raise TooMuch
        room += sum(sizes)
    fits(room)
    return value.format(*args, **kwargs)


def _strftime(value: dt.date | dt.time, form: str) -> str:
    if len(form) > WIDEST:
        raise TooMuch
    if "%" in _DIRECTIVE.sub("", form):
        raise ValueError("no such directive")
    return value.strftime(form)


def _view(method: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """What a mapping holds, as a list; not what is in it, which nobody looks at yet."""

    def viewing(value: Mapping[Any, Any]) -> list[Any]:
        spend(len(value) + 1)
        return list(method(value))

    return viewing


def _get(value: dict[Any, Any], key: Any, default: Any = None, /) -> Any:
    spend(1)
    return value.get(key, default)


_TEXT: Final = (
    "capitalize", "count", "endswith", "find", "index", "isalpha", "isdigit", "islower", "isupper", "lower", "lstrip",
    "removeprefix", "removesuffix", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase",
    "title", "upper",
)  # fmt: skip
_DATE: Final = ("isoformat", "isoweekday", "weekday")
_METHODS: Final[dict[type, dict[str, Callable[..., Any]]]] = {
    str: {name: _counted(getattr(str, name)) for name in _TEXT}
    | {"format": _counted(_format), "join": _counted(_join), "replace": _counted(_replace)},
    dict: {"get": _get, "items": _view(dict.items), "keys": _view(dict.keys), "values": _view(dict.values)},
    list: {name: _counted(getattr(list, name)) for name in ("count", "index")},
    tuple: {name: _counted(getattr(tuple, name)) for name in ("count", "index")},
    dt.date: {name: _counted(getattr(dt.date, name)) for name in _DATE} | {"strftime": _counted(_strftime)},
    dt.datetime: {name: _counted(getattr(dt.datetime, name)) for name in _DATE} | {"strftime": _counted(_strftime)},
    dt.time: {"isoformat": _counted(dt.time.isoformat), "strftime": _counted(_strftime)},
    Cycler: {"next": _counted(Cycler.next), "reset": _counted(Cycler.reset)},
}
_PARTS: Final[dict[type, frozenset[str]]] = {
    dt.date: frozenset({"day", "month", "year"}),
    dt.datetime: frozenset({"day", "hour", "minute", "month", "second", "year"}),
    dt.time: frozenset({"hour", "minute", "second"}),
    dt.timedelta: frozenset({"days"}),
    Cycler: frozenset({"current"}),
}
METHODS: Final = frozenset(name for methods in _METHODS.values() for name in methods)
"""Every method's name."""
