"""What a condition of a template asks, without the guards that only keep it from failing.

``{% if person and person.birth_date %}`` asks one thing, whether there is a date of birth: that there is a person is
said with it. A negation is carried in to what it negates, so that each answer can be told on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeGuard

from jinja2 import nodes

LOOP: Final = "loop"
"""The name by which a loop tells of itself."""


class Asks(StrEnum):
    """What a question asks of a value."""

    FILLED = "filled"
    YES = "yes"
    NO = "no"
    ANSWERED = "answered"
    IS = "is"
    SAME = "same"
    LIKE = "like"
    """Whether two objects have the same in some fields."""
    MORE = "more"
    LESS = "less"
    CODE = "code"
    """Something that has no words here: the template's own code."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, answered by yes or no.

    Attributes:
        asks: What it asks.
        path: Of which value, as a schema path; the code of a `Asks.CODE`.
        value: What it is compared with: a constant, several to choose from, or another path.
        negated: True to ask the opposite.
        counted: True if the number of items is meant.
    """

    asks: Asks
    path: str
    value: object = None
    negated: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Several questions, all to be answered by yes."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Several questions, one to be answered by yes."""

    parts: tuple[Asked, ...]


Asked = Question | Every | Either
Scope = Mapping[str, str]
"""The schema path that each name of a loop stands for."""

_FEWEST_ALIKE: Final = 3
_ORDERS: Final = {
    "gt": (Asks.MORE, False),
    "lteq": (Asks.MORE, True),
    "lt": (Asks.LESS, False),
    "gteq": (Asks.LESS, True),
}
_EMPTY: Final = frozenset({"none", "undefined"})
_THERE: Final = frozenset({"defined", "true", "string", "mapping", "sequence", "iterable"})


def asked(test: nodes.Expr, scope: Scope, code: Callable[[nodes.Expr], str]) -> Asked:
    """What a condition asks.

    Args:
        test: The condition, parsed.
        scope: What the names of the loops around it stand for.
        code: How an expression is written, for what has no words.
    """
    return _simple(_Reader(scope, code).read(test, negated=False))


def questions(found: Asked) -> Iterator[Question]:
    """Every question in what a condition asks."""
    if isinstance(found, Question):
        yield found
    else:
        for part in found.parts:
            yield from questions(part)


def path_of(node: nodes.Node, scope: Scope) -> str | None:
    """The schema path that an expression names; None if it names none."""
    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr(node=inner, attr=str(name)) | nodes.Getitem(node=inner, arg=nodes.Const(value=str(name))):
            outer = path_of(inner, scope)
            return None if outer is None else f"{outer}.{name}"
    return None


class _Reader:
    def __init__(self, scope: Scope, code: Callable[[nodes.Expr], str]) -> None:
        self._scope, self._code = scope, code

    def read(self, node: nodes.Expr, *, negated: bool) -> Asked:
        match node:
            case nodes.Not():
                return self.read(node.node, negated=not negated)
            case nodes.And() | nodes.Or():
                parts = tuple(self.read(part, negated=negated) for part in (node.left, node.right))
                return Every(parts) if isinstance(node, nodes.And) is not negated else Either(parts)
            case nodes.Compare(ops=[operand]):
                found = self._compared(node.expr, operand)
            case nodes.Test():
                found = self._tested(node)
            case _:
                found = self._there(node)
        return _negated(found) if negated else found

    def _there(self, node: nodes.Expr) -> Question:
        path, counted = self._path(node)
        return Question(Asks.CODE, self._code(node)) if path is None else Question(Asks.FILLED, path, counted=counted)

    def _tested(self, node: nodes.Test) -> Asked:
        found = self._there(node.node)
        if node.name == "false" and found.asks is Asks.FILLED:
            return replace(found, asks=Asks.NO)
        if node.name in _EMPTY:
            return _negated(found)
        return found if node.name in _THERE else Question(Asks.CODE, self._code(node))

    def _compared(self, left: nodes.Expr, operand: nodes.Operand) -> Asked:
        right, sign = operand.expr, operand.op
        if isinstance(left, nodes.Const):
            left, right = right, left
            sign = {"gt": "lt", "lt": "gt", "gteq": "lteq", "lteq": "gteq"}.get(sign, sign)
        path, counted = self._path(left)
        items = right.items if isinstance(right, nodes.List | nodes.Tuple) and sign in ("in", "notin") else []
        constants = [item.as_const() for item in items if isinstance(item, nodes.Const)]
        if path is not None and constants and len(constants) == len(items):
            each = tuple(_equal(path, value, counted=counted) for value in constants)
            return Either(each) if sign == "in" else Every(tuple(_negated(one) for one in each))
        if path is not None and sign in _ORDERS and isinstance(right, nodes.Const):
            asks, negated = _ORDERS[sign]
            return Question(asks, path, right.value, negated=negated, counted=counted)
        if path is not None and sign in ("eq", "ne"):
            other, _ = self._path(right)
            if isinstance(right, nodes.Const) or other is not None:
                found = _equal(path, right.value, counted=counted) if isinstance(right, nodes.Const) else None
                found = found or Question(Asks.SAME, path, other)
                return _negated(found) if sign == "ne" else found
        return Question(Asks.CODE, self._code(nodes.Compare(left, [operand])))

    def _path(self, node: nodes.Expr) -> tuple[str | None, bool]:
        """The path that an expression names, and whether its number of items is meant."""
        if isinstance(node, nodes.Filter) and node.name in ("length", "count") and isinstance(node.node, nodes.Expr):
            return path_of(node.node, self._scope), True
        return path_of(node, self._scope), False


def _equal(path: str, value: object, *, counted: bool) -> Question:
    if value is True or value is False:
        return Question(Asks.YES if value else Asks.NO, path)
    return (
        Question(Asks.FILLED, path, negated=True) if value is None else Question(Asks.IS, path, value, counted=counted)
    )


def _negated(found: Asked) -> Asked:
    if isinstance(found, Question):
        return replace(found, negated=not found.negated)
    parts = tuple(_negated(part) for part in found.parts)
    return Either(parts) if isinstance(found, Every) else Every(parts)


def _simple(found: Asked) -> Asked:
    """Without guards and repetitions, and what belongs together asked as one."""
    if isinstance(found, Question):
        return found
    kind = type(found)
    parts = list(dict.fromkeys(_flat([_simple(part) for part in _flat(found.parts, kind)], kind)))
    negated = kind is Either
    parts = [p for p in parts if not any(p is not q and _says(q, p, negated=negated) for q in parts)]
    parts = _answered(parts, negated=kind is Every)
    parts = _alike(parts) if kind is Every else _one_of(parts)
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _flat(parts: Iterable[Asked], kind: type[Every | Either]) -> Iterator[Asked]:
    """Parts, and in place of one that is of a kind itself, its parts."""
    for part in parts:
        if isinstance(part, kind):
            yield from _flat(part.parts, kind)
        else:
            yield part


def _says(one: Asked, guard: Asked, *, negated: bool) -> bool:
    """Whether one question says what a guard asks: that the object is there, or in an either-or that it is not."""
    if not isinstance(guard, Question) or guard.asks is not Asks.FILLED or guard.negated is not negated:
        return False
    if isinstance(one, Question):
        paths = (one.path, one.value) if one.asks is Asks.SAME else (one.path,)
        inside = any(isinstance(path, str) and path.startswith(f"{guard.path}.") for path in paths)
        return inside and (one.negated is negated or one.asks is Asks.SAME)
    whole = any if isinstance(one, Every) is not negated else all
    return whole(_says(part, guard, negated=negated) for part in one.parts)


def _answered(parts: list[Asked], *, negated: bool) -> list[Asked]:
    """Yes or no: answered. Neither yes nor no: not answered."""
    for part in list(parts):
        if not isinstance(part, Question) or part.asks is not Asks.YES or part.negated is not negated:
            continue
        other = replace(part, asks=Asks.NO)
        if other in parts:
            parts = [replace(part, asks=Asks.ANSWERED) if p == part else p for p in parts if p != other]
    return parts


def _one_of(parts: list[Asked]) -> list[Asked]:
    """One value or another of the same field: one of these values."""
    values: dict[str, list[object]] = {}
    for part in parts:
        if _is_value(part):
            values.setdefault(part.path, []).append(part.value)
    told: dict[Asked, None] = {}
    for part in parts:
        told[replace(part, value=tuple(values[part.path])) if _is_value(part) else part] = None
    return list(told)


def _is_value(part: Asked) -> TypeGuard[Question]:
    return isinstance(part, Question) and part.asks is Asks.IS and not (part.negated or part.counted)


def _alike(parts: list[Asked]) -> list[Asked]:
    """Several fields of two objects that are the same: the objects are alike in these."""
    pairs: dict[tuple[str, str], list[Question]] = {}
    for part in parts:
        if isinstance(part, Question) and part.asks is Asks.SAME and not part.negated and isinstance(part.value, str):
            one, _, name = part.path.rpartition(".")
            other, _, same = part.value.rpartition(".")
            if one and other and name == same:
                pairs.setdefault((one, other), []).append(part)
    for (one, other), found in pairs.items():
        if len(found) < _FEWEST_ALIKE:
            continue
        names = tuple(part.path for part in found)
        whole = Question(Asks.LIKE, one, (other, names))
        parts = [whole if part == found[0] else part for part in parts if part not in found[1:]]
        parts = [part for part in parts if not (isinstance(part, Question) and _is_guard_of(part, one, other))]
    return parts


def _is_guard_of(part: Question, *paths: str) -> bool:
    return part.asks is Asks.FILLED and not part.negated and part.path in paths
