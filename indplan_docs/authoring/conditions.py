"""A template's conditions and loops in words that a person who knows no code can check: what is shown, and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import jinja2
from jinja2 import nodes

from indplan_docs.authoring.names import beside, beside_key, name_of
from indplan_docs.authoring.logic import LOOP, Asked, Asks, Either, Every, Question, Scope, asked, path_of
from indplan_docs.language import MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, Kind, field_at, fields_of
from indplan_docs.vocabulary import term, text

_TAG: Final = re.compile(r"\{[{%]([-+]?)(.*?)([-+]?)[%}]\}", re.DOTALL)
_ENDS: Final = {"if": "endif", "elif": "endif", "for": "endfor"}


@dataclass(frozen=True, slots=True)
class Told:
    """A control tag in words.

    Attributes:
        words: What it does: ``Shown only if “Phone” is filled in``.
        scope: What the names of loops stand for inside it.
    """

    words: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Printed:
    """A value tag in words.

    Attributes:
        label: What is printed.
        path: Its schema path; empty if it is no field.
        filters: The filters it goes through.
    """

    label: str
    path: str = ""
    filters: tuple[str, ...] = field(default=())


class Wording:
    """Puts the tags of a template for a document into words.

    Args:
        document: Which document the template makes.
        language: The language of the words.
    """

    def __init__(self, document: str, language: MessageLanguage) -> None:
        self._model, self._language = DOCUMENTS[document], language

    def opening(self, tag: str, scope: Scope, *, in_table: bool = False) -> Told:
        """A tag that begins a block or a branch of one: ``if``, ``elif``, ``else``, ``for``.

        Args:
            tag: The tag, as it stands.
            scope: What the names of the loops around it stand for.
            in_table: True if it stands between a table's rows.
        """
        inside = _inside(tag)
        word = inside.partition(" ")[0]
        if word == "else":
            return Told(text("words_else", self._language), scope)
        node = _parsed(f"{{% {'if' + inside[4:] if word == 'elif' else inside} %}}{{% {_ENDS.get(word, '')} %}}")
        if isinstance(node, nodes.If):
            told = self.condition(node.test, scope)
            return Told(text(f"words_{'elif' if word == 'elif' else 'if'}", self._language, condition=told), scope)
        if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            return self._loop(node, node.target.name, scope, in_table=in_table)
        return Told(text("words_code", self._language, code=inside), scope)

    def printed(self, tag: str, scope: Scope) -> Printed:
        """A tag that prints a value."""
        node: nodes.Node | None = _parsed(f"{{{{ {_inside(tag)} }}}}")
        if isinstance(node, nodes.Output) and len(node.nodes) == 1:
            node = node.nodes[0]
        filters: list[str] = []
        while isinstance(node, nodes.Filter):
            filters.insert(0, node.name)
            node = node.node
        path = None if node is None else path_of(node, scope)
        label = None if path is None else self._name(path)
        if path is None or label is None:
            return Printed(_inside(tag))
        return Printed(label, path, tuple(filters))

    def condition(self, test: nodes.Expr, scope: Scope) -> str:
        """A condition, as it stands after "if"."""
        return self._clause(asked(test, scope, _code))

    def _loop(self, node: nodes.For, variable: str, scope: Scope, *, in_table: bool) -> Told:
        over = path_of(node.iter, scope)
        name = None if over is None else self._name(over)
        if over is None or name is None:
            return Told(text("words_code", self._language, code=_code(node.iter)), scope)
        inner = {**scope, variable: f"{over}[]"}
        told = text("words_rows" if in_table else "words_each", self._language, label=name)
        if node.test is not None:
            told = text("words_where", self._language, loop=told, condition=self.condition(node.test, inner))
        return Told(told, inner)

    def _clause(self, found: Asked) -> str:
        if isinstance(found, Question):
            return self._question(found)
        import babel.lists  # noqa: PLC0415 - large, and most clauses are one question

        whole = isinstance(found, Every)
        filled, others = self._all_filled(found)
        if len(filled) > 1:
            style = "standard" if whole else "or"
            names = [text("words_quoted", self._language, label=name) for name in filled]
            listed = babel.lists.format_list(names, style=style, locale=self._language.value)
            parts = [text("words_filled_all" if whole else "words_filled_any", self._language, labels=listed)]
        else:
            parts, others = [], list(found.parts)
        parts += [self._clause(part) for part in others]
        if len(parts) == 1:
            return parts[0]
        if all(isinstance(part, Question) for part in others) and (len(filled) <= 1 or len(parts) == 2):
            return babel.lists.format_list(parts, style="standard" if whole else "or", locale=self._language.value)
        joint = text("words_besides" if whole else "words_or_else", self._language)
        return f"; {joint} ".join(parts)

    def _all_filled(self, found: Every | Either) -> tuple[list[str], list[Asked]]:
        """The names of what is to be filled in, and what else is asked."""
        filled: list[str] = []
        others: list[Asked] = []
        for part in found.parts:
            plain = isinstance(part, Question) and part.asks is Asks.FILLED and not (part.negated or part.counted)
            if plain and isinstance(part, Question) and self._there(part.path, counted=False) == "filled":
                filled += [self._name(part.path) or part.path]
            else:
                others.append(part)
        return filled, others

    def _question(self, question: Question) -> str:
        no = "_not" if question.negated else ""
        if question.asks is Asks.CODE:
            return text(f"words_true{no}", self._language, code=question.path)
        if question.path.startswith(f"{LOOP}."):
            return self._place(question, no)
        name = self._name(question.path)
        if name is None:
            return text(f"words_true{no}", self._language, code=question.path.replace("[]", ""))
        if question.counted:
            name = text("words_count", self._language, label=name)
        match question.asks:
            case Asks.FILLED:
                return text(f"words_{self._there(question.path, counted=question.counted)}{no}", self._language, label=name)
            case Asks.YES | Asks.NO | Asks.ANSWERED:
                return text(f"words_{question.asks.value}{no}", self._language, label=name)
            case Asks.SAME:
                other = self._name(str(question.value)) or str(question.value)
                return text(f"words_same{no}", self._language, label=name, other=other)
            case Asks.LIKE:
                return self._like(question, name)
        return text(f"words_{question.asks.value}{no}", self._language, label=name, value=self._value(question))

    def _like(self, question: Question, name: str) -> str:
        import babel.lists  # noqa: PLC0415 - large, and most clauses are one question

        assert isinstance(question.value, tuple)  # noqa: S101 - as `logic` makes it
        other, paths = question.value
        fields = [self._own_name(path) or path for path in paths]
        listed = babel.lists.format_list(fields, locale=self._language.value)
        return text("words_like", self._language, label=name, other=self._name(other) or other, fields=listed)

    def _place(self, question: Question, no: str) -> str:
        """What a loop says of itself."""
        name = question.path.removeprefix(f"{LOOP}.")
        if name in ("first", "last"):
            return text(f"words_{name}{no}", self._language)
        number = text("words_index", self._language)
        asks = "filled" if question.asks in (Asks.SAME, Asks.LIKE) else question.asks.value
        values: dict[str, str | int] = {"label": number}
        if asks in (Asks.IS, Asks.MORE, Asks.LESS):
            values["value"] = str(question.value)
        return text(f"words_{asks}{no}", self._language, **values)

    def _there(self, path: str, *, counted: bool) -> str:
        """How it is said that something is there: a list has some, a yes-or-no is yes, a field is filled in."""
        found = self._field(path)
        if counted or found is None or path.endswith("[]"):
            shaped = beside(self._model).get(path)
            return "some" if counted or isinstance(shaped, list) else "draft" if path == "draft" else "filled"
        if found.many:
            return "some"
        return {Kind.GROUP: "group", Kind.YES_NO: "yes"}.get(found.kind, "filled")

    def _value(self, question: Question) -> str:
        found = self._field(question.path)
        value = str(question.value)
        return term(value, self._language) if found is not None and value in found.choices else value

    def _field(self, path: str) -> Field | None:
        try:
            return field_at(self._model, path)
        except KeyError:
            return None

    def _name(self, path: str) -> str | None:
        """What a path is called; with what it stands under, if the same field stands under several."""
        if path.startswith(f"{LOOP}."):
            return text("words_index", self._language)
        own = self._own_name(path)
        found = self._field(path)
        outer = path.rpartition(".")[0]
        if own is None or found is None or not outer or outer.endswith("[]") or _places(self._model)[found.key] == 1:
            return own
        return f"{self._name(outer)} › {own}"

    def _own_name(self, path: str) -> str | None:
        found = self._field(path)
        if found is not None:
            return name_of(found.key, self._language)
        path = path.removesuffix("[]")
        known = path in beside(self._model)
        return name_of(beside_key(path.rpartition(".")[2]), self._language) if known else None


@cache
def _places(model: type[Model]) -> Counter[str]:
    """At how many places of a document each field stands, by its key."""
    return Counter(_keys(model))


def _keys(model: type[Model]) -> Iterator[str]:
    for inner in fields_of(model).values():
        yield inner.key
        if inner.model:
            yield from _keys(inner.model)


def _inside(tag: str) -> str:
    found = _TAG.fullmatch(tag.strip())
    return " ".join(found[2].split()) if found else tag


@cache
def _parser() -> jinja2.Environment:
    return jinja2.Environment(autoescape=True)


def _parsed(source: str) -> nodes.Node | None:
    """The one statement of a source; None if it cannot be read."""
    try:
        body = _parser().parse(source).body
    except (jinja2.TemplateSyntaxError, RecursionError):
        return None
    return body[0] if len(body) == 1 else None


def _code(node: nodes.Expr) -> str:
    """How an expression is written, nearly as it stands."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Const():
            return str(node.value)
        case nodes.Getattr():
            return f"{_code(node.node)}.{node.attr}" if isinstance(node.node, nodes.Expr) else node.attr
        case nodes.Filter() if isinstance(node.node, nodes.Expr):
            return f"{_code(node.node)}|{node.name}"
        case nodes.Test() if isinstance(node.node, nodes.Expr):
            return f"{_code(node.node)} is {node.name}"
        case nodes.Compare():
            return " ".join([_code(node.expr), *(f"{_SIGNS[o.op]} {_code(o.expr)}" for o in node.ops)])
    inner = [_code(child) for child in node.iter_child_nodes() if isinstance(child, nodes.Expr)]
    return f"{type(node).__name__}({', '.join(inner)})"


_SIGNS: Final = {
    "eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in",
}  # fmt: skip

