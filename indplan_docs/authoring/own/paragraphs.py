"""The paragraphs of a Word template that say something, and what makes two of them the same."""

from __future__ import annotations

from functools import cache
from typing import Final

from indplan_docs.authoring.lint.tags import pieces_of_text
from indplan_docs.identity import masked_in
from indplan_docs.word.package import Package
from indplan_docs.word.places import Place, places_in

PRINTS: Final = "{{"
"""How a tag begins that prints a value."""

Part = tuple[Place, ...]
Key = tuple[str, int]


def parts(content: bytes, name: str) -> list[Part]:
    """The paragraphs that say something, part by part, the document first.

    Args:
        content: The Word file.
        name: What to call it in errors.

    Raises:
        TemplateFault: The file is no safe Word file.
    """
    opened, mask = Package(content, name), cache(masked_in)  # many paragraphs share a heading
    return [
        tuple(place.discreet(mask) for place in places_in(opened, part) if place.text.strip())
        for part in opened.printed_parts()
    ]


def key(place: Place) -> Key:
    """What is alike in two paragraphs that say the same: the text, however it is spaced, and the level as a heading."""
    return " ".join(place.text.split()), place.level


def words(text: str) -> str:
    """A paragraph's text without its tags."""
    return " ".join("".join(" " if is_tag else piece for is_tag, piece in pieces_of_text(text)).split())


def tags(place: Place | None) -> tuple[str, ...]:
    """A paragraph's tags."""
    found = pieces_of_text(place.text) if place else []
    return tuple(" ".join(piece.split()) for is_tag, piece in found if is_tag)


def values(of: list[Part]) -> tuple[str, ...]:
    """Every value that is printed, each once, in the order of the template."""
    return tuple(dict.fromkeys(tag for part in of for place in part for tag in tags(place) if tag.startswith(PRINTS)))
