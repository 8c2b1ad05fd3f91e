"""What a field, or what templates see beside a document's own fields, is called, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from indplan_docs.models.base import Model
from indplan_docs.models.fields import told_fields
from indplan_docs.vocabulary import AnyLanguage, help_text, label, text
from indplan_docs.word.context import kinds

BESIDE: Final = "beside"
"""The owner of the keys of what is beside a document's own fields, and the path of their section."""


def name_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, is called."""
    owner, _, name = key.partition(".")
    if owner != BESIDE:
        return label(key, language)
    group, _, inner = name.partition(".")
    which, _, form = inner.partition(".")
    called = text(f"beside_{group}_{which}" if which else f"beside_{group}", language)
    return f"{called} ({text(f'beside_form_{form}', language)})" if form else called


def meaning_of(key: str, language: AnyLanguage) -> str:
    """What a field, or a value beside the document, means."""
    owner, _, name = key.partition(".")
    if owner != BESIDE:
        return help_text(key, language)
    return text(f"beside_{name.partition('.')[0]}_help", language)


def beside(document: type[Model]) -> dict[str, Any]:
    """What templates see beside a document's own fields: the kind of each by its path, in a list for a list."""
    return _beside(document, kinds(document), "")


def beside_key(name: str) -> str:
    """The key of what is beside the document, by its path there (``contact.phone``)."""
    return f"{BESIDE}.{name}"


def _beside(model: type[Model], shapes: Mapping[str, Any], at: str) -> dict[str, Any]:
    own = told_fields(model)
    found = {
        f"{at}{name}{path}": plain for name, inner in shapes.items() if name not in own for path, plain in _plain(inner)
    }
    for name, inner in own.items():
        if inner.model:
            shaped, step = (shapes[name][0], f"{name}[]") if inner.many else (shapes[name], name)
            found |= _beside(inner.model, shaped, f"{at}{step}.")
    return found


def _plain(inner: Any) -> Iterator[tuple[str, Any]]:
    """What a value beside the document holds, by its path from there: itself, if it has no names inside."""
    if not isinstance(inner, Mapping):
        yield "", inner
        return
    for name, value in inner.items():
        for path, plain in _plain(value):
            yield f".{name}{path}", plain
