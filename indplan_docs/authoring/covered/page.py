"""The coverage of templates as a page: one file, readable without a script, by eye and by ear."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, StrictUndefined

from indplan_docs.authoring.covered.words import Words
from indplan_docs.coverage import Coverage, FieldCoverage, RuleCoverage
from indplan_docs.language import MessageLanguage
from indplan_docs.vocabulary import term, text

_TEXTS: Final = ("title", "summary", "rule", "title_of_rule", "level", "covered", "where", "key")


def page(found: Sequence[Coverage], language: MessageLanguage, files: Sequence[str] = ()) -> str:
    """The page.

    Args:
        found: What was proved of each template; an overview of rules and templates comes first if there are several.
        language: The reader's.
        files: What to call the file of each; their ids if there are none.
    """
    named = [Words(one, language, file) for one, file in zip(found, files or [""] * len(found), strict=True)]
    source = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    texts = {name: text(f"coverage_page_{name}", language) for name in _TEXTS}
    texts |= {"nothing": text("coverage_nothing", language), "unprinted": text("coverage_unprinted", language)}
    return environment.from_string(source).render(
        lang=language.value,
        t=texts,
        templates=[
            _template(number, one, words, language)
            for number, (one, words) in enumerate(zip(found, named, strict=True))
        ],
        overview=_overview(found, named, language) if len(found) > 1 else [],
    )


def _template(number: int, coverage: Coverage, words: Words, language: MessageLanguage) -> dict[str, Any]:
    return {
        "anchor": f"{coverage.template}-{coverage.framework.value}-{number}",
        "name": f"{words.name()} ({words.framework()})",
        "verdict": words.verdict(),
        "rules": [_rule(rule, words, language) for rule in coverage.rules],
        "unprinted": [_field(None, field, words, language) for field in coverage.unprinted],
    }


def _rule(rule: RuleCoverage, words: Words, language: MessageLanguage) -> dict[str, Any]:
    return {
        "code": rule.rule.code,
        "title": rule.rule.title[language.value],
        "level": text(rule.rule.severity.value, language),
        "mark": words.mark(rule),
        "reason": words.reason(rule),
        "kind": _kind(rule),
        "fields": [_field(rule, field, words, language) for field in rule.fields],
    }


def _kind(rule: RuleCoverage) -> str:
    """How the page colours a rule."""
    return "yes" if rule.covered else "excepted" if rule.reason else "no"


def _field(rule: RuleCoverage | None, field: FieldCoverage, words: Words, language: MessageLanguage) -> dict[str, str]:
    where = text("coverage_steers", language) if field.steers else "; ".join(words.places(field))
    return {"label": words.field(field), "trouble": words.trouble(rule, field), "where": where}


_Named = tuple[Coverage, Words]


def _overview(found: Sequence[Coverage], named: Sequence[Words], language: MessageLanguage) -> list[dict[str, Any]]:
    """A table for each checklist: its rules, and whether each template covers them."""
    tables = []
    for number, chosen in enumerate(_alike(list(zip(found, named, strict=True))), start=1):
        plans = dict.fromkeys(words.framework() for _, words in chosen)
        name = f"{term(chosen[0][0].document, language)} ({', '.join(plans)})"
        tables.append(
            {
                "anchor": f"summary-{number}",
                "name": name[:1].upper() + name[1:],
                "columns": [f"{words.name()} ({words.framework()})" for _, words in chosen],
                "rows": _rows(chosen, language),
            }
        )
    return tables


def _alike(found: Sequence[_Named]) -> list[list[_Named]]:
    """The templates together that make the same document and have rules in common besides those of every document."""
    groups: list[tuple[str, set[str], list[_Named]]] = []
    for coverage, words in found:
        codes = {rule.rule.code for rule in coverage.rules if rule.rule.document}
        group = next((one for one in groups if one[0] == coverage.document and one[1] & codes), None)
        if group is None:
            group = (coverage.document, set(), [])
            groups.append(group)
        group[1].update(codes)
        group[2].append((coverage, words))
    return [chosen for _, _, chosen in groups]


def _rows(chosen: Sequence[_Named], language: MessageLanguage) -> list[dict[str, Any]]:
    titles = {rule.rule.code: rule.rule.title[language.value] for coverage, _ in chosen for rule in coverage.rules}
    by_code = [{rule.rule.code: rule for rule in coverage.rules} for coverage, _ in chosen]
    absent = {"kind": "none", "mark": text("coverage_page_not_asked", language)}
    rows = []
    for code, title in titles.items():
        cells = []
        for rules, (_, own) in zip(by_code, chosen, strict=True):
            rule = rules.get(code)
            cells.append({"kind": _kind(rule), "mark": own.mark(rule)} if rule is not None else absent)
        rows.append({"code": code, "title": title, "cells": cells})
    return rows
