"""Typst source as text: strings, numbers and named values, with a template's tags kept inside strings.

All data goes into a document through a string literal. Nothing here writes two braces side by side, or a brace and a
percent sign or hash, except in a tag: what is written is itself a Jinja template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_SPECIAL: Final = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "{": "\\u{7b}", "}": "\\u{7d}", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)
_UNESCAPED: Final = re.compile(r"\{_([{%])|([}%])_\}")


def string(text: str) -> str:
    """A text of the template's own as a string literal; docxtpl's escaped tags are text."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """The inside of a string literal."""
    return quoted(_UNESCAPED.sub(lambda found: f"{{{found[1]}" if found[1] else f"{found[2]}}}", text))


def quoted(text: str) -> str:
    """The inside of a string literal, where nothing stands for a tag."""
    return text.translate(_SPECIAL)


def number(size: float) -> str:
    """A length in points."""
    return f"{round(size, 3):g}pt"


def colour(code: str) -> str:
    """A colour."""
    return f'rgb("#{code}")'


def dictionary(values: Mapping[str, str]) -> str:
    """A Typst dictionary of ready expressions."""
    return (
        f"({', '.join(f'{key}: {item}' for key, item in values.items())}{',' if len(values) == 1 else ''})"
        if values
        else "(:)"
    )


def array(items: list[str]) -> str:
    """A Typst array of ready expressions."""
    return f"({''.join(f'{item}, ' for item in items)})"
