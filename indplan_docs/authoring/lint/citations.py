"""Citations of law that no longer holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indplan_docs.authoring.findings import TemplateFinding, finding
from indplan_docs.authoring.lint.subject import Subject
from indplan_docs.authoring.lint.texts import shown
from indplan_docs.checklists.registry import read_data
from indplan_docs.language import Country


@dataclass(frozen=True, slots=True)
class Repealed:
    """A citation that holds no more.

    Attributes:
        pattern: How it is written.
        was: What it meant.
        now: What holds now, as it is cited in each language of its country.
        valid_to: The last day that it held, where that was read.
    """

    pattern: re.Pattern[str]
    was: str
    now: dict[str, str]
    valid_to: dt.date | None


def repealed_citations(subject: Subject) -> Iterator[TemplateFinding]:
    """TPL-209: each citation of law that holds no more, with what holds now."""
    for here in shown(subject):
        text, place = here.fixed, here.place
        for entry in repealed(subject.language.country) if text else ():
            now = entry.now[subject.language.value]
            until = {"variant": "until", "until": entry.valid_to.isoformat()} if entry.valid_to else {}
            for cited in dict.fromkeys(match[0] for match in entry.pattern.finditer(text)):
                yield finding("repealed_citation", place, tag=cited, was=entry.was, now=now, **until)


@cache
def repealed(country: Country) -> tuple[Repealed, ...]:
    """The citations that hold no more in a country, from ``checklists/repealed.toml``."""
    return tuple(
        Repealed(
            pattern=re.compile(rf"(?<!\w)(?:{entry['pattern']})(?!\w)", re.IGNORECASE),
            was=entry["was"],
            now=entry["now"],
            valid_to=entry.get("valid_to"),
        )
        for entry in read_data("repealed.toml")["repealed"]
        if entry["country"] == country.value
    )
