"""Identity numbers of persons and organisations in Sweden and Norway.

A person's number is never required and never read for age, birth date or sex: numbers are given for a nearby day when
a day's numbers run out (Sweden), a D-number may hold the day of registration (Norway), and from 2032 a Norwegian
number tells neither century nor sex.

Sources, read 2026-11-21: folkbokföringslagen (1991:481) 18 § and lagen (2022:1697) om samordningsnummer 2 kap. 8 §;
Skatteetaten's pages on the personal identifier (fødselsnummer, D-nummer, the form valid from 1 January 2032, and the
test population whose months are raised by 80). python-stdnum does the check digits it knows; it lacks coordination
numbers, test numbers and the 2032 form, which are here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.no import orgnr as norwegian_organisation
from stdnum.se import orgnr as swedish_organisation

from indplan_docs.language import Country


class Kind(StrEnum):
    """What sort of personal identity number it is."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    FODSELSNUMMER = "fodselsnummer"
    D_NUMMER = "d_nummer"
    H_NUMMER = "h_nummer"


class InvalidNumber(ValueError):
    """Not a valid number. ``reason`` is ``format``, ``date`` or ``check_digit``; the number itself is not kept."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A valid personal identity number.

    Attributes:
        kind: What sort it is.
        country: Who issued it.
        written: The number as its country writes it (``040315-2381``, ``20040315-2381``, ``150384 12345``).
        synthetic: True when it belongs to a tax agency's test series and to no person.
    """

    kind: Kind
    country: Country
    written: str
    synthetic: bool

    @property
    def masked(self) -> str:
        """The number with its last four (Sweden) or five (Norway) digits hidden."""
        hidden = 4 if self.country is Country.SE else 5
        return self.written[:-hidden] + "*" * hidden

    def __repr__(self) -> str:
        return f"IdentityNumber({self.kind.value}, ...)"


_SWEDISH: Final = re.compile(r"(?P<century>\d\d)?(?P<date>\d{6})(?P<sign>[-+]?)(?P<serial>\d{3})(?P<check>\d)")
_NORWEGIAN: Final = re.compile(r"(?P<date>\d{6}) ?(?P<rest>\d{5})")
_COORDINATION_DAY: Final = 60
_D_DAY: Final = 40
_H_MONTH: Final = 40
_TEST_MONTH: Final = 80
_HELP_DAY: Final = 80
_SWEDISH_TEST_SERIALS: Final = (238, 239, *range(980, 1000))
_LAST_VALID_REMAINDER: Final = 3
_DASH: Final = r"\-\u2010-\u2013\u2212"
_SPACE: Final = r" \u00a0\u2009\u202f"
_IN_TEXT: Final = re.compile(
    rf"(?<!\d)(?<!\d[.,-])(?:(?:\d\d)?\d{{6}}[+{_DASH}{_SPACE}]?\d{{4}}|\d{{6}}[{_DASH}{_SPACE}]?\d{{5}})(?!\d|[.,-]\d)"
)
"""A number as people write it, with Word's own hyphens, dashes and spaces too."""

_DIALLED: Final = re.compile(r"0\d{9}")
"""A Swedish phone number: one in ten could be an identity number too."""


def parse(number: str) -> IdentityNumber:
    """Read a personal identity number of either country.

    Swedish: ten or twelve digits, with a hyphen, a plus sign or nothing before the last four. Norwegian: eleven
    digits, with or without a space after the sixth.

    Raises:
        InvalidNumber: It has another form, its date cannot be, or its check digits are wrong.

    >>> parse("19121212-1212").kind.value, parse("121212+1212").synthetic
    ('personnummer', True)
    """
    if found := _SWEDISH.fullmatch(number):
        return _swedish(found)
    if found := _NORWEGIAN.fullmatch(number):
        return _norwegian(found["date"] + found["rest"])
    raise InvalidNumber("format")


def is_valid(number: str) -> bool:
    """Whether `parse` would read the number."""
    try:
        parse(number)
    except InvalidNumber:
        return False
    return True


def numbers_in(text: str) -> Iterator[str]:
    """The valid identity numbers in a text, as they are written there."""
    return (found[0] for found in _IN_TEXT.finditer(text) if _is_number(found[0]))


def masked_in(text: str) -> str:
    """A text without the digits that tell who it is, in each identity number in it: for messages and logs."""
    return _IN_TEXT.sub(lambda found: _masked(found[0]) if _is_number(found[0]) else found[0], text)


def organisation_number(number: str, country: Country) -> str:
    """The organisation number as its country writes it: ``212000-1234`` (SE), ``123 456 785`` (NO).

    Raises:
        InvalidNumber: It is not a valid number of that country.
    """
    try:
        if country is Country.SE:
            return swedish_organisation.format(swedish_organisation.validate(number))
        digits = norwegian_organisation.validate(number)
    except NumberError as error:
        raise InvalidNumber("check_digit") from error
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def _is_number(written: str) -> bool:
    return not _DIALLED.fullmatch(written) and is_valid(_digits(written))


def _masked(written: str) -> str:
    hidden = 5 if _NORWEGIAN.fullmatch(_digits(written)) else 4
    return written[:-hidden] + "*" * hidden


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdecimal())


def _swedish(found: re.Match[str]) -> IdentityNumber:
    year, month, day = (int(found["date"][i : i + 2]) for i in (0, 2, 4))
    coordination = day > _COORDINATION_DAY
    _check_date(int(found["century"] or 20) * 100 + year, month, day - _COORDINATION_DAY if coordination else day)
    if not luhn.is_valid(found["date"] + found["serial"] + found["check"]):
        raise InvalidNumber("check_digit")
    return IdentityNumber(
        kind=Kind.SAMORDNINGSNUMMER if coordination else Kind.PERSONNUMMER,
        country=Country.SE,
        written=f"{found['century'] or ''}{found['date']}{found['sign'] or '-'}{found['serial']}{found['check']}",
        synthetic=_is_swedish_test_number(found),
    )


def _is_swedish_test_number(found: re.Match[str]) -> bool:
    """Skatteverket's published test numbers have birth numbers 238, 239 and 980-999, and 121212-1212 is one."""
    return int(found["serial"]) in _SWEDISH_TEST_SERIALS or found["date"] + found["serial"] == "121212121"


def _norwegian(digits: str) -> IdentityNumber:
    day, month, year = (int(digits[i : i + 2]) for i in (0, 2, 4))
    kind, synthetic = Kind.FODSELSNUMMER, False
    if day >= _HELP_DAY:  # a help number: its first six digits are no date
        kind = Kind.H_NUMMER
    else:
        if day > _D_DAY:
            kind, day = Kind.D_NUMMER, day - _D_DAY
        if month > _TEST_MONTH:
            synthetic, month = True, month - _TEST_MONTH
        elif month > _H_MONTH:
            kind, month = (Kind.H_NUMMER if kind is Kind.FODSELSNUMMER else kind), month - _H_MONTH
        _check_date(2000 + year, month, day)
    # Until 2031 the first check digit leaves remainder 0; from 2032 also 1, 2 and 3. Both are valid side by side.
    first = _remainder(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    if first > _LAST_VALID_REMAINDER or _remainder(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)):
        raise InvalidNumber("check_digit")
    return IdentityNumber(kind, Country.NO, f"{digits[:6]} {digits[6:]}", synthetic)


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11


def _check_date(year: int, month: int, day: int) -> None:
    """A number without its century is given one in which 29 February may exist; only the day is checked."""
    try:
        dt.date(year, month, day)
    except ValueError as error:
        raise InvalidNumber("date") from error
