"""Every field a document may hold, derived from the models: the one list behind labels, rules, schema and lint."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import LocationKind, Model, Reveals, RunningText, StatesNone, Steers


class Kind(StrEnum):
    """What a field holds, as templates and forms need to know it."""

    TEXT = "text"
    PROSE = "prose"
    DATE = "date"
    UNTIL = "until"
    """A date, or "until the plan is closed"."""
    TIME = "time"
    PHONE = "phone"
    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"
    """A value of a closed list."""
    GROUP = "group"
    """Fields of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one model.

    Attributes:
        owner: The class that declares it (``Measure``; ``Document`` for what all documents share).
        name: Its name (``due``).
        model: The model inside it, if it holds one or a list of one.
        many: True for a list.
        kind: What it, or each of a list, holds.
        enum: The closed list of its values, if it has one.
        choices: The values that it can have, if they are few and named.
        required: True when the model itself cannot be without it.
        reveals: The kind of whereabouts it can tell, for a person with protected identity.
        prose: True for running text of several lines.
        steers: True if it decides how the document is made, and is not printed.
        untold: True if templates do not know it.
        none_of: The field beside it that it says is empty on purpose; empty if none.
    """

    owner: str
    name: str
    model: type[Model] | None
    many: bool
    kind: Kind
    enum: type[StrEnum] | None
    choices: tuple[str, ...]
    required: bool
    reveals: LocationKind | None
    prose: bool
    steers: bool
    untold: bool
    none_of: str

    @property
    def boolean(self) -> bool:
        """True for an answer, yes or no."""
        return self.kind is Kind.YES_NO

    @property
    def key(self) -> str:
        """The key of its label: ``Measure.due``."""
        return f"{self.owner}.{self.name}"


@cache
def fields_of(model: type[Model]) -> dict[str, Field]:
    """The fields of a model by name, in the order they are declared."""
    result = {}
    for name, info in model.model_fields.items():
        parts = list(_parts(info.annotation))
        marks = [*info.metadata, *_marks(info.annotation)]
        enums = [p for p in parts if isinstance(p, type) and issubclass(p, StrEnum)]
        models = [p for p in parts if isinstance(p, type) and issubclass(p, Model)]
        prose = any(isinstance(m, RunningText) for m in marks)
        result[name] = Field(
            owner=_owner(model, name),
            name=name,
            model=models[0] if models else None,
            many=tuple in parts,
            kind=_kind(name, parts, prose=prose),
            enum=enums[0] if enums else None,
            choices=tuple(v.value for v in enums[0]) if enums else tuple(p for p in parts if isinstance(p, str)),
            required=info.is_required(),
            reveals=next((m.kind for m in marks if isinstance(m, Reveals)), None),
            prose=prose,
            steers=any(isinstance(m, Steers) for m in marks),
            untold=any(isinstance(m, Steers) and m.untold for m in marks),
            none_of=next((m.of for m in marks if isinstance(m, StatesNone)), ""),
        )
    return result


def told_fields(model: type[Model]) -> dict[str, Field]:
    """The fields of a model that templates know, by name."""
    return {name: found for name, found in fields_of(model).items() if not found.untold}


@cache
def all_fields() -> tuple[Field, ...]:
    """Every field of every model that a document can hold, each once, in reading order."""
    return tuple({f.key: f for model in all_models() for f in fields_of(model).values()}.values())


@cache
def all_models() -> tuple[type[Model], ...]:
    """Every model: the documents and all that they can hold, each once."""
    found: dict[type[Model], None] = {}
    waiting: list[type[Model]] = list(reversed(DOCUMENTS.values()))
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            waiting += [f.model for f in reversed(fields_of(model).values()) if f.model]
    return tuple(found)


@cache
def all_enums() -> tuple[type[StrEnum], ...]:
    """Every closed list of values that a field can have, each once."""
    return tuple(dict.fromkeys(f.enum for f in all_fields() if f.enum))


def field_at(document: type[Model], path: str) -> Field:
    """The field that a path ends in: ``goals[].measures[].due`` or ``goals[0].measures[2].due``.

    Raises:
        KeyError: The path does not exist in the document.
    """
    model: type[Model] | None = document
    found: Field | None = None
    for step in path.split("."):
        name = step.partition("[")[0]
        if model is None or name not in fields_of(model):
            raise KeyError(path)
        found = fields_of(model)[name]
        model = found.model
    if found is None:
        raise KeyError(path)
    return found


def values_of(model: Model, at: str = "") -> Iterator[tuple[str, Field, object]]:
    """Every value in a document with its path and field, lists item by item, the models themselves included."""
    for field in fields_of(type(model)).values():
        value = getattr(model, field.name)
        path = f"{at}.{field.name}" if at else field.name
        entries = [(f"{path}[{i}]", v) for i, v in enumerate(value)] if isinstance(value, tuple) else [(path, value)]
        for place, entry in entries:
            if entry is None:
                continue
            yield place, field, entry
            if isinstance(entry, Model):
                yield from values_of(entry, place)


def texts(model: Model) -> Iterator[tuple[str, str]]:
    """Every running text (`Prose`) in a document, with its path."""
    for path, field, value in values_of(model):
        if field.prose and isinstance(value, str):
            yield path, value


def revealing_values(model: Model) -> Iterator[tuple[str, LocationKind]]:
    """Every value that can tell where the person is, with its path and kind."""
    for path, field, _ in values_of(model):
        if field.reveals:
            yield path, field.reveals


def _owner(model: type[Model], name: str) -> str:
    """The class highest up that declares the field: a shared field has one label."""
    owners = [c for c in model.__mro__ if issubclass(c, Model) and name in getattr(c, "__annotations__", {})]
    return owners[-1].__name__


_KINDS: typing.Final = {
    Model: Kind.GROUP,
    StrEnum: Kind.CHOICE,
    bool: Kind.YES_NO,
    int: Kind.NUMBER,
    dt.date: Kind.DATE,
    dt.time: Kind.TIME,
}


def _kind(name: str, parts: list[object], *, prose: bool) -> Kind:
    kinds = [kind for p in parts if isinstance(p, type) for base, kind in _KINDS.items() if issubclass(p, base)]
    if typing.Literal in parts:  # one word that says which document it is, or one that may stand for a date
        return Kind.UNTIL if Kind.DATE in kinds else Kind.CHOICE
    if kinds:
        return kinds[0]
    return Kind.PROSE if prose else Kind.PHONE if name == "phone" else Kind.TEXT


def _parts(annotation: object) -> Iterator[object]:
    """The types inside an annotation: ``tuple[Goal, ...]`` gives ``tuple`` and ``Goal``."""
    origin = typing.get_origin(annotation)
    if origin is None:
        yield annotation
        return
    if origin not in (typing.Union, types.UnionType, typing.Annotated):
        yield origin
    for argument in typing.get_args(annotation):
        yield from _parts(argument)


def _marks(annotation: object) -> Iterator[object]:
    """The marks that an annotation carries, at any depth."""
    yield from getattr(annotation, "__metadata__", ())
    for argument in typing.get_args(annotation):
        yield from _marks(argument)
