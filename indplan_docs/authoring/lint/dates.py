"""Dates written into the template: true of one letter, wrong in the next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.language import Language

_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS: Final = (
    rf"(?<!\w)(?P<day>\d\d?)\.?\s+(?P<name>[^\W\d_]+)\.?\s+{_YEAR}(?!\w)",
    rf"(?<![\w-]){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])",
    rf"(?<![\w./-])(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?{_YEAR}(?!\w)",
    rf"(?<![\w./-])(?P<day>\d\d?)/(?P<month>\d\d?)(?:\s+|[-/]){_YEAR}(?!\w)",
    r"(?<![\w./-])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d\d)(?![\w./-]|\.\d)",
    r"(?<![\w./-])(?P<day>\d\d?)/(?P<month>\d\d?)-(?P<year>\d\d)(?![\w/-])",
)
_COMPILED: Final = tuple(re.compile(pattern) for pattern in _PATTERNS)
_DIGIT: Final = re.compile(r"\d")
_STATUTE_BEFORE: Final = re.compile(
    r"\b(?:lov|lova|loven|forskrift|forskrifta|forskriften|resolusjon|res\.|lag|lagen|förordning|förordningen"
    r"|föreskrift|föreskrifter)\s+(?:av\s+|frå\s+|fra\s+|den\s+)?$",
    re.IGNORECASE,
)
_STATUTE_AFTER: Final = re.compile(r"\s*,?\s*n(?:r|o|ummer)\b\.?\s*\d", re.IGNORECASE)


def fixed_dates(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-207: each date in the template's own text; those that name a statute are no dates."""
    for here in shown(subject):
        text, place = here.fixed, here.place
        if not _DIGIT.search(text):
            continue
        found = {match.start(): match[0] for pattern in _COMPILED for match in pattern.finditer(text) if _is(match)}
        for date in dict.fromkeys(found[at] for at in sorted(found)):
            yield finding("fixed_date", place, tag=date)


@cache
def _months() -> dict[str, int]:
    """The names of the months in all languages, whole and short: a date in another language is a date too."""
    from babel.dates import get_month_names  # noqa: PLC0415 - large: loaded when something looks like a date in words

    return {
        name.casefold().rstrip("."): number
        for language in Language
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language.value).items()
    }


def _is(match: re.Match[str]) -> bool:
    """Whether it is a day of the calendar, and not the day that a statute is known by."""
    parts = match.groupdict()
    name = parts.get("name")
    month = _months().get(name.casefold(), 0) if name else int(parts["month"])
    try:
        dt.date(2000 + int(parts["year"]) % 100, month, int(parts["day"]))  # a short year tells no century
    except ValueError:
        return False
    return not (
        _STATUTE_BEFORE.search(match.string[: match.start()]) or _STATUTE_AFTER.match(match.string, match.end())
    )
