"""The Word engine behind one small interface, so that another can take its place.

docxtpl is given an environment that cannot lose text: sandboxed, escaping, strict. Undefined names and missing values
are faults of the template in a final document, and a visible mark in a draft.
"""

from __future__ import annotations

import io
import re
import traceback
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, Protocol
from zipfile import BadZipFile

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, StrictUndefined, TemplateError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from indplan_docs.catalogue import Template
from indplan_docs.errors import TemplateFault
from indplan_docs.language import Country, Language
from indplan_docs.vocabulary import text
from indplan_docs.word.context import Context
from indplan_docs.word.filters import Filter, filters


class Engine(Protocol):
    """Fills a Word template with a context."""

    def render(self, template: Template, context: Context, *, country: Country) -> bytes:
        """The filled file.

        Raises:
            TemplateFault: The template and the context do not fit, or the template is broken.
        """
        ...


class DocxtplEngine:
    """The engine on docxtpl."""

    def render(self, template: Template, context: Context, *, country: Country) -> bytes:
        """See `Engine`."""
        environment = _environment(template.id, template.language, country, draft=bool(context["draft"]))
        try:
            word = DocxTemplate(io.BytesIO(template.read()))
            word.render(context, jinja_env=environment, autoescape=True)
            out = io.BytesIO()
            word.save(out)
        except _NothingToPrint as error:
            where = environment.paragraph_of(error)
            raise TemplateFault("template_prints_nothing", template=template.id, expression=where) from None
        except TemplateError as error:
            detail = f"{error.message} [{environment.paragraph_of(error)}]"
            raise TemplateFault("template_broken", template=template.id, detail=detail) from None
        except (BadZipFile, KeyError, OSError, ValueError, etree.XMLSyntaxError) as error:
            raise TemplateFault("template_unreadable", template=template.id) from error
        return out.getvalue()


@lru_cache(maxsize=64)
def _environment(_template_id: str, language: Language, country: Country, *, draft: bool) -> _Environment:
    """One environment a template, so that what it compiles is found again."""
    return _Environment(language, country, draft=draft)


class _NothingToPrint(Exception):
    """A template prints a value that is not there."""


class _MissingInDraft(ChainableUndefined):
    """A value that a draft lacks, at any depth."""


# docxtpl turns `{_{` in the finished text into `{{`, also where data holds it; a character reference is left alone
_ESCAPED_TAG: Final = re.compile(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})")
_PARTS: Final = 32  # body, headers, footers and properties of one template, and room for an edited one
_MARKUP: Final = re.compile(r"<[^>]*>")


class _Environment(ImmutableSandboxedEnvironment):
    """What templates run in: plain values and the named filters, nothing of Python."""

    def __init__(self, language: Language, country: Country, *, draft: bool) -> None:
        super().__init__(
            autoescape=True,
            undefined=_MissingInDraft if draft else StrictUndefined,
            finalize=self._finalize,
        )
        self._mark = text("missing_mark", language) if draft else None
        self._source = ""
        self.globals = {}
        self.filters = {name: self._with_missing(function) for name, function in filters(language, country).items()}
        self._compiled = lru_cache(maxsize=_PARTS)(super().from_string)

    def call(self, *_: Any, **__: Any) -> Any:
        """Templates place words; whatever they would call, they may not."""
        raise SecurityError("a template may not call anything")

    def from_string(self, source: Any, *_: Any, **__: Any) -> Any:
        """Docxtpl gives the same parts for every document: each is compiled once."""
        self._source = str(source)
        return self._compiled(self._source)

    def paragraph_of(self, error: BaseException) -> str:
        """The text of the template's paragraph in which an error arose: docxtpl gives each paragraph its own line."""
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
        line = getattr(error, "lineno", None) or (lines[-1] if lines else 0)
        source = self._source.splitlines()
        return _MARKUP.sub("", source[line - 1]).strip()[:200] if line and 0 < line <= len(source) else "?"

    def _finalize(self, value: Any) -> Any:
        if value is None or isinstance(value, _MissingInDraft):
            if self._mark is None:
                raise _NothingToPrint
            value = self._mark
        if isinstance(value, bool):
            raise _NothingToPrint
        if isinstance(value, str):
            return Markup(_ESCAPED_TAG.sub("&#95;", str(escape(value))))  # noqa: S704 - escaped right here
        return value

    def _with_missing(self, function: Filter) -> Callable[[Any], str | None]:
        def filtered(value: Any) -> str | None:
            if isinstance(value, _MissingInDraft) or value is None:
                return None
            if isinstance(value, Undefined):
                return str(value)  # raises, naming what is undefined
            return function(value)

        return filtered
