"""TPL-101, 116 to 118: names that no document has, and values printed in a form that is not for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from jinja2 import TemplateSyntaxError, nodes

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.reading import BRANCHES, environment, meant, read, source_of
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.fields import Kind
from indplan_docs.word.context import kinds
from indplan_docs.word.names import UnknownName, Walk, path_of
from indplan_docs.word.part import PICTURES

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


def names(subject: Subject) -> Iterator[TemplateFinding]:
    """Every name and every printed value that is wrong, each with its own tag."""
    fields = {**_fields(subject.template.document), PICTURES: None}
    for part in subject.parts:
        walk = _Values()
        lines, tags, ends = _balanced(subject, part)
        try:
            if all(read(tag).ordinary for tag in tags):
                walk.follow(tags, fields)
            elif (tree := _parsed(lines, ends)) is not None:
                walk.of(tree, fields)
        except (RecursionError, MemoryError):  # too deep: the engine says so
            continue
        unknown = ((one.line, _unknown(one)) for one in dict.fromkeys(walk.found))
        for line, told in [*unknown, *walk.told]:
            yield told(subject, tags[line - 1])


class _Values(Walk):
    """Notes what is printed, and the filters that it passes."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[int, Callable[[Subject, Tag], TemplateFinding]]] = []
        self._at = 0

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

    def _unknown(self, path: str, name: str, known: Any, line: int) -> None:
        super()._unknown(path, name, known, self._at or line)

    def printed(self, node: nodes.Expr, shape: Any) -> None:
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
        def told(subject: Subject, tag: Tag) -> TemplateFinding:
            return finding(problem, subject.place(tag.part, tag.paragraph), tag=tag.text, **values)

        self.told.append((self._at or node.lineno, told))


def _unknown(unknown: UnknownName) -> Callable[[Subject, Tag], TemplateFinding]:
    def told(subject: Subject, tag: Tag) -> TemplateFinding:
        near = {"suggestion": unknown.suggestion, "variant": "near"} if unknown.suggestion else {}
        values = near or {"template": subject.template.id}
        where = subject.place(tag.part, tag.paragraph)
        return finding("unknown_name", where, tag=tag.text, name=unknown.path, **values)

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
def _fields(document: str) -> dict[str, Any]:
    return kinds(DOCUMENTS[document])


def _balanced(subject: Subject, part: str) -> tuple[list[str], list[Tag], str]:
    """The tags of a part that are understood, as lines that Jinja reads and as tags, and the ends that are wanting."""
    lines: list[str] = []
    tags: list[Tag] = []
    open_blocks: list[str] = []
    raw = False
    for tag in subject.tags(part).tags:
        mended, found = meant(tag)
        raw = found.word == "raw" or (raw and found.word != "endraw")
        if raw or found.problem or found.word == "endraw" or not (source := source_of(mended)):
            continue
        if found.ends:
            if found.ends not in open_blocks:
                continue
            source = ""
            ended = ""
            while ended != found.ends:
                ended = open_blocks.pop()
                source += f"{{% end{ended} %}}"
        elif found.word in BRANCHES and open_blocks[-1:] not in (["if"], ["for"] if found.word == "else" else ["if"]):
            continue
        elif found.opens:
            open_blocks.append(found.opens)
        lines.append(source)
        tags.append(mended)
    return lines, tags, "".join(f"{{% end{block} %}}" for block in reversed(open_blocks))


def _parsed(lines: list[str], ends: str) -> nodes.Template | None:
    """The tree of the tags; without their branches if these make no sense, None if nothing does."""
    without_branches = ["" if line.split(" ")[1:2] in (["else"], ["elif"]) else line for line in lines]
    for one in (lines, without_branches):
        try:
            return environment().parse("\n".join(one) + ends)
        except (TemplateSyntaxError, RecursionError, MemoryError, ValueError):
            continue
    return None
