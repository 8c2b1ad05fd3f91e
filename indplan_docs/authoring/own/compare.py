"""An own template beside the pack's: what was added, taken away and changed, and where a person finds it in Word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from indplan_docs.authoring.own.paragraphs import PRINTS, Part, key, parts, tags, values, words
from indplan_docs.catalogue import Template
from indplan_docs.coverage.prove import dropped
from indplan_docs.word.places import Place

_ALIKE: Final = 0.5
"""How much two paragraphs must have in common to be one that was changed."""


class Change(StrEnum):
    """What became of a paragraph of the pack's template."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Subject(StrEnum):
    """What a difference is about."""

    TEXT = "text"
    HEADING = "heading"
    TAGS = "tags"
    """The same words, with other values printed among them, or under other conditions."""
    CONDITION = "condition"
    """A paragraph that only begins or ends a condition or a repetition."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph that is not as in the pack's template.

    Attributes:
        change: Added, removed or changed.
        subject: What it is about.
        before: Where it stands in the pack's template; None if it was added.
        after: Where it stands in the own template; None if it was removed.
        tags_gone: The tags that were in it and are no more.
        tags_new: The tags that were not in it.
    """

    change: Change
    subject: Subject
    before: Place | None
    after: Place | None
    tags_gone: tuple[str, ...] = ()
    tags_new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is different.

    Attributes:
        differences: Paragraph by paragraph, in the order of the document, then its headers and footers.
        values_gone: The values that the pack's template prints and the own one prints nowhere.
        values_new: The values that only the own one prints.
    """

    differences: tuple[Difference, ...]
    values_gone: tuple[str, ...]
    values_new: tuple[str, ...]


def compare(own: bytes, of_pack: bytes, name: str, name_of_pack: str = "") -> Comparison:
    """What an own template has otherwise than the pack's.

    Args:
        own: The own Word file.
        of_pack: The pack's.
        name: What to call the own file in errors.
        name_of_pack: What to call the pack's; as the own one if empty.

    Raises:
        TemplateFault: A file is no safe Word file.
    """
    return compared(parts(own, name), parts(of_pack, name_of_pack or name))


def compared(later: list[Part], earlier: list[Part]) -> Comparison:
    """What the paragraphs of one file have otherwise than those of another."""
    found = [difference for after, before in _paired(later, earlier) for difference in _differences(before, after)]
    printed, printed_before = values(later), values(earlier)
    return Comparison(
        tuple(found),
        tuple(value for value in printed_before if value not in printed),
        tuple(value for value in printed if value not in printed_before),
    )


def rules_dropped(own: Template, of_pack: Template) -> tuple[str, ...]:
    """The codes of the rules that the pack's template covers and the own one does not."""
    return tuple(code for code in _uncovered(own) if code not in _uncovered(of_pack))


def _uncovered(template: Template) -> tuple[str, ...]:
    """The codes of the rules that a template does not print all of."""
    found = (rule for framework in template.frameworks for rule in dropped(template, framework))
    return tuple(dict.fromkeys(str(one.rule.code) for one in found))


def _paired(mine: list[Part], theirs: list[Part]) -> Iterator[tuple[Part, Part]]:
    """Each part with the one it was: Word gives headers and footers new names as it saves."""
    yield mine[0], theirs[0]
    waiting = theirs[1:]
    for part in mine[1:]:
        kind = _kind(part)
        alike = [other for other in waiting if not part or not other or _kind(other) == kind]
        best = max(alike, key=lambda other: _likeness(part, other), default=())
        if best in waiting:
            waiting.remove(best)
        yield part, best
    for part in waiting:
        yield (), part


def _kind(part: Part) -> str:
    """``word/header1.xml`` is a header."""
    return re.sub(r"\d+\.xml$", "", part[0].part) if part else ""


def _likeness(one: Part, other: Part) -> float:
    first, second = ("\n".join(place.text for place in part) for part in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _differences(before: Part, after: Part) -> Iterator[Difference]:
    matcher = difflib.SequenceMatcher(None, [*map(key, before)], [*map(key, after)], autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what != "equal":
            yield from _of_block(before[start:end], after[first:last])


def _of_block(before: Part, after: Part) -> Iterator[Difference]:
    """Paragraphs in one another's place: those that are alike were changed, the others removed and added."""
    if len(before) == len(after) == 1 and _same_place(before[0], after[0]):
        yield _difference(before[0], after[0])
        return
    at = 0
    for place in after:
        pair = next((n for n in range(at, len(before)) if _alike(before[n].text, place.text)), None)
        if pair is None:
            yield _difference(None, place)
            continue
        for removed in before[at:pair]:
            yield _difference(removed, None)
        yield _difference(before[pair], place)
        at = pair + 1
    for removed in before[at:]:
        yield _difference(removed, None)


def _difference(before: Place | None, after: Place | None) -> Difference:
    was, now = tags(before), tags(after)
    change = Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED
    gone, new = _beyond(was, now), _beyond(now, was)
    return Difference(change, _subject(before, after), before, after, gone, new)


def _subject(before: Place | None, after: Place | None) -> Subject:
    there = [place for place in (before, after) if place]
    if any(place.level for place in there):
        return Subject.HEADING
    said = {words(place.text) for place in there}
    if said == {""} and not any(PRINTS in place.text for place in there):
        return Subject.CONDITION
    return Subject.TAGS if len(said) < len(there) or said == {""} else Subject.TEXT


def _same_place(one: Place, other: Place) -> bool:
    """One heading for another, or the one paragraph of a cell for another."""
    return one.level == other.level and (one.level > 0 or (one.cell is not None and one.cell == other.cell))


def _alike(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    if (not words(one)) != (not words(other)):  # a condition has not become a sentence
        return False
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _beyond(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for tag in some if tag not in others))
