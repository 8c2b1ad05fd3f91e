"""What every model shares: strictness, and the types of its values.

A model accepts an unfinished document and never a wrong value. Presence is the checklists' business; form is decided
here, once per type: a text, a phone number, an identity number, a place in the text that tells where somebody lives.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from indplan_docs import identity
from indplan_docs.language import Country, is_phone

LINE_LENGTH: Final = 500
PROSE_LENGTH: Final = 20_000

_NEWLINES: Final = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_ILLEGAL: Final = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # C0 controls: XML 1.0 cannot carry them, and Word reads some as layout
    "\x7f-\x9f"  # DEL and C1 controls
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # non-characters
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides and isolates: text that reads as something else
    "]"
)


class Model(BaseModel):
    """Base of all models: frozen, strict, no unknown keys, and no personal data in ``repr`` or in errors."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,  # a command needs one document's model, not all
    )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    __str__ = __repr__

    @model_validator(mode="after")
    def _none_or_some(self) -> Self:
        for none, of in _stated_none(type(self)):
            none_or_items(getattr(self, none), getattr(self, of), of)
        return self


class LocationKind(StrEnum):
    """The kinds of value that can tell where a person with protected identity is.

    Source: offentlighets- och sekretesslagen (2009:400) 21 kap. 3 and 3 a §§, read 2026-11-21.
    """

    ADDRESS = "address"
    CONTACT = "contact"
    UNIT = "unit"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Reveals:
    """Marks a field whose value can tell where the person is."""

    kind: LocationKind


@dataclass(frozen=True, slots=True)
class Steers:
    """Marks a field that decides how the document is made and checked, and is itself not printed.

    Attributes:
        untold: True for one that not even templates know: from how well a person is protected, much can be guessed.
    """

    untold: bool = False


@dataclass(frozen=True, slots=True)
class StatesNone:
    """Marks a sentence that says of another field that it is empty on purpose: the two never stand together."""

    of: str


@dataclass(frozen=True, slots=True)
class RunningText:
    """Marks a field that holds running text, which may have several lines."""


def _text(value: str) -> str:
    value = _NEWLINES.sub("\n", value)
    if illegal := _ILLEGAL.search(value):
        raise PydanticCustomError(
            "illegal_character",
            "a character that no document can hold",
            {"code_point": f"U+{ord(illegal[0]):04X}", "position": illegal.start() + 1},
        )
    if not value.strip():
        raise PydanticCustomError("blank_text", "a text of spaces only")
    return value


def _single_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise PydanticCustomError("line_break", "a line break or tab in a single line")
    return value


def _phone(value: str) -> str:
    if not any(is_phone(value, country) for country in Country):
        raise PydanticCustomError("phone", "not a phone number")
    return value


def _identity_number(value: str) -> str:
    try:
        return identity.parse(value).written
    except identity.InvalidNumber as error:
        raise PydanticCustomError("identity_number", "not an identity number", {"reason": error.reason}) from None


def _wall_clock(value: dt.time) -> dt.time:
    if value.tzinfo or value.second or value.microsecond:
        raise PydanticCustomError("clock_time", "not a time of day in hours and minutes")
    return value


Line = Annotated[str, Field(max_length=LINE_LENGTH), AfterValidator(_text), AfterValidator(_single_line)]
"""Text on one line, 1 to 500 characters."""

Prose = Annotated[str, Field(max_length=PROSE_LENGTH), AfterValidator(_text), RunningText()]
"""Text that may have several lines, 1 to 20 000 characters; line ends become ``\\n``."""

Phone = Annotated[str, Field(max_length=40), AfterValidator(_phone)]
"""A phone number as written; the document's country decides how it is read (see `Document`)."""

Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), AfterValidator(_text)]
"""An e-mail address."""

Link = Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s]+$"), AfterValidator(_text)]
"""A web address, http or https."""

IdentityNumber = Annotated[str, AfterValidator(_identity_number)]
"""A personal identity number of either country, kept as that country writes it."""

Date = dt.date
"""A calendar day; ``YYYY-MM-DD`` in JSON."""

Time = Annotated[dt.time, AfterValidator(_wall_clock)]
"""A time of day; ``HH:MM`` in JSON."""

Until = Date | Literal["plan_closed"]
"""The last day something holds, or "until the plan is closed"."""


@cache
def _stated_none(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that say "none", each with the field that they say it of."""
    fields = model.model_fields.items()
    return tuple((name, mark.of) for name, info in fields for mark in info.metadata if isinstance(mark, StatesNone))


def none_or_items(none: str | None, items: tuple[Any, ...] | str | None, name: str) -> None:
    """Refuse a document that says "none" of what it holds something of.

    Args:
        none: The sentence that says none.
        items: The list, or the text.
        name: Its field name; the sentence's is ``no_`` and the name.
    """
    if none and items:
        raise PydanticCustomError("none_and_some", "stated as none, and listed", {"field": name, "none": f"no_{name}"})
