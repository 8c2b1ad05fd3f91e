"""What differs between an own template and the pack's, as plain JSON types; keys are API."""

from __future__ import annotations

from typing import Any

from indplan_docs.authoring.own.compare import Comparison, Difference
from indplan_docs.authoring.own.news import Apart
from indplan_docs.authoring.own.original import Base
from indplan_docs.authoring.own.standing import Standing
from indplan_docs.cli.template.difference_words import Told, headline, trouble_in_words
from indplan_docs.language import MessageLanguage
from indplan_docs.word.places import Place


def entry(told: Told) -> dict[str, Any]:
    """All of it.

    ``differences``, ``values_gone`` and ``values_new`` are from the pack's present template to the own one;
    ``own_changes`` from what the own one was made of to the own one, and ``news`` from there to the pack's present one.
    """
    own, language = told.own, told.language
    return {
        "id": own.id,
        "file": str(own.path),
        "layer": own.layer.value,
        "version": own.version,
        "based_on": own.origin.version if own.origin else None,
        "pack_version": told.of_pack.version,
        "standing": told.how.value,
        **_comparison(told.found, language),
        "rules_dropped": list(told.dropped),
        "base": _base(told.base, language) if told.how is not Standing.PACK else None,
        "own_changes": _comparison(told.apart.own, language) if told.apart else None,
        "news": _news(told.apart, language) if told.apart and told.how is not Standing.NEWER else None,
    }


def _base(base: Base, language: MessageLanguage) -> dict[str, Any]:
    return {
        "source": None if base.content is None else "pack" if base.trouble else "kept",
        "file": str(base.file) if base.file else None,
        "trouble": base.trouble.value if base.trouble else None,
        "message": trouble_in_words(base.trouble, base, language) if base.trouble else None,
    }


def _news(found: Apart, language: MessageLanguage) -> dict[str, Any]:
    own = found.own.differences
    news = [
        {
            **_difference(one.difference, language),
            "already": one.already,
            "touches": own.index(one.touches) if one.touches else None,
        }
        for one in found.news
    ]
    return {**_comparison(found.pack, language), "differences": news}


def _comparison(found: Comparison, language: MessageLanguage) -> dict[str, Any]:
    return {
        "differences": [_difference(difference, language) for difference in found.differences],
        "values_gone": list(found.values_gone),
        "values_new": list(found.values_new),
    }


def _difference(difference: Difference, language: MessageLanguage) -> dict[str, Any]:
    return {
        "change": difference.change.value,
        "subject": difference.subject.value,
        "before": _place(difference.before),
        "after": _place(difference.after),
        "tags_gone": list(difference.tags_gone),
        "tags_new": list(difference.tags_new),
        "message": headline(difference, language),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    cell = {"table": place.cell.table, "row": place.cell.row, "column": place.cell.column} if place.cell else None
    return {
        "part": place.part,
        "paragraph": place.paragraph,
        "heading": place.heading,
        "level": place.level,
        "cell": cell,
        "text": place.text,
    }
