"""Every setting there is, derived from the model: its key, its values, its default."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from indplan_docs.profile.model import Layer, Profile


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        path: Its key, as a person writes it with dots: ``issuer.address.street``, ``templates[].folder``.
        owner: The model that declares it.
        name: Its name there.
        default: What it is if it is not set; None for nothing.
        required: True if its table cannot be without it.
        choices: The values it may have, if it has a list of them.
        kind: The type of its value.
    """

    path: str
    owner: type[BaseModel]
    name: str
    default: Any
    required: bool
    choices: tuple[str, ...]
    kind: type


@cache
def all_settings() -> tuple[Setting, ...]:
    """The settings in the order they are declared, those of tables inside among them."""
    return tuple(_settings(Profile, ""))


def table_of(annotation: object) -> type[BaseModel] | None:
    """The table that a field holds, or holds a list of; None for a plain value."""
    return next((part for part in _types(annotation) if issubclass(part, BaseModel)), None)


def choices_of(annotation: object) -> tuple[str, ...]:
    """The values that a field may have, if it has a list of them."""
    enums = [part for part in _types(annotation) if issubclass(part, StrEnum)]
    return tuple(member.value for enum in enums for member in enum if member is not Layer.PACK)


def _settings(model: type[BaseModel], at: str) -> Iterator[Setting]:
    for name, info in model.model_fields.items():
        path = f"{at}{name}"
        inner = table_of(info.annotation)
        if inner:
            many = tuple in _types(info.annotation)
            yield from _settings(inner, f"{path}[]." if many else f"{path}.")
            continue
        kind = next(part for part in _types(info.annotation) if part is not type(None))
        default = None if info.is_required() else info.default
        yield Setting(path, model, name, default, info.is_required(), choices_of(info.annotation), kind)


def _types(annotation: object) -> list[type]:
    """The types inside an annotation: ``tuple[Goal, ...] | None`` gives ``tuple``, ``Goal`` and ``NoneType``."""
    origin = typing.get_origin(annotation)
    if origin is None:
        return [annotation] if isinstance(annotation, type) else []
    if origin is typing.Annotated:
        return _types(typing.get_args(annotation)[0])
    own = [] if origin in (typing.Union, types.UnionType) else [origin]
    return own + [part for argument in typing.get_args(annotation) for part in _types(argument)]
