"""Comments added to a Word file: their own part, those that are there already kept, and what makes Word look at it."""

from __future__ import annotations

from typing import Final

from indplan_docs.authoring.annotation.xml_text import quoted, with_child
from indplan_docs.word.archive import CONTENT_TYPES
from indplan_docs.word.package import DECLARATION, DOCUMENT, RELATIONSHIP, WORD, Package, relationships_of

AUTHOR: Final = "indplan"
INITIALS: Final = "ip"

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NEW: Final = f'{DECLARATION}<w:comments xmlns:w="{WORD[1:-1]}"></w:comments>'.encode()
_NEW_RELATIONSHIPS: Final = f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
_ID: Final = f"{WORD}id"
_MARKS: Final = tuple(
    f"{WORD}{name}" for name in ("comment", "commentRangeStart", "commentRangeEnd", "commentReference")
)


class Comments:
    """The comments of a file, to be added to. They carry no date: the same findings give the same file."""

    def __init__(self, opened: Package) -> None:
        self._opened = opened
        self._part = next(iter(opened.related("comments")), None)
        self._next = 1 + max(self._ids(), default=-1)
        self._made: list[str] = []

    @property
    def added(self) -> int:
        """How many have been added."""
        return len(self._made)

    def add(self, words: str) -> int:
        """Add a comment, each line a paragraph, and give its id."""
        key = self._next + len(self._made)
        lines = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{quoted(line)}</w:t></w:r></w:p>'
            for line in words.splitlines() or [""]
        )
        space = f'xmlns:w="{WORD[1:-1]}"'
        self._made.append(
            f'<w:comment {space} w:id="{key}" w:author="{AUTHOR}" w:initials="{INITIALS}">{lines}</w:comment>'
        )
        return key

    def parts(self) -> dict[str, bytes]:
        """The parts that change: the comments, and for a file that had none what names them."""
        made = "".join(self._made)
        if self._part is not None:
            return {self._part: with_child(self._opened.read(self._part), made)}
        part, rels = self._free_name(), relationships_of(DOCUMENT)
        known = self._opened.read(rels) if rels in self._opened.members else _NEW_RELATIONSHIPS
        relationship = (
            f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{self._free_id(rels)}" '
            f'Type="{_OFFICE}/comments" Target="/{part}"/>'
        )
        override = f'<Override xmlns="{_PACKAGE}/content-types" PartName="/{part}" ContentType="{_TYPE}"/>'
        return {
            part: with_child(_NEW, made),
            rels: with_child(known, relationship),
            CONTENT_TYPES: with_child(self._opened.read(CONTENT_TYPES), override),
        }

    def _ids(self) -> list[int]:
        parts = [DOCUMENT, *([self._part] if self._part else [])]
        found = [mark.get(_ID) or "" for part in parts for mark in self._opened.parse(part).iter(*_MARKS)]
        return [int(key) for key in found if key.isascii() and key.isdigit()]

    def _free_name(self) -> str:
        taken = {name.casefold() for name in self._opened.members}
        names = ("word/comments.xml", *(f"word/comments{n}.xml" for n in range(1, len(taken) + 2)))
        return next(name for name in names if name not in taken)

    def _free_id(self, rels: str) -> str:
        known = self._opened.parse(rels).iter(RELATIONSHIP) if rels in self._opened.members else ()
        taken = {item.get("Id") for item in known}
        return next(key for n in range(len(taken) + 1) if (key := f"rIdComments{n}") not in taken)
