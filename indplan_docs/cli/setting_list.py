"""Every setting with its value, where that comes from, and what it is for: as text, as JSON, and as a file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from indplan_docs.language import MessageLanguage
from indplan_docs.profile import Profile
from indplan_docs.profile.settings import Setting, all_settings, table_of
from indplan_docs.vocabulary import text
from indplan_docs.vocabulary.settings import setting_example, setting_help

_WIDTH: Final = 100


def as_text(profile: Profile, language: MessageLanguage) -> str:
    """The settings that are set or have a default, with what they are for."""
    lines = []
    for setting, path, value, is_set in _values(profile):
        shown = text("setting_none", language) if value is None else _toml_value(value)
        source = text("setting_from_file" if is_set else "setting_from_default", language)
        lines.append(f"{path} = {shown}  ({source})")
        lines += textwrap.wrap(_help(setting, language), _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def as_json(profile: Profile, language: MessageLanguage) -> list[dict[str, Any]]:
    """Every setting as JSON types."""
    return [
        {
            "key": path,
            "value": str(value) if isinstance(value, Path) else value,
            "source": "file" if is_set else "default",
            "choices": list(setting.choices),
            "help": _help(setting, language),
        }
        for setting, path, value, is_set in _values(profile)
    ]


def as_toml(profile: Profile, language: MessageLanguage) -> str:
    """A whole ``indplan.toml``: what is set as it is, all else as comments with its default or an example."""
    lines = [f"# {line}" for line in textwrap.wrap(text("profile_toml_intro", language), _WIDTH)]
    own = [setting for setting in all_settings() if "." not in setting.path]
    for setting in own:
        lines += ["", *_toml_lines(setting, getattr(profile, setting.name), profile, language)]
    for name, info in Profile.model_fields.items():
        table = table_of(info.annotation)
        if table:
            lines += _table_lines(name, table, getattr(profile, name), language)
    return "\n".join(lines)


def _table_lines(path: str, table: type[BaseModel], value: Any, language: MessageLanguage) -> Iterator[str]:
    """A table of the file, with the tables in it after it."""
    if isinstance(value, tuple):
        yield from _list_lines(path, value, language)
        return
    inner = {name: table_of(info.annotation) for name, info in table.model_fields.items()}
    yield ""
    if "." not in path or len(set(inner.values())) == 1:
        yield from _comment(_heading(path, language))
    mark = "" if value is not None and value.model_fields_set & _plain(inner) else "# "
    if _plain(inner):
        yield f"{mark}[{path}]"
    for setting in all_settings():
        if setting.path.rpartition(".")[0] == path:
            yield from _toml_lines(setting, getattr(value, setting.name, None), value, language)
    for name, model in inner.items():
        shown = path != "titles" or name == _own_language(language) or (value and name in value.model_fields_set)
        if model and shown:
            yield from _table_lines(f"{path}.{name}", model, getattr(value, name, None), language)


def _list_lines(path: str, entries: tuple[Any, ...], language: MessageLanguage) -> Iterator[str]:
    """A list of tables; one in comments if there is none."""
    yield ""
    yield from _comment(_heading(path, language))
    for entry in entries or (None,):
        yield f"{'' if entry else '# '}[[{path}]]"
        for setting in all_settings():
            if setting.path.startswith(f"{path}[]."):
                yield from _toml_lines(setting, getattr(entry, setting.name, None), entry, language)


def _toml_lines(setting: Setting, value: Any, owner: Any, language: MessageLanguage) -> Iterator[str]:
    yield from _comment(_help(setting, language))
    is_set = owner is not None and setting.name in owner.model_fields_set and value is not None
    if is_set:
        yield f"{setting.name} = {_toml_value(value)}"
        return
    example = setting.default if setting.default is not None else _example(setting, language)
    yield f"# {setting.name} = {_toml_value(example)}"


def _example(setting: Setting, language: MessageLanguage) -> Any:
    if setting.choices:
        return setting.choices[-1]
    return {"consents_alone": 16, "view_heard": 7}.get(setting.name) or setting_example(setting.path, language)


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, _WIDTH)]


def _heading(path: str, language: MessageLanguage) -> str:
    """What a table is for."""
    model: type[BaseModel] = Profile
    *above, last = path.split(".")
    for step in above:
        model = table_of(model.model_fields[step].annotation) or model
    return setting_help(model, last, language)


def _help(setting: Setting, language: MessageLanguage) -> str:
    words = setting_help(setting.owner, setting.name, language, setting.path)
    if not setting.choices:
        return words
    return f"{words} {text('setting_choices', language, choices=', '.join(setting.choices))}"


def _own_language(language: MessageLanguage) -> str:
    return "sv" if language is MessageLanguage.EN else language.value


def _plain(inner: dict[str, type[BaseModel] | None]) -> set[str]:
    return {name for name, model in inner.items() if model is None}


def _values(profile: Profile) -> Iterator[tuple[Setting, str, Any, bool]]:
    """Every setting with its key, its value, and whether the profile sets it; a list's, entry by entry."""
    for setting in all_settings():
        table, _, rest = setting.path.partition("[].")
        if rest:
            for number, entry in enumerate(getattr(profile, table), start=1):
                yield setting, f"{table}[{number}].{rest}", getattr(entry, rest), True
            continue
        owner: Any = profile
        for step in setting.path.split(".")[:-1]:
            owner = getattr(owner, step, None)
        value = setting.default if owner is None else getattr(owner, setting.name)
        is_set = owner is not None and setting.name in owner.model_fields_set
        yield setting, setting.path, value, is_set


def _toml_value(value: Any) -> str:
    """A value as TOML writes it; the texts of settings hold no character that JSON and TOML write differently."""
    if isinstance(value, StrEnum):
        value = value.value
    elif isinstance(value, Path):
        value = value.as_posix()
    return json.dumps(value, ensure_ascii=False)
