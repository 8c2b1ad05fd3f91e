"""A template's conditions and loops in words that a person who knows no code can check: what is shown, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, Literal, cast

import jinja2
from jinja2 import nodes

from indplan_docs.authoring.in_words.called import Called
from indplan_docs.authoring.in_words.logic import LOOP, Asked, Asks, Either, Every, Question, Scope, asked, path_of
from indplan_docs.language import MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.vocabulary import text

_TAG: Final = re.compile(r"\{[{%]([-+]?)(.*?)([-+]?)[%}]\}", re.DOTALL)
_ENDS: Final = {"if": "endif", "elif": "endif", "for": "endfor"}


_AT_AN_END: Final = (f"{LOOP}.first", f"{LOOP}.last")


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
        self._called, self._language = Called(DOCUMENTS[document], language), language

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
            told = self._condition(node.test, scope)
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
        label = None if path is None else self._label(path)
        if path is None or label is None:
            return Printed(_inside(tag))
        return Printed(label, path, tuple(filters))

    def _label(self, path: str) -> str | None:
        in_loop = path.startswith(f"{LOOP}.")
        return text("words_index", self._language) if in_loop else self._called.name(path)

    def _condition(self, test: nodes.Node, scope: Scope) -> str:
        """A condition, as it stands after "if"."""
        return self._clause(asked(cast("nodes.Expr", test), scope, _code))

    def _loop(self, node: nodes.For, variable: str, scope: Scope, *, in_table: bool) -> Told:
        over = path_of(node.iter, scope)
        name = None if over is None else self._called.name(over)
        if over is None or name is None:
            return Told(text("words_code", self._language, code=_code(cast("nodes.Expr", node.iter))), scope)
        inner = {**scope, variable: f"{over}[]"}
        told = text("words_rows" if in_table else "words_each", self._language, label=name)
        if node.test is not None:
            told = text("words_where", self._language, loop=told, condition=self._condition(node.test, inner))
        return Told(told, inner)

    def _clause(self, found: Asked) -> str:
        if isinstance(found, Question):
            return self._question(found)
        whole = isinstance(found, Every)
        style: Literal["standard", "or"] = "standard" if whole else "or"
        filled, others = self._all_filled(found)
        parts = []
        if len(filled) > 1:
            names = [text("words_quoted", self._language, label=name) for name in filled]
            key = "words_filled_all" if whole else "words_filled_any"
            parts.append(text(key, self._language, labels=self._listed(names, style)))
        else:
            others = found.parts
        parts += [self._clause(part) for part in others]
        if len(parts) == 1:
            return parts[0]
        plain = all(isinstance(part, Question) for part in others)
        if plain and (len(filled) <= 1 or len(others) == 1):
            return self._listed(parts, style)
        joint = text("words_besides" if whole else "words_or_else", self._language)
        return f"; {joint} ".join(parts)

    def _all_filled(self, found: Every | Either) -> tuple[list[str], tuple[Asked, ...]]:
        """The names of what is to be filled in, and what else is asked."""
        filled: list[str] = []
        others: list[Asked] = []
        for part in found.parts:
            name = self._filled(part)
            if name is None:
                others.append(part)
            else:
                filled.append(name)
        return filled, tuple(others)

    def _filled(self, part: Asked) -> str | None:
        """The name of what a question asks to be filled in; None if it asks anything else."""
        if not isinstance(part, Question) or part.asks is not Asks.FILLED or part.negated or part.counted:
            return None
        return self._called.name(part.path) if self._called.presence(part.path) == "filled" else None

    def _question(self, question: Question) -> str:
        """One question, by the sentence that its kind has, and the names that it is about."""
        key, name = question.asks.value, self._label(question.path)
        if question.path in _AT_AN_END:
            key = question.path.removeprefix(f"{LOOP}.")
        if name is None or question.asks is Asks.CODE:
            key, values = "true", {"code": question.path.replace("[]", "")}
        else:
            if question.counted and question.asks is not Asks.FILLED:
                name = text("words_count", self._language, label=name)
            if key == Asks.FILLED.value:
                key = "some" if question.counted else self._called.presence(question.path)
            values = {"label": name, **self._compared(question)}
        return text(f"words_{key}{'_not' if question.negated else ''}", self._language, **values)

    def _compared(self, question: Question) -> dict[str, str]:
        """What a value is compared with."""
        if question.asks is Asks.IS:
            values = question.value if isinstance(question.value, tuple) else (question.value,)
            told = [self._called.value(question.path, str(value)) for value in values]
            quoted = [text("words_quoted", self._language, label=value) for value in told]
            return {"value": self._listed(quoted, "or")}
        if question.asks in (Asks.MORE, Asks.LESS):
            return {"value": str(question.value)}
        if question.asks is Asks.SAME:
            return {"other": self._called.name(str(question.value)) or str(question.value)}
        if isinstance(question.value, tuple):
            other, paths = question.value
            fields = self._listed([self._called.own_name(path) or path for path in paths])
            return {"other": self._called.name(other) or other, "fields": fields}
        return {}

    def _listed(self, items: list[str], style: Literal["standard", "or"] = "standard") -> str:
        import babel.lists  # noqa: PLC0415 - large, and most sentences hold no list

        return babel.lists.format_list(items, style=style, locale=self._language.value)


def _inside(tag: str) -> str:
    found = _TAG.fullmatch(tag.strip())
    return " ".join(found[2].split()) if found else tag


@cache
def _parser() -> jinja2.Environment:
    return jinja2.Environment(autoescape=True)


@lru_cache(maxsize=4096)  # the same few tags stand at many places
def _parsed(source: str) -> nodes.Node | None:
    """The one statement of a source; None if it cannot be read."""
    try:
        body = _parser().parse(source).body
    except (jinja2.TemplateSyntaxError, RecursionError):
        return None
    return body[0] if len(body) == 1 else None


def _code(node: nodes.Expr) -> str:
    """How an expression is written, nearly as it stands."""
    inner = [_code(child) for child in node.iter_child_nodes() if isinstance(child, nodes.Expr)]
    match node:
        case nodes.Name():
            written = node.name
        case nodes.Const():
            written = str(node.value)
        case nodes.Getattr():
            written = f"{inner[0]}.{node.attr}"
        case nodes.Filter() | nodes.Test():
            written = f"{''.join(inner[:1])}{'|' if isinstance(node, nodes.Filter) else ' is '}{node.name}"
        case nodes.Compare():
            signs = [f"{_SIGNS[o.op]} {_code(o.expr)}" for o in node.ops]
            written = " ".join([_code(node.expr), *signs])
        case _:
            written = ", ".join(inner)
    return written


_SIGNS: Final = {
    "eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in",
}  # fmt: skip
