"""What a template may say: the document as plain dicts, lists, texts and numbers, and nothing else.

A value that this copy leaves out is replaced by words that say so; an identity number is masked. What a template needs
beside the document (whether this is a draft, the law it rests on) gets names of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from indplan_docs import identity
from indplan_docs.checklists import find_rule
from indplan_docs.checklists.law import complaint, law
from indplan_docs.errors import Report
from indplan_docs.language import Language
from indplan_docs.models import AnyDocument
from indplan_docs.models.base import LocationKind, Model
from indplan_docs.models.document import ProtectedIdentity
from indplan_docs.models.fields import Field, Kind, told_fields
from indplan_docs.models.plan import Waiver
from indplan_docs.profile import ContactPoint, IdentityNumbers, Profile, TitleName
from indplan_docs.vocabulary import text
from indplan_docs.vocabulary.places import place
from indplan_docs.vocabulary.titles import TITLE_FORMS, titles
from indplan_docs.word.letterhead import letterhead_logo

Context = dict[str, Any]
"""Plain values by name, as templates see them."""

CARRIED: Final[Mapping[str, str]] = MappingProxyType(
    {"secrecy_marking": "marking", "waivers[].rule": "waivers[].title"}
)
"""Fields that a template prints by another name: a document's own secrecy marking, or else the profile's; a waived rule
by its title."""


def context(document: AnyDocument, profile: Profile, report: Report, *, draft: bool) -> Context:
    """The context of one document.

    Args:
        document: What to print.
        profile: The municipality's settings.
        report: What the check found; a draft lists what is missing.
        draft: Whether this is a draft.
    """
    language = document.language
    values = _Dump(document, profile).model(document)
    for waiver in values.get("waivers", ()):
        waived = find_rule(waiver["rule"])
        waiver["title"] = waived.title[language.value] if waived else waiver["rule"]
    return values | {
        "draft": draft,
        "draft_mark": text("draft_mark", language),
        "gaps": _gaps(report, language) if draft else [],
        "marking": document.secrecy_marking or profile.secrecy_marking or "",
        "logo": letterhead_logo(profile.logo) if profile.logo else None,
        "contact": _contact(document, profile),
        "titles": {name.value: titles(name, language, profile) for name in TitleName},
        "law": law(document),
        "complaint": complaint(document),
    }


def shape(document: type[Model]) -> dict[str, Any]:
    """What a context of a document may hold: names to shapes, as the template engine looks them up."""
    return _shape(document, lambda _: None)


def kinds(document: type[Model]) -> dict[str, Any]:
    """What a context of a document may hold, each plain value with its kind."""
    return _shape(document, lambda kind: kind)


def _shape(document: type[Model], plain: Callable[[Kind], Any]) -> dict[str, Any]:
    words, lists = ("draft_mark", "marking", "logo"), ("gaps", "law", "complaint")
    extras: dict[str, Any] = {"draft": plain(Kind.YES_NO)} | {name: plain(Kind.TEXT) for name in words}
    extras["contact"] = {n: plain(Kind.PHONE if n == "phone" else Kind.TEXT) for n in ContactPoint.model_fields}
    extras["titles"] = {name.value: {form: plain(Kind.TEXT) for form in TITLE_FORMS} for name in TitleName}
    return _model_shape(document, plain) | extras | {name: [plain(Kind.TEXT)] for name in lists}


def _contact(document: AnyDocument, profile: Profile) -> dict[str, str | None] | None:
    """Where anybody may call; not for a person whose whereabouts it could tell."""
    protected = document.protected_identity not in (None, ProtectedIdentity.NOT_PROTECTED)
    return None if profile.contact is None or protected else profile.contact.model_dump()


def _model_shape(model: type[Model], plain: Callable[[Kind], Any]) -> dict[str, Any]:
    shapes: dict[str, Any] = {}
    for name, field in told_fields(model).items():
        inner = _model_shape(field.model, plain) if field.model else plain(field.kind)
        shapes[name] = [inner] if field.many else inner
    return shapes | ({"title": plain(Kind.TEXT)} if model is Waiver else {})


def _gaps(report: Report, language: Language) -> list[str]:
    """What a draft lacks, in words: the rule, and where."""
    gaps = []
    for finding in report.required:
        item = find_rule(finding.code)
        where = place(finding, report.document, language)
        gaps.append(f"{item.title[language.value]} ({where})" if item else where)
    return list(dict.fromkeys(gaps))


class _Dump:
    """Turns models into plain values, as this copy of this document may show them."""

    def __init__(self, document: AnyDocument, profile: Profile) -> None:
        self._left_out = frozenset(document.redaction)
        self._withheld = text("withheld", document.language)
        self._masked = profile.identity_numbers is IdentityNumbers.MASKED

    def model(self, model: Model) -> dict[str, Any]:
        return {name: self._value(getattr(model, name), field) for name, field in told_fields(type(model)).items()}

    def _value(self, value: Any, field: Field) -> Any:
        if value is not None and field.reveals in self._left_out:
            # words can stand in for words; an address or a number to call is simply not there
            words = field.reveals in (LocationKind.UNIT, LocationKind.PLACE) and isinstance(value, str)
            return self._withheld if words else None
        if isinstance(value, tuple):
            return [self._value(item, field) for item in value]
        if isinstance(value, str) and field.key == "Person.identity_number" and self._masked:
            return identity.parse(value).masked
        return self.model(value) if isinstance(value, Model) else _plain(value)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime("%H:%M")
    return value
