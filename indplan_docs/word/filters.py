"""The named filters that templates may use: the only formatting there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from jinja2 import Undefined, pass_context

from indplan_docs.language import Country, Language, clock, long_date, phone, short_date
from indplan_docs.models.people import CoordinatorKind, SignatoryRole
from indplan_docs.profile import TitleName
from indplan_docs.vocabulary import term, text

Filter = Callable[..., Any]

_TITLED: Final[dict[str, str]] = {
    CoordinatorKind.COORDINATOR.value: TitleName.COORDINATOR.value,
    SignatoryRole.COORDINATOR.value: TitleName.COORDINATOR.value,
    SignatoryRole.CASE_OFFICER.value: TitleName.CASE_OFFICER.value,
}
"""The values that are called differently from place to place."""


def filters(language: Language, country: Country) -> dict[str, Filter]:
    """The filters by name, for a language and country.

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
        "yes_no": _yes_no,
    }
    plain = {name: partial(_if_there, function, language, country) for name, function in named.items()}
    return {**plain, "term": pass_context(Worded(language))}


class Worded:
    """The word for a value of a closed list; for a title that has a local name, that name.

    Args:
        language: The language of the word.
    """

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, context: Mapping[str, Any], value: Any) -> Any:
        if value is None or isinstance(value, Undefined):
            return value
        titles = context.get("titles")
        name = _TITLED.get(value) if isinstance(value, str) else None
        if name and isinstance(titles, dict):
            return titles[name]["indefinite"]
        return term(value, self._language)


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


def _yes_no(value: bool, language: Language, _: Country) -> str:
    return text("yes" if value else "no", language)
