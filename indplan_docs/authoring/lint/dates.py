"""Dates written into the template: true of one letter, wrong in the next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lxml import etree

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.language import Language
from indplan_docs.word.package import WORD

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
DAY_FIELDS: Final = frozenset({"DATE", "TIME"})
"""The fields of Word that show when a letter is opened."""

_DIGIT: Final = re.compile(r"\d")
_STATUTE_BEFORE: Final = re.compile(
    r"\b(?:lov|lova|loven|forskrift|forskrifta|forskriften|resolusjon|res\.|lag|lagen|förordning|förordningen"
    r"|föreskrift|föreskrifter)\s+(?:av\s+|frå\s+|fra\s+|den\s+)?$",
    re.IGNORECASE,
)
_STATUTE_AFTER: Final = re.compile(r"\s*,?\s*n(?:r|o|ummer)\b\.?\s*\d", re.IGNORECASE)


def fixed_dates(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-207: each date in the template's own text, and fields of the day; those that name a statute are no dates."""
    for here in shown(subject):
        text, place = here.fixed, here.place
        for field, result in _day_fields(here.element):
            text = text.replace(result, "", 1)
            yield finding("fixed_date", place, tag=result, variant="field", field=field)
        if not _DIGIT.search(text):
            continue
        found = {match.start(): match[0] for pattern in _COMPILED for match in pattern.finditer(text) if _is(match)}
        for date in dict.fromkeys(found[at] for at in sorted(found)):
            yield finding("fixed_date", place, tag=date)


def _day_fields(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """The fields of a paragraph that show the day or the time at which it is opened: the name, and what they show."""
    for simple in paragraph.iter(f"{WORD}fldSimple"):
        if (name := _day_field(simple.get(f"{WORD}instr") or "")) is not None:
            yield name, "".join(t.text or "" for t in simple.iter(f"{WORD}t"))
    code, result, inside = "", "", ""
    for item in paragraph.iter(f"{WORD}fldChar", f"{WORD}instrText", f"{WORD}t"):
        kind = item.get(f"{WORD}fldCharType")
        if kind == "end" and (name := _day_field(code)) is not None:
            yield name, result
        if kind is not None:
            code, result, inside = ("", "", kind) if kind != "separate" else (code, "", kind)
        elif item.tag == f"{WORD}instrText":
            code += item.text or ""
        elif inside == "separate":
            result += item.text or ""


def _day_field(code: str) -> str | None:
    name = (code.split() or [""])[0].upper()
    return name if name in DAY_FIELDS else None


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
