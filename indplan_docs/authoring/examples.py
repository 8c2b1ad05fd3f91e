"""Complete documents of people who do not exist, to try templates with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from indplan_docs.errors import Report
from indplan_docs.language import Framework, Language
from indplan_docs.models import AnyDocument
from indplan_docs.profile import Profile
from indplan_docs.reading import load
from indplan_docs.word.context import Context, context

_FOLDERS: Final = ("complete", "minimal")


@dataclass(frozen=True, slots=True)
class Example:
    """A document to try templates with.

    Attributes:
        name: What it is called (``plan-lss-sv-moving-out``).
        path: Its JSON file.
        document: Which document it is.
        framework: Of which plan.
        language: In which language.
    """

    name: str
    path: Path
    document: str
    framework: Framework
    language: Language

    def load(self) -> AnyDocument:
        """The document."""
        return load(self.path)


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example, the complete ones first, of these the fullest first."""
    folder = _folder()
    return tuple(
        _example(path)
        for inner in _FOLDERS
        for path in sorted((folder / inner).glob("*.json"), key=lambda p: (-p.stat().st_size, p.name))
    )


def examples_for(document: str, frameworks: tuple[Framework, ...], language: Language) -> tuple[Example, ...]:
    """The examples that a template can be tried with, the fullest first."""
    return tuple(
        example
        for example in all_examples()
        if (example.document, example.language) == (document, language) and example.framework in frameworks
    )


def contexts(examples: Iterable[Example]) -> tuple[Context, ...]:
    """What templates see of examples."""
    return tuple(_context(example) for example in examples)


def first_value(values: Mapping[str, Any], path: str) -> Any:
    """The first value at a schema path (``goals[].measures[].due``) in what a template sees; None if there is none."""
    return next(_values(values, path.split(".")), None)


def _values(value: Any, steps: list[str]) -> Iterator[Any]:
    if value is None:
        return
    if not steps:
        yield value
        return
    name, many = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    inner = value.get(name)
    for item in (inner or ()) if many else (inner,):
        yield from _values(item, steps[1:])


@cache
def _context(example: Example) -> Context:
    document = example.load()
    return context(document, Profile(), Report(document.document, document.framework.value, ()), draft=False)


def _example(path: Path) -> Example:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Example(path.stem, path, data["document"], Framework(data["framework"]), Language(data["language"]))


def _folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a clone."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent / "fixtures"
