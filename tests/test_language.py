"""Dates, times, lists and phone numbers as people in each language write them."""

from __future__ import annotations

import datetime as dt

import pytest

from indplan_docs.language import (
    Country,
    Framework,
    Language,
    clock,
    enumeration,
    is_phone,
    long_date,
    phone,
    short_date,
)

DAY = dt.date(2026, 12, 1)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.SV, "tisdag 1 december 2026"),
        (Language.NB, "tirsdag 1. desember 2026"),
        (Language.NN, "tysdag 1. desember 2026"),
    ],
)
def test_dates_are_spelt_with_their_weekday(language: Language, expected: str) -> None:
    assert plain(long_date(DAY, language)) == expected
    assert long_date(DAY, language).endswith(short_date(DAY, language))
    assert " " not in short_date(DAY, language), "a date must not break over two lines"


def test_times_and_lists() -> None:
    assert clock(dt.time(9, 5), Language.SV) == "09.05"
    assert plain(clock(dt.time(13), Language.NN)) == "kl. 13.00"
    assert enumeration(["Anna", "Bo", "Cia"], Language.SV) == "Anna, Bo och Cia"
    assert enumeration(["Anna", "Bo"], Language.NB) == "Anna og Bo"


def test_country_is_not_language() -> None:
    assert Framework.IP.languages == (Language.NB, Language.NN)
    assert Framework.SIP.languages == (Language.SV,)
    assert [language.tag for language in Language] == ["sv-SE", "nb-NO", "nn-NO"]


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("0701740605", Country.SE, "070-174 06 05"),
        ("+46 70 174 06 05", Country.SE, "070-174 06 05"),
        ("21234567", Country.NO, "21 23 45 67"),
        ("070-1740605", Country.SE, "070-174 06 05"),
        ("+46701740605", Country.NO, "+46 70 174 06 05"),
    ],
)
def test_phone_numbers_are_written_as_the_country_writes_them(number: str, country: Country, expected: str) -> None:
    assert is_phone(number, country)
    assert plain(phone(number, country)) == expected


@pytest.mark.parametrize("number", ["", "ring mig", "070-1740605 (kväll)", "12", "0" * 30, "+"])
def test_what_is_no_number_is_refused_with_its_words(number: str) -> None:
    assert not is_phone(number, Country.SE)
