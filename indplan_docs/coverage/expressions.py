"""What a template's expressions say: which value of the document they stand for, and on what a condition depends.

What is not understood stands for no value, and a condition that is not understood may be met or not, each time anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from jinja2 import nodes

from indplan_docs.coverage.facts import EACH, Facts
from indplan_docs.coverage.logic import FALSE, TRUE, Formula, Kind, State, Variable, both, either, has, negation

_ANSWER_IN_WORDS: Final = "yes_no"
_PASSING: Final = frozenset({"date", "long_date", "clock", "phone", "until", "term"})
"""The filters that give a value in another form, so that what is printed is the value."""

_NEGATED: Final = {"ne": "eq", "notin": "in"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names mean at a place of a template.

    Attributes:
        names: The template's own names: the path each stands for, or nothing if that is not understood.
        loops: The lists that are gone through here, as paths of their items.
    """

    names: Mapping[str, str | None]
    loops: tuple[str, ...] = ()

    def named(self, name: str, path: str | None) -> Scope:
        """With a name more."""
        return replace(self, names={**self.names, name: path})

    def looping(self, item: str) -> Scope:
        """Inside a loop more."""
        return replace(self, loops=(*self.loops, item))


@dataclass(frozen=True, slots=True)
class Printed:
    """What an expression prints, and when.

    Attributes:
        path: The value's path; empty for a text of the template's own.
        text: That text; empty for a value.
        condition: When it is printed.
    """

    path: str
    text: str
    condition: Formula


class Reader:
    """Reads the expressions of one template.

    Args:
        facts: What is sure of the document's values.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._numbers = itertools.count(1)

    def path(self, node: nodes.Node, scope: Scope) -> str | None:
        """The path of the value that an expression stands for; None if it stands for none, or for which is not sure."""
        match node:
            case nodes.Name(name=name):
                found = scope.names.get(name, name)
                return found if found is not None and self.facts.at(found) else None
            case nodes.Getattr(node=whole, attr=attribute):
                return self._inside(self.path(whole, scope), attribute)
            case nodes.Getitem(node=whole, arg=nodes.Const(value=str() as key)):
                return self._inside(self.path(whole, scope), key)
        return None

    def printed(self, node: nodes.Node, scope: Scope, condition: Formula) -> Iterator[Printed]:
        """What an expression prints: each value and each text of the template's own, with when it does."""
        match node:
            case nodes.CondExpr(test=test, expr1=yes, expr2=no):
                met = self.met(test, scope, "")
                yield from self.printed(yes, scope, both(condition, met))
                if no is not None:
                    yield from self.printed(no, scope, both(condition, negation(met)))
            case nodes.Or(left=left, right=right):
                met = self.met(left, scope, "")
                yield from self.printed(left, scope, both(condition, met))
                yield from self.printed(right, scope, both(condition, negation(met)))
            case nodes.And(left=left, right=right):
                yield from self.printed(right, scope, both(condition, self.met(left, scope, "")))
            case nodes.Concat(nodes=parts):
                for part in parts:
                    yield from self.printed(part, scope, condition)
            case nodes.Const(value=str() as text):
                yield Printed("", text, condition)
            case nodes.Filter(node=nodes.Node() as inner, name=name) if name in _PASSING:
                yield from self.printed(inner, scope, condition)
            case nodes.Filter(node=nodes.Node() as inner, name=name) if name == _ANSWER_IN_WORDS:
                yield from self._value(inner, scope, condition, answer=True)
            case _:
                yield from self._value(node, scope, condition, answer=False)

    def met(  # noqa: C901, PLR0911, PLR0912 - one case for each kind of expression
        self, node: nodes.Node, scope: Scope, tag: str
    ) -> Formula:
        """When a condition is met.

        Args:
            node: The condition.
            scope: What names mean.
            tag: The tag as it is written, to name what is not looked into.
        """
        match node:
            case nodes.Const(value=value):
                return TRUE if value else FALSE
            case nodes.Not(node=inner):
                return negation(self.met(inner, scope, tag))
            case nodes.And(left=left, right=right):
                return both(self.met(left, scope, tag), self.met(right, scope, tag))
            case nodes.Or(left=left, right=right):
                return either(self.met(left, scope, tag), self.met(right, scope, tag))
            case nodes.CondExpr(test=test, expr1=yes, expr2=nodes.Expr() as no):
                met = self.met(test, scope, tag)
                return either(both(met, self.met(yes, scope, tag)), both(negation(met), self.met(no, scope, tag)))
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=op, expr=right)]):
                found = self._compared(_NEGATED.get(op, op), left, right, scope)
                if found is not None:
                    return negation(found) if op in _NEGATED else found
            case nodes.Test(node=inner, name=name, args=[]):
                found = self._tested(name, inner, scope)
                if found is not None:
                    return found
            case nodes.Filter(node=nodes.Node() as inner, name=name) if name in {*_PASSING, _ANSWER_IN_WORDS}:
                path = self.path(inner, scope)
                if path is not None:
                    return self.facts.there(path)  # "no" in words is as much as "yes"
            case _:
                path = self.path(node, scope)
                if path is not None:
                    return self.facts.true(path)
        return self.free(tag)

    def free(self, tag: str) -> Formula:
        """A condition that is not looked into."""
        return has(Variable(Kind.FREE, tag, number=next(self._numbers)), True)

    def _inside(self, whole: str | None, name: str) -> str | None:
        if whole is None:
            return None
        path = f"{whole}.{name}"
        return path if self.facts.at(path) else None

    def _value(self, node: nodes.Node, scope: Scope, condition: Formula, *, answer: bool) -> Iterator[Printed]:
        """A list, or a thing with fields of its own, cannot be printed; an answer only in words."""
        path = self.path(node, scope)
        known = self.facts.at(path) if path is not None else None
        if path is None or known is None or known.is_whole or (known.many and not path.endswith(EACH)):
            return
        if (known.field is not None and known.field.boolean) is answer:
            yield Printed(path, "", condition)

    def _compared(self, op: str, left: nodes.Node, right: nodes.Node, scope: Scope) -> Formula | None:
        if op == "in" and isinstance(right, nodes.List | nodes.Tuple):
            each = [self._compared("eq", left, item, scope) for item in right.items]
            return None if None in each else either(*(found for found in each if found is not None))
        if op != "eq":
            return None
        if isinstance(left, nodes.Const):
            left, right = right, left
        path = self.path(left, scope)
        known = self.facts.at(path) if path is not None else None
        if path is None or known is None or (known.many and not path.endswith(EACH)):
            return None
        if isinstance(right, nodes.Const):
            return self._equal(path, known.variable, right.value)
        other = self.path(right, scope)
        if other is None:
            return None
        one, two = sorted((path, other))
        return TRUE if one == two else has(Variable(Kind.SAME, one, other=two), True)

    def _equal(self, path: str, variable: Variable, value: object) -> Formula | None:
        if value is None:
            return has(variable, State.ABSENT)
        if isinstance(value, bool):
            return has(variable, value) if value in variable.domain else FALSE
        if not isinstance(value, str):
            return None
        if State.THERE in variable.domain:
            return has(Variable(Kind.SAME, path, other=repr(value)), True)
        return has(variable, value)

    def _tested(self, name: str, node: nodes.Node, scope: Scope) -> Formula | None:
        path = self.path(node, scope)
        known = self.facts.at(path) if path is not None else None
        if path is None or known is None:
            return None
        match name:
            case "none":
                return FALSE if known.many else has(known.variable, State.ABSENT)
            case "true" | "false" if known.field is not None and known.field.boolean:
                return has(known.variable, name == "true")
            case "defined" | "undefined":
                within = self.facts.there(known.parent) if known.parent else TRUE
                return within if name == "defined" else negation(within)
        return None
