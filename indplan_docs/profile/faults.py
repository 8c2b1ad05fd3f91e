"""What is wrong with settings, as findings: every fault, each with its key, what is wrong and what to write."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from indplan_docs.errors import Finding, Severity
from indplan_docs.profile.settings import choices_of, table_of

AnyModel = TypeVar("AnyModel", bound=BaseModel)
_LONGEST_KEY: Final = 60
_KINDS: Final = {
    "missing": ("missing-key", "setting_missing"),
    "enum": ("wrong-choice", "setting_choice"),
    "string_type": ("wrong-type", "setting_not_text"),
    "path_type": ("wrong-type", "setting_not_text"),
    "int_type": ("wrong-type", "setting_not_whole_number"),
    "float_type": ("wrong-type", "setting_not_number"),
    "finite_number": ("wrong-type", "setting_not_number"),
    "model_type": ("wrong-type", "setting_not_table"),
    "tuple_type": ("wrong-type", "setting_not_list"),
    "greater_than_equal": ("wrong-value", "setting_too_small"),
    "less_than_equal": ("wrong-value", "setting_too_large"),
    "string_too_long": ("wrong-value", "setting_too_long"),
    "too_long": ("wrong-value", "setting_too_long"),
    "string_pattern_mismatch": ("wrong-value", "setting_not_email"),
    "phone": ("wrong-value", "setting_not_phone"),
    "blank_text": ("wrong-value", "setting_blank"),
    "line_break": ("wrong-value", "setting_one_line"),
    "illegal_character": ("wrong-value", "setting_character"),
    "rule_code": ("wrong-value", "setting_rule_code"),
    "reason_short": ("wrong-value", "setting_reason_short"),
    "layer_twice": ("wrong-value", "setting_layer_twice"),
    "layer_of_pack": ("wrong-choice", "setting_choice"),
}
_VALUES: Final = ("ge", "le", "max_length", "code_point", "layer")


def validated(model: type[AnyModel], data: Mapping[str, Any]) -> tuple[AnyModel | None, list[Finding]]:
    """The settings that a table holds; or None, and everything that is wrong with it."""
    text = json.dumps(data, default=_of_no_use)
    try:
        return model.model_validate_json(text, strict=True), []
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
    return None, [_finding(detail, model) for detail in details]


def fault(problem: str, path: str, code: str = "wrong-value", /, **values: str | int) -> Finding:
    """A fault of one setting."""
    return Finding(code, Severity.INVALID, problem, path, "", values)


def _of_no_use(value: object) -> object:
    """A day or a time of TOML's own: no setting is one, and as text it would pass for one."""
    return {} if value is not None else None


def _finding(detail: ErrorDetails, model: type[BaseModel]) -> Finding:
    path, owner, annotation = _walked(detail["loc"], model)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), path, owner, model)
    code, problem = _KINDS.get(kind, ("wrong-type", "setting_wrong"))
    values: dict[str, str | int] = {name: _whole(context[name]) for name in _VALUES if name in context}
    if problem == "setting_choice":
        values["choices"] = ", ".join(f'"{choice}"' for choice in choices_of(annotation))
    if problem == "setting_not_list":
        values["table"] = path
    return fault(problem, path, code, **values)


def _unknown(key: str, path: str, owner: type[BaseModel], model: type[BaseModel]) -> Finding:
    """A key that is not there: the nearest one of its table, or where else a setting of that name stands."""
    near = difflib.get_close_matches(key, owner.model_fields, n=1)
    elsewhere = [] if near else [other for other in _paths(model, "") if other.rpartition(".")[2] == key]
    suggestion = near[0] if near else elsewhere[0] if elsewhere else ""
    problem = "setting_unknown_near" if suggestion else "setting_unknown"
    known = ", ".join(owner.model_fields)
    return fault(problem, path, "unknown-key", **({"suggestion": suggestion} if suggestion else {"known": known}))


def _walked(loc: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, type[BaseModel], object]:
    """The key as a person writes it, the model it stands in, and its annotation; none for what is not known."""
    path, owner, annotation, inner = "", model, None, model
    for step in loc:
        if isinstance(step, int):
            path += f"[{step + 1}]"
            continue
        path = f"{path}.{_shown(step)}" if path else _shown(step)
        owner, info = inner, inner.model_fields.get(step)
        annotation = info.annotation if info else None
        inner = table_of(annotation) or inner
    return path, owner, annotation


def _paths(model: type[BaseModel], at: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        inner = table_of(info.annotation)
        yield f"{at}{name}"
        if inner:
            yield from _paths(inner, f"{at}{name}.")


def _shown(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"


def _whole(value: Any) -> str | int:
    return int(value) if isinstance(value, float) and math.isfinite(value) and value.is_integer() else value
