"""Every word of the documents and the tools, once, in Swedish, bokmål, nynorsk and English.

The models, rules and findings hold keys; the words are in the TOML files of each language's folder, by subject. A key
without a text is a `KeyError`: a missing text is a fault of the package, and a failing test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from indplan_docs.errors import IndplanError
from indplan_docs.language import Language, MessageLanguage

AnyLanguage = Language | MessageLanguage


@cache
def _table(language: str) -> dict[str, dict[str, Any]]:
    """The tables ``fields``, ``terms``, ``problems`` and ``texts``, each put together from all files of a language."""
    tables: dict[str, dict[str, Any]] = {}
    for file in sorted(resources.files(__package__).joinpath(language).iterdir(), key=lambda entry: entry.name):
        for name, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            tables.setdefault(name, {}).update(entries)
    return tables


def label(key: str, language: AnyLanguage) -> str:
    """A field's name for people: ``label("Measure.due", ...)``."""
    return str(_table(language.value)["fields"][key]["label"])


def help_text(key: str, language: AnyLanguage) -> str:
    """One line on what to write in a field."""
    return str(_table(language.value)["fields"][key]["help"])


def term(value: str, language: AnyLanguage) -> str:
    """The word for a value of a closed list: ``decided``, ``custodial_guardian``."""
    return str(_table(language.value)["terms"][value])


def text(key: str, language: AnyLanguage, **values: str | int) -> str:
    """A text of the documents' or the tools' own, with its values put in."""
    return str(_table(language.value)["texts"][key]).format(**values)


def problem(name: str, values: Mapping[str, str | int], language: AnyLanguage) -> str:
    """The sentence for a finding's or an error's problem. A value called ``term`` is put into words first.

    A count of one has a sentence of its own where it reads differently (``text_lost_one``).
    """
    worded = {key: term(str(value), language) if key == "term" else value for key, value in values.items()}
    sentences = _table(language.value)["problems"]
    alone = f"{name}_one" if values.get("count") == 1 else name
    return str(sentences.get(alone, sentences[name])).format(**worded)


def error_message(error: IndplanError, language: AnyLanguage) -> str:
    """The sentence for an error. A path, beside the document it is in, is put into words first."""
    values = dict(error.values)
    if {"document", "path"} <= values.keys():
        from indplan_docs.vocabulary.places import path_in_words  # noqa: PLC0415 - made of this module's words

        values["path"] = path_in_words(str(values["path"]), str(values["document"]), language)
    return problem(error.problem, values, language)


def keys(language: AnyLanguage) -> frozenset[str]:
    """Every key that has a text in a language: for the test that all languages say the same things."""
    tables = _table(language.value)
    plain = {f"{name}:{key}" for name in ("terms", "problems", "texts") for key in tables[name]}
    return frozenset(plain | {f"fields:{key}:{part}" for key, entry in tables["fields"].items() for part in entry})
