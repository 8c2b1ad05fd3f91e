"""Rules as data: what a document must hold, why, and which fields say it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from indplan_docs.errors import Severity
from indplan_docs.language import Country, Framework
from indplan_docs.models.base import Model


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule rests on.

    Attributes:
        id: Its short name in the checklists (``SoL 10:8``, ``SOC 1``).
        cite: How it is cited, per message language.
        kind: ``statute``, ``regulation``, ``guide``, ``routine``, ``leaflet`` or ``practice``.
        country: The country it holds in; None for practice common to both.
        read_on: The day it was read.
        valid_from: The day it came into force, where known.
        valid_to: The last day it holds, where known.
        url: A public address, where there is one.
    """

    id: str
    cite: Mapping[str, str]
    kind: str
    country: Country | None
    read_on: dt.date
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    url: str | None = None


_NEED: Final = re.compile(r"(?:(?P<at>[a-z_.\[\]]+)\.)?(?:(?P<one>[a-z_]+)|\((?P<any>[a-z_|]+)\))(?P<true>=true)?")


@dataclass(frozen=True, slots=True)
class Need:
    """A field that must be filled, wherever its place occurs: ``goals[].measures[].(due|timing)``.

    Attributes:
        at: The path of the objects it is asked of (``goals[].measures[]``); empty for the document.
        names: The fields of which one must be filled.
        must_be_true: True if an answer "no" does not do.
    """

    at: str
    names: tuple[str, ...]
    must_be_true: bool

    @classmethod
    def parse(cls, text: str) -> Need:
        """Read a need as the checklists write it.

        Raises:
            ValueError: It is not written as a need.
        """
        found = _NEED.fullmatch(text)
        if not found:
            raise ValueError(text)
        return cls(
            at=found["at"] or "",
            names=tuple((found["one"] or found["any"]).split("|")),
            must_be_true=bool(found["true"]),
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """The schema paths of the fields: ``goals[].measures[].due``."""
        return tuple(f"{self.at}.{name}" if self.at else name for name in self.names)

    def unmet(self, document: Model) -> Iterator[str]:
        """The place of every object that lacks it: ``goals[0].measures[2].due``."""
        for path, item in objects_at(document, self.at):
            if not any(self._filled(item, name) for name in self.names):
                yield f"{path}.{self.names[0]}" if path else self.names[0]

    def _filled(self, item: Model | None, name: str) -> bool:
        value = getattr(item, name, None)
        return value is True if self.must_be_true else value is not None and value != ()


def objects_at(document: Model, at: str) -> Iterator[tuple[str, Model | None]]:
    """The objects at a path with ``[]`` for "each", with their own paths; None for one that is not there."""
    places: list[tuple[str, Model | None]] = [("", document)]
    for step in at.split(".") if at else ():
        name, each = step.removesuffix("[]"), step.endswith("[]")
        inner: list[tuple[str, Model | None]] = []
        for path, item in places:
            value = getattr(item, name, None)
            here = f"{path}.{name}" if path else name
            if each:
                inner += [(f"{here}[{i}]", entry) for i, entry in enumerate(value or ())]
            else:
                inner.append((here, value))
        places = inner
    yield from places


@dataclass(frozen=True, slots=True)
class Rule:
    """One checklist item.

    Attributes:
        code: Its code, for ever: ``LSS-09``.
        document: The document it belongs to; empty for all four.
        frameworks: The frameworks it holds for.
        severity: `Severity.REQUIRED` or `Severity.ADVICE`.
        waivable: True if the document may state why it is not met.
        title: What the document must hold, per message language.
        sources: What it rests on.
        needs: The fields that must be filled.
        also: Further fields it concerns: compared, or printed when they are there.
        printed: True if the template's own text answers it, whatever the data.
        bare_headings: True if no heading may print what the document says of anybody.
        questions: The question words of the Norwegian leaflet it answers (why, how_long, who, what, which, how, when).
    """

    code: str
    document: str
    frameworks: tuple[Framework, ...]
    severity: Severity
    waivable: bool
    title: Mapping[str, str]
    sources: tuple[Source, ...]
    needs: tuple[Need, ...] = ()
    also: tuple[str, ...] = ()
    printed: bool = False
    bare_headings: bool = False
    questions: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every schema path the rule concerns, each once."""
        return tuple(dict.fromkeys([path for need in self.needs for path in need.paths] + list(self.also)))

    def sources_in(self, country: Country) -> tuple[Source, ...]:
        """The sources that hold in a country."""
        return tuple(source for source in self.sources if source.country in (None, country))
