"""What a field, or what templates see beside a document's own fields, is called, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from indplan_docs.models.base import Model
from indplan_docs.models.fields import fields_of
from indplan_docs.vocabulary import AnyLanguage, help_text, label, text
from indplan_docs.word.context import shape

BESIDE: Final = "beside"
"""The owner of the keys of what is beside a document's own fields, and the path of their section."""


def name_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, is called."""
    owner, _, name = key.partition(".")
    return text(f"beside_{name}", language) if owner == BESIDE else label(key, language)


def meaning_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, means."""
    owner, _, name = key.partition(".")
    return text(f"beside_{name}_help", language) if owner == BESIDE else help_text(key, language)


def beside(document: type[Model]) -> dict[str, Any]:
    """The names of what templates see beside a document's own fields, with their shapes; in lists with their path."""
    return _beside(document, shape(document), "")


def beside_key(name: str) -> str:
    """The key of what is beside the document, by the last of its name."""
    return f"{BESIDE}.{name}"


def _beside(model: type[Model], shapes: Mapping[str, Any], at: str) -> dict[str, Any]:
    own = fields_of(model)
    found = {f"{at}{name}": inner for name, inner in shapes.items() if name not in own}
    for name, inner in own.items():
        if inner.model:
            shaped, step = (shapes[name][0], f"{name}[]") if inner.many else (shapes[name], name)
            found |= _beside(inner.model, shaped, f"{at}{step}.")
    return found
