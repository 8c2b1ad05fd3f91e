"""The named filters that templates may use: the only formatting there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from indplan_docs.language import Country, Language, clock, long_date, phone, short_date
from indplan_docs.vocabulary import term, text

Filter = Callable[[Any], str]


def filters(language: Language, country: Country) -> dict[str, Filter]:
    """The filters by name, for a language and country.

    ``date`` 1 december 2026 · ``long_date`` tisdag 1 december 2026 · ``clock`` 13.00 · ``phone`` 070-174 06 05 ·
    ``until`` a date, or "until the plan is closed" · ``term`` the word for a value · ``yes_no`` Ja, Nej
    """

    def until(value: str) -> str:
        return term(value, language) if value == "plan_closed" else short_date(dt.date.fromisoformat(value), language)

    return {
        "date": lambda value: short_date(dt.date.fromisoformat(value), language),
        "long_date": lambda value: long_date(dt.date.fromisoformat(value), language),
        "clock": lambda value: clock(dt.time.fromisoformat(value), language),
        "phone": lambda value: phone(value, country),
        "until": until,
        "term": lambda value: term(value, language),
        "yes_no": lambda value: text("yes" if value else "no", language),
    }
