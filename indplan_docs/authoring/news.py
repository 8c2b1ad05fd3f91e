"""After an upgrade: what the municipality has changed, and what is new in the pack's template, each for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from indplan_docs.authoring.compare import Change, Comparison, Difference, compared
from indplan_docs.authoring.original import Base
from indplan_docs.authoring.paragraphs import Key, Part, key, parts, words
from indplan_docs.catalogue import Template
from indplan_docs.word.places import Place


@dataclass(frozen=True, slots=True)
class News:
    """Something that is new in the pack's template.

    Attributes:
        difference: What it is: ``before`` as the own template was made of, ``after`` as the pack has it now.
        already: True if the own template has it already.
        touches: What the municipality did to the same paragraph; None if nothing, or if it has the news already.
    """

    difference: Difference
    already: bool = False
    touches: Difference | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """The municipality's changes and the pack's, each from the template that the own one was made of.

    Attributes:
        own: What the municipality has changed.
        news: What is new in the pack's, paragraph by paragraph.
        pack: The pack's changes as a whole, with the values that are printed no more and those that are new.
    """

    own: Comparison
    news: tuple[News, ...]
    pack: Comparison


def apart(own: Template, of_pack: Template, base: Base) -> Apart | None:
    """Tell the municipality's own changes from what is new in the pack.

    Args:
        own: The own template.
        of_pack: The pack's present one of the same id.
        base: What the own one was made of.

    Returns:
        None if what it was made of is not to be had.

    Raises:
        TemplateFault: One of the files cannot be read, or is no safe Word file.
    """
    if base.content is None:
        return None
    was, mine = parts(base.content, base.name), parts(own.read(), own.path.name)
    now = parts(of_pack.read(), of_pack.name) if base.has_news else was
    changed, in_pack = compared(mine, was), compared(now, was)
    return Apart(changed, tuple(_news(in_pack.differences, changed.differences, _Said(was, mine, now))), in_pack)


class _Said:
    """What the own template has come to say since it was made, and says no more; told once for each time."""

    def __init__(self, was: list[Part], mine: list[Part], now: list[Part]) -> None:
        before, after = Counter(_keys(was)), Counter(_keys(mine))
        self._new, self._gone = after - before, before - after
        self._mine = set(_neighbours(mine))
        self._before = {(place.part, place.paragraph): first for part in now for first, place in _followers(part)}

    def says_no_more(self, place: Place) -> bool:
        """True if the own template says less often what a paragraph said that it was made of: it was not only moved."""
        return self._gone[key(place)] > 0

    def says(self, place: Place) -> bool:
        """True if the own template has come to say the same as a paragraph of the pack's.

        A sentence may stand anywhere. What stands in a cell, or is a tag by itself, says too little alone: an
        ``{%p endif %}`` is the same only after the same paragraph.
        """
        alone = place.cell is None and bool(words(place.text))
        before = self._before.get((place.part, place.paragraph))
        if not self._new[key(place)] or not (alone or (before, key(place)) in self._mine):
            return False
        self._new[key(place)] -= 1
        return True


def _news(in_pack: Iterable[Difference], changed: Iterable[Difference], said: _Said) -> Iterator[News]:
    own = {_at(difference.before): difference for difference in changed if difference.before}
    for difference in in_pack:
        touched = own.get(_at(difference.before)) if difference.before else None
        already = difference.before is None or touched is not None  # what stands as it was has not taken the news up
        if difference.after:
            already = already and said.says(difference.after)
        elif difference.before:
            already = touched is not None and touched.change is Change.REMOVED and said.says_no_more(difference.before)
        yield News(difference, already, None if already else touched)


def _at(place: Place) -> tuple[str, int]:
    return place.part, place.paragraph


def _keys(of: list[Part]) -> Iterator[Key]:
    return (key(place) for part in of for place in part)


def _neighbours(of: list[Part]) -> Iterator[tuple[Key | None, Key]]:
    """Each paragraph with the one before it."""
    return ((first, key(place)) for part in of for first, place in _followers(part))


def _followers(part: Part) -> Iterator[tuple[Key | None, Place]]:
    """Each paragraph of a part, with what the one before it says."""
    yield from ((None, place) for place in part[:1])
    yield from ((key(first), place) for first, place in pairwise(part))
