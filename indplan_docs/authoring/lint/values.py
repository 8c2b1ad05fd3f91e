"""What a template does with each value: what it prints, through which filters, and what it compares it with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from jinja2 import nodes

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.in_words.logic import Asks, asked, questions
from indplan_docs.authoring.in_words.logic import path_of as schema_path
from indplan_docs.authoring.lint.nearest import holds, nearest, shape_at
from indplan_docs.authoring.lint.reading import read
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Kind, field_at
from indplan_docs.word.names import UnknownName, Walk, path_of

FITTING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DATE: ("date", "long_date", "until"),
    Kind.UNTIL: ("until",),
    Kind.TIME: ("clock",),
    Kind.PHONE: ("phone",),
    Kind.CHOICE: ("term",),
    Kind.YES_NO: ("yes_no",),
}
"""The filters for each kind of value, the usual one first; a kind that is not here is printed as it is."""

_OF_KINDS: Final = frozenset(name for fitting in FITTING.values() for name in fitting)
_TELLING: Final = ("name", "title", "text", "what")
_MOST_TOLD: Final = 3
_PATH: Final = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
_PATHS: Final = ""
"""What a scope holds beside its names: the schema path that the name of each loop stands for."""

Told = tuple[int, Callable[[Subject, Tag], TemplateFinding]]
"""The line of a tag, and the finding to make of it."""


class Values(Walk):
    """Notes what is printed, the filters that it passes, and what is compared.

    Args:
        document: What the template makes.
        loops: The loops of the file, by the name that each gives its rows.

    Attributes:
        told: What is wrong, and at which tag.
        fixed: What prints nothing but a text, and at which tag.
    """

    def __init__(self, document: type[Model], loops: Mapping[str, str]) -> None:
        super().__init__()
        self.told: list[Told] = []
        self.fixed: list[Told] = []
        self._document, self._loops = document, loops
        self._at = 0
        self._scope: dict[str, Any] = {}
        self._after: list[str] = []  # the names that follow the one being looked up, the last first

    def follow(self, tags: list[Tag], fields: dict[str, Any]) -> None:
        """Look at ordinary tags one after the other, each understood already; quicker than as a whole."""
        scopes, kinds_open = [fields], [""]
        for self._at, tag in enumerate(tags, start=1):
            found = read(tag)
            if found.opens:
                kinds_open.append(found.opens)
            if found.ends:  # with it end those in it that have no end of their own
                at = len(kinds_open) - 1 - kinds_open[::-1].index(found.ends)
                del scopes[at:], kinds_open[at:]
            elif found.word == "else":
                scopes[-1] = scopes[-2]
            elif isinstance(found.node, nodes.For):
                scopes.append(self._inside_loop(found.node, scopes[-1]))
            elif isinstance(found.node, nodes.If):
                self._shape((found.node.elif_[0] if found.word == "elif" else found.node).test, scopes[-1])
                scopes += [] if found.word == "elif" else [scopes[-1]]
            elif found.node is not None:
                self.body([found.node], scopes[-1])

    def body(self, body: Sequence[nodes.Node], scope: dict[str, Any]) -> None:
        around, self._scope = self._scope, scope
        super().body(body, scope)
        self._scope = around

    def _inside_loop(self, node: nodes.For, scope: dict[str, Any]) -> dict[str, Any]:
        inner = super()._inside_loop(node, scope)
        over = schema_path(node.iter, scope.get(_PATHS, {}))
        if isinstance(node.target, nodes.Name) and over is not None:
            inner[_PATHS] = {**scope.get(_PATHS, {}), node.target.name: f"{over}[]"}
        return inner

    def _shape(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        if isinstance(node, nodes.Getattr):
            self._after.append(node.attr)
            whole = self._shape(node.node, scope)
            self._after.pop()
            return self._inside(node, node.attr, whole)
        if isinstance(node, nodes.Name):
            return super()._shape(node, scope)
        if isinstance(node, nodes.Compare):
            self._compared(node, scope.get(_PATHS, {}))
        after, self._after = self._after, []
        shape = super()._shape(node, scope)
        self._after = after
        return shape

    def _unknown(self, path: str, name: str, known: Any, line: int) -> None:
        names, after = known if isinstance(known, Mapping) else {}, self._after[::-1]
        near = nearest(name, names, after)
        listed = names.get(near)
        if path == name and name in self._loops:
            self._told(line, "unknown_name", variant="loop", name=name, loop=self._loops[name])
        elif path == name and isinstance(listed, list) and after and holds(listed, after):
            inside = ".".join((name, *after))
            suggestion = f"{{%p for {name} in {near} %}} {{{{ {inside} }}}} {{%p endfor %}}"
            self._told(line, "unknown_name", variant="row", name=name, suggestion=suggestion)
        else:
            prefix = path[: len(path) - len(name)]
            self.found.append(UnknownName(path, f"{prefix}{near}" if near else "", self._at or line))

    def _compared(self, node: nodes.Compare, paths: Mapping[str, str]) -> None:
        """A field with a closed list is compared with what is not in it."""
        for question in questions(asked(node, paths, lambda _: "")):
            choices = _choices(self._document, question.path) if question.asks is Asks.IS else ()
            values = question.value if isinstance(question.value, tuple) else (question.value,)
            for value in values:
                if choices and isinstance(value, str) and value not in choices:
                    told = {"name": question.path.rpartition("[].")[2], "value": value, "choices": ", ".join(choices)}
                    self._told(node.lineno, "value_never", **told)

    def _fixed(self, node: nodes.Expr) -> None:
        """A text, and nothing else, is printed: a field's name in quotes, or words that need no tag."""
        inner: nodes.Expr = node
        filters = ""
        while isinstance(inner, nodes.Filter) and isinstance(inner.node, nodes.Expr):
            filters = f"|{inner.name}{filters}"
            inner = inner.node
        if not isinstance(inner, nodes.Const) or not isinstance(inner.value, str):
            return
        path = inner.value.strip()
        if _PATH.fullmatch(path) and holds(self._scope, path.split(".")):
            shape = shape_at(self._scope, path.split("."))
            filters = filters or (f"|{FITTING[shape][0]}" if isinstance(shape, Kind) and shape in FITTING else "")
            made = _finding("quoted_field", suggestion=f"{{{{ {path}{filters} }}}}")
        elif filters or not path:
            return
        else:
            made = _finding("fixed_text")
        self.fixed.append((self._at or node.lineno, made))

    def printed(self, node: nodes.Expr, shape: Any) -> None:
        self._fixed(node)
        path = path_of(node)
        if isinstance(shape, Mapping):
            self._tell(node, "not_printable", variant="object", suggestion=_inside(path, shape))
        elif isinstance(shape, list):
            suggestion = f"{{%p for item in {path} %}}"
            self._tell(node, "not_printable", variant="list", suggestion=suggestion, item=_item(shape))
        elif shape in FITTING:
            self._tell(node, "raw_value", variant=shape.value, suggestion=f"{{{{ {path}|{FITTING[shape][0]} }}}}")

    def filtered(self, node: nodes.Filter, shape: Any) -> None:
        if node.name not in _OF_KINDS or node.node is None:
            return
        path = path_of(node.node)
        if isinstance(shape, list | Mapping):
            whole = _inside(path, shape) if isinstance(shape, Mapping) else f"{{%p for item in {path} %}}"
            self._tell(node, "wrong_filter", name=node.name, suggestion=whole)
        elif isinstance(shape, Kind) and node.name not in FITTING.get(shape, ()):
            right = f"|{FITTING[shape][0]}" if shape in FITTING else ""
            self._tell(node, "wrong_filter", name=node.name, suggestion=f"{{{{ {path}{right} }}}}")

    def _tell(self, node: nodes.Node, problem: str, **values: str) -> None:
        self._told(node.lineno, problem, **values)

    def _told(self, line: int, problem: str, **values: str) -> None:
        self.told.append((self._at or line, _finding(problem, **values)))


def _finding(problem: str, **values: str) -> Callable[[Subject, Tag], TemplateFinding]:
    def told(subject: Subject, tag: Tag) -> TemplateFinding:
        return finding(problem, subject.place(tag.part, tag.paragraph), tag=tag.text, **values)

    return told


def _item(shape: list[Any]) -> str:
    """How an item of a list is printed."""
    if shape and isinstance(shape[0], Mapping):
        return _inside("item", shape[0], most=1)
    return f"{{{{ item|{FITTING[shape[0]][0]} }}}}" if shape and shape[0] in FITTING else "{{ item }}"


def _inside(path: str, shape: Mapping[str, Any], most: int = _MOST_TOLD) -> str:
    """The fields of an object that say most of it, as tags."""
    plain = {name: kind for name, kind in shape.items() if isinstance(kind, Kind)}
    by_use = sorted(plain, key=lambda name: (name not in _TELLING, plain[name] is not Kind.TEXT))
    chosen = {name: FITTING.get(plain[name], ("",))[0] for name in by_use[:most]}
    return " ".join(f"{{{{ {path}.{name}{'|' * bool(used)}{used} }}}}" for name, used in chosen.items())


@cache
def _choices(document: type[Model], path: str) -> tuple[str, ...]:
    """The values of a field's closed list; none if it has no such list, or there is no such field."""
    try:
        return field_at(document, path).choices
    except KeyError:
        return ()
