"""The named filters that templates may use: the only formatting there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from jinja2 import Undefined

from indplan_docs.language import Country, Language, clock, long_date, phone, short_date
from indplan_docs.vocabulary import term, text

Filter = Callable[[Any], Any]


def filters(language: Language, country: Country, local: Mapping[str, str] = MappingProxyType({})) -> dict[str, Filter]:
    """The filters by name, for a language and country, and for the values that have a local name: its words.

    ``date`` 1 december 2026 · ``long_date`` tisdag 1 december 2026 · ``clock`` 13.00 · ``phone`` 070-174 06 05 ·
    ``until`` a date, or "until the plan is closed" · ``term`` the word for a value · ``yes_no`` Ja, Nej

    What is not there passes through each of them, for the place where it is printed to decide on.
    """
    named: dict[str, Callable[..., str]] = {
        "date": _date,
        "long_date": _long_date,
        "clock": _clock,
        "phone": _phone,
        "until": _until,
        "term": partial(_term, dict(local)),
        "yes_no": _yes_no,
    }
    return {name: partial(_if_there, function, language, country) for name, function in named.items()}


def _if_there(function: Callable[..., str], language: Language, country: Country, value: Any) -> Any:
    return value if value is None or isinstance(value, Undefined) else function(value, language, country)


def _date(value: str, language: Language, _: Country) -> str:
    return short_date(dt.date.fromisoformat(value), language)


def _long_date(value: str, language: Language, _: Country) -> str:
    return long_date(dt.date.fromisoformat(value), language)


def _clock(value: str, language: Language, _: Country) -> str:
    return clock(dt.time.fromisoformat(value), language)


def _phone(value: str, _: Language, country: Country) -> str:
    return phone(value, country)


def _until(value: str, language: Language, country: Country) -> str:
    return term(value, language) if value == "plan_closed" else _date(value, language, country)


def _term(local: Mapping[str, str], value: str, language: Language, _: Country) -> str:
    return local[value] if value in local else term(value, language)


def _yes_no(value: bool, language: Language, _: Country) -> str:
    return text("yes" if value else "no", language)
