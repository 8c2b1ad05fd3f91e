"""What a finished document says of the law and of how to complain, from dated data."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from indplan_docs.checklists.registry import read_data
from indplan_docs.language import Framework
from indplan_docs.models import AnyDocument, FollowUpNotice, Invitation
from indplan_docs.models.people import RecipientRole


def law(document: AnyDocument) -> list[str]:
    """The law that a document rests on, one plain sentence each, as it stood on the document's day.

    A letter to somebody else than the person speaks of the person, not to.
    """
    return _texts("statement", document)


def complaint(document: AnyDocument) -> list[str]:
    """How to complain, where the checklist asks for it; an empty list elsewhere."""
    return _texts("complaint", document)


def always_said(table: str, document: str, framework: Framework) -> bool | None:
    """Whether documents of a kind say something of a table, ``statement`` or ``complaint``.

    Returns:
        True if each does whatever its day, False if none does, None if the day decides.
    """
    entries = [e for e in _statements()[table] if document in e["documents"] and framework.value in e["frameworks"]]
    if not entries:
        return False
    return True if any("valid_from" not in e and "valid_to" not in e for e in entries) else None


def _texts(table: str, document: AnyDocument) -> list[str]:
    return [
        _words(entry, document)
        for entry in _statements()[table]
        if document.document in entry["documents"]
        and document.framework.value in entry["frameworks"]
        and _holds(entry, document.date)
    ]


def _words(entry: dict[str, Any], document: AnyDocument) -> str:
    recipient = document.recipient if isinstance(document, Invitation | FollowUpNotice) else None
    to_others = recipient is not None and recipient.role is not RecipientRole.PERSON
    texts: dict[str, str] = entry.get("to_others", entry["text"]) if to_others else entry["text"]
    return texts[document.language.value]


def _holds(entry: dict[str, Any], day: dt.date | None) -> bool:
    if day is None:
        return "valid_to" not in entry
    return bool(entry.get("valid_from", dt.date.min) <= day <= entry.get("valid_to", dt.date.max))


@cache
def _statements() -> dict[str, Any]:
    return read_data("statements.toml")
