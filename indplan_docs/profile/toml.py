"""A TOML file as a person may have saved it: read, or refused with the line where it cannot be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from indplan_docs.errors import ConfigurationError

_LARGEST_FILE: Final = 1_000_000
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that older Windows programs saved: Notepad, or ``>`` of PowerShell."""

_STRAIGHT_OR_COMMENT: Final = re.compile(r"""\"(?:[^"\\]|\\.)*"|'[^']*'|#.*""")
_OTHER_QUOTES: Final = re.compile("[\N{LEFT SINGLE QUOTATION MARK}-\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}«»‹›]")
_LINE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds.

    Raises:
        ConfigurationError: It cannot be opened, is neither UTF-8 nor UTF-16 that says so, or is no TOML.
    """
    text = toml_text(path)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigurationError("settings_too_deep", file=path.name) from error
    except ValueError as error:  # a number of more digits than Python reads is no `TOMLDecodeError`
        raise _not_toml(path.name, text, str(error)) from None


def toml_text(path: Path) -> str:
    """The text of a TOML file.

    Raises:
        ConfigurationError: It cannot be opened, or is neither UTF-8 nor UTF-16 that says so.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        problem = "settings_folder" if path.is_dir() else "settings_unreadable"
        raise ConfigurationError(problem, file=path.name or str(path)) from error
    if len(raw) > _LARGEST_FILE:
        raise ConfigurationError("settings_too_large", file=path.name)
    try:
        return raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            "settings_not_utf_8", file=path.name, line=raw.count(b"\n", 0, error.start) + 1
        ) from None


def _not_toml(name: str, text: str, said: str) -> ConfigurationError:
    found = _LINE.search(said)
    number = int(found[1]) if found else text.count("\n") + 1
    lines = text.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    if _OTHER_QUOTES.search(_STRAIGHT_OR_COMMENT.sub("", line)):
        return ConfigurationError("settings_quotes", file=name, line=number)
    if "\\" in line:
        return ConfigurationError("settings_backslash", file=name, line=number)
    if "overwrite" in said or "twice" in said or "already" in said.lower():
        return ConfigurationError("settings_twice", file=name, line=number)
    return ConfigurationError("settings_not_toml", file=name, line=number)
