"""The page: template and result side by side, in one HTML file that needs no script and no other file but pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2

from indplan_docs.authoring.findings import Weight
from indplan_docs.authoring.preview.outline import Covered, Node, Part, Row, values_in
from indplan_docs.language import Language, MessageLanguage
from indplan_docs.vocabulary import text


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at, in words.

    Attributes:
        weight: How much it weighs.
        code: Its code; empty if it has none.
        words: What is wrong, and what to do.
        where: Where, in words; empty for the template as a whole.
    """

    weight: Weight
    code: str
    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page: its file's name, and its size in dots."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of the template with one example.

    Attributes:
        name: The example's name.
        pdf: The PDF's file name; empty if none could be made.
        pages: The pages, in order.
        troubles: Why no finished document can be made of it, in words.
    """

    name: str
    pdf: str
    pages: tuple[PagePicture, ...]
    troubles: tuple[str, ...] = ()


def write_page(  # noqa: PLR0913, PLR0917 - each is independent of the others
    name: str,
    written_in: Language,
    language: MessageLanguage,
    parts: Sequence[Part],
    notices: Sequence[Notice],
    results: Sequence[Shown],
    version: str = "",
) -> str:
    """The page as HTML.

    Args:
        name: What the template is called.
        written_in: The language of the template's own text.
        language: The language of everything else.
        parts: The template; empty if it cannot be read.
        notices: What to look at first.
        results: What became of it, example by example.
        version: What tells this page from the next, where it is made again and again; empty where it is not.
    """

    def said(key: str, **values: str | int) -> str:
        return text(key, language, **values)

    return _page().render(
        name=name,
        written_in=written_in.tag,
        language=language.value,
        parts=parts,
        notices=sorted(notices, key=lambda notice: list(Weight).index(notice.weight)),
        results=results,
        legend=[(value.printed.label, value.tag) for value in values_in(parts) if value.printed.path],
        version=version,
        said=said,
        css=_file("page.css"),
    )


def _kind(node: Node) -> str:
    return type(node).__name__


def _flat(nodes: Sequence[Node], depth: int = 0) -> list[tuple[int, Any]]:
    """The rows of a table, and the words over rows that are covered, each with how deep it is covered."""
    found: list[tuple[int, Any]] = []
    for node in nodes:
        if isinstance(node, Covered):
            found += [(depth, node), *_flat(node.inside, depth + 1)]
        elif isinstance(node, Row):
            found.append((depth, node))
    return found


@cache
def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.globals |= {"kind": _kind, "flat": _flat}
    return environment.from_string(_file("page.html"))


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
