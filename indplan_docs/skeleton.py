"""An empty document to fill in, with the required fields marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indplan_docs.checklists import Rule, rules_for
from indplan_docs.errors import Severity
from indplan_docs.language import Framework, Language, MessageLanguage
from indplan_docs.models import DOCUMENTS
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, fields_of
from indplan_docs.schema import schema_id
from indplan_docs.vocabulary import label, text


def skeleton(
    document: str, framework: Framework, language: Language, messages: MessageLanguage, *, every_field: bool = False
) -> dict[str, Any]:
    """A document that can be loaded and lacks everything.

    Args:
        document: Which document.
        framework: Which plan.
        language: The language it will be written in.
        messages: The language of the comments that mark what is required.
        every_field: Also the fields that no required rule asks for.
    """
    model = DOCUMENTS[document]
    rules = [rule for rule in rules_for(document, framework) if rule.severity is Severity.REQUIRED]
    body = _object(model, "", _Marks.of(rules), messages, every_field=every_field)
    comment = " ".join(part for part in (text("new_intro", messages), str(body.pop("$comment", ""))) if part)
    own = {"document": document, "framework": framework.value, "language": language.value}
    return {"$schema": schema_id(document), "$comment": comment} | own | {k: v for k, v in body.items() if k not in own}


@dataclass
class _Marks:
    """Which rules ask for which path: those that must have it, and those that it also belongs to."""

    needed: dict[str, list[str]]
    concerned: dict[str, list[str]]

    @classmethod
    def of(cls, rules: list[Rule]) -> _Marks:
        marks = cls({}, {})
        for rule in rules:
            for need in rule.needs:
                for path in need.paths:
                    marks.needed.setdefault(path, []).append(rule.code)
            for path in rule.also:
                marks.concerned.setdefault(path, []).append(rule.code)
        return marks

    def reach(self, path: str) -> bool:
        """Whether a path, or anything inside it, is asked for."""
        inside = (f"{path}.", f"{path}[]")
        return any(p == path or p.startswith(inside) for p in (*self.needed, *self.concerned))


def _object(
    model: type[Model], at: str, marks: _Marks, messages: MessageLanguage, *, every_field: bool
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    needed, concerned = [], []
    for name, field in fields_of(model).items():
        path = f"{at}.{name}" if at else name
        if not (every_field or marks.reach(path)):
            continue
        values[name] = _empty(field, path, marks, messages, every_field=every_field)
        codes, other = marks.needed.get(path), marks.concerned.get(path)
        words = f"{name} = {label(field.key, messages)}"
        if codes:
            needed.append(f"{words} ({', '.join(codes)})")
        elif other:
            concerned.append(f"{words} ({', '.join(other)})")
    comment = " ".join(
        text(key, messages, fields=", ".join(fields))
        for key, fields in (("new_required", needed), ("new_concerned", concerned))
        if fields
    )
    return {"$comment": comment} | values if comment else values


def _empty(field: Field, path: str, marks: _Marks, messages: MessageLanguage, *, every_field: bool) -> Any:
    if field.model is None or any(inner.required for inner in fields_of(field.model).values()):
        return [] if field.many else None  # a value, or an object that cannot stand half-filled
    entry = _object(field.model, f"{path}[]" if field.many else path, marks, messages, every_field=every_field)
    return [entry] if field.many else entry
