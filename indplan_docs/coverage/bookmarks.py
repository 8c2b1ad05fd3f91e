"""The bookmarks by which a template's maintainer says which of the template's own text answers a rule.

A bookmark is called as the rule, ``rule_INV_08`` for INV-08, with a number more where the text stands in several
forms: ``rule_INV_08_2``. Word keeps it while the text is edited, and drops it with the paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from indplan_docs.word.metadata import RULE_BOOKMARK
from indplan_docs.word.package import WORD

_START, _END, _TEXT, _PARAGRAPH = (f"{WORD}{name}" for name in ("bookmarkStart", "bookmarkEnd", "t", "p"))


def rules_at(root: etree._Element) -> Mapping[int, frozenset[str]]:
    """The codes of the rules that a part's paragraphs answer, by the paragraphs' numbers.

    A paragraph answers a rule if some of its text stands in a bookmark of the rule. A bookmark without an end reaches
    nowhere.
    """
    ended = {element.get(f"{WORD}id") for element in root.iter(_END)}
    begun: dict[str | None, str] = {}
    found: dict[int, frozenset[str]] = {}
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(_PARAGRAPH), start=1)}
    for element in root.iter(_START, _END, _TEXT):
        key = element.get(f"{WORD}id")
        if element.tag == _START:
            named = RULE_BOOKMARK.fullmatch(element.get(f"{WORD}name") or "")
            if named and key in ended:
                begun[key] = f"{named[1]}-{named[2]}"
        elif element.tag == _END:
            begun.pop(key, None)
        elif begun:
            number = next((numbers[p] for p in element.iterancestors(_PARAGRAPH)), 0)
            found[number] = found.get(number, frozenset()) | frozenset(begun.values())
    return found
