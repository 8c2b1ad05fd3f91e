"""Each tag read on its own: what it does, or why the engine would not understand it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from indplan_docs.authoring.lint.slips import slip
from indplan_docs.authoring.lint.tags import Tag
from indplan_docs.language import Country, Language
from indplan_docs.word.compiler import syntax_problem
from indplan_docs.word.faults import english, on_one_line
from indplan_docs.word.filters import filters
from indplan_docs.word.part import PICTURES
from indplan_docs.word.sandbox import Sandbox, is_reserved
from indplan_docs.word.structure import opens
from indplan_docs.word.taming import tame

BRANCHES: Final = frozenset({"else", "elif"})
_WORD: Final = re.compile(r"\w+")
_VALUES: Final = ("cellbg", "colspan")
_MERGES: Final = ("vm", "hm")
_SAMPLES: Final = {
    "if": "if x", "for": "for x in x", "with": "with", "macro": "macro x()", "call": "call x()",
    "filter": "filter term", "set": "set x", "autoescape": "autoescape true", "block": "block x",
}  # fmt: skip
_ORDINARY: Final = (
    nodes.Output, nodes.If, nodes.For, nodes.Name, nodes.Getattr, nodes.Const, nodes.And, nodes.Or, nodes.Not,
    nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.TemplateData,
)  # fmt: skip
_RAW: Final = frozenset({"raw", "endraw"})
_MOST_NODES: Final = 200
_OWN_NAME: Final = re.compile(r"(?<!\w)_\w")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tag says.

    Attributes:
        word: What a control tag does: ``if``, ``endfor``; empty for a value.
        opens: The kind of block that it opens; empty if none.
        ends: The kind of block that it ends; empty if none.
        problem: Which of the finding's sentences tells why it is not understood; empty if it is.
        said: What is wrong in it: a filter's name, a word; what Jinja says.
        near: The nearest to that which there is; empty if nothing is near.
        ordinary: True for what makes code in every place: names, fields, conditions, loops and filters of ours.
        node: An ordinary tag as Jinja understands it, never to be changed.
    """

    word: str
    opens: str = ""
    ends: str = ""
    problem: str = ""
    said: str = ""
    near: str = ""
    ordinary: bool = False
    node: nodes.Node | None = None


_COMMENT: Final = Reading("#", ordinary=True)


def read(tag: Tag) -> Reading:
    """What a tag says."""
    return _COMMENT if tag.kind == "{#" else _read(tag.kind, tag.inside)


def meant(tag: Tag, is_field: Callable[[str], bool] = lambda _: False) -> tuple[Tag, Reading]:
    """A tag as it was meant, without the space that Word's maintainers write in ``{% tr``, and what it says then.

    Args:
        tag: The tag, as it is written.
        is_field: Whether a document has a field of a name; where it is not known, none has.
    """
    found = read(tag)
    if found.problem == "tag_with_space":
        prefix, _, inside = tag.inside.partition(" ")
        mended = replace(tag, prefix=prefix, inside=inside.strip())
        return mended, read(mended)
    nearly = slip(tag, is_field) if found.problem == "tag_not_understood" else None
    if nearly is None or (said := read(nearly)).problem:
        return tag, found
    return nearly, said


def source_of(tag: Tag) -> str:
    """A tag as Jinja reads it, on one line."""
    inside = " ".join(tag.inside.split())
    word = _first(inside)
    if tag.kind == "{%" and word in _VALUES:
        return f"{{{{ {inside.removeprefix(word)} }}}}"
    if tag.kind == "{#" or (tag.kind == "{%" and word in _MERGES):
        return ""
    return f"{{{{ {inside} }}}}" if tag.kind == "{{" else f"{{% {inside} %}}"


@cache
def environment() -> Sandbox:
    """An environment that takes the tags that all templates take: the filters have the same names in all languages."""
    return Sandbox(filters(Language.SV, Country.SE), forgiving=False)


@lru_cache(maxsize=4096)
def _read(kind: str, inside: str) -> Reading:
    word = _first(inside) if kind == "{%" else ""
    if word in _RAW or (word in _MERGES and inside == word):
        return Reading(word)
    opened = opens(inside) if word else ""
    ended = word[3:] if word.startswith("end") and word[3:] in _SAMPLES else ""
    try:
        node = _understood(_alone(kind, inside, word, opened, ended))
    except TemplateSyntaxError as error:
        return _refused(word, opened, ended, error)
    except (RecursionError, MemoryError, SyntaxError, ValueError):  # too deep, a number too long
        return Reading(word, opened, ended, "too_much")
    return Reading(word, opened, ended, ordinary=node is not None, node=node)


def _alone(kind: str, inside: str, word: str, opened: str, ended: str) -> str:
    """A source with nothing but one tag, and what must go with it.

    Raises:
        TemplateSyntaxError: There is nothing in it.
    """
    if kind == "{{" or word in _VALUES:
        value = inside.removeprefix(word)
        if not value.strip():
            raise TemplateSyntaxError("nothing between {{ and }}", 1)
        return f"{{{{ {value} }}}}"
    source = f"{{% {inside} %}}"
    if opened:
        return f"{source}{{% end{opened} %}}"
    if ended:
        return f"{{% {_SAMPLES[ended]} %}}{source}"
    return f"{{% if x %}}{source}{{% endif %}}" if word in BRANCHES else source


def _understood(source: str) -> nodes.Node | None:
    """What a tag alone says, if it is ordinary.

    Raises:
        TemplateSyntaxError: The engine would not understand it.
    """
    jinja = environment()
    if _OWN_NAME.search(source):
        for number, sort, text in jinja.lex(source):
            if sort == "name" and (text == PICTURES or is_reserved(text)):
                raise TemplateSyntaxError(f"not_allowed {text}", number)
    tree = jinja.parse(source)
    inside = list(itertools.islice(tree.find_all(nodes.Node), _MOST_NODES + 1))
    if _is_list(tree):
        raise TemplateSyntaxError("values with commas between them", 1)
    few = len(tree.body) == 1 and len(inside) <= _MOST_NODES
    if few and all(isinstance(one, _ORDINARY) or _is_plain(one) for one in inside):
        return tree.body[0]
    jinja.compile(tame(tree, jinja, lambda text: text))
    return None


def _is_list(tree: nodes.Template) -> bool:
    """True for a tag that prints several values with commas between: Python's own signs around them."""
    printed = tree.body[0] if len(tree.body) == 1 else None
    return isinstance(printed, nodes.Output) and isinstance(printed.nodes[0], nodes.Tuple)


def _is_plain(node: nodes.Node) -> bool:
    """True for a filter of ours without arguments."""
    plain = isinstance(node, nodes.Filter) and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    return plain and node.name in environment().allowed  # type: ignore[attr-defined]


def _refused(word: str, opened: str, ended: str, error: TemplateSyntaxError) -> Reading:
    problem = syntax_problem(error)
    said = on_one_line(english(error))
    if problem == "template_unknown_filter":
        name, _, near = said.partition(" ")
        return Reading(word, opened, ended, "unknown_filter", name, near)
    known = {"template_not_allowed": "not_allowed", "template_tag_with_space": "tag_with_space"}
    return Reading(word, opened, ended, known.get(problem, "tag_not_understood"), said)


def _first(inside: str) -> str:
    found = _WORD.match(inside)
    return found[0] if found else ""
