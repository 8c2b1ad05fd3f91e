"""JSON to model: everything that is wrong comes back as findings, with schema paths and no value from the input."""

from __future__ import annotations

import codecs
import difflib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from indplan_docs.errors import Finding, InvalidInput, Severity
from indplan_docs.models import DOCUMENTS, AnyDocument
from indplan_docs.models.base import Model
from indplan_docs.models.fields import Field, field_at, fields_of

LARGEST_INPUT: Final = 5_000_000
"""Bytes; a plan with everything in it is under 200 kB."""

DEEPEST_INPUT: Final = 40
"""Levels of nesting; the models have 8."""

_NOTES: Final = ("$schema", "$comment")
"""Keys that JSON's own conventions set aside for editors and people: read past, printed nowhere."""

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file begins that Windows PowerShell made with ``>``."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def load(source: str | Path | bytes | Mapping[str, Any]) -> AnyDocument:
    """Read a document.

    Args:
        source: A path to a JSON file, the bytes of one, or the same as a mapping of plain JSON types.

    Returns:
        The plan, invitation, consent or follow-up notice; possibly unfinished, never with a wrong value.

    Raises:
        InvalidInput: With every fault found.
        OSError: The file cannot be read.
    """
    if isinstance(source, Mapping):
        return _validate(_without_notes(dict(source)))
    data = source if isinstance(source, bytes) else _read(Path(source))
    return _validate(_without_notes(_parse(_decode(data))))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_INPUT + 1)


def _decode(data: bytes) -> str:
    if len(data) > LARGEST_INPUT:
        _refuse("too-large", largest=LARGEST_INPUT // 1_000_000)
    marked = data.startswith(_UTF_16)
    if b"\x00" in data[:4] and not marked:
        _refuse("not-utf-8")
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        _refuse("not-utf-8")
    if not text.strip():
        _refuse("empty-input")
    return text


def _parse(text: str) -> dict[str, Any]:
    depth = deepest = 0
    for token in _BRACKETS.finditer(text):
        depth += 1 if token[0] in "[{" else -1 if token[0] in "]}" else 0
        deepest = max(deepest, depth)
    if deepest > DEEPEST_INPUT:
        _refuse("too-deep", deepest=DEEPEST_INPUT)
    try:
        data = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _refuse("not-json", line=error.lineno, column=error.colno)
    except ValueError:  # an integer of more digits than Python converts
        _refuse("not-json-number")
    if not isinstance(data, dict):
        _refuse("not-an-object")
    return data


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != len({key for key, _ in pairs}):
        _refuse("duplicate-key")
    return dict(pairs)


def _no_constant(_name: str) -> NoReturn:
    _refuse("not-json-number")


def _without_notes(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_notes(item) for key, item in value.items() if key not in _NOTES}
    if isinstance(value, list):
        return [_without_notes(item) for item in value]
    return value


def _validate(data: dict[str, Any]) -> AnyDocument:
    kind = data.get("document")
    if not isinstance(kind, str) or kind not in DOCUMENTS:
        code = "wrong-choice" if "document" in data else "missing-document"
        _refuse(code, path="document", field="Plan.document", choices=", ".join(DOCUMENTS))
    model = DOCUMENTS[kind]
    _no_lone_surrogates(data, model, ())
    try:
        text = json.dumps(data, ensure_ascii=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        _refuse("not-plain-json")
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
    findings = [finding for detail in details for finding in _findings(detail, model, data)]
    # each branch of a union reports on its own: one finding a place and code is enough, but each unknown key is one
    unique = {
        (f.path, f.code if f.code == "unknown-key" else "", f.values.get("position")): f for f in reversed(findings)
    }
    raise InvalidInput(reversed(unique.values()))


def _no_lone_surrogates(value: Any, model: type[Model], loc: tuple[int | str, ...]) -> None:
    """Half a character, which JSON's escapes can spell and no text can hold."""
    if isinstance(value, str) and _SURROGATE.search(value):
        path, field, _, _ = _place(loc, model)
        _refuse("lone-surrogate", path, field.key if field else "")
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        if isinstance(key, str) and _SURROGATE.search(key):
            _refuse("lone-surrogate", _place(loc, model)[0])
        _no_lone_surrogates(entry, model, (*loc, key))


def _findings(error: ErrorDetails, model: type[Model], data: dict[str, Any]) -> list[Finding]:
    """What pydantic found, in our words; a key that is not in the schema may be personal data and is not repeated."""
    path, field, owner, unknown = _place(error["loc"], model)
    kind, context = error["type"], error.get("ctx", {})
    values: dict[str, str | int] = {}
    if kind == "country_form":
        return [
            Finding("wrong-form", Severity.INVALID, f"{form}_form", place, field_at(model, place).key)
            for place, form in context["places"]
        ]
    if unknown:
        suggestion = difflib.get_close_matches(unknown, fields_of(owner), n=1, cutoff=0.6)
        code = "unknown-key"
        problem = "unknown_key_near" if suggestion else "unknown_key"
        values = {"suggestion": "".join(suggestion), "position": _position(data, error["loc"])}
        return [Finding(code, Severity.INVALID, problem, path, "", values)]
    code, problem = _KINDS.get(kind, ("wrong-type", "wrong_type"))
    if field and field.enum and kind == "enum":
        values["choices"] = ", ".join(member.value for member in field.enum)
    for name in ("code_point", "position", "max_length", "field", "none"):
        if name in context:
            values[name] = context[name]
    return [Finding(code, Severity.INVALID, problem, path, field.key if field else "", values)]


_KINDS: Final = {
    "missing": ("missing-key", "missing_key"),
    "enum": ("wrong-choice", "wrong_choice"),
    "literal_error": ("wrong-choice", "wrong_choice_plain"),
    "string_too_long": ("too-long", "too_long"),
    "illegal_character": ("illegal-character", "illegal_character"),
    "blank_text": ("blank-text", "blank_text"),
    "line_break": ("line-break", "line_break"),
    "date_from_datetime_parsing": ("wrong-date", "wrong_date"),
    "date_from_datetime_inexact": ("wrong-date", "wrong_date"),
    "date_parsing": ("wrong-date", "wrong_date"),
    "date_type": ("wrong-date", "wrong_date"),
    "time_parsing": ("wrong-time", "wrong_time"),
    "time_type": ("wrong-time", "wrong_time"),
    "clock_time": ("wrong-time", "wrong_time"),
    "phone": ("wrong-form", "phone_form"),
    "identity_number": ("wrong-form", "identity_number_form"),
    "string_pattern_mismatch": ("wrong-form", "pattern_form"),
    "represents_self": ("wrong-choice", "represents_self"),
    "none_and_some": ("contradiction", "none_and_some"),
    "waived_twice": ("contradiction", "waived_twice"),
    "bool_type": ("wrong-type", "not_yes_or_no"),
    "string_type": ("wrong-type", "not_text"),
    "int_type": ("wrong-type", "not_a_number"),
    "tuple_type": ("wrong-type", "not_a_list"),
    "model_type": ("wrong-type", "not_an_object"),
    "greater_than_equal": ("wrong-value", "out_of_range"),
    "less_than_equal": ("wrong-value", "out_of_range"),
}


def _place(loc: tuple[int | str, ...], model: type[Model]) -> tuple[str, Field | None, type[Model], str]:
    """The schema path of an error, its field, the model it is in, and the unknown key if that is the fault."""
    path, field, owner, inner = "", None, model, model
    for step in loc:
        if isinstance(step, int):
            path += f"[{step}]"
            continue
        fields = fields_of(inner)
        if field and field.model is None:  # a branch of a union (`date`, `literal[...]`) is no key
            break
        if step not in fields:
            return path, field, inner, step
        field = fields[step]
        path = f"{path}.{step}" if path else step
        owner = inner
        if field.model:
            inner = field.model
    return path, field, owner, ""


def _position(data: Any, loc: tuple[int | str, ...]) -> int:
    """Which key it is, counted from 1, in the object that holds it."""
    for step in loc[:-1]:
        data = data[step]
    return list(data).index(loc[-1]) + 1


def _refuse(code: str, path: str = "", field: str = "", **values: str | int) -> NoReturn:
    raise InvalidInput([Finding(code, Severity.INVALID, code.replace("-", "_"), path, field, values)]) from None
