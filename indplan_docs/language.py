"""Languages, countries and frameworks, and how dates, times, lists and phone numbers are written in each.

Country is not language: the framework decides the country and with it the law; the language decides the words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"


class Country(StrEnum):
    """The country whose law a document rests on (ISO 3166-1)."""

    SE = "SE"
    NO = "NO"


class Language(StrEnum):
    """The language of a document's text: Swedish, bokmål or nynorsk."""

    SV = "sv"
    NB = "nb"
    NN = "nn"

    @property
    def tag(self) -> str:
        """The IETF tag that Word and PDF carry: ``sv-SE``, ``nb-NO``, ``nn-NO``."""
        return f"{self.value}-{self.country.value}"

    @property
    def country(self) -> Country:
        """The one country whose documents are written in this language."""
        return Country.SE if self is Language.SV else Country.NO


class MessageLanguage(StrEnum):
    """The language that tools speak to their user: those of the documents, and English."""

    SV = "sv"
    NB = "nb"
    NN = "nn"
    EN = "en"


class Framework(StrEnum):
    """Which plan: it decides the checklist and the country."""

    LSS = "lss"
    """Individuell plan, 10 § LSS (Sweden)."""
    SIP = "sip"
    """Samordnad individuell plan, SoL 10:8-9 and HSL 16:4 (Sweden)."""
    IP = "ip"
    """Individuell plan (Norway)."""

    @property
    def country(self) -> Country:
        """The country whose law gives this plan."""
        return Country.NO if self is Framework.IP else Country.SE

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages a document of this framework may be written in."""
        return tuple(language for language in Language if language.country is self.country)


_DAY: Final = {"sv": "d MMMM y", "nb": "d. MMMM y", "nn": "d. MMMM y"}


@lru_cache(maxsize=4096)
def short_date(value: dt.date, language: Language) -> str:
    """``1 december 2026`` (sv), ``1. desember 2026`` (nb, nn), with no-break spaces."""
    import babel.dates

    return _no_break(babel.dates.format_date(value, _DAY[language.value], locale=language.value))


@lru_cache(maxsize=4096)
def long_date(value: dt.date, language: Language) -> str:
    """The date with its weekday: ``tisdag 1 december 2026``, ``tysdag 1. desember 2026``."""
    import babel.dates

    weekday = babel.dates.format_date(value, "EEEE", locale=language.value)
    return f"{weekday} {short_date(value, language)}"


def clock(value: dt.time, language: Language) -> str:
    """``13.00`` in Swedish, ``kl. 13.00`` in Norwegian."""
    digits = f"{value.hour:02}.{value.minute:02}"
    return digits if language is Language.SV else f"kl.{NO_BREAK_SPACE}{digits}"


def enumeration(values: Sequence[str], language: Language) -> str:
    """``Anna, Bo och Cia``: a list as people read it."""
    import babel.lists

    return babel.lists.format_list(list(values), locale=language.value)


_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()/.\-\u00a0]*")


def is_phone(number: str, country: Country) -> bool:
    """Whether ``number`` can be a phone number, dialled from ``country`` or written with ``+`` and a country code.

    Words beside the number are refused: they would be lost when it is written out.
    """
    import phonenumbers

    if not _PHONE.fullmatch(number):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, country.value))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=256)  # the same few offices again and again
def phone(number: str, country: Country) -> str:
    """A phone number as people in ``country`` write it; one from another country with its ``+`` code."""
    import phonenumbers

    parsed = phonenumbers.parse(number, country.value)
    home = phonenumbers.country_code_for_region(country.value) == parsed.country_code
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return _no_break(phonenumbers.format_number(parsed, style))


def _no_break(text: str) -> str:
    return text.replace(" ", NO_BREAK_SPACE)
