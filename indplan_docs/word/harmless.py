"""The filters of Jinja's own that a generic template may use: none runs anything, and what each may make is counted.

Left out are those that let values through unescaped or look into objects (``safe``, ``attr``), make HTML (``urlize``,
``xmlattr``, ``tojson``), show Python (``pprint``), or give something else each time (``random``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sized
from typing import Any, Final

from jinja2.exceptions import FilterArgumentError, SecurityError
from jinja2.filters import do_batch, do_indent, do_round, do_striptags, do_wordwrap, sync_do_slice
from markupsafe import Markup

from indplan_docs.word.budget import TooMuch, fits, in_range, is_number, listed, measured, spend, weighed, whole

Filter = Callable[..., Any]

HARMLESS: Final = frozenset(
    {
        "abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape", "filesizeformat",
        "first", "float", "forceescape", "format", "groupby", "indent", "int", "items", "join", "last", "length",
        "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select",
        "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper",
        "urlencode", "wordcount", "wordwrap",
    }
)  # fmt: skip
"""What a template has if it is given no filters."""

WIDEST: Final = 1_000
"""How wide a ``%`` may make a value, and how long a date's format may be."""

_KEEPING: Final = frozenset({"d", "default", "e", "escape", "forceescape", "string", "striptags"})
_MOST_DECIMALS: Final = 20
_COPIED: Final = 100  # copying a hundred characters takes no longer than making one
_CONVERSION: Final = re.compile(
    r"%(?:\((?P<key>[^()]*)\))?(?P<form>[#0\- +]*(?P<width>\d*)(?:\.(?P<precision>\d*))?[hlL]?[diouxXeEfFgGcrsa%])"
)
_WORDS: Final = re.compile(r"\s+|\S+")


def watched(name: str, function: Filter) -> Filter:
    """One of Jinja's own filters, counted, and never let loose on markup, which it would cut or change."""
    at = 1 if hasattr(function, "jinja_pass_arg") else 0

    @functools.wraps(function)
    def watching(*args: Any, **kwargs: Any) -> Any:
        value = args[at]
        if isinstance(value, Markup) and name not in _KEEPING:
            value = as_text(value)
        value = listed(value)
        rest = args[at + 1 :]
        for extra in (*rest, *kwargs.values()):
            weighed(extra)
        if name == "join" and isinstance(value, Sized):
            separator = rest[0] if rest else kwargs.get("d", "")
            fits(len(value) * len(str(separator)))
        if name == "sum" and not is_number(rest[1] if len(rest) > 1 else kwargs.get("start", 0)):
            raise SecurityError("a template may count with numbers only")
        try:
            found = _OWN[name](value, *rest, **kwargs) if name in _OWN else function(*args[:at], value, *rest, **kwargs)
        except AssertionError as error:  # how Jinja's truncate looks at its arguments
            raise FilterArgumentError(str(error)) from None
        return measured(in_range(found) if is_number(found) else listed(found))

    return watching


def weighing(test: Callable[..., Any]) -> Callable[..., Any]:
    """One of Jinja's own tests, with what it compares counted."""

    @functools.wraps(test)
    def weighed_first(*args: Any, **kwargs: Any) -> Any:
        for extra in args[1:]:
            weighed(extra)
        return test(*args, **kwargs)

    return weighed_first


def as_text(value: Markup) -> str:
    """What a macro or a set block gave, as plain text again: escaped anew where it is printed."""
    if "<" in value:
        raise SecurityError("a filter cannot change formatted text")
    return str(value.unescape())


def plain(value: Any) -> Any:
    """The value; as plain text if it is markup."""
    return as_text(value) if isinstance(value, Markup) else value


def replaced(value: Any, old: Any, new: Any, count: int | None = None) -> str:
    """The text with one text in place of another; counted before it is made."""
    text, old, new = str(value), str(old), str(new)
    most = text.count(old)
    times = most if count is None or count < 0 else min(whole(count), most)
    fits(len(text) + times * len(new))
    return text.replace(old, new, times)


def formatted(text: str, given: Any) -> str:
    """Python's ``text % given``, conversion by conversion: what each makes is counted.

    Raises:
        TooMuch: A width is too large.
        TypeError: The values do not fit the text.
        ValueError: There is no such conversion, or its width comes from the values.
    """
    text = plain(text)
    values = iter(given if isinstance(given, tuple) else (given,))
    pieces, end = [], 0
    while (start := text.find("%", end)) >= 0:
        found = _CONVERSION.match(text, start)
        if found is None:
            raise ValueError("no such conversion")
        if any(size and (len(size) > len(str(WIDEST)) or int(size) > WIDEST) for size in found.group(3, 4)):
            raise TooMuch
        pieces += [text[end:start], _converted(found, given, values)]
        spend(1, len(pieces[-1]))
        end = found.end()
    if not isinstance(given, Mapping) and next(values, values) is not values:
        raise TypeError("more values than conversions")
    return str(measured("".join([*pieces, text[end:]])))


def _converted(found: re.Match[str], given: Any, values: Any) -> str:
    """What one conversion makes."""
    if found[0].endswith("%"):
        return found[0] % ()
    if found["key"] is None:
        value = next(values, values)
        if value is values:
            raise TypeError("fewer values than conversions")
    elif isinstance(given, Mapping):
        value = given[found["key"]]
    else:
        raise TypeError("a name in a format takes named values")
    return f"%{found['form']}" % (plain(weighed(value)),)


def _format(value: Any, *args: Any, **kwargs: Any) -> str:
    if args and kwargs:
        raise FilterArgumentError("either values by place or by name")
    return formatted(str(value), kwargs or args)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    if abs(precision) > _MOST_DECIMALS:
        raise TooMuch
    return do_round(value, precision, method)  # type: ignore[arg-type]


def _as_it_is(value: Any) -> Any:
    return value


def _forced(value: Any) -> str:
    """Escaped where it is printed; markup is text then, entities and all."""
    return str(value.__html__()) if hasattr(value, "__html__") else str(value)


def _centred(value: Any, width: int = 80) -> str:
    fits(whole(width))
    return str(value).center(width)


def _indented(value: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    size = len(width) if isinstance(width, str) else whole(width)
    fits(len(value) + (len(value.splitlines()) + 1) * size)
    return do_indent(value, width, first, blank)


def _wrapped(
    value: str, width: int = 79, break_long_words: bool = True, wrapstring: str = "\n", break_on_hyphens: bool = True
) -> str:
    """Cutting pieces off a long word, or off a long space, copies its rest each time."""
    spend(0, sum(len(word) ** 2 for word in _WORDS.findall(value)) // max(whole(width), 1) // _COPIED)
    lines = do_wordwrap(None, value, width, break_long_words, "\n", break_on_hyphens)  # type: ignore[arg-type]
    return lines if wrapstring == "\n" else replaced(lines, "\n", wrapstring)


def _batches(value: Any, linecount: int, fill_with: Any = None) -> Any:
    spend(0 if fill_with is None else whole(linecount))
    return do_batch(value, linecount, fill_with)


def _slices(value: Any, slices: int, fill_with: Any = None) -> Any:
    spend(whole(slices))
    return sync_do_slice(value, slices, fill_with)


def _untagged(value: Any) -> str:
    """Taking a tag out copies the text."""
    xml = _forced(value)
    spend(0, xml.count("<") * len(xml) // _COPIED)
    return do_striptags(Markup(xml))  # noqa: S704 - comes back as plain text


_OWN: Final[dict[str, Filter]] = {
    "batch": _batches,
    "center": _centred,
    "e": _as_it_is,
    "escape": _as_it_is,
    "forceescape": _forced,
    "format": _format,
    "indent": _indented,
    "replace": replaced,
    "round": _round,
    "slice": _slices,
    "striptags": _untagged,
    "wordwrap": _wrapped,
}
