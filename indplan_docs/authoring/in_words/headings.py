"""A template's heading as a person reads it: with its own words, and a sign for each value that a letter will have."""

from __future__ import annotations

import re
from typing import Final

_VALUE: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CONTROL: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_GAP: Final = "…"


def in_words(heading: str) -> str:
    """A heading without its tags: ``Goal {{ loop.index }}: {{ g.title }}`` is ``Goal …: …``."""
    words = " ".join(_CONTROL.sub("", _VALUE.sub(_GAP, heading)).split())
    return words or heading
