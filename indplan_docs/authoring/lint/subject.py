"""What the checks look at: a Word file opened once, its parts as trees, their paragraphs and where each of them is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from indplan_docs import catalogue
from indplan_docs.authoring.lint.tags import Tags, tags_in
from indplan_docs.errors import TemplateFault
from indplan_docs.language import Language
from indplan_docs.word.package import WORD, Package
from indplan_docs.word.places import Place, heading_levels, places_of, roles

if TYPE_CHECKING:
    from indplan_docs.authoring.lint.asked import Said


class Subject:
    """A Word file in the place of a template, opened for checks. What one check works out, the next has ready.

    Args:
        data: The file.
        template: The template that it is, or stands for.
        is_usable: True if the engines are known to make documents with it.

    Attributes:
        data: The file.
        is_usable: As given.
        template: That template: its document, language and id.
        opened: The package. It may hold what a letter must not, a comment or a link that fetches: see ``faults``.
        faults: What the package holds that a letter must not.
        said: What the engines say of it, once they were asked: see `asked.said`.

    Raises:
        TemplateFault: The file is no Word file, or damaged: there is nothing to look at.
    """

    def __init__(self, data: bytes, template: catalogue.Template, *, is_usable: bool = False) -> None:
        self.template = template
        self.data, self.is_usable = data, is_usable
        self.faults: list[TemplateFault] = []
        self.opened = Package(data, template.id, self.faults)
        self._roots: dict[str, etree._Element] = {}
        self._places: dict[str, tuple[Place, ...]] = {}
        self._paragraphs: dict[str, list[etree._Element]] = {}
        self._tags: dict[str, Tags] = {}
        self.said: Said | None = None

    def tags(self, part: str) -> Tags:
        """The tags of a part, as they are written in it."""
        if part not in self._tags:
            self._tags[part] = tags_in(self.root(part), part)
        return self._tags[part]

    @property
    def language(self) -> Language:
        """The language that the template is written in."""
        return self.template.language

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts that print something, the document first, then its headers, footers and notes."""
        return tuple(self.opened.printed_parts())

    def root(self, part: str) -> etree._Element:
        """The tree of a part, shared by all checks: to be looked at, never changed."""
        if part not in self._roots:
            self._roots[part] = self.opened.parse(part)
        return self._roots[part]

    def places(self, part: str) -> tuple[Place, ...]:
        """Where each paragraph of a part is; paragraph number n at index n - 1."""
        if part not in self._places:
            self._places[part] = places_of(self.root(part), self._whole(part), self._levels)
        return self._places[part]

    def place(self, part: str, number: int) -> Place:
        """Where a paragraph is; the part as a whole if it has no paragraph of that number."""
        places = self.places(part)
        return places[number - 1] if 0 < number <= len(places) else self._whole(part)

    def paragraphs(self, part: str) -> list[etree._Element]:
        """The paragraphs of a part, in the order of their places."""
        if part not in self._paragraphs:
            self._paragraphs[part] = list(self.root(part).iter(f"{WORD}p"))
        return self._paragraphs[part]

    def _whole(self, part: str) -> Place:
        return Place(part, role=self._roles.get(part, ""))

    @cached_property
    def _roles(self) -> dict[str, str]:
        return roles(self.opened)

    @cached_property
    def _levels(self) -> dict[str, int]:
        return heading_levels(self.opened)
