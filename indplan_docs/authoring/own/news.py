"""After an upgrade: what the municipality has changed, and what is new in the pack's template, each for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from indplan_docs.authoring.own.compare import Change, Comparison, Difference, compared
from indplan_docs.authoring.own.original import Base
from indplan_docs.authoring.own.paragraphs import Part, key, parts, words
from indplan_docs.catalogue import Template
from indplan_docs.word.places import Place

_Saying = tuple[str, str, int]
"""What a paragraph says: the kind of part it stands in, its text, and its level as a heading."""


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
        before, after = Counter(_sayings(was)), Counter(_sayings(mine))
        self._new, self._gone = after - before, before - after
        self._mine = set(_neighbours(mine))
        self._before = {_at(place): first for part in now for first, place in _followers(part)}

    def says_no_more(self, place: Place) -> bool:
        """True if the own template says less often what a paragraph said that it was made of: it was not only moved."""
        return self._gone[_saying(place)] > 0

    def says(self, place: Place) -> bool:
        """True if the own template has come to say the same as a paragraph of the pack's, in the same kind of part.

        A sentence may stand anywhere there. What stands in a cell, or is a tag by itself, says too little alone: an
        ``{%p endif %}`` is the same only after the same paragraph.
        """
        saying, before = _saying(place), self._before.get(_at(place))
        alone = place.cell is None and bool(words(place.text))
        if not self._new[saying] or not (alone or (before, saying) in self._mine):
            return False
        self._new[saying] -= 1
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


def _saying(place: Place) -> _Saying:
    return (place.role, *key(place))


def _sayings(of: list[Part]) -> Iterator[_Saying]:
    return (_saying(place) for part in of for place in part)


def _neighbours(of: list[Part]) -> Iterator[tuple[_Saying | None, _Saying]]:
    """Each paragraph with the one before it."""
    return ((first, _saying(place)) for part in of for first, place in _followers(part))


def _followers(part: Part) -> Iterator[tuple[_Saying | None, Place]]:
    """Each paragraph of a part, with what the one before it says."""
    yield from ((None, place) for place in part[:1])
    yield from ((_saying(first), place) for first, place in pairwise(part))
