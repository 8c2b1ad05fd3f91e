"""A Word template that makes PDF: translated once, filled by Jinja, set by Typst. A finished Word file, set once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from pathlib import Path
from types import CodeType
from typing import Final

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError

from indplan_docs.errors import TemplateFault
from indplan_docs.pdf import fonts
from indplan_docs.pdf.conformance import mended
from indplan_docs.pdf.embedded.compose import Composer
from indplan_docs.pdf.embedded.lists import Lists, Numbers
from indplan_docs.pdf.embedded.literals import NO_BREAK
from indplan_docs.pdf.embedded.pictures import named
from indplan_docs.pdf.embedded.plan import revived
from indplan_docs.pdf.embedded.press import PRESS
from indplan_docs.pdf.embedded.tokens import PIECE
from indplan_docs.pdf.embedded.translate import Site, Translation, translate, translate_finished
from indplan_docs.pdf.embedded.values import Composing, composing, literal, marked, plain_text, typst_printer
from indplan_docs.word import Properties, Template
from indplan_docs.word.budget import TooMuch, gathered, new_budget
from indplan_docs.word.package import Package
from indplan_docs.word.part import Options
from indplan_docs.word.sandbox import Sandbox
from indplan_docs.word.taming import tame
from indplan_docs.word.values import Unprintable

_PREAMBLE: Final = Path(__file__).with_name("press.typ")
_PIECES: Final = 7  # of a section: three headers, three footers, a body
_MARK_SIZE: Final = 120
_DIAGONAL: Final = (
    1200  # points of letters that have room across a page: an A4 page is 1030 points from corner to corner
)
_MARKS: Final = re.compile(r"\{\{ '([^']*)'\|_mark\((\d+)\) \}\}")


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF, and all the text that stands on its pages."""

    content: bytes
    printed: str


class PdfTemplate:
    """A template for PDF; immutable.

    Args:
        template: The Word template, compiled.

    Raises:
        TemplateFault: It holds something that the engine cannot set; names part, paragraph and element.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._translation, code = _found(template)
        own = _environment(template.options)
        self._code = JinjaTemplate.from_code(own, code, own.make_globals(None), None)

    def render(self, context: Mapping[str, object], properties: Properties, *, draft: str = "") -> Pages:
        """A finished PDF.

        Args:
            context: Plain values by name.
            properties: What the file says of itself.
            draft: The word written across every page of a draft, which claims no conformance; empty for a document.

        Raises:
            TemplateFault: A value is missing, cannot be printed, or the document cannot conform.
        """
        new_budget()
        here = Composing(Numbers(self._lists))
        composing.set(here)
        body = self._filled(context)
        return _printed(self._translation, body, here.files, properties, draft=draft, shared=True)

    @cached_property
    def _lists(self) -> Lists:
        return Lists(Package(self._template.source, self._template.name))

    def _filled(self, context: Mapping[str, object]) -> str:
        try:
            return gathered(self._code.root_render_func(self._code.new_context(dict(context))))
        except Unprintable as error:
            raise self._fault(error.problem, self._translation.sites[error.site], **error.values) from None
        except (TooMuch, RecursionError, OverflowError, MemoryError):
            raise self._fault("template_too_much") from None
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise self._fault("template_broken", tag=type(error).__name__) from None

    def _fault(self, problem: str, site: Site | None = None, **values: str | int) -> TemplateFault:
        where: dict[str, str | int] = {"part": "", "paragraph": 0}
        if site is not None:
            where = {"part": site.part, "paragraph": site.paragraph, "tag": site.expression}
        return TemplateFault(problem, **{"template": self._template.name, "text": "", **where, **values})


def print_finished(opened: Package, properties: Properties) -> Pages:
    """The PDF of a finished Word file, one that a clerk has edited for instance; what looks like a tag is text.

    Raises:
        TemplateFault: It holds something that the engine cannot set, or traces of editing, or it cannot conform.
    """
    translation = translate_finished(opened)
    numbers = Numbers(Lists(opened))
    body = _MARKS.sub(lambda found: literal(numbers.mark(found[1], int(found[2]))), translation.source)
    return _printed(translation, body, {}, properties, draft="", shared=False)


def _printed(
    translation: Translation,
    body: str,
    files: Mapping[str, bytes],
    properties: Properties,
    *,
    draft: str,
    shared: bool,
) -> Pages:
    """The pages; what is ``shared`` with other documents is a file of its own, which Typst keeps for good."""
    fixed = _fixed(translation, kerned=fonts.from_the_right(body))
    name = named(fixed, "typ")
    given = {**translation.files, **files, **({name: fixed} if shared else {})}
    sections = _sections(translation, body)
    rule = "#show: all-held\n" if NO_BREAK in sections else ""
    source = f"{_head(properties, draft)}{rule}{sections}\n{_described(properties)}"
    source = f'#import "{name}": *\n{source}' if shared else f"{fixed.decode()}{source}"
    made = PRESS.print(source, given, properties.day, final=not draft)
    return Pages(made if draft else mended(made), plain_text(body))


def _fixed(translation: Translation, *, kerned: bool) -> bytes:
    """The Typst code that is the same for all documents of a template: how all looks, and what makes the elements."""
    always = "true" if kerned else "false"  # typst 0.15 stops at text from the right when it is not kerned
    return f"#let kerned = {always}\n{_preamble()}\n{translation.definitions}\n".encode()


def _sections(translation: Translation, body: str) -> str:
    """The Typst code of all sections."""
    composer = Composer(translation.plan)
    pieces = iter(body.split(PIECE))
    out = []
    for at, (sheet, room) in enumerate(zip(translation.sheets, translation.rooms, strict=True)):
        made = [f"{{ {composer.compose(next(pieces), room)} }}" for _ in range(_PIECES)]
        running = ["none" if one == "{  }" else f"(page-number, page-count) => {one}" for one in made[:-1]]
        headers, footers = (f"(default: {d}, first: {f}, even: {e})" for d, f, e in (running[:3], running[3:]))
        out.append(f"#section({at}, {sheet}, {headers}, {footers}, {made[-1]})")
    return "\n".join([composer.shapes(), *out])


def _found(template: Template) -> tuple[Translation, CodeType]:
    """A template's translation and its code: as they were kept, or made now."""
    options, store = template.options, template.store
    allowed = None if options.filters is None else sorted(options.filters)
    key = ("pdf", hashlib.sha256(template.source).digest(), allowed)
    if store is not None and (kept := store.get(*key)):
        (definitions, plan, sheets, rooms, source, sites, files), code = kept
        made = tuple(Site(*site) for site in sites)
        return Translation(definitions, revived(plan), sheets, rooms, source, made, files), code
    translation = translate(template)
    own = _environment(options)
    code = own.compile(tame(own.parse(translation.source), own, lambda text: text))
    if store is not None:
        store.put((astuple(translation), code), *key)
    return translation, code


def _environment(options: Options) -> Sandbox:
    environment = Sandbox(options.filters, forgiving=options.missing is not None)
    environment.filters |= {"_printed": typst_printer(options.missing), "_mark": marked}
    return environment


def _head(properties: Properties, draft: str) -> str:
    """The looks that are in force, the language a document is read in, and the mark of a draft."""
    language, _, region = properties.language.partition("-")
    where = f'"{literal(region)}"' if region else "none"
    size = min(_MARK_SIZE, _DIAGONAL / max(len(draft), 1))
    mark = f'#show: drafted.with("{literal(draft)}", {size:.0f}pt)\n' if draft else ""
    return f'#show: spoken.with("{literal(language)}", {where})\n{mark}#show: pages\n#show: looks\n'


def _described(properties: Properties) -> str:
    """What the file says of itself; it stands at the end, where it is in force for no element."""
    day = properties.day
    date = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "auto"
    return f'#[#set document(title: "{literal(properties.title)}", author: (), date: {date})]\n'


@cache
def _preamble() -> str:
    return _PREAMBLE.read_text(encoding="utf-8")
